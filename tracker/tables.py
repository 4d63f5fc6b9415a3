"""What is published: pages of tables, each table a question about labels."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from tracker.charts import Matrix, Timeline, read_file, read_matrix, read_timeline
from tracker.problems import Problem
from tracker.shapes import Shape
from tracker.taxonomy import KEY, Taxonomy

Style = Literal["table", "list"]
MOST_NEWEST = 1_000  # rows of one table on the front page
COLUMNS = ("name", "title", "date", "size", "base_model", "labels", "links")


@dataclass(frozen=True)
class Table:
    """One marked region of the page: its rows are the works whose labels answer the selection.

    A work is selected when it has all of ``all_of``, one of ``any_of`` (where given) and
    none of ``none_of``; ``section`` selects works adopted from under that heading.
    ``adopts`` are the labels an entry found under ``heading`` gets when a list is imported.
    """

    key: str
    title: str
    style: Style = "table"
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    section: str = ""
    heading: str = ""
    adopts: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("name", "title", "date", "links")

    def selects(self, labels: Collection[str], sections: Collection[str] = ()) -> bool:
        if self.section and self.section not in sections:
            return False
        return (
            all(label in labels for label in self.all_of)
            and (not self.any_of or any(label in labels for label in self.any_of))
            and not any(label in labels for label in self.none_of)
        )


@dataclass(frozen=True)
class More:
    """Pages beside the front page, in ``folder``: one for each table and each dimension.

    The front page shows at most the ``newest`` works of a table.
    """

    folder: str = "pages"
    dimensions: tuple[str, ...] = ()
    newest: int = 100


@dataclass(frozen=True)
class Pages:
    """Where everything is published, relative to the survey's root.

    ``page`` is the front page, which holds the tables' regions. Without ``more``, a table
    gets a page of its own only when the front page cannot hold it.
    """

    page: str = "README.md"
    tables: tuple[Table, ...] = ()
    more: More | None = None
    timeline: Timeline | None = None
    matrix: Matrix | None = None


def read_tables(data: Any, file: str, taxonomy: Taxonomy) -> tuple[Pages, list[Problem]]:
    """The tables in ``tables.yaml``, and everything wrong with them."""
    top = Shape(data, file)
    page = top.text("page", default="README.md")
    if page.startswith("/") or ".." in page.split("/") or not page.endswith(".md"):
        top.problem("page", f"{page!r} must be a Markdown file inside the survey")
        page = "README.md"
    tables: list[Table] = []
    for part in top.shapes("tables"):
        table = _table(part, taxonomy)
        if any(other.key == table.key for other in tables):
            part.problem("key", f"{table.key!r} is used twice")
        elif table.key:
            tables.append(table)
    top.only(*Pages.__dataclass_fields__)

    def given(field: str) -> Shape | None:
        return None if top.data.get(field) is None else top.shape(field)

    more, timeline, matrix = (given(field) for field in ("more", "timeline", "matrix"))
    pages = Pages(
        page,
        tuple(tables),
        _more(more, taxonomy) if more else None,
        read_timeline(timeline, taxonomy) if timeline else None,
        read_matrix(matrix, taxonomy) if matrix else None,
    )
    _apart(pages, top)
    return pages, top.problems


def _more(part: Shape, taxonomy: Taxonomy) -> More:
    folder = read_file(part, "folder", More.folder, "")
    known = tuple(dimension.key for dimension in taxonomy.dimensions)
    named = part.texts("dimensions") if "dimensions" in part.data else known
    for key in named:
        if known and key not in known:
            part.problem("dimensions", f"no dimension {key!r} in the taxonomy")
    newest = part.number("newest", default=More.newest)
    if not 0 <= newest <= MOST_NEWEST:
        part.problem("newest", f"is {newest}; write 0 to {MOST_NEWEST}")
        newest = More.newest
    part.only(*More.__dataclass_fields__)
    return More(folder, tuple(key for key in dict.fromkeys(named) if key in known), newest)


def _apart(pages: Pages, top: Shape) -> None:
    """Report two things that would be written to one file."""
    folder = (pages.more or More()).folder
    taken = {f"{folder}/{table.key}.md": f"table {table.key!r}" for table in pages.tables}
    taken[pages.page] = "page"
    charts = []
    if pages.timeline:
        charts += [("timeline", pages.timeline.picture), ("timeline", pages.timeline.page)]
    if pages.matrix:
        charts.append(("matrix", pages.matrix.page))
    for field, path in charts:
        if f"{path.removesuffix('.md')}-".startswith(f"{folder}/by-"):
            top.problem(field, f"{path!r} is a name for a dimension's page; choose another")
        elif path in taken:
            top.problem(field, f"{path!r} is also the file of {taken[path]}; choose another")
        taken.setdefault(path, field)
    if pages.matrix:
        stem = f"{pages.matrix.page.removesuffix('.md')}-"
        for path, what in taken.items():
            if path.startswith(stem):
                top.problem("matrix", f"{path!r}, the file of {what}, is a name for one of its "
                            "pages; choose another")  # fmt: skip


def _table(part: Shape, taxonomy: Taxonomy) -> Table:
    key = part.text("key")
    if key and not KEY.fullmatch(key):
        part.problem("key", f"{key!r} must be lower-case letters, digits and underscores")
        key = ""
    style = part.text("style", default="table")
    if style not in ("table", "list"):
        part.problem("style", f"is {style!r}; write table or list")
    columns = part.texts("columns") or Table.columns
    # Where no taxonomy could be read, nothing is known of its dimensions.
    known = {dimension.key for dimension in taxonomy.dimensions}
    for column in columns:
        if known and column not in COLUMNS and column not in known:
            part.problem("columns", f"{column!r} is neither a column nor a dimension")
    for field in ("all_of", "any_of", "none_of", "adopts"):
        for label in part.texts(field):
            if taxonomy.dimensions and label not in taxonomy.by_key:
                part.problem(field, f"no label {label!r} in the taxonomy")
    part.only(*Table.__dataclass_fields__)
    title = part.text("title")
    return Table(
        key=key,
        title=title,
        style="list" if style == "list" else "table",
        all_of=part.texts("all_of"),
        any_of=part.texts("any_of"),
        none_of=part.texts("none_of"),
        section=part.text("section", default=""),
        heading=part.text("heading", default=title),
        adopts=part.texts("adopts"),
        columns=columns,
    )
