"""Which entries of a page are one work.

Entries that share an identifier are one work when their titles share at least six
tenths of their rare words (see ``wording``); otherwise the first keeps the identifier, the others
fall back on their own, and the shared link is a problem. Entries with the same words for a
title are one work unless both carry different identifiers of one scheme (two arXiv papers
may well share a title); two web addresses differ that way only for titles of under four words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.adopt.links import identify, is_address, is_paper, is_web
from tracker.adopt.page import Entry, Link, Page
from tracker.adopt.wording import Wording, words_of
from tracker.identity import WorkId, from_title
from tracker.problems import Problem


@dataclass(frozen=True)
class Listing:
    """One work as the page lists it, perhaps several times.

    ``ids`` begins with the identifier that names the work (smallest ``rank``); ``title`` is
    that of its first entry; ``links`` are web addresses alone; ``entries`` are indexes into
    ``Page.entries``.
    """

    ids: tuple[WorkId, ...]
    title: str
    links: tuple[Link, ...]
    sections: tuple[tuple[str, ...], ...]
    entries: tuple[int, ...]


def gather(page: Page, file: str) -> tuple[tuple[Listing, ...], tuple[Problem, ...]]:
    """The works of a page in the order of their first entries, and what to mend in the list."""
    gathering = _Gathering(page.entries, file)
    gathering.split_shared_links()
    gathering.join_same_ids()
    gathering.join_same_titles()
    listings = tuple(gathering.listing(group) for group in gathering.groups())
    return listings, tuple(sorted(gathering.problems, key=_line))


def paper_ids(entry: Entry) -> tuple[WorkId, ...]:
    """The identifiers of an entry's paper links, best first; without any, that of another link."""
    papers = [link for link in entry.links if is_paper(link)]
    links = papers or _named_like(entry)[:1]
    found = {work: None for link in links if (work := identify(link))}
    arxiv = [work for work in found if work.scheme == "arxiv"]
    kept = [work for work in found if work.scheme != "arxiv" or work == arxiv[0]]
    return tuple(sorted(kept, key=lambda work: work.rank))


def _named_like(entry: Entry) -> list[Link]:
    """The web links of an entry, the one that carries its title first."""
    web = [link for link in entry.links if is_web(link)]
    return sorted(web, key=lambda link: link.label != entry.title)


class _Gathering:
    """Union-find over entry indexes (Tarjan 1975), with the identifiers of every group."""

    def __init__(self, entries: Sequence[Entry], file: str) -> None:
        self.entries = entries
        self.file = file
        self.ids = [list(paper_ids(entry)) for entry in entries]
        self.parent = list(range(len(entries)))
        self.problems: list[Problem] = []
        titles = [entry.title for entry in entries]
        works = [str(ids[0]) if ids else title for ids, title in zip(self.ids, titles, strict=True)]
        self.wording = Wording(titles, works)
        for index in range(len(entries)):
            self._check_links(index)

    def problem(self, index: int, what: str) -> None:
        place = f"line {self.entries[index].first_line}"
        self.problems.append(Problem(self.file, place, what))

    def root(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self.parent[high] = low
        if low != high:
            self.ids[low] = list(dict.fromkeys(self.ids[low] + self.ids[high]))

    def groups(self) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for index in range(len(self.entries)):
            groups.setdefault(self.root(index), []).append(index)
        return list(groups.values())

    def _check_links(self, index: int) -> None:
        entry = self.entries[index]
        if not entry.links:
            self.problem(index, f"{entry.title!r} has no link: add one to its paper")
        elif not any(is_paper(link) for link in entry.links):
            self.problem(index, f"{entry.title!r} has no link to a paper, only to {_hosts(entry)}")
        for link in entry.links:
            if not is_address(link.url):
                what = f"the link {link.url!r} is no web address: left out, mend it in the list"
                self.problem(index, what)
        papers = {identify(link) for link in entry.links if is_paper(link)}
        arxiv = sorted(str(work) for work in papers if work and work.scheme == "arxiv")
        if len(arxiv) > 1:
            names = " and ".join(arxiv)
            what = f"{entry.title!r} names {names}: the first link counts, give each its own entry"
            self.problem(index, what)

    def split_shared_links(self) -> None:
        """Takes an identifier from every entry whose title is not that of its first entry."""
        for work, sharing in self._by_id().items():
            first = self.entries[sharing[0]]
            for index in sharing[1:]:
                entry = self.entries[index]
                if not self.wording.alike(first.title, entry.title):
                    self.ids[index].remove(work)
                    what = (
                        f"{entry.title!r} has the same link as {first.title!r} on line "
                        f"{first.first_line} ({work}): one of the two links is wrong"
                    )
                    self.problem(index, what)

    def join_same_ids(self) -> None:
        for sharing in self._by_id().values():
            for index in sharing[1:]:
                self.join(sharing[0], index)

    def join_same_titles(self) -> None:
        titles: dict[tuple[str, ...], list[int]] = {}
        for index, entry in enumerate(self.entries):
            titles.setdefault(words_of(entry.title), []).append(index)
        for words, same in titles.items():
            heads = [same[0]]
            for index in same[1:]:
                head = next((h for h in heads[:50] if not self._clash(h, index, len(words))), None)
                if head is not None:
                    self.join(head, index)
                elif words:
                    heads.append(index)
                    self._report_namesake(heads[0], index)

    def _clash(self, one: int, other: int, length: int) -> bool:
        """Whether two groups carry different identifiers of one scheme."""
        mine, others = self.ids[self.root(one)], self.ids[self.root(other)]
        if self.root(one) == self.root(other):
            return False
        schemes = ("arxiv", "doi", "pmid") if length >= 4 else ("arxiv", "doi", "pmid", "url")
        for scheme in schemes:
            left = {work for work in mine if work.scheme == scheme}
            right = {work for work in others if work.scheme == scheme}
            if left and right and not left & right:
                return True
        return False

    def _report_namesake(self, one: int, other: int) -> None:
        names = [str(self.ids[self.root(index)][0]) for index in (one, other)]
        line = self.entries[one].first_line
        what = (
            f"{self.entries[other].title!r} is {names[1]} here and {names[0]} on line {line}: "
            "kept as two works, mend the link if they are one"
        )
        self.problem(other, what)

    def _by_id(self) -> dict[WorkId, list[int]]:
        sharing: dict[WorkId, list[int]] = {}
        for index, ids in enumerate(self.ids):
            for work in ids:
                sharing.setdefault(work, []).append(index)
        return sharing

    def listing(self, group: list[int]) -> Listing:
        entries = [self.entries[index] for index in group]
        self._report_repeats(group)
        ids = sorted(self.ids[self.root(group[0])], key=lambda work: work.rank)
        return Listing(
            tuple(ids) or _title_ids(entries[0]),
            entries[0].title,
            tuple(dict.fromkeys(k for entry in entries for k in entry.links if is_address(k.url))),
            tuple(dict.fromkeys(entry.section for entry in entries)),
            tuple(group),
        )

    def _report_repeats(self, group: list[int]) -> None:
        first = self.entries[group[0]]
        for index in group[1:]:
            entry = self.entries[index]
            if entry.title != first.title:
                what = (
                    f"{entry.title!r} repeats the work on line {first.first_line} in other words "
                    f"({first.title!r}): give both the same title"
                )
                self.problem(index, what)
            if any(self.entries[n].section == entry.section for n in group if n < index):
                self.problem(index, f"{entry.title!r} is listed twice in this section: drop one")


def _title_ids(entry: Entry) -> tuple[WorkId, ...]:
    try:
        return (from_title(entry.title),)
    except ValueError:  # a title of signs alone, in a table row without words
        return (from_title(f"entry on line {entry.first_line}"),)


def _hosts(entry: Entry) -> str:
    return ", ".join(dict.fromkeys(link.url for link in entry.links))


def _line(problem: Problem) -> int:
    return int(problem.place.removeprefix("line "))
