"""Reported results as pages: one a dataset, where only what is comparable shares a table.

A table holds one split, metric, unit and setting. Values stand as their sources gave them:
nothing is converted, averaged or ranked across tables.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from tracker.benchmarks import Benchmarks, folded
from tracker.publish.markdown import cell, inline, link
from tracker.publish.render import shown_title
from tracker.publish.sheets import WALL, Sheet, divided, part_path, relative, stretch, written
from tracker.record import Record
from tracker.results import MAX_QUOTE, UNKNOWN, ReportedResult, standing

INDEX: Final = "README.md"
NOWHERE: Final = "No dataset named"
_TAKEN: Final = ("", "readme", "no-dataset")
HEAD: Final = (
    "| Model | Precision | Value | Source | Status | Quote |",
    "|---|---|---|---|---|---|",
)
STATUS: Final = {
    "confirmed": "confirmed",
    "suggested": "suggested, confirmed by nobody yet",
    "second-hand": "second-hand: not read in the work that measured it",
    "stale": "check again: a newer version no longer holds the quote",
}
UNITS: Final = {"percent": "per cent", "fraction": "fraction of 1", "score": "score"}
_PAIRS: Final = "One model, several reports"
_PAIRS_HEAD: Final = ("| Model | Measure | Reported | Difference |", "|---|---|---|---|")
_MOST: Final = 5  # datasets named on the front page
_INDEX_LEAD: Final = (
    "Numbers that sources report, each with its quote. A table holds one split, metric, unit "
    "and setting; nothing is converted or averaged. Numbers of different tables cannot be compared."
)
Group = tuple[str, str, str]  # split, metric, unit


def results_folder(pages_folder: str) -> str:
    """Where the pages of results are, beside the other pages."""
    return f"{pages_folder}/results"


def result_pages(
    results: Iterable[ReportedResult],
    record: Record,
    benchmarks: Benchmarks,
    folder: str,
    front: str,
) -> dict[str, bytes]:
    """Every page by its path: an index and a page a dataset; none where nothing is reported."""
    shown = standing(results)
    tests: dict[str, list[ReportedResult]] = defaultdict(list)
    for one in shown:
        tests[folded(one.dataset)].append(one)
    names = {key: _dataset_name(tests[key][0], benchmarks) for key in tests}
    order = sorted(tests, key=lambda key: (not key, names[key].casefold(), key))
    paths = {key: f"{folder}/{_slug(key, tests[key][0].dataset)}.md" for key in order}
    if not shown:
        return {}
    files: dict[str, bytes] = {}
    for key in order:
        files |= _dataset_page(names[key], tests[key], record, benchmarks, paths[key], front)
    return files | {f"{folder}/{INDEX}": _index(order, names, tests, benchmarks, paths, front)}


def region(results: Iterable[ReportedResult], benchmarks: Benchmarks, index: str) -> str:
    """What the front page says of the results: how many, how sure, and on which datasets most."""
    shown = standing(results)
    if not shown:
        return "No result yet."
    tests = Counter(_dataset_name(one, benchmarks) for one in shown if one.dataset)
    most = sorted(tests.items(), key=lambda item: (-item[1], item[0].casefold()))[:_MOST]
    sure = sum(one.status == "confirmed" for one in shown)
    found = f"[{len(shown):,} reported result{'' if len(shown) == 1 else 's'}]({index})"
    those = f"{sure:,} of them " if len(shown) > 1 else "" if sure else "not yet "
    on, more = "", ""
    if len(most) == 1:
        on = f" on 1 dataset ({cell(most[0][0])})"
    elif most:
        on = f" on {len(tests):,} datasets"
        more = f" Most are on {', '.join(f'{cell(name)} ({count:,})' for name, count in most)}."
    return f"{found}{on}, {those}confirmed by a curator.{more}"


def _index(
    order: Sequence[str],
    names: Mapping[str, str],
    tests: Mapping[str, Sequence[ReportedResult]],
    benchmarks: Benchmarks,
    paths: Mapping[str, str],
    front: str,
) -> bytes:
    rows = ["| Dataset | Results | Models | Sources | Metrics |", "|---|--:|--:|--:|---|"]
    for key in order:
        found = tests[key]
        metrics = sorted({_metric_name(one, benchmarks) for one in found}, key=str.casefold)
        name = paths[key].rpartition("/")[2]
        counts = (len(found), len({folded(one.model) for one in found}),
                  len({one.source for one in found}))  # fmt: skip
        cells = (f"[{cell(names[key])}]({name})", *(f"{count:,}" for count in counts))
        rows.append(f"| {' | '.join(cells)} | {cell(', '.join(metrics))} |")
    total = sum(len(found) for found in tests.values())
    place = paths[order[0]]
    home = f"[Front page]({relative(front, place)})"
    title = f"# Reported results ({total:,})"
    return written(stretch(title, home, _INDEX_LEAD, "\n".join(rows)))


def _dataset_page(
    name: str,
    results: Sequence[ReportedResult],
    record: Record,
    benchmarks: Benchmarks,
    path: str,
    front: str,
) -> dict[str, bytes]:
    """A dataset's page, or an index of its tables and a page each where one would not do."""
    groups: dict[Group, dict[str, list[ReportedResult]]] = {}
    for one in sorted(results, key=_place):
        group: Group = (one.split, one.metric, one.unit)
        groups.setdefault(group, {}).setdefault(one.setting, []).append(one)
    title = f"# {inline(name)} ({len(results):,})"
    home = f"[Front page]({relative(front, path)}) · [All results]({INDEX})"
    usual = _usually(results[0].dataset, benchmarks)
    pairs = _side_by_side(results, record, benchmarks)
    sections: list[str] = []
    for group, settings in groups.items():
        sections.append(f"## {cell(_group_name(group, benchmarks))}")
        for setting, found in settings.items():
            rows = [result_row(one, record) for one in found]
            sections += [f"### {_setting_name(setting)}", "\n".join([*HEAD, *rows])]
    whole = written(stretch(title, home, usual, *_paired(pairs), *sections))
    if len(whole) <= WALL:
        return {path: whole}
    sheets = [
        Sheet(
            part_path(path, f"{number}-{setting}"),
            f"{name}: {_group_name(group, benchmarks)}, {_setting_name(setting)}",
            [result_row(one, record) for one in found],
            HEAD,
            dated=False,
        )
        for number, (group, settings) in enumerate(groups.items(), start=1)
        for setting, found in settings.items()
    ]
    if sum(len(row.encode()) for row in pairs) > WALL // 2:  # they too are a page of their own
        place = part_path(path, "pairs")
        sheets.insert(0, Sheet(place, f"{name}: {_PAIRS}", pairs, _PAIRS_HEAD, dated=False))
        pairs = []
    files: dict[str, bytes] = {}
    for sheet in sheets:
        files |= divided(sheet, front)
    contents = "\n".join(
        f"- [{cell(sheet.title)}]({relative(sheet.path, path)}) ({len(sheet.rows):,})"
        for sheet in sheets
    )
    return files | {path: written(stretch(title, home, usual, contents, *_paired(pairs)))}


def _paired(pairs: Sequence[str]) -> list[str]:
    return [f"## {_PAIRS}", "\n".join([*_PAIRS_HEAD, *pairs])] if pairs else []


def _usually(name: str, benchmarks: Benchmarks) -> str:
    """What reports on a dataset mean as a rule where they do not say."""
    known = benchmarks.dataset(name)
    means = [f"the {cell(known.split)} split"] if known and known.split else []
    if known and known.metric:
        means.append(cell(benchmarks.metric_name(known.metric)))
    return f"Reports that do not say usually mean {' and '.join(means)}." if means else ""


def _side_by_side(
    results: Sequence[ReportedResult], record: Record, benchmarks: Benchmarks
) -> list[str]:
    """A row for each model with reports of two sources on one split and metric: how they differ."""
    models: dict[tuple[str, str, str], list[ReportedResult]] = defaultdict(list)
    for one in sorted(results, key=_place):
        if one.model and one.metric:
            models[folded(one.model), one.split, one.metric].append(one)
    rows = []
    for (_, split, metric), found in models.items():
        if len({(one.source, one.url) for one in found}) > 1:
            said = "; ".join(_said(one, record) for one in found)
            test = cell(_group_name((split, metric, ""), benchmarks))
            rows.append(f"| {cell(found[0].model)} | {test} | {said} | {_difference(found)} |")
    return rows


def _difference(found: Sequence[ReportedResult]) -> str:
    """How far apart the values are, where subtracting them means anything."""
    if len({one.unit for one in found}) > 1:
        return "not comparable: different units"
    values = [Decimal(one.value) for one in found]
    apart = f"{max(values) - min(values)}{' points' if found[0].unit == 'percent' else ''}"
    others = [name for name, parts in (
        ("settings", {one.setting for one in found}),
        ("precision", {folded(one.precision) for one in found}),
    ) if len(parts) > 1]  # fmt: skip
    unknown = not others and found[0].setting == UNKNOWN
    if others:
        return f"{apart}, in different {' and '.join(others)}"
    return f"{apart}, settings unknown" if unknown else apart


def _said(one: ReportedResult, record: Record) -> str:
    notes = [_setting_name(one.setting).lower()]
    notes += [cell(one.precision)] if one.precision else []
    notes += ["second-hand"] if one.status == "second-hand" else []
    return f"{shown_value(one)} ({', '.join(notes)}; {_source(one, record)})"


def result_row(one: ReportedResult, record: Record) -> str:
    """A result as a line of its table."""
    status = STATUS[one.status] + (f" ({cell(one.note)})" if one.note else "")
    cells = (cell(one.model) or "not named", cell(one.precision), shown_value(one),
             _source(one, record), status, cell(one.quote, MAX_QUOTE))  # fmt: skip
    return f"| {' | '.join(cells)} |"


def shown_value(one: ReportedResult) -> str:
    return f"{one.value}%" if one.unit == "percent" else one.value


def _source(one: ReportedResult, record: Record) -> str:
    """The work or page that gives the number, its version, and where it was read if elsewhere."""
    known = record.by_id.get(one.source)
    name = (known.work.short_name or shown_title(known.work)) if known else _page(one.source.value)
    version = f" v{one.version}" if one.version else ""
    address = f"{one.source.url or ''}{version.strip() if one.source.scheme == 'arxiv' else ''}"
    read = f", read at {link(_page(one.url), one.url)}" if one.url else ""
    return f"{link(name, address, 80)}{version}{read}"


def _page(url: str) -> str:
    """A short name for a web page: its host and path."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") or url


def _group_name(group: Group, benchmarks: Benchmarks) -> str:
    split, metric, unit = group
    name = benchmarks.metric_name(metric) if metric else "Metric not stated"
    parts = [name, *([UNITS[unit]] if unit else [])]
    parts.append(f"{split} split" if split else "split not stated")
    return ", ".join(parts)


def _setting_name(setting: str) -> str:
    return "Setting not stated" if setting == UNKNOWN else setting.capitalize()


def _metric_name(one: ReportedResult, benchmarks: Benchmarks) -> str:
    return benchmarks.metric_name(one.metric) if one.metric else "not stated"


def _dataset_name(one: ReportedResult, benchmarks: Benchmarks) -> str:
    return benchmarks.dataset_name(one.dataset) if one.dataset else NOWHERE


def _place(one: ReportedResult) -> tuple[object, ...]:
    """Sorts tables by what they hold, and rows by model, the highest value first."""
    return (one.metric == "", one.metric, one.split, one.unit, one.setting,
            folded(one.model), -Decimal(one.value), one.claim)  # fmt: skip


def _slug(key: str, name: str) -> str:
    """A file name for a dataset; two datasets never share one."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    if not key:
        return "no-dataset"
    if slug not in _TAKEN and folded(slug) == key:
        return slug
    return f"{slug or 'dataset'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
