"""What results are reported in: the datasets and metrics that a survey knows by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tracker.problems import Problem
from tracker.shapes import Shape

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Metric:
    """One measure; a ``bounded`` one lies between 0 and 1, so that it is also a percentage.

    The name of a ``common`` one is an ordinary word too, and means it only beside a number.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    bounded: bool = True
    common: bool = False


@dataclass(frozen=True)
class Dataset:
    """One test; ``split`` and ``metric`` are those that reports use where they name none."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    split: str = ""
    metric: str = ""


@dataclass(frozen=True)
class Benchmarks:
    """Every dataset and metric of ``benchmarks.yaml``, in the order of that file."""

    datasets: tuple[Dataset, ...] = ()
    metrics: tuple[Metric, ...] = ()
    _datasets: Mapping[str, Dataset] = field(init=False, compare=False, repr=False)
    _metrics: Mapping[str, Metric] = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_datasets", _by_form(self.datasets))
        object.__setattr__(self, "_metrics", _by_form(self.metrics))
        object.__setattr__(self, "_hash", hash((self.datasets, self.metrics)))

    def __hash__(self) -> int:
        return self._hash

    def dataset(self, name: str) -> Dataset | None:
        """The dataset of that key, name or alias, in whatever spelling."""
        return self._datasets.get(folded(name))

    def metric(self, name: str) -> Metric | None:
        """The metric of that key, name or alias, in whatever spelling."""
        return self._metrics.get(folded(name))

    def dataset_name(self, text: str) -> str:
        """How a page calls a dataset; one that is not in the file keeps its reported name."""
        known = self.dataset(text)
        return known.name if known else text

    def metric_name(self, text: str) -> str:
        known = self.metric(text)
        return known.name if known else text


def folded(name: str) -> str:
    """A name without case, spaces, hyphens and underscores: ``ROUGE-L`` is ``rouge_l``."""
    return re.sub(r"[\s_\-–]+", "", name).casefold()


T = TypeVar("T", Dataset, Metric)


def read_benchmarks(data: Any, file: str) -> tuple[Benchmarks, list[Problem]]:
    """The vocabulary in ``benchmarks.yaml``, and everything wrong with it."""
    top = Shape(data, file)
    metrics = [_metric(key, part) for key, part in top.mapping("metrics") if _is_key(key, part)]
    datasets = [_dataset(key, part) for key, part in top.mapping("datasets") if _is_key(key, part)]
    top.only("metrics", "datasets")
    found = Benchmarks(tuple(datasets), tuple(metrics))
    for dataset in datasets:
        if dataset.metric and dataset.metric not in {metric.key for metric in metrics}:
            top.problem(f"datasets.{dataset.key}.metric", f"{dataset.metric!r} is no metric here")
    for kind, entries in (("metrics", found.metrics), ("datasets", found.datasets)):
        for form, keys in _shared(entries).items():
            top.problem(kind, f"{form!r} is a name of {' and '.join(keys)}; leave it to one")
    return found, top.problems


def _metric(key: str, part: Shape) -> Metric:
    name = part.text("name", default=key)
    bounded = "bounded" not in part.data or part.flag("bounded")
    part.only("name", "aliases", "bounded", "common")
    return Metric(key, name, part.texts("aliases"), bounded, part.flag("common"))


def _dataset(key: str, part: Shape) -> Dataset:
    name, split = part.text("name", default=key), part.text("split", default="")
    metric = part.text("metric", default="")
    part.only("name", "aliases", "split", "metric")
    return Dataset(key, name, part.texts("aliases"), split, metric)


def _is_key(key: str, part: Shape) -> bool:
    if not KEY.fullmatch(key):
        part.problem("", "is not a key: small letters, digits and underscores, 40 at most")
        return False
    return True


def _forms(entry: Dataset | Metric) -> set[str]:
    return {folded(form) for form in (entry.key, entry.name, *entry.aliases)}


def _by_form(entries: tuple[T, ...]) -> dict[str, T]:
    return {form: entry for entry in reversed(entries) for form in _forms(entry)}


def _shared(entries: Iterable[Dataset | Metric]) -> dict[str, list[str]]:
    """Spellings that stand for more than one entry, and for which."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for form in sorted(_forms(entry)):
            found.setdefault(form, []).append(entry.key)
    return {form: keys for form, keys in found.items() if len(keys) > 1}
