"""The timeline as an SVG picture: one for light and dark, the same bytes for the same plan.

Works are marks in the cells of a grid, never over one another; where a cell would hold too
many, a mark stands for several. All places are computed here, in pixels; matplotlib writes
them as SVG. GitHub shows the picture in an ``<img>``, where its own style sheet may ask for
the reader's colour scheme (Media Queries Level 5, prefers-color-scheme) and where scripts,
fonts and addresses from outside do not work; it has none.
"""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from tracker.publish.lettering import breadth
from tracker.publish.markdown import plain
from tracker.publish.timeline import NO_TECHNIQUE, SEVERAL, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE: Final = 2  # to be raised whenever the drawing changes: older pictures are drawn again
WIDTH: Final = 830  # pixels: the width of a README on GitHub
_LEFT, _RIGHT, _PITCH, _MARK = 140, 10, 9.0, 7.2  # the left margin is wider if names need it
_LETTER, _BROAD = 6.6, 7.3  # pixels: a narrow letter in most fonts, and in a broad one
_LEAST, _TALLEST = 24.0, 480.0  # pixels: of one lane, of all together
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif"
_FAMILY: Final = re.compile(r'(<text style="[^"]*?font-family: )[^;"]*')
# Each colour as it is on white and on black; every one has 4.5:1 or more on both its grounds
# (WCAG 2.2, 1.4.3), but for the lines between lanes.
_PAPER, _INK, _SOFT, _RULE = "#ffffff", "#1f2328", "#59636e", "#d1d9e0"
_MARKS: Final = (
    ("o", "#0969da"), ("^", "#bc4c00"), ("s", "#1a7f37"),
    ("D", "#8250df"), ("v", "#bf3989"), ("p", "#7d4e00"),
)  # fmt: skip
_SEVERAL, _PLAIN = ("*", "#cf222e"), ("o", _SOFT)
_DARK: Final = {
    _PAPER: "#0d1117", _INK: "#f0f6fc", _SOFT: "#9198a1", _RULE: "#3d444d",
    "#0969da": "#58a6ff", "#bc4c00": "#f0883e", "#1a7f37": "#3fb950", "#8250df": "#bc8cff",
    "#bf3989": "#f778ba", "#7d4e00": "#d29922", "#cf222e": "#ff7b72",
}  # fmt: skip
_SEAL = re.compile(rb"<!-- tracker plan=(\w+) picture=(\w+) -->\n\Z")


def draw(plan: Plan) -> str:
    """The picture, sealed with a digest of what it shows and of its own bytes."""
    layout = _Layout.of(plan)
    figure = _figure(plan, layout)
    svg = _finished(_svg(figure, plan.digest), plan, layout)
    return f"{svg}<!-- tracker plan={_named(plan)} picture={_digest(svg.encode())} -->\n"


def shows(picture: bytes, plan: Plan) -> bool:
    """Whether this is an unchanged picture of this very plan."""
    seal = _SEAL.search(picture)
    if not seal or seal[1].decode() != _named(plan):
        return False
    return seal[2].decode() == _digest(picture[: seal.start()])


@dataclass(frozen=True)
class _Layout:
    """Where everything is: ``tops`` of the lanes and of what lies below them, in pixels."""

    unit: int
    legend: tuple[tuple[float, float, int], ...]
    tops: tuple[float, ...]
    left: float
    column: float

    @classmethod
    def of(cls, plan: Plan) -> "_Layout":
        left = _margin(plan)
        column = (WIDTH - left - _RIGHT) / max(len(plan.columns), 1)
        legend = _legend(plan.groups)
        for unit in _STEPS:
            heights = _heights(plan, unit, column)
            if sum(heights) <= max(_TALLEST, _LEAST * len(plan.lanes)):
                break
        tops = [(max((y for _, y, _ in legend), default=40.0)) + 18]
        for height in heights:
            tops.append(tops[-1] + height)
        return cls(unit, legend, tuple(tops), left, column)

    @property
    def height(self) -> int:
        return round(self.tops[-1] + 64)


def _margin(plan: Plan) -> float:
    """The room left of the columns: each lane's name and its count, side by side."""
    told = [
        breadth(plain(name)) + len(f"{count:,}")
        for name, count in zip(plan.lanes, _counts(plan), strict=True)
    ]
    return max(_LEFT, 28 + _BROAD * max(told, default=0))


def _counts(plan: Plan) -> list[int]:
    """How many works stand in each lane."""
    counts = [0] * len(plan.lanes)
    for _, lane, found in plan.cells:
        counts[lane] += sum(found)
    return counts


def _marks(counts: tuple[int, ...], unit: int) -> list[int]:
    """The group of each mark of a cell; any started unit gets one."""
    return [group for group, count in enumerate(counts) for _ in range(-(-count // unit))]


def _heights(plan: Plan, unit: int, column: float) -> list[float]:
    most = [1] * len(plan.lanes)
    for _, lane, counts in plan.cells:
        most[lane] = max(most[lane], -(-len(_marks(counts, unit)) // _abreast(column)))
    return [max(_LEAST, lines * _PITCH + 8) for lines in most]


def _abreast(column: float) -> int:
    """How many marks stand beside each other in a column."""
    return max(1, int((column - 1) // _PITCH))


def _legend(groups: tuple[str, ...]) -> tuple[tuple[float, float, int], ...]:
    """Places of the legend's entries, in lines as wide as the picture."""
    places, x, y = [], 14.0, 46.0
    for number, name in enumerate(groups):
        width = 34 + _LETTER * breadth(name)
        if x > 14 and x + width > WIDTH:
            x, y = 14.0, y + 18
        places.append((x, y, number))
        x += width
    return tuple(places)


def _figure(plan: Plan, layout: _Layout) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, layout.height / 72), dpi=72, facecolor=_PAPER)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(layout.height, 0)
    _text(axes, 10, 18, plan.title, _INK, size=14, weight="bold")
    for line, note in enumerate(_notes(plan, layout)):
        _text(axes, 10, layout.tops[-1] + 36 + 17 * line, note, _SOFT)
    for x, y, group in layout.legend:
        _dots(axes, [x], [y - 1], plan, group, 7.5)
        _text(axes, x + 10, y, plan.groups[group], _INK)
    _grid(axes, plan, layout)
    _cells(axes, plan, layout)
    return figure


def _notes(plan: Plan, layout: _Layout) -> list[str]:
    """What the reader must know: two short lines at most."""
    if not plan.columns:
        return []
    first = f"One column a {plan.step}"
    if layout.unit > 1:
        first += f"; a mark stands for up to {layout.unit:,} works of one kind"
    second = ["* size class only, no number stated"] if _classes(plan) else []
    if plan.undated:
        second.append(f"{plan.undated:,} more works, of no known month, are in the table")
    return [first, " · ".join(second)] if second else [first]


def _classes(plan: Plan) -> bool:
    return any(lane.endswith("*") for lane in plan.lanes)


def _grid(axes: Any, plan: Plan, layout: _Layout) -> None:
    """Lanes with their names and counts, and a line where a year begins."""
    counts = _counts(plan)
    for place, top in enumerate(layout.tops):
        axes.plot([10, WIDTH - _RIGHT], [top, top], color=_RULE, lw=1, clip_on=False)
        if place < len(plan.lanes):
            middle = (top + layout.tops[place + 1]) / 2
            _text(axes, 10, middle, plan.lanes[place], _INK)
            _text(axes, layout.left - 8, middle, f"{counts[place]:,}", _SOFT, ha="right")
    years = [name[:4] for name in plan.columns]
    starts = [place for place in range(len(years)) if not place or years[place - 1] != years[place]]
    said = -100.0
    for place in starts:
        x = layout.left + place * layout.column
        axes.plot([x, x], [layout.tops[0], layout.tops[-1] + 5], color=_RULE, lw=1, clip_on=False)
        if x - said >= 36:
            name = plan.columns[0] if not place and "before" in plan.columns[0] else years[place]
            near_edge = x + 34 > WIDTH
            _text(axes, WIDTH - 2 if near_edge else x + 3, layout.tops[-1] + 14, name, _INK,
                  ha="right" if near_edge else "left")  # fmt: skip
            said = x + (50 if name != years[place] else 0)


def _cells(axes: Any, plan: Plan, layout: _Layout) -> None:
    abreast = _abreast(layout.column)
    spots: dict[int, tuple[list[float], list[float]]] = {}
    for column, lane, counts in plan.cells:
        marks = _marks(counts, layout.unit)
        lines = -(-len(marks) // abreast)
        middle = (layout.tops[lane] + layout.tops[lane + 1]) / 2
        for place, group in enumerate(marks):
            line, slot = divmod(place, abreast)
            wide = min(len(marks) - line * abreast, abreast)
            xs, ys = spots.setdefault(group, ([], []))
            centre = layout.left + (column + 0.5) * layout.column
            xs.append(centre + (slot - (wide - 1) / 2) * _PITCH)
            ys.append(middle + (line - (lines - 1) / 2) * _PITCH)
    for group in sorted(spots):
        _dots(axes, *spots[group], plan, group, _MARK)


def _dots(axes: Any, xs: list[float], ys: list[float], plan: Plan, group: int, size: float) -> None:
    marker, colour = _look(plan, group)
    hollow = (marker, colour) == _PLAIN
    larger = {"*": 1.35, "D": 0.85, "s": 0.92, "^": 1.05, "v": 1.05}.get(marker, 1.0)
    width = {"mew": 1.2, "ms": size * 0.85} if hollow else {"mew": 0.4, "ms": size * larger}
    axes.plot(xs, ys, marker, mec=colour, mfc=_PAPER if hollow else colour, clip_on=False, **width)


def _look(plan: Plan, group: int) -> tuple[str, str]:
    """The shape and colour of a group; works of several or of no technique look the same always."""
    return {SEVERAL: _SEVERAL, NO_TECHNIQUE: _PLAIN}.get(
        plan.groups[group], _MARKS[group % len(_MARKS)]
    )


def _text(axes: Any, x: float, y: float, text: str, colour: str, **more: Any) -> None:
    style = {"size": 12, "va": "center", "parse_math": False} | more
    axes.text(x, y, plain(text), color=colour, **style)


def _svg(figure: "Figure", salt: str) -> str:
    """The figure as SVG text: no date, no random names, text as text; no global setting stays."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    into = io.StringIO()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # whatever the machine's own settings are
        matplotlib.rcParams.update({"svg.hashsalt": salt, "svg.fonttype": "none"})
        # Letters the library cannot measure are none of its business: the reader's font has them.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing")
        empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas: Any = FigureCanvasSVG(figure)  # the method has no types
        canvas.print_svg(into, metadata=empty)
    return into.getvalue()


def _finished(svg: str, plan: Plan, layout: _Layout) -> str:
    """The picture with words for those who do not see it, and colours for the dark."""
    svg = re.sub(r"<!DOCTYPE[^>]*>\s*", "", svg)  # it names an address outside
    svg = _FAMILY.sub(rf"\1{_FONT}", svg)
    words = (
        f'<title id="t">{escape(plan.title)}</title>\n'
        f' <desc id="d">{escape(plain(plan.description, 4_000))}</desc>\n'
        f" <style>{_dark()}</style>\n"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{layout.height}" viewBox="0 0 {WIDTH} {layout.height}" '
        f'role="img" aria-labelledby="t d">\n {words}'
    )
    return re.sub(r"<svg [^>]*>\n?", lambda _: head, svg, count=1)


def _dark() -> str:
    """A rule for every colour, over the ones that the marks carry themselves."""
    rules = [
        f'[style*="{what}: {light}"] {{ {what}: {dark} !important }}'
        for light, dark in _DARK.items()
        for what in ("fill", "stroke")
    ]
    return "\n@media (prefers-color-scheme: dark) {\n" + "\n".join(rules) + "\n}\n"


def _named(plan: Plan) -> str:
    return f"{STYLE}x{plan.digest}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
