"""One row three ways: as it was rendered, as a person left it, and as the data now have it."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker import identity
from tracker.publish.markdown import LIMIT, address, plain
from tracker.publish.readback import Unreadable, Value, cells, said
from tracker.publish.render import Row, row_texts
from tracker.tables import Table
from tracker.taxonomy import Taxonomy
from tracker.works import Facts, Link, Work, less_exact, read_facts

_FACTS: Final = {
    "name": "short_name",
    "title": "title",
    "date": "published_on",
    "size": "sizes",
    "base_model": "base_model",
    "withdrawn": "withdrawn_on",
}
_WAY_OUT: Final = "put the record's word there, or say yours with tracker decide"
_WORDS: Final = {"paper": "the paper's link", "links": "the links", "withdrawn": "the mark"}


class Refused(ValueError):
    """An edit that the record cannot take as it stands; the message says why."""


@dataclass(frozen=True)
class Merged:
    """What a person's row asks of the record: facts to state, and all labels the work then has.

    Nothing where the record already says all of it.
    """

    facts: Facts | None = None
    labels: tuple[str, ...] | None = None

    @property
    def asks(self) -> bool:
        return self.facts is not None or self.labels is not None


def merge(
    line: str,
    row: Row,
    before: str | None,
    table: Table,
    taxonomy: Taxonomy,
    typed: bool = True,
) -> Merged:
    """What ``line`` asks of ``row``, the work as the data have it.

    ``before`` is the row as it was last rendered, None if that is not known. Of a row that
    somebody ``typed`` an empty cell then claims nothing, and links and labels are only added;
    of one that was rendered it may have lost something, which is refused. Raises Refused.
    """
    try:
        changed = _changed(line, row, before, table, taxonomy, typed)
        work = row.work.corrected(Facts(_stated(row.work, changed)))
        labels = _labels(row.labels, changed, taxonomy)
        _check(changed, Row(work, labels), table, taxonomy)
    except Unreadable as fault:
        raise Refused(str(fault)) from None
    stated = {name: getattr(work, name) for name in Facts.FIELDS
              if getattr(work, name) != getattr(row.work, name)}  # fmt: skip
    facts = Facts(stated) if stated else None
    if problems := _faults(facts):
        raise Refused("; ".join(problems))
    return Merged(facts, labels if labels != row.labels else None)


@dataclass(frozen=True)
class _Change:
    """A field's value in the file, and the value it had when the person began."""

    new: Value
    old: Value


def _changed(
    line: str, row: Row, before: str | None, table: Table, taxonomy: Taxonomy, typed: bool
) -> dict[str, _Change]:
    mine, now = cells(line, table), cells(row_texts(table, [row], taxonomy)[0], table)
    then = cells(before, table) if before is not None else None
    if mine is None or now is None:
        raise Unreadable(_shapeless(table))
    found: dict[str, _Change] = {}
    for column, cell in mine.items():
        if cell in (now[column], then[column] if then else None):
            continue
        new, current = said(column, cell, taxonomy), said(column, now[column], taxonomy)
        old = said(column, then[column], taxonomy) if then else None
        if old is None and not typed:
            _require_whole(new, current)
        if old is None:
            new = {field: _news(field, value, row.work) for field, value in new.items()}
        for field, value in new.items():
            if change := _change(field, value, current[field], old[field] if old else None):
                found[field] = change
    return found


def _shapeless(table: Table) -> str:
    return f"does not have the {len(table.columns)} cells of its table"


def _require_whole(new: Mapping[str, Value], current: Mapping[str, Value]) -> None:
    """Raise Unreadable where a cell lacks what the record has: it may have been taken out."""
    for field, value in new.items():
        now = current[field]
        lost = tuple(one for one in now if one not in value) if isinstance(now, tuple) else now
        if lost and (isinstance(now, tuple) or not value):
            raise Unreadable(
                f"lacks {_shown(lost)}, which the record has, and what stood here when that was "
                f"written is not known; {_WAY_OUT}"
            )


def _change(field: str, new: Value, current: Value, old: Value | None) -> _Change | None:
    if new in (current, old) or (old is None and not new):
        return None
    if field == "links" or field.startswith("labels"):
        if old is None:
            gained = any(one not in current for one in new)
            return _Change((*current, *new), current) if gained else None
        return _Change(new, old)
    if (old is None and current) or (old is not None and old != current):
        raise Unreadable(
            f"says {_shown(new)} where the record now says {_shown(current)}, and what stood "
            f"here when that was written is not known or was something else; {_WAY_OUT}"
        )
    return _Change(new, current)


def _news(field: str, value: Value, work: Work) -> Value:
    """What a typed cell says beyond the record; empty where that only has other words for it."""
    known = {_target(link) for link in work.links} | {html.unescape(address(work.url))}
    if field == "links":
        return tuple(pair for pair in _pairs(value) if pair[1] not in known)
    if field == "paper" and value:
        return "" if value in known or _names(str(value), work) else value
    if field == "title" and _words(str(value)) == _words(work.title):
        return ""
    if field == "date" and value in less_exact(work.published_on):
        return ""  # a night may have completed the day since (docs/adr/0017)
    return value


def _names(url: str, work: Work) -> bool:
    try:
        return identity.from_url(url) in work.ids
    except ValueError:
        return False


def _words(title: str) -> str:
    return plain(title).rstrip(".").casefold()


def _shown(value: str | Sequence[str | tuple[str, str]]) -> str:
    parts = (part if isinstance(part, str) else " ".join(part) for part in value)
    text = value if isinstance(value, str) else ", ".join(parts)
    return repr(text[:80]) if text else "nothing"


def _stated(work: Work, changed: Mapping[str, _Change]) -> dict[str, Any]:
    """Fields of the work as the person would have them."""
    found: dict[str, Any] = {_FACTS[name]: one.new for name, one in changed.items()
                             if name in _FACTS}  # fmt: skip
    links = work.links
    if one := changed.get("links"):
        links = _linked(links, one)
    if one := changed.get("paper"):
        if not one.new:
            raise Refused("has lost the link to its paper; put one in its place")
        rest = [link for link in links if link.kind != "paper" or _target(link) != one.old]
        links = (Link("paper", str(one.new)), *rest)
    return found if links == work.links else found | {"links": links}


def _linked(links: Sequence[Link], change: _Change) -> tuple[Link, ...]:
    pairs, old = _pairs(change.new), _pairs(change.old)
    gone = set(old) - set(pairs)
    kept = [link for link in links if (link.kind, _target(link)) not in gone]
    there = {(link.kind, _target(link)) for link in kept}
    return (*kept, *(Link(*pair) for pair in pairs if pair not in old and pair not in there))


def _pairs(value: Value) -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair in value if not isinstance(pair, str)]


def _target(link: Link) -> str:
    """Where a rendered link leads, as it is read back."""
    return html.unescape(address(link.url))


def _labels(
    labels: tuple[str, ...], changed: Mapping[str, _Change], taxonomy: Taxonomy
) -> tuple[str, ...]:
    found = set(labels)
    for name, one in changed.items():
        if name.startswith("labels"):
            new, old = set(map(str, one.new)), set(map(str, one.old))
            found = (found | (new - old)) - (old - new)
    if found == set(labels):
        return labels
    if faults := list(taxonomy.faults(found)):
        raise Refused("; ".join(faults))
    return taxonomy.sort(found)


def _check(changed: Mapping[str, _Change], row: Row, table: Table, taxonomy: Taxonomy) -> None:
    """Raise Refused unless the row, rendered again, would say what the person wrote."""
    after = cells(row_texts(table, [row], taxonomy)[0], table) or {}
    shown: dict[str, Value] = {}
    for column, cell in after.items():
        shown |= said(column, cell, taxonomy)
    for field, one in changed.items():
        if field in _FACTS or field == "paper":
            cut = isinstance(one.new, str) and len(one.new) >= LIMIT - 1
            if shown[field] != one.new or cut:
                what = _WORDS.get(field, f"the {field.replace('_', ' ')}")
                raise Refused(
                    f"changes {what} to {_shown(one.new)}, which this table would show as "
                    f"{_shown(shown[field])}"
                )
        elif field == "links" and set(_pairs(one.new)) - set(_pairs(shown[field])):
            raise Refused("has a link that this table would not show")


def _faults(facts: Facts | None) -> list[str]:
    """Why the record would not take these facts."""
    if facts is None:
        return []
    problems: list[Any] = []
    read_facts(facts.as_json(), "", "", problems)
    return [f"{problem.place}: {problem.what}" for problem in problems]


def fields(line: str, table: Table, taxonomy: Taxonomy) -> dict[str, Value] | None:
    """What every cell of a row says; None if it has not this table's shape. Raises Refused."""
    try:
        mine = cells(line, table)
        told: dict[str, Value] = {}
        for column, cell in (mine or {}).items():
            told |= said(column, cell, taxonomy)
    except Unreadable as fault:
        raise Refused(str(fault)) from None
    return None if mine is None else told


def typed(line: str, row: Row, table: Table, taxonomy: Taxonomy) -> Row:
    """A new work with what its row says in place of what was guessed. Raises Refused."""
    told = fields(line, table, taxonomy)
    if told is None:
        raise Refused(_shapeless(table))
    stated: dict[str, Any] = {_FACTS[name]: value for name, value in told.items()
                              if name in _FACTS and value}  # fmt: skip
    if stated.get("short_name") == Row(row.work.corrected(Facts({**stated, "short_name": ""})),
                                       ()).name:  # fmt: skip
        del stated["short_name"]
    if told.get("paper") or told.get("links"):
        pairs = _pairs(told.get("links", ()))
        own = [Link("paper", str(told["paper"]))] if told.get("paper") else []
        stated["links"] = tuple(dict.fromkeys([*own, *(Link(*pair) for pair in pairs)]))
    work = row.work.corrected(Facts(stated))
    named = {str(key) for name, value in told.items() if name.startswith("labels") for key in value}
    labels = taxonomy.sort({*row.labels, *named})
    if faults := [*taxonomy.faults(labels), *_faults(Facts(stated))]:
        raise Refused("; ".join(faults))
    new = Row(work, labels)
    if merge(line, new, None, table, taxonomy).asks:
        raise Refused("says more than could be read from it")
    return new
