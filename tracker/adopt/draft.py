"""A page while it is being read: where we are, and what has been found so far."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.adopt.inline import Run
from tracker.adopt.page import Block, Entry, Page, PassedOver
from tracker.adopt.sections import GROUP, Outline
from tracker.adopt.titles import Reading
from tracker.problems import Problem

Path = tuple[tuple[int, str], ...]
_MERGED: Final = ("list", "paragraph")


@dataclass(frozen=True)
class _Span:
    path: Path
    first: int
    last: int
    kind: str


class Draft:
    """Gathers entries, blocks, faults and what was passed over, in the order of the page."""

    def __init__(self, lines: Sequence[str], file: str, one_title: bool) -> None:
        self.lines = lines
        self.file = file
        self.outline = Outline(one_title)
        self._entries: list[tuple[Entry, Path]] = []
        self._spans: list[_Span] = []
        self._passed: list[PassedOver] = []
        self._problems: list[Problem] = []

    def entry(
        self,
        reading: Reading,
        first: int,
        last: int,
        kind: str,
        group: tuple[str, ...] = (),
    ) -> None:
        """One work was found on these lines; an empty ``kind`` leaves them out of the blocks."""
        last = self.trimmed(first, last)
        path = self.outline.path + tuple((GROUP, title) for title in group)
        text = "".join(self.lines[first - 1 : last]).rstrip("\r\n")
        found = Entry(
            reading.title, reading.links, (), first, last, text, reading.note, reading.year
        )
        self._entries.append((found, path))
        if kind:
            self.span(first, last, kind, path)

    def span(self, first: int, last: int, kind: str, path: Path | None = None) -> None:
        """These lines hold nothing but entries."""
        path = self.outline.path if path is None else path
        self._spans.append(_Span(path, first, self.trimmed(first, last), kind))

    def pass_over(self, line: int, reason: str, runs: Iterable[Run] = ()) -> None:
        """A place with links is no entry."""
        words = " ".join("".join(run.text for run in runs).split())
        text = words or " ".join(self.lines[line - 1 : line]).strip()
        self._passed.append(PassedOver(line, reason, text[:160]))

    def problem(self, line: int, what: str) -> None:
        self._problems.append(Problem(self.file, f"line {line}", what))

    def faults(self, runs: Iterable[Run]) -> None:
        """Every fault the runs carry becomes a problem."""
        for run in runs:
            if run.fault:
                self.problem(run.line, run.fault)

    def trimmed(self, first: int, last: int) -> int:
        """The last line that is not blank."""
        last = min(last, len(self.lines))
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        return last

    def page(self) -> Page:
        """What was found, with sections named and neighbouring lines joined into blocks."""
        section = self.outline.section
        entries = tuple(replace(entry, section=section(path)) for entry, path in self._entries)
        blocks = tuple(
            Block(section(span.path), span.first, span.last, span.kind) for span in self._joined()
        )
        return Page(entries, blocks, tuple(self._problems), tuple(self._passed))

    def _joined(self) -> list[_Span]:
        joined: list[_Span] = []
        for span in sorted(self._spans, key=lambda span: (span.first, span.last)):
            before = joined[-1] if joined else None
            if before and self._continues(before, span):
                joined[-1] = replace(before, last=max(before.last, span.last))
            elif not before or span.first > before.last:
                joined.append(span)
        return joined

    def _continues(self, before: _Span, span: _Span) -> bool:
        between = self.lines[before.last : span.first - 1]
        alike = (before.path, before.kind) == (span.path, span.kind)
        return alike and span.kind in _MERGED and not any(line.strip() for line in between)


def plain_words(runs: Iterable[Run]) -> str:
    """The words of a heading or a group, without badges and jumps such as "back to top"."""
    jumps = [run for run in runs if run.url.startswith("#") and _is_jump(run.text)]
    kept = [run for run in runs if run.mark != "image" and run not in jumps]
    return " ".join("".join(run.text for run in kept).split()).strip(" *_")


def _is_jump(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text) or bool(re.search(r"(?i)\b(?:top|toc)\b", text))
