"""The cross of three or more axes as flat contingency tables, on pages of their own.

The axes keep the order of ``tables.yaml``, whatever they count: each label of the first has a
page, the last makes the columns, those between make nested rows. Everywhere *all* comes before
the labels, so that every combination of some of the axes has its cell, too, and keeps it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tracker.publish.cross import ANY, NO_LABEL, Combination, Cross
from tracker.publish.markdown import cell, inline, row
from tracker.publish.questions import question
from tracker.publish.render import shown_label
from tracker.publish.sheets import WALL, part_path, parts, relative, stretch, written
from tracker.taxonomy import Label

MOST_COMBINATIONS: Final = 5_000  # on pages: an address a combination makes them ten megabytes
_ROOM: Final = 8_000  # bytes kept for the links from part to part
_HOW: Final = (
    "Each number counts the works that carry the label of this page, of the row and of the column; "
    "*none* leads to arXiv's search for just these. A blank is empty as well, because fewer labels "
    "are already: go along its row to **All**, or up its column to the row that has **All** in "
    "place of its last label, or of all its labels, and there is the *none* whose search answers "
    "the blank too."
)


def laid_out(cross: Cross) -> Cross | None:
    """The cross if pages can hold it, else that of its first three axes, else none."""
    firsts = (cross.of(range(axes)) for axes in range(len(cross.sides), 2, -1))
    return next((one for one in firsts if one.size <= MOST_COMBINATIONS), None)


def contingency_pages(
    cross: Cross, about: tuple[str, ...], page: str, front: str
) -> dict[str, bytes]:
    """A page for all works, one for each label of the first axis, one for the works without.

    Their names begin with that of ``page``, to which they lead back. A label without a work
    has none.
    """
    files: dict[str, bytes] = {}
    for key in _first(cross):
        table = _table(cross, key, about)
        if table.cross.all:
            path = _path(key, page)
            home = (f"[Front page]({relative(front, path)}) · "
                    f"[What is missing]({relative(page, path)}#whole-cross)")  # fmt: skip
            title = f"# {inline(cross.sides[0].axis.name)}: {cell(_name(cross, key))}"
            files |= _divided(path, title, home, table)
    return files


def contents(cross: Cross, about: tuple[str, ...], page: str) -> list[str]:
    """A line for each of these pages, and for each label of the first axis without a work."""
    lines = []
    for key in _first(cross):
        table, name = _table(cross, key, about), cell(_name(cross, key))
        if table.cross.all:
            where = relative(_path(key, page), page)
            inside = table.cross
            lines.append(f"[{name}]({where}): {inside.counted(inside.all)} works, "
                         f"{inside.empty:,} of {inside.size:,} combinations have none")  # fmt: skip
        else:
            lines.append(f"{name}: {table.cell((ANY,) * len(table.cross.sides))}")
    return lines


@dataclass(frozen=True)
class _Table:
    """The works of one page by the other axes; ``given`` is the page's label, if it is one's.

    Of works without a label, or with a retired one, nobody can be asked: ``asks`` is false for
    the page of the former.
    """

    cross: Cross
    given: tuple[Label, ...]
    asks: bool
    about: tuple[str, ...]

    def head(self) -> tuple[str, str]:
        *above, last = self.cross.sides
        names = [cell(side.axis.name) for side in above]
        labels = [cell(shown_label(label)) for label in last.labels]
        heads = [*names, "**All**", *labels, "no label"]
        return row(heads), row([*("---" for _ in above), *("--:" for _ in heads[len(above) :])])

    def rows(self) -> list[str]:
        last = (ANY, *self.cross.carried[-1])
        return [
            row([*self._names(keys), *(self.cell((*keys, key)) for key in last)])
            for keys in self._nested(())
        ]

    def _nested(self, keys: Combination) -> Iterator[Combination]:
        """All and every label of a side, each with all and every label of the next below it.

        What is empty is one row: nothing stands below it.
        """
        padded = (*keys, *[ANY] * (len(self.cross.sides) - 1 - len(keys)))
        if padded == keys or not self.cross.held((*padded, ANY)):
            yield padded
            return
        for key in (ANY, *self.cross.carried[len(keys)]):
            yield from self._nested((*keys, key))

    def _names(self, keys: Combination) -> Iterator[str]:
        for place, key in enumerate(keys):
            label = self.cross.sides[place].label(key)
            yield cell(shown_label(label)) if label else "**All**" if key is ANY else "no label"

    def cell(self, asked: Combination) -> str:
        tally = self.cross.tally(asked)
        if tally.count:
            return str(tally)
        if not all(self.cross.held(wider) for wider in _wider(asked)):
            return ""
        sides = zip(self.cross.sides, asked, strict=True)
        labels = [*self.given, *filter(None, (side.label(key) for side, key in sides))]
        if NO_LABEL in asked or not self.asks or any(label.retired for label in labels):
            return "0"
        return f"[none]({question(labels, self.about)})"


def _wider(asked: Combination) -> Iterator[Combination]:
    """What stands on the page and asks for less: the row's total, and totals in the column."""
    *keys, last = asked
    if last is not ANY:
        yield (*keys, ANY)
        for place in range(len(keys)):
            if keys[place] is not ANY:
                yield (*keys[:place], *[ANY] * (len(keys) - place), last)


def _first(cross: Cross) -> tuple[str | None, ...]:
    return (ANY, *cross.carried[0])


def _table(cross: Cross, key: str | None, about: tuple[str, ...]) -> _Table:
    label = cross.sides[0].label(key)
    return _Table(cross.within(0, key), (label,) if label else (), key != NO_LABEL, about)


def _name(cross: Cross, key: str | None) -> str:
    label = cross.sides[0].label(key)
    if not label:
        return "All works" if key is ANY else "No label"
    return shown_label(replace(label, abbreviation=""))


def _path(key: str | None, page: str) -> str:
    """Made of permanent keys; theirs hold a colon, so none is *all* or *none*."""
    return part_path(page, "all" if key is ANY else key.replace(":", "-") or "none")


def _divided(path: str, title: str, home: str, table: _Table) -> dict[str, bytes]:
    """The page, or several where its rows would pass the wall: a row names all its labels."""
    names = inline(" × ".join(side.axis.name for side in table.cross.sides))
    head = table.head()
    room = WALL - _ROOM - len(written(stretch(title, home, names, _HOW, *head)))
    pieces = parts(table.rows(), room)
    paths = [path, *(part_path(path, number) for number in range(2, len(pieces) + 1))]
    files = {}
    for number, (place, piece) in enumerate(zip(paths, pieces, strict=True), start=1):
        which, links = title, home
        if len(paths) > 1:
            which += f", part {number} of {len(paths)}"
            others = [(n, one) for n, one in enumerate(paths, start=1) if one != place]
            links += "".join(f" · [part {n}]({relative(one, place)})" for n, one in others)
        files[place] = written(stretch(which, links, names, _HOW, "\n".join([*head, *piece])))
    return files
