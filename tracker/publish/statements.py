"""What is said of results, as files that travel in a request, and the line that tells each."""

from collections.abc import Mapping

from tracker.benchmarks import Benchmarks
from tracker.curation import FOLDER
from tracker.curation.canonical import Unreadable, load, load_canonical
from tracker.curation.reported import written_result
from tracker.decisions import written
from tracker.publish.markdown import cell
from tracker.results import UNKNOWN, ReportedResult, read_result

_QUOTE = 120  # characters of a quote in a line


def read_statement(data: bytes, path: str) -> ReportedResult | None:
    """The result in a file of ``results/``; None unless the file is canonical, name included."""
    try:
        text = data.decode("utf-8")
        result, faults = read_result(load_canonical(text) or load(text), path)
    except (Unreadable, UnicodeDecodeError):
        return None
    if result is None or faults or written_result(result) != text:
        return None
    return result if f"/{path}".endswith(f"/{FOLDER}/{result.path}") else None


def read_statements(
    files: Mapping[str, bytes], handle: str
) -> tuple[dict[str, ReportedResult], tuple[str, ...]]:
    """What a curator says in these files, in the order it was said; and the paths of those
    that nobody can be said to have said, because they are not canonical."""
    read = {path: read_statement(data, path) for path, data in files.items()}
    own = {path: one for path, one in read.items() if one and one.by.lower() == handle.lower()}
    ordered = sorted(own, key=lambda path: (written(at) if (at := own[path].at) else "", path))
    spoilt = tuple(path for path, one in read.items() if one is None)
    return {path: own[path] for path in ordered}, spoilt


def shown(one: ReportedResult, benchmarks: Benchmarks) -> str:
    """A result as an item of a Markdown list: what is said of it, its test, value and source."""
    version = f" v{one.version}" if one.version else ""
    parts = [*test_of(one, benchmarks), f"{one.source}{version}", one.note]
    said = " · ".join(cell(part) for part in parts if part)
    quote = f" · “{cell(one.quote, _QUOTE)}”" if one.quote else ""
    return f"- **{one.status}** {said}{quote}"


def test_of(one: ReportedResult, benchmarks: Benchmarks) -> tuple[str, ...]:
    """Model, test, value and setting, as names for people; what was not stated is left out."""
    parts = (
        one.model or "model not named",
        benchmarks.dataset_name(one.dataset),
        f"{one.split} split" if one.split else "",
        benchmarks.metric_name(one.metric),
        f"{one.value}%" if one.unit == "percent" else one.value,
        "" if one.setting == UNKNOWN else one.setting,
    )
    return tuple(part for part in parts if part)
