"""The harvest's and the model's figures as a survey publishes them: ``methods.json``.

They come from the database, which a reader of the repository has not got, so they stand in a
file at the survey's root (not in ``curation/``, where nothing drifts), without any clock:
``as_of`` is the last proven day of coverage.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

from tracker.errors import CurationError

FILE: Final = "methods.json"
SCHEMA: Final = 1
OLD: Final = 28
"""Days by which published figures may lag behind before they alone are worth a request."""
_SHOWN = 10  # open days named

Kind = Literal["day", "days", "flag", "count", "share", "text", "interval"]
_KINDS: Mapping[str, Kind] = {
    "as_of": "day",
    "open_days": "days",
    "open": "count",
    "answered": "flag",
    "seen": "count",
    "considered": "count",
    "below": "count",
    "threshold": "share",
    "waiting": "count",
    "audit_draws": "count",
    "audit_needed": "count",
    "recall": "interval",
    "model": "text",
    "tested": "count",
    "precision": "interval",
    "label_recall": "interval",
    "f1": "interval",
    "ranked": "count",
    "auc": "share",
    "links_unclear": "count",
    "links_gone": "count",
}

Interval = tuple[float, float | None, float | None]  # the figure, and its 95 % interval


@dataclass(frozen=True)
class Figures:
    """What the database says about the survey's methods.

    ``as_of`` is the last proven day (None before the first); ``open`` later or earlier days
    are not proven, ``open_days`` the first of them; ``answered`` is whether arXiv gave a usable
    answer about each. Of the ``seen`` papers ``considered`` answer a query; ``below`` of those
    are less likely than ``threshold`` to belong and ``waiting`` wait for a curator.

    ``recall`` is estimated from ``audit_draws`` of ``audit_needed``. The promoted ``model``'s
    micro-averaged figures over labels are on ``tested`` works held out when it was fitted;
    ``auc`` is over ``ranked`` works held out: the chance that one that belongs was ranked
    above one that does not. None is *not known yet*.
    """

    as_of: date | None = None
    open_days: tuple[date, ...] = ()
    open: int = 0
    answered: bool = True
    seen: int = 0
    considered: int = 0
    below: int = 0
    threshold: float = 0.0
    waiting: int = 0
    audit_draws: int = 0
    audit_needed: int = 0
    recall: Interval | None = None
    model: str = ""
    tested: int = 0
    precision: Interval | None = None
    label_recall: Interval | None = None
    f1: Interval | None = None
    ranked: int = 0
    auc: float | None = None
    links_unclear: int = 0
    links_gone: int = 0

    @property
    def text(self) -> str:
        """The file's whole content."""
        told = {"schema": SCHEMA, **asdict(self)}
        return json.dumps(told, indent=2, default=date.isoformat) + "\n"


def coverage(figures: Figures | None) -> str:
    """One sentence of coverage, of nothing but days and numbers; empty without figures."""
    if figures is None:
        return ""
    proven = f"complete up to {figures.as_of}" if figures.as_of else "no day is proven complete yet"
    said = "arXiv answered" if figures.answered else "arXiv gave no usable answer about some day"
    if not figures.open:
        return f"Coverage: {proven}; no day is open; {said}."
    named = ", ".join(day.isoformat() for day in figures.open_days)
    more = f" and {figures.open - len(figures.open_days):,} more"
    more = more if figures.open > len(figures.open_days) else ""
    return f"Coverage: {proven}; still open: {named}{more}; {said}."


def first_days(days: list[date]) -> tuple[date, ...]:
    """The open days that are named."""
    return tuple(days[:_SHOWN])


def outdated(published: Figures | None, now: Figures | None) -> bool:
    """Whether newer figures are worth a request of their own."""
    if now is None or published is None:
        return now is not None
    if now.as_of is None or published.as_of is None:
        return now.as_of is not None
    return (now.as_of - published.as_of).days >= OLD


def read_figures(content: bytes | None) -> Figures | None:
    """The figures in a file's content, None where there is no file; raises CurationError."""
    if content is None:
        return None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise _strange("is not JSON") from None
    if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
        raise _strange(f"is not of schema {SCHEMA}")
    if unknown := sorted(map(str, data.keys() - _KINDS.keys())):
        raise _strange(f"has a field {unknown[0][:40]!r} that means nothing here")
    try:
        return Figures(**{name: _read(_KINDS[name], value) for name, value in data.items()})
    except (TypeError, ValueError):
        raise _strange("has a field of a wrong type") from None


def _read(kind: Kind, value: Any) -> Any:
    """A field's value; raises ValueError or TypeError."""
    match kind, value:
        case (("day" | "interval" | "share"), None):
            return None
        case "day", str():
            return date.fromisoformat(value)
        case "days", list() if len(value) <= _SHOWN:
            return tuple(date.fromisoformat(day) for day in value)
        case "flag", bool():
            return value
        case "count", int() if not isinstance(value, bool) and 0 <= value < 10**12:
            return value
        case "share", _:
            return _share(value)
        case "text", str() if len(value) <= 64 and value.isprintable():
            return value
        case "interval", [figure, low, high]:
            ends = (None if end is None else _share(end) for end in (low, high))
            return (_share(figure), *ends)
    raise ValueError(kind)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)


def _strange(what: str) -> CurationError:
    return CurationError(f"{FILE} {what}; delete it, and the next tracker publish writes it anew")
