"""Which items of a list are entries.

An item is a work when it has a title and a link to a paper, or a title in bold, in
quotation marks or linked, and a link to any web page. A list is a list of works when it
holds one and at least half of its items are works or words followed by links named like
resources; then its other items are entries too, even one without any link. In other
lists only items with a paper count. Bullets below an item belong to it
unless they are works themselves; an item without links above such bullets names a group.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.adopt.draft import Draft, plain_words
from tracker.adopt.inline import Run
from tracker.adopt.links import is_label, is_paper, is_web
from tracker.adopt.sections import holds_no_works
from tracker.adopt.titles import Reading, links_of, read


@dataclass(frozen=True)
class Item:
    """One bullet: its own runs, its lines (with everything below it), the bullets below it."""

    runs: tuple[Run, ...]
    first: int
    last: int
    children: tuple["Item", ...] = ()

    @property
    def own_last(self) -> int:
        """The last line before the bullets below."""
        return max(self.first, self.children[0].first - 1) if self.children else self.last


@dataclass(frozen=True)
class _Judged:
    item: Item
    reading: Reading
    role: str  # "work", "other", "group" or "parent" (a work above works)


def is_work(reading: Reading) -> bool:
    """Whether a bullet or row reads like a work by itself."""
    if not reading.title or reading.named:
        return False
    if reading.shape == "plain":
        return any(is_paper(link) and is_label(link.label) for link in reading.links)
    return any(is_web(link) for link in reading.links)


def read_items(items: Sequence[Item], draft: Draft, kind: str = "list") -> bool:
    """Enters what a list holds into the draft; False if something with links was passed over."""
    if not items:
        return True
    links = [link for item in items for run in all_runs(item) for link in links_of([run])]
    targets = any(run.url for item in items for run in all_runs(item))
    if targets and not any(is_web(link) for link in links):
        draft.pass_over(items[0].first, "a table of contents: its links stay in this repository")
        return False
    if heading := holds_no_works(draft.outline.path):
        return _pass_all(items, draft, f"the section {heading!r} lists no works")
    return _enter(items, draft, kind, ())


def all_runs(item: Item) -> Iterator[Run]:
    """The runs of an item and of everything below it."""
    yield from item.runs
    for child in item.children:
        yield from all_runs(child)


def _pass_all(items: Sequence[Item], draft: Draft, reason: str) -> bool:
    whole = True
    for item in items:
        if any(is_web(link) for link in links_of(list(all_runs(item)))):
            draft.pass_over(item.first, reason, item.runs)
            whole = False
    return whole


def _enter(items: Sequence[Item], draft: Draft, kind: str, group: tuple[str, ...]) -> bool:
    judged = [_judge(item) for item in items]
    plain = [one for one in judged if one.role != "group" and _speaks(one)]
    works = sum(one.role in ("work", "parent") for one in plain)
    like = sum(one.role in ("work", "parent") or _ends_in_labels(one.reading) for one in plain)
    listed = works > 0 and like * 2 >= len(plain)
    whole = True
    for one in judged:
        item = one.item
        if one.role == "group":
            name = plain_words(item.runs)
            whole &= _enter(item.children, draft, kind, (*group, name) if name else group)
        elif one.reading.title and (listed or (one.role != "other" and one.reading.has_paper)):
            _found(one, draft, kind, group)
            if one.role == "parent":
                whole &= _enter(item.children, draft, kind, group)
        elif any(is_web(link) for link in one.reading.links):
            reason = "a link without a title" if not one.reading.title else "reads like prose"
            draft.pass_over(item.first, reason, item.runs)
            whole = False
        elif works and one.reading.title:
            draft.pass_over(item.first, "has no link, in a list of more than works", item.runs)
            whole = False
    return whole


def _ends_in_labels(reading: Reading) -> bool:
    links = [link for link in reading.links if is_web(link)]
    return bool(reading.title and links) and all(is_label(link.label) for link in links)


def _speaks(one: _Judged) -> bool:
    """Whether the item says anything; empty bullets and jumps do not count."""
    jumps = any(run.url for run in one.item.runs) and not one.reading.links
    return bool(one.reading.title or one.reading.links) and not jumps


def _judge(item: Item) -> _Judged:
    own = read(item.runs)
    if item.children and (role := _above(own, item.children)):
        return _Judged(item, own, role)
    if item.children:
        runs = list(item.runs)
        for child in item.children:
            runs += [Run("\n"), *(run for run in all_runs(child))]
        own = read(runs)
    return _Judged(item, own, "work" if is_work(own) else "other")


def _above(own: Reading, children: Sequence[Item]) -> str:
    """Whether the bullets below are works of their own: "group", "parent" or empty text."""
    if not own.links:
        alone = sum(_stands_alone(child) for child in children)
        return "group" if alone and alone * 2 >= len(children) else ""
    papers = sum(is_work(below := read(child.runs)) and below.has_paper for child in children)
    return "parent" if papers and papers * 2 >= len(children) else ""


def _stands_alone(item: Item) -> bool:
    own = read(item.runs)
    return is_work(own) or (bool(item.children) and _above(own, item.children) == "group")


def _found(one: _Judged, draft: Draft, kind: str, group: tuple[str, ...]) -> None:
    item = one.item
    last = item.own_last if one.role == "parent" else item.last
    draft.entry(one.reading, item.first, last, kind, group)
    draft.faults(item.runs if one.role == "parent" else all_runs(item))
    if kind == "list":
        for line in range(item.first + 1, draft.trimmed(item.first, last) + 1):
            if re.match(r"(?:\|\s*)?\[+[^\]]*\]+\(|\|\s*\S", draft.lines[line - 1]):
                draft.problem(line, "a link stands on its own line: join it to the entry above")
