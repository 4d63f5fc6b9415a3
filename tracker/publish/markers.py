"""The marked regions of a page: what stands between them is ours, every other byte is not.

A region begins with the line ``<!-- tracker:NAME:start -->`` and ends with the line
``<!-- tracker:NAME:end -->``, both at the first column. A marker that is only shown (in a
code fence, in ``<pre>``, inside a longer comment) is no marker.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt

from tracker.errors import MarkerError

_SHOWN = 20  # faults named in one message
_UNSETTLED = (
    "a filled region would change how the page around it is read; put a blank line before "
    "each start marker and after each end marker"
)
_ENDING = re.compile(r"\r\n?|\n")
_CANDIDATE = re.compile(
    r"(?:(?<=[\r\n])|\A\ufeff?)(?P<at>)<!--[ \t]*tracker:(?P<text>[^\r\n]{0,100}?)-->[ \t]*"
    r"(?P<newline>\r\n?|\n|\Z)"
)
_NAMED = re.compile(r"([\w-]+):(start|end)")
# A line at the first column can only be inside a fence or raw HTML if the page has one of
# these; a comment that ends on its own line holds nothing else.
_DOUBT = re.compile(
    r"```|~~~|<!(?!--[^\r\n]{0,300}?-->)|<\?|<(?:pre|script|style|textarea)", re.IGNORECASE
)
_FENCE_OR_RAW = re.compile(r"```|~~~|<[!?]|-->|</?(?:pre|script|style|textarea)", re.IGNORECASE)
# One comment of ours on a line of its own, long or short, hides nothing.
_STAMP = re.compile(r"<!-- rendered:[ 0-9a-f]*-->")
_DECLARATION = re.compile(r"<(?:\?|![a-z\[])", re.IGNORECASE)  # its end may be any ">"
# A blank line ends the HTML blocks of kinds 6 and 7.
_BLANK_LAST = re.compile(r"(?:\A|\n|\r(?!\n))[ \t]*(?:\r\n?|\n)\Z")
# CommonMark 0.31 §4.6, HTML blocks of kinds 1 to 5: what they hold is not Markdown.
_RAW_HTML = re.compile(r"\s*<(?:[!?]|(?:pre|script|style|textarea)(?:[\s>]|$))", re.IGNORECASE)
_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


@dataclass(frozen=True)
class Region:
    """One marked region: its inside is ``text[begin:end]``.

    ``line`` is its start marker's, counted from 1; ``newline`` is how that line ends.
    """

    name: str
    line: int
    begin: int
    end: int
    newline: str


@dataclass(frozen=True)
class _Marker:
    """One line that looks like a marker, ``text[at:after]``; ``kind`` is empty if misspelt."""

    name: str
    kind: str
    line: int
    at: int
    after: int
    newline: str


def marker(name: str, kind: str) -> str:
    """The marker line of a region; ``kind`` is ``start`` or ``end``."""
    return f"<!-- tracker:{name}:{kind} -->"


def lines(text: str) -> list[str]:
    """The lines of a text with their endings, divided where CommonMark §2.1 divides them."""
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", text)


def find(text: str, file: str = "the page") -> tuple[Region, ...]:
    """The regions of a page, in order. Raises MarkerError that names every misplaced marker."""
    regions, faults = _paired(_real(text), file)
    _refuse(faults)
    return regions


def fill(
    text: str, bodies: Mapping[str, str], file: str = "the page", optional: Collection[str] = ()
) -> str:
    """The page with the inside of each region replaced by its body, set off by blank lines.

    Raises MarkerError naming every region without a body, and every body (unless it is
    ``optional``) without a region; and if the filled page would not be read as this one was.
    """
    regions = find(text, file)
    names = {region.name for region in regions}
    faults = [
        f"{file}:{region.line}: no table has the key {region.name!r}; "
        "delete the region or add the table to curation/tables.yaml"
        for region in regions
        if region.name not in bodies
    ] + [
        f"{file}: table {name!r} has no region; add the lines "
        f"{marker(name, 'start')} and {marker(name, 'end')}"
        for name in bodies
        if name not in names and name not in optional
    ]
    _refuse(faults)
    pieces, done = [], 0
    for region in regions:
        inside = ["", *bodies[region.name].split("\n"), ""]
        pieces += [text[done : region.begin], *(line + region.newline for line in inside)]
        done = region.end
    filled = "".join([*pieces, text[done:]])
    if [region.name for region in find(filled, file)] != [region.name for region in regions]:
        raise MarkerError(f"{file}: {_UNSETTLED}")
    return filled


def _refuse(faults: list[str]) -> None:
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise MarkerError("; ".join(faults[:_SHOWN]) + more)


def _paired(markers: list[_Marker], file: str) -> tuple[tuple[Region, ...], list[str]]:
    regions: dict[str, Region] = {}
    faults: list[str] = []
    opened: _Marker | None = None
    for number, found in enumerate(markers):
        where = f"{file}:{found.line}:"
        if opened and found.kind and not _ends(opened.name, markers[number:]):
            faults.append(_endless(opened, file))  # else every marker below would be one
            opened = None
        inside = f"inside region {opened.name!r} of line {opened.line}" if opened else ""
        if not found.kind:
            faults.append(f"{where} write {marker('NAME', 'start')} or {marker('NAME', 'end')}")
        elif found.kind == "end" and opened and opened.name == found.name:
            first = regions.setdefault(
                found.name,
                Region(found.name, opened.line, opened.after, found.at, opened.newline),
            )
            if first.line != opened.line:
                faults.append(f"{file}:{opened.line}: region {found.name!r} stands a second "
                              f"time (first at line {first.line}); delete one")  # fmt: skip
            opened = None
        elif inside:
            verb = "starts" if found.kind == "start" else "ends"
            faults.append(f"{where} region {found.name!r} {verb} {inside}; move it out")
        elif found.kind == "end":
            faults.append(f"{where} region {found.name!r} ends but never started; "
                          f"add {marker(found.name, 'start')} above")  # fmt: skip
        else:
            opened = found
    if opened:
        faults.append(_endless(opened, file))
    return tuple(regions.values()), faults


def _ends(name: str, later: Sequence[_Marker]) -> bool:
    """Whether a region has an end marker, before it starts again below others."""
    kind = next((one.kind for one in later if one.name == name), "start")
    return kind == "end" or later[0].name == name


def _endless(opened: _Marker, file: str) -> str:
    return (
        f"{file}:{opened.line}: region {opened.name!r} has no end marker; "
        f"write {marker(opened.name, 'end')} after its table"
    )


def _real(text: str) -> list[_Marker]:
    """The marker lines that are markers, and not shown inside code or raw HTML.

    What stands between two of them is left out of the reading if it cannot change what
    follows, as nothing that is rendered here can: it is most of a large page.
    """
    candidates = list(_candidates(text))
    pieces, done = [], 0
    for one, after in pairwise(candidates if not _DECLARATION.search(text) else []):
        between = text[one.after : after.at]
        bare = _STAMP.sub("", between)
        if _BLANK_LAST.search(between) and not _FENCE_OR_RAW.search(bare):
            pieces += [text[done : one.after], one.newline]
            done = after.at
    outside = "".join([*pieces, text[done : candidates[-1].after if candidates else done]])
    if not _DOUBT.search(outside):
        return candidates
    html = set(_html_lines(outside))
    there = _candidates(outside)
    return [one for one, seen in zip(candidates, there, strict=True) if seen.line in html]


def _candidates(text: str) -> Iterator[_Marker]:
    line, done = 1, 0
    for found in _CANDIDATE.finditer(text):
        line += len(_ENDING.findall(text, done, found.start("at")))
        done = found.start("at")
        named = _NAMED.fullmatch(found["text"].rstrip())
        name, kind = named.groups() if named else ("", "")
        yield _Marker(name, kind, line, done, found.end(), found["newline"])


def _html_lines(text: str) -> Iterator[int]:
    """The numbers of the lines that are HTML comments if they look like one."""
    for token in _BLOCKS.parse(text.removeprefix("\ufeff")):
        if token.type == "html_block" and token.level == 0 and token.map:
            first, after = token.map
            yield from range(first + 1, first + 2 if _RAW_HTML.match(token.content) else after + 1)
