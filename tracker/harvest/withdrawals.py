"""Telling from its words that a paper was withdrawn.

The search API has no other sign of a withdrawal (https://info.arxiv.org/help/withdraw.html:
the reason goes into the comments); OAI-PMH also marks the version.
"""

import re
from typing import Final

_WORK: Final = r"(?:papers?|articles?|submission|manuscript|work|pre-?print|version|report|study)"
# Whose withdrawal it is not: another version's or paper's, or a conference's programme.
_OTHERS: Final = re.compile(
    r"\b(?:previous|earlier|prior|old(?:er)?|first|original|another|replaces|supersedes"
    r"|resubmission of|re-upload of)\b(?:[^.;]|\.\d){0,60}\bwithdr[ae]w"
    r"|\bwithdrawn\s+(?:submission|paper|before)\b"
    r"|\bwithdr[ae]wn?(?:ing|al)?\b(?:\s+(?:it|this|the|our)\s+\w+)?\s+from\b(?!\s+arxiv\b)",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(
    rf"\b{_WORK}\b[^.;]{{0,60}}\bwithdrawn\b"
    r"|\bhas been withdrawn\b|\bwithdrawn\b[^.;]{0,20}\b(?:by|due|because|as|pending)\b"
    rf"|\bwithdraw(?:ing|n)?\b[^.;]{{0,20}}\b(?:this|the|our|my)\b[^.;]{{0,20}}\b{_WORK}\b"
    rf"|\bwithdrawal\s+(?:of|for)\s+(?:this|the|our|my)?\s*(?:\w+\s+)?{_WORK}\b"
    r"|\b(?:request\w*|decided|chosen|wish|have|like|need)\b[^.;]{0,20}\bwithdraw(?:al)?\b"
    r"|\bits withdrawal\b|^\W*withdraw(?:n|ing|al)\b",
    re.IGNORECASE,
)
# Abstracts speak of withdrawn drugs, troops and benchmarks: only a notice in their place counts.
_ABSTRACT: Final = re.compile(
    rf"^\W*(?:(?:(?:this|the|our)\s+)?(?:{_WORK}\s+)?(?:(?:has|have|had)\s+been|is|was)\s+(?:being\s+)?"
    r"|(?:paper|article|submission|manuscript)\s+)?withdrawn(?:\s+\w+ly)?"
    r"(?:\s+from\s+arxiv)?\s*(?:$|[.;:]|\b(?:by|due|because|since|as|for)\b)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+")


def says_withdrawn(comment: str, abstract: str) -> bool:
    """Whether a comment, or what stands in the abstract's place, is a withdrawal notice."""
    sentences = _SENTENCE.split(comment)
    return bool(_ABSTRACT.match(abstract)) or any(
        _COMMENT.search(sentence) and not _OTHERS.search(sentence) for sentence in sentences
    )
