"""Commands about what waits: queue, and piles of it."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, say, settings_of
from tracker.errors import SettingsError
from tracker.preferences import Strategy

if TYPE_CHECKING:
    from tracker.review.piles import Pile

_EXAMPLES = 3


@app.command()
def queue(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=0, help="How many to list; 0 for all.")] = 20,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Least probability for a new paper, not tracker.yaml's."),
    ] = None,
    handle: Annotated[
        str,
        typer.Option("--as", metavar="HANDLE", help="Whose queue: with what to read again."),
    ] = "",
    strategy: Annotated[
        str, typer.Option(help=f"The order: {', '.join(get_args(Strategy))}; not tracker.yaml's.")
    ] = "",
    budget: Annotated[
        int | None,
        typer.Option(min=1, help="Decisions a week there is time for: moves the threshold."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List what waits for a curator, the most valuable first, and whether the queue keeps up.

    First come withdrawn works, then revised ones: decided, but words that this rests on are gone.
    With --as also second reads (works that one other curator decided) and conflicts (two did,
    and differ); answer them with tracker decide --second.
    """

    from tracker.review.strategies import MEANINGS
    from tracker.steps.solvency import outlook

    chosen = next((one for one in MEANINGS if one == strategy), None)
    if strategy and chosen is None:
        raise SettingsError(f"{strategy!r} is no strategy; known are {', '.join(MEANINGS)}")
    seen = outlook(settings_of(context), threshold, handle, chosen, budget)
    waits = seen.queue
    shown = waits.waiting[:limit] if limit else waits.waiting
    if as_json:
        emit(
            {
                "waiting": len(waits.waiting),
                "below_threshold": waits.below,
                "threshold": waits.threshold,
                "recall": waits.recall.as_json() if waits.recall else None,
                "versions_unknown": waits.unknown,
                **seen.as_json(),
                "items": [one.as_json() for one in shown],
            }
        )
        return
    for one in shown:
        chance = "  —" if one.relevance is None else f"{one.relevance:3.0%}"
        why = "audit" if one.audit else one.why
        say([f"{chance:>4}  {why:9}  {one.work!s:22}  {one.title[:200]}"])
    hidden = f"{waits.below:,} papers below {waits.threshold:.0%} are not shown"
    say([f"{len(waits.waiting):,} waiting, {len(shown):,} listed; {hidden}"])
    say([f"order: {waits.strategy} ({MEANINGS[waits.strategy]})"])
    say([str(waits.recall)] if waits.recall else [])
    say(seen.lines())
    if waits.unknown:
        say([f"{waits.unknown:,} decided have a newer version, and what was read is not stored"])


@app.command()
def piles(context: typer.Context, as_json: Json = False) -> None:
    """List papers of the queue that share one cause, and can be decided together.

    tracker decide pile:CAUSE exclude --reason … --as HANDLE clears a pile, tracker undo
    pile:CAUSE --as HANDLE takes all of it back.
    """
    from tracker.steps.piles import piles as found

    every = found(settings_of(context))
    if as_json:
        emit({"piles": [one.as_json(_EXAMPLES) for one in every]})
        return
    for pile in every:
        say([f"{len(pile.waiting):6,}  {pile.key}  {pile.cause}"])
        say(f"          {one.work!s:22}  {one.title[:200]}" for one in pile.waiting[:_EXAMPLES])
    say([] if every else ["no two papers of the queue share a cause"])


def clear(
    context: typer.Context,
    key: str,
    verdict: str,
    handle: str,
    reason: str,
    note: str,
    yes: bool,
    as_json: bool,
) -> None:
    """List a pile, ask, and decide on all of it."""
    from tracker.review.piles import latest_of
    from tracker.steps import piles as composed

    if verdict not in ("exclude", "defer"):
        raise SettingsError("a pile is excluded or deferred; include papers one by one")
    if verdict == "exclude" and not reason.strip():
        raise SettingsError("say why, with --reason; it is kept with every decision of the pile")
    settings = settings_of(context)
    pile = composed.pile(settings, key)
    if not as_json:
        say(_listed(pile, verdict, reason))
    if not yes:
        _ask(len(pile.waiting), verdict, as_json)
    done = composed.clear(
        settings, pile, cast(Literal["exclude", "defer"], verdict), handle, reason, note
    )
    mark = latest_of(done)
    if as_json:
        emit({"pile": mark, "cause": pile.cause, "decided": [one.key for one in done]})
    else:
        say([f"{len(done):,} decided; to take them back: tracker undo {mark} --as {handle}"])


def take_back(context: typer.Context, key: str, handle: str, again: bool, as_json: bool) -> None:
    """Take a cleared pile back, or put it back."""
    from tracker.steps.piles import take_back as composed

    mark, done = composed(settings_of(context), key, handle, again)
    if as_json:
        emit({"pile": mark, "redo": again, "decisions": [one.key for one in done]})
    else:
        say([f"{mark}: {len(done):,} decisions {'put back' if again else 'taken back'}"])


def _listed(pile: "Pile", verdict: str, reason: str) -> Iterator[str]:
    why = f", reason “{reason}”" if reason else ""
    yield f"{verdict} these {len(pile.waiting):,} papers ({pile.cause}){why}:"
    yield from (f"  {one.work!s:22}  {one.title[:200]}" for one in pile.waiting)


def _ask(papers: int, verdict: str, as_json: bool) -> None:
    if as_json or not sys.stdin.isatty():
        raise SettingsError("nothing was decided; add --yes if that is what you mean")
    if not typer.confirm(f"{verdict} all {papers:,}?"):
        say(["nothing was decided"])
        raise typer.Exit(1)
