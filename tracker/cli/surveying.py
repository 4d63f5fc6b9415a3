"""What `tracker evaluate` says of a survey: the report in words, and the picture."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tracker.cli.frame import emit, finish, progress, say, settings_of
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.steps.evaluations import SurveyReport

_ANSWERERS = {
    "model": "model",
    "last_model": "last model",
    "keywords": "keywords",
    "most_frequent": "most frequent",
    "nearest": "nearest work",
}


def evaluate_survey(context: typer.Context, picture: Path | None, as_json: bool) -> None:
    """Measure the suggestions on the survey at --root; exits 1 if nothing is decided."""
    from tracker.steps import evaluations

    report = evaluations.evaluate(settings_of(context), progress())
    progress()("")
    if not report.ok:
        typer.echo(f"tracker: {report.summary}", err=True)
    elif picture is not None:
        _draw(report, picture)
    if as_json:
        emit(report.as_json())
    elif report.ok:
        say(told(report))
    finish(report.ok)


def _draw(report: "SurveyReport", file: Path) -> None:
    from tracker.steps.evaluations import drawn

    try:
        file.write_text(drawn(report), encoding="utf-8")
    except OSError as fault:
        raise SettingsError(f"{file} cannot be written: {fault.strerror}") from None


def told(report: "SurveyReport") -> Iterator[str]:
    """The whole report, a line at a time."""
    data = report.data
    yield report.summary
    yield (
        f"Intervals are at {data['level']:.0%}: {data['draws']:,} bootstrap samples of works, or "
        "Wilson's where cells are few or all alike."
    )
    for name, title in (
        ("cross_validation", "BY STRATIFIED FOLDS"),
        ("by_time", "BY TIME"),
    ):
        yield from ["", *_protocol(title, data[name])]
    yield from ["", *_last(data["last_model"])]
    yield from ["", *_live(data["live"])]


def _protocol(title: str, data: Mapping[str, Any]) -> Iterator[str]:
    if data["labels"] is None:
        yield f"{title}: {data['reason']}"
        return
    if "folds" in data:
        yield f"{title}: {data['folds']} folds, {data['labels']['works']} works with labels"
    else:
        days = ", ".join(data["days"])
        yield (
            f"{title}: learnt before {days} and asked from then on, by day of {data['by']}; "
            f"{data['asked']} works asked, {data['undated']} without a day left out"
        )
    yield from _dimensions(data["labels"]["dimensions"])
    if "folds" in data:
        yield from ["", *_labels(data["labels"]["labels"])]
    yield from ["", "reliability of labels: what was said, and what was true"]
    yield from _bins(data["labels"]["reliability"])
    yield from ["", *_relevance(data["relevance"])]


def _dimensions(dimensions: Mapping[str, Any]) -> Iterator[str]:
    names = {name: f"{name} ({part['support']})" for name, part in dimensions.items()}
    width = max(map(len, names.values()))
    head = "micro F1               precision  recall  macro F1    mAP  Brier    ECE  model ahead by"
    yield f"{'dimension':{width}}  {'':13}  {head}"
    for name, part in dimensions.items():
        for answerer, found in part["answers"].items():
            ours = answerer == "model"
            first = f"{names[name] if ours else '':{width}}  {_ANSWERERS[answerer]:13}"
            ahead = "" if ours else _figure(part["ahead"][answerer])
            values = (found["precision"]["value"], found["recall"]["value"])
            precision, recall = map(_number, values)
            yield (
                f"{first}  {_figure(found['f1']):21}  {precision:>9}  {recall:>6}"
                f"  {_number(found['macro_f1']['value']):>8}"
                f"  {_number(found['map']):>5}  {_number(found['brier']):>5}"
                f"  {_number(found['ece']):>5}  {ahead}".rstrip()
            )


def _labels(labels: Mapping[str, Any]) -> Iterator[str]:
    width = max(len(name) for name in labels)
    heads = "".join(f"{head:23}" for head in ("precision", "recall", "F1"))
    yield f"{'label':{width}}  works   from  {heads}   AP  Brier    ECE"
    for name, part in labels.items():
        found = part["answers"]["model"]
        cells = "".join(f"{_figure(found[key]):23}" for key in ("precision", "recall", "f1"))
        yield (
            f"{name:{width}}  {part['support']:>5}  {part['threshold']:.3f}  {cells}"
            f"{_number(found['average_precision']):>5}  {_number(found['brier']):>5}"
            f"  {_number(found['ece']):>5}"
        )


def _bins(rows: list[dict[str, Any]]) -> Iterator[str]:
    from tracker.suggest.reliability import Bin, table

    yield from table([Bin(**row) for row in rows])


def _relevance(data: Mapping[str, Any]) -> Iterator[str]:
    words = {"decided": "works decided on", "with_unjudged": "the same and papers nobody judged"}
    for name, part in data.items():
        counts = f"{part['relevant']:,} relevant, {part['not']:,} not"
        yield f"relevance among {words[name]}: {counts}"
        if not part["relevant"] or not part["not"]:
            yield "  not enough: it takes both kinds"
            continue
        for answerer, found in part["answers"].items():
            figures = (
                f"AUC {_number(found['auc'])}, average precision "
                f"{_number(found['average_precision'])}, Brier {_number(found['brier'])}, "
                f"ECE {_number(found['ece'])}"
            )
            yield f"  {_ANSWERERS[answerer]:13} {figures}"


def _last(data: Mapping[str, Any] | None) -> Iterator[str]:
    if data is None:
        yield "LAST FITTED MODEL: none, or it said nothing of works it had not seen"
        return
    yield f"LAST FITTED MODEL {data['model']}, on the works it had not seen when it was asked"
    if data["labels"]:
        yield from _dimensions(data["labels"]["dimensions"])
    if data["relevance"]:
        yield from _relevance({"decided": data["relevance"]})


def _live(data: Mapping[str, Any]) -> Iterator[str]:
    yield "WHAT CURATORS ACCEPTED of what they were shown"
    for name, words in (
        ("seen", "suggestions seen"),
        ("blind", "decided blind"),
        ("again", "decided again, so perhaps learnt"),
    ):
        part = data[name]
        yield f"{words}: {part['decisions']} decisions, {part['included']} included"
        if not part["decisions"]:
            continue
        likely, unlikely = (_share(part["relevance"][key]) for key in ("likely", "unlikely"))
        yield f"  included of those shown as likely: {likely}; as unlikely: {unlikely}"
        for dimension, shares in part["dimensions"].items():
            if any(share["of"] for share in shares.values()):
                said = "; ".join(f"{key} {_share(share)}" for key, share in shares.items())
                yield f"  {dimension}: {said}"


def _share(data: Mapping[str, Any]) -> str:
    if data["share"] is None:
        return "none"
    interval = f"{data['low']:.0%} to {data['high']:.0%}"
    return f"{data['count']} of {data['of']} ({data['share']:.0%}, {interval})"


def _figure(data: Mapping[str, Any]) -> str:
    if data["low"] is None or data["value"] is None:
        return _number(data["value"])
    return f"{data['value']:.3f} ({data['low']:.2f} to {data['high']:.2f})"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
