"""A spreadsheet saved as CSV (RFC 4180), and the vocabulary its words are looked up in."""

import csv
import io
import re
from collections.abc import Mapping


class Table:
    """A CSV's header, and its rows with the lines they begin on."""

    def __init__(self, text: str) -> None:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.problems: list[tuple[int, str]] = []
        self.header: list[str] = []
        line = 1
        try:
            self.header = [name.strip().lower() for name in next(reader, [])]
            line = reader.line_num + 1
            for cells in reader:
                self._add(line, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            self.problems.append((line, f"the CSV cannot be read from here on: {error}"))

    def _add(self, line: int, cells: list[str]) -> None:
        if len(cells) > len(self.header):
            self.problems.append((line, "the row has more cells than the header: quote commas"))
        if any(cell.strip() for cell in cells):
            filled = [*cells, *[""] * (len(self.header) - len(cells))]
            row = dict(zip(self.header, filled, strict=False))
            self.rows.append((line, {name: cell.strip() for name, cell in row.items()}))


class Vocabulary:
    """Looks words up without regard to case, first inside a column's own dimension."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = {name.casefold(): key for name, key in names.items()}
        self.keys = {key.casefold(): key for key in names.values()}
        self.dimensions = {key.partition(":")[0].casefold() for key in names.values()}

    def dimension(self, column: str) -> str:
        """The dimension a column is named after, or empty text."""
        plain = re.sub(r"[\s-]+", "_", column.casefold())
        fits = [one for one in self.dimensions if plain == one or plain.startswith(f"{one}_")]
        return max(fits, key=len, default="")

    def key(self, word: str, column: str) -> str:
        """The full key of a word in a column, or empty text."""
        word = word.casefold()
        inside = f"{self.dimension(column)}:{word}"
        for name in (inside, word):
            if found := self.keys.get(name) or self.names.get(name):
                return found
        return ""
