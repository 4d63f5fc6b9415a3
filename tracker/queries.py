"""The questions put to arXiv every night."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.papers import PaperVersion
from tracker.problems import Problem
from tracker.shapes import Shape
from tracker.taxonomy import KEY

# archive or archive.SUBJECT, https://arxiv.org/category_taxonomy
CATEGORY = re.compile(r"[a-z][a-z-]*[a-z](?:\.[A-Za-z][A-Za-z-]*)?")


@dataclass(frozen=True)
class Query:
    """Everything in some arXiv categories, optionally narrowed by phrases.

    Cross-lists count. A paper matches when one of ``any_of``, all of ``all_of`` and none
    of ``none_of`` stand in its title or abstract. ``since`` is the first day (of version
    1, UTC) that the survey wants; None leaves it to the run.
    """

    key: str
    categories: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    since: date | None = None

    @property
    def has_phrases(self) -> bool:
        return bool(self.any_of or self.all_of or self.none_of)

    def matches(self, paper: PaperVersion) -> bool:
        """Whether the paper answers this query.

        arXiv's own index stems words and we do not; where the two differ, coverage finds
        the difference and arXiv's answer counts.
        """
        if not set(self.categories) & set(paper.categories):
            return False
        if not self.has_phrases:
            return True
        text = f"{paper.title}\n{paper.abstract}".lower()
        if self.any_of and not any(_stands_in(phrase, text) for phrase in self.any_of):
            return False
        return all(_stands_in(phrase, text) for phrase in self.all_of) and not any(
            _stands_in(phrase, text) for phrase in self.none_of
        )


def _stands_in(phrase: str, text: str) -> bool:
    words = r"[\s-]+".join(re.escape(word) for word in phrase.lower().split())
    return re.search(rf"(?<!\w){words}(?!\w)", text) is not None


def read_queries(data: Any, file: str) -> tuple[tuple[Query, ...], list[Problem]]:
    """The queries in ``queries.yaml``, and everything wrong with them."""
    top = Shape(data, file)
    queries: list[Query] = []
    for part in top.shapes("queries"):
        query = _query(part)
        if any(other.key == query.key for other in queries):
            part.problem("key", f"{query.key!r} is used twice")
        elif query.key and query.categories:
            queries.append(query)
    top.only("queries")
    return tuple(queries), top.problems


def _query(part: Shape) -> Query:
    key = part.text("key")
    if key and not KEY.fullmatch(key):
        part.problem("key", f"{key!r} must be lower-case letters, digits and underscores")
    categories = part.texts("categories")
    if not part.data.get("categories"):
        part.problem("categories", "names no arXiv category, such as cs.CL")
    for category in categories:
        if not CATEGORY.fullmatch(category):
            part.problem("categories", f"{category!r} is not an arXiv category such as cs.CL")
    for field in ("any_of", "all_of", "none_of"):
        for phrase in part.texts(field):
            if not re.search(r"\w", phrase) or '"' in phrase or len(phrase) > 100:
                part.problem(field, f"{phrase!r} is not a phrase of plain words")
    part.only("key", "categories", "any_of", "all_of", "none_of", "since")
    return Query(
        key=key,
        categories=tuple(dict.fromkeys(c for c in categories if CATEGORY.fullmatch(c))),
        any_of=part.texts("any_of"),
        all_of=part.texts("all_of"),
        none_of=part.texts("none_of"),
        since=_day(part, "since"),
    )


def _day(part: Shape, field: str) -> date | None:
    value = part.data.get(field)
    if value is None:
        return None
    if type(value) is date:  # YAML reads an unquoted 2025-01-31 as a date: nothing is lost
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        part.problem(field, f"{value!r} is not a day such as '2025-01-31'")
        return None
