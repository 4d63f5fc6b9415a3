"""Reading untyped data (parsed YAML or JSON) field by field, collecting what is wrong."""

from collections.abc import Iterator
from typing import Any

from tracker.problems import Problem

_MISSING: Any = object()


class Shape:
    """One mapping in a file: typed access to its fields, faults gathered as problems.

    A field of the wrong type is reported with its path and read as its default, so one
    pass finds every fault. ``problems`` is shared with the shapes inside.
    """

    def __init__(
        self, data: Any, file: str, place: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.file, self.place = file, place
        self.problems: list[Problem] = [] if problems is None else problems
        self.readable = True  # where nothing can be read, missing fields are no news
        if data is None:
            data = {}
        if isinstance(data, Exception):  # the file could not even be read
            self.problem("", str(data))
            self.readable, data = False, {}
        elif not isinstance(data, dict):
            self.problem("", f"must be a mapping of fields, not {_kind(data)}")
            self.readable, data = False, {}
        self.data: dict[Any, Any] = data

    def problem(self, field: str, what: str) -> None:
        if not self.readable:
            return
        place = f"{self.place}.{field}" if self.place and field else self.place or field
        self.problems.append(Problem(self.file, place, what))

    def only(self, *known: str) -> None:
        """Report every field not in ``known``: a misspelt field is a lost fact."""
        for field in self.data:
            if field not in known:
                self.problem(str(field), f"is not a field here; known are {', '.join(known)}")

    def text(self, field: str, default: str = _MISSING) -> str:
        value = self.data.get(field, _MISSING)
        if isinstance(value, str) and (value.strip() or default is not _MISSING):
            return value
        if value is _MISSING or value is None:
            if default is _MISSING:
                self.problem(field, "is missing")
        elif isinstance(value, str):
            self.problem(field, "is empty")
        else:
            self.problem(field, f"must be text in quotes, not {_kind(value)}")
        return "" if default is _MISSING else default

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.data.get(field)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem(field, f"must be a list, not {_kind(value)}")
            return ()
        for place, item in enumerate(value):
            if not isinstance(item, str):
                self.problem(f"{field}[{place}]", f"must be text in quotes, not {_kind(item)}")
        return tuple(item for item in value if isinstance(item, str))

    def number(self, field: str, default: int) -> int:
        value = self.data.get(field, default)
        if isinstance(value, int) and not isinstance(value, bool) and not _is_huge(value):
            return value
        self.problem(field, f"must be a whole number, not {_kind(value)}")
        return default

    def fraction(self, field: str, default: float, low: float, high: float) -> float:
        value = self.data.get(field, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.problem(field, f"must be a number from {low:g} to {high:g}")
        return default

    def flag(self, field: str) -> bool:
        value = self.data.get(field, False)
        if not isinstance(value, bool):
            self.problem(field, f"must be true or false, not {_kind(value)}")
        return value is True

    def shape(self, field: str) -> "Shape":
        return self._inside(self.data.get(field), field)

    def mapping(self, field: str) -> Iterator[tuple[str, "Shape"]]:
        """The fields of an inner mapping, each itself a mapping."""
        for key, value in self.shape(field).data.items():
            yield str(key), self._inside(value, f"{field}.{key}")

    def shapes(self, field: str) -> Iterator["Shape"]:
        """The items of an inner list of mappings."""
        value = self.data.get(field)
        if value is not None and not isinstance(value, list):
            self.problem(field, f"must be a list, not {_kind(value)}")
            return
        for place, item in enumerate(value or ()):
            yield self._inside(item, f"{field}[{place}]")

    def _inside(self, data: Any, field: str) -> "Shape":
        place = f"{self.place}.{field}" if self.place else field
        return Shape(data, self.file, place, self.problems)


def _kind(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, int) and _is_huge(value):
        return "a number that large"
    return "nothing" if value is None else f"the {type(value).__name__} {value!s:.40}"


def _is_huge(value: int) -> bool:
    return value.bit_length() > 63  # Python refuses to print those of thousands of digits
