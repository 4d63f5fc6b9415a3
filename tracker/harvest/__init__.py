"""From arXiv to stored papers, and the proof that none is missing.

`doors` opens arXiv's two doors (OAI-PMH and the search API) behind one polite transport;
`pull` takes a night through both and fills the coverage ledger.
"""
