"""The search API's ``search_query`` language.

From arXiv's API manual, §5.1: fields ``ti au abs co jr cat all`` with a word or a "phrase",
``submittedDate:[YYYYMMDDHHMM TO YYYYMMDDHHMM]`` in GMT, AND, OR, ANDNOT, parentheses. A term
without a field means ``all``, as in recorded answers. The manual does not rank the operators:
here AND and ANDNOT bind tighter than OR. Words compare whole and without case; arXiv's own
engine also matches inflected forms. Wildcards and other date forms, which arXiv has refused
since November 2025, raise ValueError, and so does everything else outside the grammar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from tracker.demo.arxiv.announcements import Catalogue
from tracker.papers import PaperVersion

_FIELDS: Final[dict[str, Callable[[PaperVersion], str]]] = {
    "ti": lambda paper: paper.title,
    "au": lambda paper: "\n".join(paper.authors),
    "abs": lambda paper: paper.abstract,
    "co": lambda paper: paper.comment or "",
    "jr": lambda paper: paper.journal_ref or "",
    "all": lambda paper: "\n".join(
        (
            paper.title,
            *paper.authors,
            paper.abstract,
            paper.comment or "",
            paper.journal_ref or "",
            *paper.categories,
        )
    ),
}
_TOKEN = re.compile(
    r"\s*(?:(?P<sign>[()])"
    r"|(?P<operator>ANDNOT|AND|OR)(?=[\s()]|$)"
    r"|submittedDate:\[(?P<first>\d{12}) TO (?P<last>\d{12})\]"
    r'|(?:(?P<field>\w+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s()":*\[\]]+)))'
)


class Question(Protocol):
    """A condition on papers."""

    def candidates(self, catalogue: Catalogue, /) -> set[str] | None:
        """Identifiers among which all matches are; None where no index can tell."""

    def matches(self, paper: PaperVersion) -> bool:
        """Whether the paper meets the condition."""


@dataclass(frozen=True)
class Category:
    """``cat:cs.CL``: the primary category or a cross-list."""

    name: str

    def candidates(self, catalogue: Catalogue) -> set[str]:
        return catalogue.by_category.get(self.name, set())

    def matches(self, paper: PaperVersion) -> bool:
        return self.name in paper.categories


@dataclass(frozen=True)
class Submitted:
    """``submittedDate:[…]``: version 1 submitted within these minutes, both inclusive."""

    first: datetime
    last: datetime

    def candidates(self, catalogue: Catalogue) -> set[str]:
        index = catalogue.by_submitted
        days = (day for day in index if self.first.date() <= day <= self.last.date())
        return set().union(*(index[day] for day in days))

    def matches(self, paper: PaperVersion) -> bool:
        return self.first <= paper.submitted_at < self.last + timedelta(minutes=1)


@dataclass(frozen=True)
class Words:
    """``ti:model`` or ``abs:"language model"``: these words next to one another in a field."""

    field: str
    longest: str
    pattern: re.Pattern[str]

    def candidates(self, _: Catalogue) -> None:
        return None

    def matches(self, paper: PaperVersion) -> bool:
        text = _FIELDS[self.field](paper)
        # Most papers fail this test, which is twenty times faster than the pattern.
        return self.longest in text.lower() and self.pattern.search(text) is not None


@dataclass(frozen=True)
class Both:
    left: Question
    right: Question

    def candidates(self, catalogue: Catalogue) -> set[str] | None:
        left, right = self.left.candidates(catalogue), self.right.candidates(catalogue)
        if left is None or right is None:
            return right if left is None else left
        return left & right

    def matches(self, paper: PaperVersion) -> bool:
        return self.left.matches(paper) and self.right.matches(paper)


@dataclass(frozen=True)
class Either:
    left: Question
    right: Question

    def candidates(self, catalogue: Catalogue) -> set[str] | None:
        left, right = self.left.candidates(catalogue), self.right.candidates(catalogue)
        return None if left is None or right is None else left | right

    def matches(self, paper: PaperVersion) -> bool:
        return self.left.matches(paper) or self.right.matches(paper)


@dataclass(frozen=True)
class Without:
    left: Question
    right: Question

    def candidates(self, catalogue: Catalogue) -> set[str] | None:
        return self.left.candidates(catalogue)

    def matches(self, paper: PaperVersion) -> bool:
        return self.left.matches(paper) and not self.right.matches(paper)


def ask(question: Question, catalogue: Catalogue) -> list[PaperVersion]:
    """The papers that meet the condition at the catalogue's moment, in no particular order."""
    among = question.candidates(catalogue)
    papers = catalogue.papers
    listed = papers.values() if among is None else (papers[name] for name in among)
    return [each.paper for each in listed if question.matches(each.paper)]


def parse(query: str) -> Question:
    """The condition that a ``search_query`` states; ValueError where it breaks the grammar."""
    tokens = _tokens(query)
    question = _either(tokens)
    if tokens:
        raise ValueError(f"malformed query: an operator is missing in {query}")
    return question


def _tokens(query: str) -> list[str | Question]:
    """Signs and operators as text, terms as conditions, the last one first."""
    tokens: list[str | Question] = []
    at = 0
    query = query.rstrip()
    while at < len(query):
        found = _TOKEN.match(query, at)
        if not found:
            raise ValueError(f"malformed query: cannot read {query[at:].strip()}")
        tokens.append(found["sign"] or found["operator"] or _term(found))
        at = found.end()
    return tokens[::-1]


def _term(found: re.Match[str]) -> Question:
    if found["first"]:
        return Submitted(_minute(found["first"]), _minute(found["last"]))
    field, value = found["field"] or "all", found["phrase"] or found["word"] or ""
    words = re.findall(r"[^\W_]+", value)
    if field not in {"cat", *_FIELDS} or not words:
        raise ValueError(f"malformed query: cannot search {found[0].strip()}")
    if field == "cat":
        return Category(value)
    spelled = r"[\W_]+".join(map(re.escape, words))
    longest = max(words, key=len).lower()
    return Words(field, longest, re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])", re.IGNORECASE))


def _minute(digits: str) -> datetime:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"malformed query: {digits} is no minute") from None


def _either(tokens: list[str | Question]) -> Question:
    left = _both(tokens)
    while tokens and tokens[-1] == "OR":
        tokens.pop()
        left = Either(left, _both(tokens))
    return left


def _both(tokens: list[str | Question]) -> Question:
    left = _single(tokens)
    while tokens and tokens[-1] in ("AND", "ANDNOT"):
        combined = Both if tokens.pop() == "AND" else Without
        left = combined(left, _single(tokens))
    return left


def _single(tokens: list[str | Question]) -> Question:
    token = tokens.pop() if tokens else ")"
    if token == "(":
        inner = _either(tokens)
        if not tokens or tokens.pop() != ")":
            raise ValueError("malformed query: a closing parenthesis is missing")
        return inner
    if not isinstance(token, str):
        return token
    raise ValueError("malformed query: a term is missing")
