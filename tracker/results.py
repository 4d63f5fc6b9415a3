"""Reported results: a number that a source gives for a model on a test, and who vouches for it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal, cast, get_args

from tracker import identity
from tracker.benchmarks import folded
from tracker.decisions import written
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.shapes import Shape

Unit = Literal["percent", "fraction", "score"]
Status = Literal["confirmed", "suggested", "second-hand", "stale", "rejected", "undone"]
Place = Literal["abstract", "text", "table", "page"]
UNITS: tuple[str, ...] = get_args(Unit)
STATUSES: tuple[str, ...] = get_args(Status)
PLACES: tuple[str, ...] = get_args(Place)
UNKNOWN = "unknown"  # the setting that a source does not state
MAX_QUOTE = 400  # characters: a sentence, never an abstract
MAX_TEXT = 200  # characters of any other field
_VALUE = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,18})?")  # leaderboards print all of a float
_SETTING = re.compile(r"zero-shot|few-shot|[1-9]\d{0,2}-shot|fine-tuned|unknown")
_KEY = re.compile(r"[0-9a-f]{12}")
_TEXTS = ("url", "model", "dataset", "split", "metric", "precision", "note")


@dataclass(frozen=True)
class ReportedResult:
    """One number as one source reports it; nothing in it is computed.

    ``value`` is a decimal in the source's own digits, in ``unit``. ``dataset`` and ``metric``
    are keys of ``benchmarks.yaml`` where it knows them, else names as reported; an empty text
    was not stated. ``url`` is the page that was read where it is not the source itself, and
    ``place`` which part of it ``quote`` comes from: one sentence, or the cells of a table.
    ``offset`` is the value's place in the quote, where a program found it. A ``second-hand``
    number was read elsewhere than in the work that measured it; of a ``stale`` one the quote
    is gone from a newer version of the source. An ``undone`` one takes back the word whose key
    it ``undoes``, as if that had not been said.
    """

    source: WorkId
    value: str
    unit: Unit
    model: str = ""
    dataset: str = ""
    split: str = ""
    metric: str = ""
    setting: str = UNKNOWN
    precision: str = ""
    version: int | None = None
    url: str = ""
    place: Place = "abstract"
    quote: str = ""
    offset: int | None = None
    status: Status = "suggested"
    by: str = ""
    at: datetime | None = None
    note: str = ""
    undoes: str = ""

    @cached_property
    def test(self) -> tuple[str, ...]:
        """What was measured, by which source: two values for one test contradict each other."""
        parts = (self.url, self.model, self.dataset, self.split, self.metric, self.precision)
        return (str(self.source), self.setting, *map(folded, parts))

    @cached_property
    def claim(self) -> tuple[str, ...]:
        """The test and its outcome; of several words on one claim the latest counts."""
        return (*self.test, self.value, self.unit)

    @cached_property
    def path(self) -> str:
        """Where the result is kept, below the curation's folder.

        The name ends in a digest of all that is said, so that what two people say about one
        result in two checkouts never meets in one file.
        """
        digest = hashlib.sha256(repr(result_fields(self)).encode("utf-8", "replace")).hexdigest()
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.dataset} {self.metric}".lower()).strip("-")
        name = f"{words[:50].rstrip('-')}-{digest[:12]}".lstrip("-")
        return f"results/{self.source.slug}-{name}.yaml"

    @property
    def key(self) -> str:
        """The name by which a person points at a result that is on file."""
        return self.path.removesuffix(".yaml")[-12:]


def result_fields(result: ReportedResult) -> dict[str, str]:
    """The result as plain text fields in their canonical order, empty ones left out."""
    values = {field.name: getattr(result, field.name) for field in fields(ReportedResult)}
    values["at"] = written(result.at) if result.at else ""
    return {name: str(value) for name, value in values.items() if value not in ("", None)}


def spoken(results: Iterable[ReportedResult]) -> tuple[ReportedResult, ...]:
    """The words that nobody took back, oldest first, without marks on what was taken back."""
    every = sorted(results, key=lambda one: (written(one.at) if one.at else "", one.path))
    taken = {one.undoes for one in every if one.undoes}
    found: list[ReportedResult] = []
    claims: set[tuple[str, ...]] = set()
    for one in every:
        left = not one.undoes and one.key not in taken
        if left and (one.status != "stale" or one.claim in claims):
            found.append(one)
            claims.add(one.claim)
    return tuple(found)


def standing(results: Iterable[ReportedResult]) -> tuple[ReportedResult, ...]:
    """The latest word on each claim, in a stable order, without what was rejected or undone.

    A rejection takes back the claim as that quote makes it: another sentence may make it too.
    A mark on a claim that does not stand gives it no trust (docs/adr/0011).
    """
    latest: dict[tuple[str, ...], ReportedResult] = {}
    for result in spoken(results):
        before = latest.get(result.claim)
        if result.status == "rejected":
            if before and same_words(result.quote, before.quote):
                del latest[result.claim]
        elif before or result.status != "stale":
            latest[result.claim] = result
    return tuple(sorted(latest.values(), key=lambda one: one.claim))


def signed(
    result: ReportedResult, status: Status, by: str, now: datetime, before: Iterable[ReportedResult]
) -> ReportedResult:
    """What somebody says of a result now, a millisecond after all that was said of it ``before``.

    A frozen or stepped-back clock does not put the last word first.
    """
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    said = (one.at for one in before if one.claim == result.claim and one.at)
    latest = max((one + timedelta(milliseconds=1) for one in said), default=at)
    return replace(result, status=status, by=by, at=max(at, latest))


def read_result(data: Any, file: str) -> tuple[ReportedResult | None, list[Problem]]:
    """The result in one file of ``results/``, and everything wrong with it."""
    part = Shape(data, file)
    part.only(*(field.name for field in fields(ReportedResult)))
    source = _source(part)
    value, unit = part.text("value"), part.text("unit")
    for fault in range_faults(value, unit):
        part.problem("value", fault)
    setting = part.text("setting", default=UNKNOWN)
    if not _SETTING.fullmatch(setting):
        part.problem("setting", f"{setting!r} is none of zero-shot, few-shot, 5-shot, fine-tuned, "
                                "unknown")  # fmt: skip
    place, status = _one_of(part, "place", PLACES), _one_of(part, "status", STATUSES)
    texts = {name: _text(part, name, MAX_TEXT) for name in _TEXTS if name in part.data}
    if not texts.get("dataset") and not texts.get("metric"):
        part.problem("dataset", "names neither a dataset nor a metric: the number means nothing")
    quote = _text(part, "quote", MAX_QUOTE)
    part.text("quote")
    version, offset = _count(part, "version"), _count(part, "offset")
    by, at = part.text("by"), _instant(part)
    undoes = _undoes(part, status)
    if part.problems or source is None:
        return None, part.problems
    return ReportedResult(
        source=source, value=value, unit=cast(Unit, unit), setting=setting, version=version,
        place=cast(Place, place), quote=quote, offset=offset, status=cast(Status, status),
        by=by, at=at, undoes=undoes, **texts,
    ), []  # fmt: skip


def range_faults(value: str, unit: str) -> list[str]:
    """Why this cannot be a value in this unit, one sentence each."""
    if not value:
        return []  # that it is missing is said already
    if not _VALUE.fullmatch(value):
        return [f"{value!r} is not a plain decimal such as 67.2 or 0.672"]
    if unit not in UNITS:
        return [f"the unit {unit!r} is none of {', '.join(UNITS)}"] if unit else []
    top = {"percent": 100.0, "fraction": 1.0}.get(unit)
    if top is not None and not 0 <= float(value) <= top:
        return [f"{value} is outside 0 to {top:g}, where every {unit} lies"]
    return []


def mixed_units(results: Iterable[ReportedResult]) -> dict[str, str]:
    """Results that stand beside others of their source in another unit: path → what is wrong."""
    groups: dict[tuple[str, ...], list[ReportedResult]] = {}
    for one in results:
        if one.unit != "score":
            groups.setdefault((str(one.source), one.url, one.dataset, one.metric), []).append(one)
    found: dict[str, str] = {}
    for group in groups.values():
        percents = [one for one in group if one.unit == "percent"]
        large = any(float(one.value) > 1 for one in percents)
        for one in group:
            small = one.unit == "percent" and 0 < float(one.value) <= 1
            if one.unit == "fraction" and percents:
                found[one.path] = "is a fraction beside percentages of one source; use one unit"
            elif small and large and len(group) > 1:
                found[one.path] = f"{one.value} percent beside {_largest(percents)}: a fraction?"
    return found


def stale(result: ReportedResult, papers: Mapping[str, tuple[int, str]]) -> int | None:
    """The newer version in which the quote no longer stands; None where nothing is known to
    have changed.

    ``papers`` has the latest version and its text (title and abstract) by arXiv id. Only a
    quote from an abstract can be looked for; TeX marks and white space do not count.
    """
    if result.place != "abstract" or result.source.scheme != "arxiv":
        return None
    version, text = papers.get(result.source.value, (0, ""))
    if version <= (result.version or 0) or same_words(result.quote, text):
        return None
    return version


def same_words(quote: str, text: str) -> bool:
    """Whether a text holds a quote; TeX marks, white space and case do not count."""
    return _letters(quote) in _letters(text)


def corrected(result: ReportedResult, **stated: str) -> ReportedResult:
    """The result with what a curator stated in place of what was found."""
    return replace(result, **cast(dict[str, Any], {k: v for k, v in stated.items() if v}))


def without(result: ReportedResult, field: str) -> ReportedResult:
    """The result with a field taken out that was found and is not stated."""
    return replace(result, **cast(dict[str, Any], {field: UNKNOWN if field == "setting" else ""}))


def _letters(text: str) -> str:
    """A text without white space and TeX: ``$75.66\\%$`` and ``75.66 %`` are one."""
    text = re.sub(r"\\(?:textbf|textit|emph|mathbf|text|mathrm|,|;|!| )", "", text)
    return re.sub(r"[\s\\${}~]+", "", text).casefold()


def _largest(results: list[ReportedResult]) -> str:
    return max(results, key=lambda one: float(one.value)).value


def _source(part: Shape) -> WorkId | None:
    text = part.text("source")
    try:
        return identity.parse(text) if text else None
    except ValueError as fault:
        part.problem("source", str(fault))
        return None


def _one_of(part: Shape, field: str, known: tuple[str, ...]) -> str:
    text = part.text(field)
    if text and text not in known:
        part.problem(field, f"{text!r} is none of {', '.join(known)}")
    return text


def _text(part: Shape, field: str, limit: int) -> str:
    text = part.text(field, default="")
    if len(text) > limit:
        part.problem(field, f"is longer than {limit} characters")
    return text


def _count(part: Shape, field: str) -> int | None:
    text = part.text(field, default="") if field in part.data else ""
    if text and not re.fullmatch(r"\d{1,4}", text):
        part.problem(field, f"{text!r} is not a whole number in quotes")
        return None
    return int(text) if text else None


def _undoes(part: Shape, status: str) -> str:
    """The key of the word taken back; an undone word needs one, and no other may have it."""
    text = part.text("undoes", default="")
    if status == "undone" and not _KEY.fullmatch(text):
        part.problem("undoes", f"{text!r} is not the key of the word taken back")
    elif text and status != "undone":
        part.problem("undoes", "belongs to a word whose status is undone")
    return text


def _instant(part: Shape) -> datetime | None:
    text = part.text("at")
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        instant = None
    if text and (instant is None or instant.tzinfo is None or not 1900 < instant.year < 9000):
        part.problem("at", f"{text!r} is not an instant such as 2026-11-21T19:04:05.120Z")
        return None
    return instant
