"""Pages that are the tracker's from the first byte to the last, cut where GitHub would.

A long page is filled from its oldest row: ``x-1.md`` holds the oldest works, ``x-2.md`` the
next, and ``x.md`` the newest. So a new work changes ``x.md`` and no other page.
"""

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.publish.markdown import inline
from tracker.publish.markers import marker
from tracker.publish.render import EMPTY

# "If your README is over 500 KiB, content beyond 500 KiB will be truncated": GitHub's manual,
# "About READMEs". Larger pages are not rendered at all in places.
WALL: Final = 512_000  # bytes
MARK: Final = "<!-- Written by tracker render from curation/; what is changed here is lost. -->\n"
_ROOM: Final = 8_000  # bytes kept for headings and links between parts


@dataclass(frozen=True)
class Sheet:
    """One page: ``path`` from the survey's root, and rows (lines of Markdown) under ``head``.

    ``lead`` stands below the heading of the newest part only. With a ``region`` the rows
    stand between its markers, so that they are known again.
    """

    path: str
    title: str
    rows: Sequence[str]
    head: Sequence[str] = ()
    lead: str = ""
    region: str = ""
    counted: bool = True  # whether the number of rows stands beside the title


def divided(sheet: Sheet, front: str) -> dict[str, bytes]:
    """The sheet's files: one, or several where its rows would pass the wall."""
    used = sum(len(line.encode()) + 1 for line in (sheet.lead, *sheet.head)) + _ROOM
    newest, *older = parts(sheet.rows, WALL - used)
    files = {}
    links = [f"[Front page]({relative(front, sheet.path)})"]
    for number, rows in zip(range(len(older), 0, -1), older, strict=True):
        path = part_path(sheet.path, number)
        links.append(f"[older, part {number}]({relative(path, sheet.path)})")
        back = f"[The newest]({relative(sheet.path, path)})"
        title = f"# {inline(sheet.title)}: older works, part {number}"
        files[path] = written(title, back, _body(sheet, rows))
    title = f"# {inline(sheet.title)}{f' ({len(sheet.rows):,})' if sheet.counted else ''}"
    files[sheet.path] = written(title, " · ".join(links), sheet.lead, _body(sheet, newest))
    return files


def parts(rows: Sequence[str], room: int) -> list[list[str]]:
    """Rows, the newest first, in parts of at most ``room`` bytes; only the first is not full."""
    found: list[list[str]] = [[]]
    left = room
    for row in reversed(rows):
        size = len(row.encode()) + 1
        if size > left and found[-1]:
            found.append([])
            left = room
        found[-1].append(row)
        left -= size
    return [part[::-1] for part in reversed(found)]


def part_path(path: str, part: int | str) -> str:
    """``x.md`` → ``x-2.md``."""
    return f"{path.removesuffix('.md')}-{part}.md"


def written(*paragraphs: str) -> bytes:
    """A whole page."""
    return ("\n\n".join([MARK.rstrip(), *filter(None, paragraphs)]) + "\n").encode()


def relative(target: str, page: str) -> str:
    """The link from one page of the survey to another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def left_behind(
    there: Mapping[str, bytes], wanted: Collection[str], front: str
) -> dict[str, bytes]:
    """What to write in place of pages that are no longer made: where to go instead.

    ``there`` holds the files that may be such pages. A link to one keeps leading somewhere.
    """
    return {
        path: _moved(path, front)
        for path, content in there.items()
        if path not in wanted and content.startswith(MARK.encode())
    }


def _moved(path: str, front: str) -> bytes:
    return written(f"Nothing stands here now. [Front page]({relative(front, path)})")


def _body(sheet: Sheet, rows: Iterable[str]) -> str:
    found = "\n".join([*sheet.head, *rows]) if rows else EMPTY
    if not sheet.region:
        return found
    return "\n\n".join([marker(sheet.region, "start"), found, marker(sheet.region, "end")])
