"""What is drawn beside the tables: the timeline, and the matrix of what is missing."""

import re
from dataclasses import dataclass

from tracker.shapes import Shape
from tracker.taxonomy import Taxonomy

MOST_TECHNIQUES = 6  # as many shapes and colours as can be told apart
_FILE = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")


@dataclass(frozen=True)
class Timeline:
    """The works over time: a picture and a page, both relative to the survey's root.

    ``techniques`` are the dimensions told apart by shape and colour (of a single one, its
    labels are); ``size`` is the dimension of size classes, empty if the survey has none.
    """

    picture: str = "timeline.svg"
    page: str = "timeline.md"
    techniques: tuple[str, ...] = ()
    size: str = ""


@dataclass(frozen=True)
class Axis:
    """One side of the matrix: all labels of some dimensions, under a name of its own."""

    name: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """What is missing: a table for each pair of axes, on a page relative to the root.

    ``about`` are phrases of which one must stand in a paper for it to fill an empty cell.
    """

    page: str = "matrix.md"
    axes: tuple[Axis, ...] = ()
    about: tuple[str, ...] = ()


def read_timeline(part: Shape, taxonomy: Taxonomy) -> Timeline:
    """The field ``timeline`` of ``tables.yaml``; faults go to the shape's problems."""
    known = {dimension.key for dimension in taxonomy.dimensions}
    size = part.text("size", default="size" if "size" in known else "")
    if size and known and size not in known:
        part.problem("size", f"no dimension {size!r} in the taxonomy")
    first = tuple(dimension.key for dimension in taxonomy.dimensions if dimension.key != size)[:1]
    techniques = _dimensions(part, "techniques", taxonomy) or first
    if len(techniques) > MOST_TECHNIQUES:
        part.problem("techniques", f"names {len(techniques)}; at most {MOST_TECHNIQUES} can be "
                     "told apart by shape")  # fmt: skip
    part.only(*Timeline.__dataclass_fields__)
    return Timeline(
        picture=read_file(part, "picture", Timeline.picture, ".svg"),
        page=read_file(part, "page", Timeline.page, ".md"),
        techniques=techniques[:MOST_TECHNIQUES],
        size=size,
    )


def read_matrix(part: Shape, taxonomy: Taxonomy) -> Matrix:
    """The field ``matrix`` of ``tables.yaml``: all dimensions are axes if none are named."""
    axes: list[Axis] = []
    taken: dict[str, str] = {}
    names = {dimension.key: dimension.name for dimension in taxonomy.dimensions}
    for inner in part.shapes("axes"):
        dimensions = _dimensions(inner, "dimensions", taxonomy)
        if not dimensions and "dimensions" not in inner.data:
            inner.problem("dimensions", "is missing")
        default = " / ".join(names.get(key, key) for key in dimensions)
        name = inner.text("name", default=default) or default
        for key in dimensions:
            if key in taken:
                inner.problem("dimensions", f"{key!r} is on the axis {taken[key]!r} already; "
                              "write it on one axis")  # fmt: skip
        axes.append(Axis(name, tuple(key for key in dimensions if key not in taken)))
        taken |= {key: name for key in dimensions if key not in taken}
        inner.only(*Axis.__dataclass_fields__)
    if len(axes) == 1:
        part.problem("axes", "names one axis; a matrix needs two or more")
    if not axes:
        axes = [Axis(dimension.name, (dimension.key,)) for dimension in taxonomy.dimensions]
    part.only(*Matrix.__dataclass_fields__)
    page = read_file(part, "page", Matrix.page, ".md")
    return Matrix(page, tuple(axes), part.texts("about"))


def read_file(part: Shape, field: str, default: str, suffix: str) -> str:
    """A path inside the survey, of plain letters; the default, and a problem, for any other.

    Without a ``suffix`` it is a folder's.
    """
    path = part.text(field, default=default) or default
    inside = _FILE.fullmatch(path) and path.partition("/")[0] != "curation"
    if inside and path.endswith(suffix):
        return path
    what = f"{suffix} file" if suffix else "folder"
    part.problem(field, f"{path!r} must be a {what} inside the survey, not in curation/")
    return default


def _dimensions(part: Shape, field: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    known = {dimension.key for dimension in taxonomy.dimensions}
    named = tuple(dict.fromkeys(part.texts(field)))
    for key in named:
        if known and key not in known:
            part.problem(field, f"no dimension {key!r} in the taxonomy")
    return tuple(key for key in named if key in known)
