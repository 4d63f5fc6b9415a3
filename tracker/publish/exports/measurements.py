"""Reported results as readers get them: one number of one source, with who vouches for it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from tracker.benchmarks import Benchmarks
from tracker.publish.exports.text import clean, web_address
from tracker.record import Record
from tracker.results import ReportedResult, standing


@dataclass(frozen=True)
class Measurement:
    """One reported result. All text is clean: one line, nothing unseen.

    ``work`` is the best identifier of what reports it, and ``title`` that work's, empty where
    the survey knows none. ``value`` has the source's own digits; ``dataset`` and ``metric``
    are the vocabulary's keys where it has them, beside their names.
    """

    work: str
    title: str
    version: str
    model: str
    dataset: str
    dataset_name: str
    split: str
    metric: str
    metric_name: str
    value: str
    unit: str
    setting: str
    precision: str
    status: str
    place: str
    quote: str
    url: str
    note: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "version": int(self.version) if self.version else None}


def measurements(
    results: Iterable[ReportedResult], record: Record, benchmarks: Benchmarks
) -> tuple[Measurement, ...]:
    """The results that stand, in a stable order."""
    return tuple(_measurement(one, record, benchmarks) for one in standing(results))


def _measurement(one: ReportedResult, record: Record, benchmarks: Benchmarks) -> Measurement:
    known = record.by_id.get(one.source)
    work = known.work if known else None
    return Measurement(
        work=clean(str(work.id if work else one.source)),
        title=clean(work.title) if work else "",
        version=str(one.version or ""),
        model=clean(one.model),
        dataset=clean(one.dataset),
        dataset_name=clean(benchmarks.dataset_name(one.dataset)) if one.dataset else "",
        split=clean(one.split),
        metric=clean(one.metric),
        metric_name=clean(benchmarks.metric_name(one.metric)) if one.metric else "",
        value=one.value,
        unit=one.unit,
        setting=one.setting,
        precision=clean(one.precision),
        status=one.status,
        place=one.place,
        quote=clean(one.quote),
        url=web_address(one.url),
        note=clean(one.note),
    )
