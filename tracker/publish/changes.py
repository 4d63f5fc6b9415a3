"""What a request changes: the works that come, change, are corrected, withdrawn, or go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.curation.reader import Curation
from tracker.publish.markdown import plain
from tracker.publish.proofreading import cells_of
from tracker.publish.readback import ITEM, Unreadable, Value, cells, said
from tracker.publish.render import COLUMN_NAMES, withdrawn
from tracker.publish.roster import ANYWHERE, Shown, compared
from tracker.tables import Table
from tracker.taxonomy import Taxonomy
from tracker.works import Work

ARXIV: Final = "arxiv"  # the name under which it stands what arXiv's record filled
_FACTS: Final = ("name", "title", "paper", "date", "size", "base_model", "links", "withdrawn")
_NAMES: Final = {**COLUMN_NAMES, "paper": "Paper", "withdrawn": "Withdrawn"}
_VALUE: Final = 60  # characters of a fact, before or after


@dataclass(frozen=True)
class Changes:
    """The works by what becomes of their rows, each group in the order of the tables.

    ``changed`` rows have other labels or stand in other tables; ``corrected`` ones only other
    facts; ``withdrawn`` ones are newly marked so. ``what`` says what differs, in plain words by
    the fact, column or table they are of. ``before`` and ``after`` are the rows themselves, by
    table and, for all works, ANYWHERE. ``completed`` are the corrected ones that differ in
    nothing but what arXiv's record filled: perhaps in no row at all.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    what: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    after: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    completed: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The groups that are not empty, by name."""
        groups = ("added", "changed", "corrected", "withdrawn", "removed")
        return {name: many for name in groups if (many := len(getattr(self, name)))}

    @property
    def lost(self) -> tuple[str, ...]:
        """The works that go, and those that no table shows any more."""
        untabled = (work for work in self.changed
                    if tables(self.before[work]) and not tables(self.after[work]))  # fmt: skip
        return (*self.removed, *untabled)


def tables(rows: Mapping[str, str]) -> tuple[str, ...]:
    """The tables in which a work has rows."""
    return tuple(key for key in rows if key != ANYWHERE)


def changes(shown: Shown, curation: Curation) -> Changes:
    """What brings the base branch's pages up to date with the curation. Raises MarkerError."""
    before, now = compared(shown, curation)
    after = now.lines
    kinds: dict[str, tuple[str, Mapping[str, str]]] = {}
    for work in after:
        if work in before and before[work] != after[work]:
            differing = _differing(before[work], after[work], now.views, curation.taxonomy)
            kind = _kind(now.works[work], before[work], differing)
            # That it was withdrawn is what its group says.
            kinds[work] = kind, {name: told for name, told in differing.items() if name != kind}
    return Changes(
        added=tuple(work for work in after if work not in before),
        changed=tuple(work for work, (kind, _) in kinds.items() if kind == "changed"),
        corrected=tuple(work for work, (kind, _) in kinds.items() if kind == "corrected"),
        withdrawn=tuple(work for work, (kind, _) in kinds.items() if kind == "withdrawn"),
        removed=tuple(work for work in before if work not in after),
        what={work: what for work, (_, what) in kinds.items() if what},
        before=before,
        after=after,
    )


def with_completed(found: Changes, filled: Mapping[str, Mapping[str, str]]) -> Changes:
    """The changes with the works whose files arXiv's record completed, told among the corrected.

    ``filled`` says what was filled, by work and field. Of a work that is new here it is not news.
    """
    apart = {*found.added, *found.changed, *found.withdrawn, *found.removed}
    only, what = set[str](), dict(found.what)
    for work, words in filled.items():
        # The day is the one thing of these that a row shows.
        explained = {"date"} if "published_on" in words else set[str]()
        own = {name: told for name, told in what.get(work, {}).items() if name not in explained}
        if work not in apart and not own:
            only.add(work)
        if work not in found.added:
            what[work] = own | {ARXIV: f"from arXiv: {', '.join(words.values())}"}
    corrected = {*found.corrected, *only}
    order = dict.fromkeys([*found.after, *filled])
    return replace(
        found,
        corrected=tuple(work for work in order if work in corrected),
        completed=tuple(work for work in order if work in only),
        what=what,
    )


def _kind(work: Work, before: Mapping[str, str], differing: Mapping[str, str]) -> str:
    """Which group a row that differs belongs to."""
    mark = withdrawn(work)
    if mark and not any(mark in line for line in before.values()):
        return "withdrawn"
    return "corrected" if differing and differing.keys() <= {*_FACTS} else "changed"


def _differing(
    before: Mapping[str, str],
    after: Mapping[str, str],
    views: Mapping[str, Table],
    taxonomy: Taxonomy,
) -> dict[str, str]:
    """What differs, in words: tables gained and lost, then columns, facts with their values.

    The row of every column tells it all, if it differs; else the rows in the tables do.
    """
    found = {f"+{key}": f"now in {views[key].title}" for key in tables(after) if key not in before}
    found |= {f"-{key}": f"no longer in {views[key].title}" for key in tables(before)
              if key not in after}  # fmt: skip
    both = [key for key, line in after.items() if key in before and before[key] != line]
    for key in [ANYWHERE] if ANYWHERE in both else both:
        found |= _columns(views[key], before[key], after[key], taxonomy)
    return found


def _columns(table: Table, before: str, after: str, taxonomy: Taxonomy) -> dict[str, str]:
    """The columns, and the facts in them, in which two lines of a table differ."""
    if table.style == "list":
        return _facts(table, ITEM, before, after, taxonomy) or {"title": _NAMES["title"]}
    old, new = cells_of(before), cells_of(after)
    found: dict[str, str] = {}
    if not len(old) == len(new) == len(table.columns):
        return {"": "Columns"}
    for column, one, other in zip(table.columns, old, new, strict=True):
        if one != other:
            told = _facts(table, column, before, after, taxonomy) if column in COLUMN_NAMES else {}
            found |= told or {column: _NAMES.get(column, column)}
    return found


def _facts(
    table: Table, column: str, before: str, after: str, taxonomy: Taxonomy
) -> dict[str, str]:
    """The facts in which two lines differ in a column, each with its old and its new value;
    none where a line cannot be read, or only in labels."""
    try:
        old, new = cells(before, table), cells(after, table)
        if old is None or new is None or column == "labels":
            return {}
        then, now = said(column, old[column], taxonomy), said(column, new[column], taxonomy)
    except Unreadable:
        return {}
    return {name: _told(name, then[name], now[name]) for name in _FACTS
            if name in now and then[name] != now[name]}  # fmt: skip


def _told(name: str, before: Value, after: Value) -> str:
    """For instance ``Size: 1.98B → 2B``; of addresses only that they differ."""
    old, new = _words(before), _words(after)
    if name == "paper" or old == new:
        return _NAMES[name]
    return f"{_NAMES[name]}: {old} → {new}"


def _words(value: Value) -> str:
    parts = [value] if isinstance(value, str) else [
        part if isinstance(part, str) else part[0] for part in value
    ]  # fmt: skip
    return plain(", ".join(part for part in parts if part), _VALUE) or "none"
