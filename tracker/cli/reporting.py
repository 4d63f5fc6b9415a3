"""The command about where the survey stands: status."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, say, settings_of

if TYPE_CHECKING:
    from tracker.review.agreement import Agreement
    from tracker.steps.status import Status

_REASONS = 5  # named; the rest are counted
_DAYS = 5
_WORKS = 5


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Show where the survey stands: coverage, queue, pace, decisions, agreement, model.

    Agreement is over works that two curators read without knowing of each other: Cohen's
    kappa for two curators, Krippendorff's alpha for more, with 95 % intervals.
    """
    from tracker.steps.status import status as found

    seen = found(settings_of(context))
    if as_json:
        emit(seen.as_json())
    else:
        say(_page(seen))


def _page(seen: "Status") -> Iterator[str]:
    yield _line("coverage", _coverage(seen))
    yield _line("last pull", _last_run(seen))
    yield _line("store", f"{seen.store.papers:,} papers, {seen.store.considered:,} answer a query")
    yield _line("model", _model(seen))
    yield _line("queue", _queue(seen))
    yield _line("pace", str(seen.pace))
    yield _line("backlog", str(seen.stop))
    yield _line("works", _works(seen))
    yield _line("second reads", _rereads(seen))
    yield from _agreed("agreement", seen.agreement)
    if seen.rereads.blind:
        yield from _agreed("… read blind", seen.blind_agreement)
    yield _line("results", _results(seen))
    problems = f"{_count(seen.problems, 'problem')} in the curation; run tracker check"
    yield _line("curation", problems if seen.problems else "in good order")
    if seen.missized:
        yield _line("sizes", _missized(seen))
    yield from ["", "week of     arrived  decided  waited"]
    for week in seen.weeks:
        by = ", ".join(f"{handle} {number:,}" for handle, number in week.decided.items())
        decided = sum(week.decided.values())
        waited = "" if week.waited is None else f"{week.waited:,} d"
        yield f"{week.monday}  {week.arrived:7,}  {decided:7,}  {waited:>6}  {by}".rstrip()


def _line(name: str, what: str) -> str:
    return f"{name:14}{what}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _coverage(seen: "Status") -> str:
    last, open_days = seen.coverage.last_proven, seen.coverage.open_days
    proven = f"proven up to {last}" if last else "nothing is proven yet; run tracker pull"
    if not open_days:
        return proven
    named = ", ".join(map(str, open_days[:_DAYS]))
    more = f" and {len(open_days) - _DAYS:,} more" if len(open_days) > _DAYS else ""
    return f"{proven}; open: {named}{more}"


def _last_run(seen: "Status") -> str:
    run = seen.last_run
    if run is None:
        return "none"
    proved = "proved something" if run.outcome == "ok" else "proved nothing"
    return f"{run.finished_at:%Y-%m-%d %H:%M} UTC, {proved}"


def _model(seen: "Status") -> str:
    store = seen.store
    if store.suggested_at is None:
        return "none has suggested anything yet; run tracker suggest"
    spoke = f"last on {store.suggested_at:%Y-%m-%d %H:%M} UTC"
    return f"{store.model} judged {store.judged:,} papers, {spoke}"


def _queue(seen: "Status") -> str:
    queue = seen.queue
    waiting = f"{sum(queue.by_why.values()):,} waiting"
    if queue.by_why:
        waiting += f" ({_counts(queue.by_why)})"
    oldest = f", the oldest paper of {queue.oldest}" if queue.oldest else ""
    return f"{waiting}{oldest}; {queue.below:,} below {queue.threshold:.0%} not shown"


def _works(seen: "Status") -> str:
    one = seen.works
    named = dict(list(one.reasons.items())[:_REASONS])
    rest = sum(one.reasons.values()) - sum(named.values())
    reasons = _counts(named | ({"other reasons": rest} if rest else {}))
    excluded = f"{one.excluded:,} excluded" + (f" ({reasons})" if reasons else "")
    unconfirmed = f"{one.inferred:,} imported and not confirmed"
    return f"{one.included:,} included, {excluded}, {one.deferred:,} deferred, {unconfirmed}"


def _missized(seen: "Status") -> str:
    named = [f"{one.work} ({', '.join(one.sizes)})" for one in seen.missized[:_WORKS]]
    named += ["…"] if seen.missized[_WORKS:] else []
    many = _count(len(seen.missized), "work")
    return f"{many} with a size label that no stated size bears out: {', '.join(named)}"


def _rereads(seen: "Status") -> str:
    one = seen.rereads
    stuck = f" ({one.stuck:,} with no curator left: agree, and decide again)" if one.stuck else ""
    asked = f"{one.wanted:,} wanted ({one.share:.0%} of what is decided)"
    read = f"{one.read:,} read twice, {one.blind:,} of them blind"
    return f"{asked}, {read}; {_count(one.conflicts, 'open conflict')}{stuck}"


def _results(seen: "Status") -> str:
    from tracker.steps.rechecks import invitation

    one = seen.results
    counts = f"{one.on_file:,} on file, {one.confirmed:,} confirmed"
    return "; ".join([counts, *invitation(one.to_check)])


def _agreed(name: str, found: "tuple[Agreement, ...]") -> Iterator[str]:
    from tracker.review.agreement import LEAST

    for one in found if found[0].works >= LEAST else found[:1]:
        yield _line(name, f"{one.question:16}{_figure(one)}")
        name = ""


def _figure(one: "Agreement") -> str:
    from tracker.review.agreement import LEAST

    if one.works < LEAST:
        return f"not known yet: {one.works:,} of {LEAST} works"
    works = f"{_count(one.works, 'work')}, {one.curators} curators"
    if one.value is None:
        return f"not known yet: always the same answer ({works})"
    span = "" if one.low is None else f" (95 %: {one.low:.2f} to {one.high:.2f})"
    over = f", mean of {_count(one.labels, 'label')}" if one.labels else ""
    return f"{one.coefficient} {one.value:.2f}{span}, {one.observed:.0%} equal{over}, {works}"


def _counts(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())
