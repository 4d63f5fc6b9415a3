"""What the survey lists: a work's identifiers and the facts a row shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from tracker import identity
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.shapes import Shape

T = TypeVar("T")

LINK_KINDS = ("paper", "model", "code", "data", "page")
LONGEST_JOURNAL = 500  # characters; the longest real references have a third of that
_SIZE = re.compile(r"\d+(?:\.\d+)?[KMBT]")
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, order=True)
class Link:
    """Where a work, or something it released, is found; ``kind`` is one of LINK_KINDS."""

    kind: str
    url: str


@dataclass(frozen=True)
class Work:
    """One work: every identifier it has, best first, and its facts.

    ``published_on`` is a day, a month or a year (ISO 8601, reduced precision allowed);
    ``sizes`` are parameter counts such as ``2.7B``; ``sections`` are the headings an
    adopted list had it under, outermost first, joined by " > "; ``category`` is arXiv's
    primary one, such as ``cs.CL``. ``withdrawn_on`` is when the authors took the work back:
    it stays listed, marked. ``journal`` is where it was published, as it is cited there
    (arXiv's "journal reference"): free text, see `journal_reference`.
    """

    ids: tuple[WorkId, ...]
    title: str
    authors: tuple[str, ...] = ()
    published_on: str = ""
    short_name: str = ""
    sizes: tuple[str, ...] = ()
    base_model: str = ""
    links: tuple[Link, ...] = ()
    sections: tuple[str, ...] = ()
    category: str = ""
    withdrawn_on: str = ""
    journal: str = ""

    @property
    def id(self) -> WorkId:
        return self.ids[0]

    @property
    def url(self) -> str:
        """The address of the paper itself; empty where none is known."""
        written = [link.url for link in self.links if link.kind == "paper"]
        found = [*written, *(url for work_id in self.ids if (url := work_id.url))]
        return found[0] if found else ""

    def joined(self, other: "Work") -> "Work":
        """Both records of one work as one: this one's facts first, nothing of either lost."""
        return Work(
            ids=sorted_ids((*self.ids, *other.ids)),
            title=self.title or other.title,
            authors=self.authors or other.authors,
            published_on=self.published_on or other.published_on,
            short_name=self.short_name or other.short_name,
            sizes=_union(self.sizes, other.sizes),
            base_model=self.base_model or other.base_model,
            links=_union(self.links, other.links),
            sections=_union(self.sections, other.sections),
            category=self.category or other.category,
            withdrawn_on=self.withdrawn_on or other.withdrawn_on,
            journal=self.journal or other.journal,
        )

    def corrected(self, facts: "Facts") -> "Work":
        """This work with the facts that a curator stated in place of its own."""
        return replace(self, **facts.stated)


def less_exact(day: str) -> tuple[str, ...]:
    """What says less of a day than it does (ISO 8601, reduced precision): month, year, nothing."""
    return tuple(one for one in dict.fromkeys((day[:7], day[:4], "")) if one != day)


@dataclass(frozen=True)
class Facts:
    """Facts a curator confirmed or corrected with a decision: fields of Work by name."""

    stated: Mapping[str, Any]

    FIELDS = (
        "title", "authors", "published_on", "journal", "short_name", "sizes", "base_model", "links",
        "category", "withdrawn_on",
    )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return {name: _plain(self.stated[name]) for name in self.FIELDS if name in self.stated}


def sorted_ids(ids: Iterable[WorkId]) -> tuple[WorkId, ...]:
    """Identifiers without repeats, the best name first."""
    return tuple(sorted(set(ids), key=lambda work_id: (work_id.rank, work_id.value)))


def one_line(text: str) -> str:
    """The text on one line, with nothing unseen in it."""
    return " ".join("".join(s for s in text if s.isprintable() or s.isspace()).split())


def journal_reference(text: str) -> str:
    """A journal reference as works hold it: one line, nothing unseen, not beyond its bound."""
    line = one_line(text)
    return line if len(line) <= LONGEST_JOURNAL else f"{line[: LONGEST_JOURNAL - 1].rstrip()}…"


def work_fields(work: Work) -> dict[str, Any]:
    """The work as plain data in its canonical field order, empty fields left out."""
    fields: dict[str, Any] = {
        "ids": [str(work_id) for work_id in work.ids],
        "title": work.title,
        "authors": list(work.authors),
        "published_on": work.published_on,
        "journal": work.journal,
        "short_name": work.short_name,
        "sizes": list(work.sizes),
        "base_model": work.base_model,
        "links": _plain(work.links),
        "sections": list(work.sections),
        "category": work.category,
        "withdrawn_on": work.withdrawn_on,
    }
    return {name: value for name, value in fields.items() if value}


def read_work(data: Any, file: str) -> tuple[Work | None, list[Problem]]:
    """The work in one file of ``works/``, and everything wrong with it; None if it has no name."""
    part = Shape(data, file)
    ids = []
    for text in part.texts("ids"):
        try:
            ids.append(identity.parse(text))
        except ValueError as fault:
            part.problem("ids", str(fault))
    if not ids and not part.problems:
        part.problem("ids", "holds no identifier")
    title = part.text("title")
    facts = _facts(part)
    part.only(*Work.__dataclass_fields__)
    if not ids or not title:
        return None, part.problems
    work = Work(
        ids=sorted_ids(ids),
        title=title,
        sections=part.texts("sections"),
    )
    return work.corrected(Facts(facts)), part.problems


def read_facts(data: Any, file: str, place: str, problems: list[Problem]) -> Facts:
    """The facts inside a decision; faults go to ``problems``."""
    part = Shape(data, file, place, problems)
    part.only(*Facts.FIELDS)
    facts = _facts(part)
    if "title" in part.data:
        facts["title"] = part.text("title")
    return Facts(facts)


def state_facts(data: Any, problems: list[Problem]) -> Facts:
    """The facts that a curator states now; faults go to ``problems``.

    Older records may hold repeats, and what nobody sees; what is stated now does not.
    """
    facts = dict(read_facts(data, "", "", problems).stated)
    for name in ("short_name", "base_model", "authors"):
        value = facts.get(name, ())
        texts = (value,) if isinstance(value, str) else value
        if any(text != one_line(text) for text in texts):
            problems.append(Problem("", name, "must be one line with nothing unseen"))
    repeated = {
        name: tuple(dict.fromkeys(facts[name])) for name in {"sizes", "links"} & facts.keys()
    }
    return Facts(facts | repeated)


def _facts(part: Shape) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    texts = ("short_name", "base_model", "journal", "category", "published_on", "withdrawn_on")
    for name in texts:
        if name in part.data:
            facts[name] = part.text(name, default="")
    for name in ("published_on", "withdrawn_on"):
        if (day := facts.get(name)) and not _is_day(day):
            part.problem(name, f"{day[:40]!r} is not a day, month or year such as '2025-04-23'")
            del facts[name]
    if (journal := facts.get("journal", "")) != journal_reference(journal):
        what = f"must be one line of at most {LONGEST_JOURNAL} characters, with nothing unseen"
        part.problem("journal", what)
        del facts["journal"]
    if (category := facts.get("category")) and not _CATEGORY.fullmatch(category):
        part.problem("category", f"{category[:40]!r} is not an arXiv category such as cs.CL")
        del facts["category"]
    if "authors" in part.data:
        facts["authors"] = part.texts("authors")
    if "sizes" in part.data:
        facts["sizes"] = part.texts("sizes")
        for size in facts["sizes"]:
            if not _SIZE.fullmatch(size):
                part.problem("sizes", f"{size[:40]!r} is not a parameter count such as 2.7B")
    if "links" in part.data:
        facts["links"] = tuple(
            link for shape in part.shapes("links") if (link := _link(shape)) is not None
        )
    return facts


def _link(part: Shape) -> Link | None:
    kind, url = part.text("kind"), part.text("url")
    part.only("kind", "url")
    if kind and kind not in LINK_KINDS:
        part.problem("kind", f"{kind[:40]!r} is none of {', '.join(LINK_KINDS)}")
    if kind not in LINK_KINDS or not url:
        return None
    try:
        identity.canonical_url(url)
    except ValueError as fault:
        part.problem("url", str(fault))
        return None
    return Link(kind, url)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, Link):
        return {"kind": value.kind, "url": value.url}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _union(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
