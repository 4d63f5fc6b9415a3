"""A curator's evening as a commit and a pull request: which lines, which files, which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.benchmarks import Benchmarks
from tracker.curators import Curator
from tracker.decisions import Decision, in_order, read_decision
from tracker.publish.markdown import cell, inline, plain
from tracker.publish.statements import shown, test_of
from tracker.results import ReportedResult
from tracker.taxonomy import Taxonomy

MOST = 200  # decisions, and results, that a message or a pull request lists
_TITLE = 100  # characters of a title in a message


@dataclass(frozen=True)
class Journal:
    """The decisions in a journal that can be submitted, as lines, and how many lines cannot."""

    lines: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    others: int = 0

    @property
    def data(self) -> bytes:
        return "".join(f"{line}\n" for line in self.lines).encode()


def read_journal(data: bytes, handle: str) -> Journal:
    """The lines that are whole decisions of this curator in canonical form.

    A last line without its end is still being written, or was cut off, and is one of ``others``.
    """
    lines: list[str] = []
    found: list[Decision] = []
    every = data.decode(errors="replace").split("\n")
    for line in every[:-1]:
        decision, _ = read_decision(line, "", "")
        if decision and decision.line == line and decision.by.lower() == handle.lower():
            lines.append(line)
            found.append(decision)
    return Journal(tuple(lines), tuple(found), len(every) - 1 - len(lines) + bool(every[-1]))


def union(*sides: bytes | None) -> bytes:
    """The lines of all sides, each once, in the order of the first that has it.

    What merge=union is meant to do for journals (gitattributes(5)), without repeats.
    """
    lines = (line for side in sides if side for line in side.split(b"\n") if line)
    return b"".join(line + b"\n" for line in dict.fromkeys(lines))


@dataclass(frozen=True)
class WorkFile:
    """A work's file: here, in the proposal so far, where the checkout parted from the base, and
    in the curator's last submission."""

    here: bytes
    there: bytes | None
    parted: bytes | None
    sent: bytes | None

    @property
    def is_news(self) -> bool:
        """Whether this checkout's file goes into the proposal."""
        if self.here in (self.there, self.parted):
            return False
        if self.there is None:
            return True
        return self.here != self.sent and self.there in (self.parted, self.sent)

    @property
    def is_torn(self) -> bool:
        """Whether it changed here and elsewhere: the proposal keeps the other."""
        known = (self.there, self.parted, self.sent)
        return self.there is not None and self.here not in known and not self.is_news


@dataclass(frozen=True)
class Said:
    """What one curator says in a submission, with the names that tell it to people."""

    by: Curator
    decisions: Sequence[Decision]
    results: Sequence[ReportedResult]
    taxonomy: Taxonomy
    benchmarks: Benchmarks

    @property
    def headline(self) -> str:
        """For instance ``12 decisions and 1 result by ann``."""
        counts = (len(self.decisions), "decision"), (len(self.results), "result")
        parts = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
        return f"{' and '.join(parts)} by {self.by.handle}"

    @property
    def last_at(self) -> datetime:
        """When the last of it was said."""
        said = [one.at for one in self.decisions]
        return max([*said, *(one.at for one in self.results if one.at)])

    @property
    def message(self) -> str:
        """The commit's message. GitHub acts on nothing in it: see ``calm``."""
        told = [_told(one, self.taxonomy) for one in in_order(self.decisions)]
        results = [_told_result(one, self.benchmarks) for one in self.results]
        return "\n".join([self.headline, "", *_some(told), *_some(results)]) + "\n"

    @property
    def body(self) -> str:
        """The pull request's text: all that the base branch lacks, oldest first."""
        told = _some([_shown(one, self.taxonomy) for one in in_order(self.decisions)], "- ")
        results = _some([shown(one, self.benchmarks) for one in self.results], "- ")
        what = " and ".join(
            noun for noun, some in (("decisions", told), ("results", results)) if some
        ).capitalize()
        by = f"{what} by {cell(self.by.name)} ({self.by.handle}), from `tracker submit`."
        return "\n\n".join([by, *("\n".join(some) for some in (told, results) if some)]) + "\n"


def _some(lines: list[str], bullet: str = "") -> list[str]:
    more = [f"{bullet}… and {len(lines) - MOST:,} more"] if len(lines) > MOST else []
    return [*lines[:MOST], *more]


def calm(text: str, limit: int = _TITLE) -> str:
    """Text for a commit's message: one line on which GitHub sees no mention, issue number,
    address or [skip ci]."""
    text = plain(text, limit)
    for live, still in (("@", "@ "), ("#", "# "), ("GH-", "GH -"), ("://", ": //")):
        text = text.replace(live, still)
    return text.replace("[", "(").replace("]", ")")


def _told(one: Decision, taxonomy: Taxonomy) -> str:
    parts = [one.verdict, calm(str(one.work)), calm(str(one.other or "")), calm(one.title)]
    words = " ".join(part for part in parts if part)
    extra = [", ".join(_labels(one, taxonomy)), calm(one.reason)]
    return " · ".join([words, *(part for part in extra if part)])


def _told_result(one: ReportedResult, benchmarks: Benchmarks) -> str:
    parts = (*test_of(one, benchmarks), str(one.source))
    return f"{one.status} {' · '.join(map(calm, parts))}"


def _shown(one: Decision, taxonomy: Taxonomy) -> str:
    title = f" {inline(one.title, _TITLE)}" if one.title else ""
    other = f" {cell(str(one.other))}" if one.other else ""
    extra = [*(cell(name) for name in _labels(one, taxonomy)), cell(one.reason), cell(one.note)]
    said = " · ".join(part for part in extra if part)
    return f"- **{one.verdict}** {cell(str(one.work))}{other}{title}" + (f" · {said}" * bool(said))


def _labels(one: Decision, taxonomy: Taxonomy) -> list[str]:
    """Labels by their short names, without strangers' marks; unknown ones by their keys."""
    known = taxonomy.by_key
    return [calm(known[key].short if key in known else key) for key in one.labels]


def lacking(there: Mapping[str, bytes], journals: Mapping[str, Journal]) -> list[Decision]:
    """The decisions of journals, by path, whose lines are not in the files that are there."""
    found: list[Decision] = []
    for path, journal in journals.items():
        known = set(there.get(path, b"").split(b"\n"))
        pairs = zip(journal.lines, journal.decisions, strict=True)
        found += (decision for line, decision in pairs if line.encode() not in known)
    return found
