"""Pages that the tracker writes whole, cut where GitHub would.

Each stretch of one ends in its stamp, so that what people change in it is known again. A long
page is filled from its oldest row: ``x-1.md`` holds the oldest works, ``x-2.md`` the next, and
``x.md`` the newest. So a new work changes ``x.md`` and no other page.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.publish.markdown import inline
from tracker.publish.markers import marker
from tracker.publish.render import EMPTY
from tracker.publish.stamp import stamped

# "If your README is over 500 KiB, content beyond 500 KiB will be truncated": GitHub's manual,
# "About READMEs". Larger pages are not rendered at all in places.
WALL: Final = 512_000  # bytes
MARK: Final = "<!-- Written by tracker render; what is changed here is read by tracker edits. -->"
# Of pages without stamps, from before edits in them were read.
_FORMER_MARK: Final = (
    "<!-- Written by tracker render from curation/; what is changed here is lost. -->"
)
_BOM: Final = b"\xef\xbb\xbf"  # what some editors put before a text
_ROOM: Final = 8_000  # bytes kept for headings and links between parts
_STAMPED: Final = 9  # bytes that a line takes in its stamp


@dataclass(frozen=True)
class Sheet:
    """One page: ``path`` from the survey's root, and rows (lines of Markdown) under ``head``.

    ``lead`` stands below the heading of the newest part only. With a ``region`` the rows
    stand between its markers.
    """

    path: str
    title: str
    rows: Sequence[str]
    head: Sequence[str] = ()
    lead: str = ""
    region: str = ""
    counted: bool = True  # whether the number of rows stands beside the title
    dated: bool = True  # whether the rows are works, the newest first


def divided(sheet: Sheet, front: str) -> dict[str, bytes]:
    """The sheet's files: one, or several where its rows would pass the wall."""
    used = sum(map(_size, (sheet.lead, *sheet.head))) + _ROOM
    newest, *older = parts(sheet.rows, WALL - used)
    files = {}
    links = [f"[Front page]({relative(front, sheet.path)})"]
    for number, rows in zip(range(len(older), 0, -1), older, strict=True):
        path = part_path(sheet.path, number)
        links.append(f"[{'older, ' * sheet.dated}part {number}]({relative(path, sheet.path)})")
        back = f"[{'The newest' if sheet.dated else 'The rest'}]({relative(sheet.path, path)})"
        title = f"# {inline(sheet.title)}: {'older works, ' * sheet.dated}part {number}"
        files[path] = written(stretch(title, back), _body(sheet, rows))
    title = f"# {inline(sheet.title)}{f' ({len(sheet.rows):,})' if sheet.counted else ''}"
    above = stretch(title, " · ".join(links), sheet.lead)
    files[sheet.path] = written(above, _body(sheet, newest))
    return files


def parts(rows: Sequence[str], room: int) -> list[list[str]]:
    """Rows, the newest first, in parts of at most ``room`` bytes; only the first is not full."""
    found: list[list[str]] = [[]]
    left = room
    for row in reversed(rows):
        size = _size(row)
        if size > left and found[-1]:
            found.append([])
            left = room
        found[-1].append(row)
        left -= size
    return [part[::-1] for part in reversed(found)]


def _size(line: str) -> int:
    return len(line.encode()) + 1 + _STAMPED


def part_path(path: str, part: int | str) -> str:
    """``x.md`` → ``x-2.md``."""
    return f"{path.removesuffix('.md')}-{part}.md"


def is_part(path: str, page: str) -> bool:
    """Whether a file is this page, or holds older works of it."""
    stem = re.escape(page.removesuffix(".md"))
    return re.fullmatch(rf"{stem}(?:-\d+)?\.md", path) is not None


def parts_beside(path: str, pages: Iterable[str]) -> list[str]:
    """A page's own path and those of its other parts, out of ``pages``."""
    whole = re.sub(r"-\d+\.md$", ".md", path)
    return [page for page in pages if page == path or is_part(page, whole)]


def stretch(*paragraphs: str) -> str:
    """What has one stamp: the paragraphs that are not empty."""
    return "\n\n".join(filter(None, paragraphs))


def written(*stretches: str) -> bytes:
    """A whole page, each stretch of it with its stamp."""
    body = "\n\n".join(map(stamped, stretches))
    return f"{MARK}\n\n{body}\n".encode()


def is_ours(page: bytes) -> bool:
    """Whether the tracker wrote this page, whoever may have changed it since."""
    return page.removeprefix(_BOM).startswith((MARK.encode(), _FORMER_MARK.encode()))


def keeps_edits(page: bytes) -> bool:
    """Whether what people changed in a page of the tracker's can be told: whether it has stamps."""
    return page.removeprefix(_BOM).startswith(MARK.encode())


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
        if path not in wanted and is_ours(content)
    }


def _moved(path: str, front: str) -> bytes:
    return written(f"Nothing stands here now. [Front page]({relative(front, path)})")


def _body(sheet: Sheet, rows: Iterable[str]) -> str:
    found = "\n".join([*sheet.head, *rows]) if rows else EMPTY
    if not sheet.region:
        return found
    return "\n\n".join([marker(sheet.region, "start"), found, marker(sheet.region, "end")])
