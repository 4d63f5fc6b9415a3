"""A loopback arXiv: announcements replayed, night by night, through both of arXiv's doors.

    records         JSON lines of papers  → announcements
    announcements   announcements + a clock → what arXiv shows at that moment
    questions       the search_query grammar
    search, atom    the search API's answers
    oai, arxivraw   the OAI-PMH interface's answers
    faults          the ways both have of going wrong
    server          the server on 127.0.0.1 that puts them together

Tests and the demonstration harvest from it as they would from arXiv itself.
"""

from tracker.demo.arxiv.server import LoopbackArxiv

__all__ = ["LoopbackArxiv"]
