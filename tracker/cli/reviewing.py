"""Commands about deciding: show, decide, undo, join, split."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from tracker import identity
from tracker.cli import queueing
from tracker.cli.app import app
from tracker.cli.frame import Handle, Json, emit, say, settings_of
from tracker.cli.showing import shown
from tracker.decisions import Decision, Verdict, written
from tracker.errors import SettingsError
from tracker.identity import WorkId
from tracker.problems import Problem
from tracker.works import Facts, state_facts

if TYPE_CHECKING:
    from tracker.review.ties import Turn

Name = Annotated[
    str, typer.Argument(metavar="ID", help="arXiv id, doi:…, pmid:…, url:… or title:…")
]
Note = Annotated[str, typer.Option(help="Why, in your own words.")]
Yes = Annotated[bool, typer.Option("--yes", help="Clear a pile without asking.")]


def work_id(text: str) -> WorkId:
    try:
        return identity.parse(text)
    except ValueError as fault:
        raise SettingsError(str(fault)) from None


@app.command()
def show(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Show all that is known about one work or paper."""

    from tracker.steps import reviews

    seen = reviews.look(settings_of(context), work_id(name))
    if as_json:
        emit(seen)
    else:
        say(shown(seen))


@app.command()
def decide(
    context: typer.Context,
    name: Name,
    verdict: Annotated[
        str, typer.Argument(metavar="include|exclude|defer", help="What you decide.")
    ],
    handle: Handle,
    label: Annotated[
        list[str] | None, typer.Option(help="A label's key, such as nlp_task:qa; repeatable.")
    ] = None,
    as_suggested: Annotated[
        bool, typer.Option("--as-suggested", help="Take the labels suggested at 50 % or more.")
    ] = False,
    reason: Annotated[str, typer.Option(help="A short reason, the same words each time.")] = "",
    note: Note = "",
    second: Annotated[
        bool,
        typer.Option("--second", help="A second read: a vote, which by itself changes nothing."),
    ] = False,
    yes: Yes = False,
    short_name: Annotated[str | None, typer.Option(help="What the work is called.")] = None,
    size: Annotated[
        list[str] | None, typer.Option(help="A parameter count such as 2.7B; repeatable.")
    ] = None,
    base_model: Annotated[str | None, typer.Option(help="The model it was built on.")] = None,
    journal: Annotated[
        str | None, typer.Option(help="Where it was published, as it is cited there.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option(help='A name, in order; repeatable. "" is no author.')
    ] = None,
    published_on: Annotated[
        str | None, typer.Option(metavar="DAY", help="A day, a month or a year.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="arXiv's, such as cs.CL.")] = None,
    link: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=URL", help="paper, model, code, data or page; repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide on one work and put the decision on disk.

    Including without --label keeps the labels the work already has: that confirms an import.
    A second read starts without labels. Where it differs from the first, a third decides.
    For ID also pile:CAUSE (see tracker piles): lists all its papers, asks, and decides on each.
    """
    from tracker.review.piles import PREFIX
    from tracker.steps import reviews

    if name.startswith(PREFIX):
        queueing.clear(context, name, verdict, handle, reason, note, yes, as_json)
        return
    if verdict not in ("include", "exclude", "defer"):
        raise SettingsError(f"{verdict!r} is no verdict; write include, exclude or defer")
    decision = reviews.decide(
        settings_of(context),
        work_id(name),
        cast(Verdict, verdict),
        handle,
        label,
        as_suggested=as_suggested,
        reason=reason,
        note=note,
        second=second,
        facts=_facts(
            {
                "short_name": _line(short_name),
                "sizes": size,
                "base_model": _line(base_model),
                "journal": _line(journal),
                "authors": None if author is None else _names(author),
                "published_on": published_on,
                "category": category,
            },
            link,
        ),
    )
    _decided(decision, f"{decision.verdict} {decision.work}", as_json)


@app.command()
def undo(
    context: typer.Context,
    handle: Handle,
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A work, a decision's key, or a pile.")
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Put a pile back that was undone.")] = False,
    as_json: Json = False,
) -> None:
    """Take back your last decision, your last on a work, or any by its key.

    The key of an undo takes the undo back: what it undid stands again. A pile's key takes back
    all that you decided when you cleared it last.
    """

    from tracker.review.piles import PREFIX
    from tracker.steps import reviews

    if name and name.startswith(PREFIX):
        queueing.take_back(context, name, handle, redo, as_json)
        return
    if redo:
        raise SettingsError("--redo is for a pile; give the key of an undo to take it back")
    decision, target = reviews.undo(settings_of(context), handle, name)
    what = f"undone: {target.verdict} {target.work} by {target.by} at {written(target.at)}"
    _decided(decision, what, as_json)


@app.command()
def join(
    context: typer.Context, name: Name, other: Name, handle: Handle, as_json: Json = False
) -> None:
    """Say that two records are one work.

    Of the decisions on either, the latest then counts for both; it says so where that changes
    a verdict or labels.
    """

    from tracker.steps import ties

    decision, changed = ties.tie(
        settings_of(context), "join", work_id(name), work_id(other), handle
    )
    _tied(decision, f"{decision.other} is now part of {decision.work}", changed, as_json)


@app.command()
def split(
    context: typer.Context,
    name: Name,
    other: Name,
    handle: Handle,
    title: Annotated[
        str, typer.Option(help="The other work's title, if neither a file nor the store has it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say that an identifier of a work is a work of its own.

    Each has the decisions that name it, and no others; it says so where that changes a verdict
    or labels.
    """

    from tracker.steps import ties

    decision, changed = ties.tie(
        settings_of(context), "split", work_id(name), work_id(other), handle, title
    )
    _tied(decision, f"{decision.other} is no longer part of {decision.work}", changed, as_json)


def _line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _names(authors: list[str]) -> list[str]:
    return [name for one in authors if (name := " ".join(one.split()))]


def _facts(stated: Mapping[str, Any], links: list[str] | None) -> Facts | None:
    """The facts stated on the line; one option of a kind replaces all that is known of it.

    What was not stated is None. Raises SettingsError for a fact that the record would refuse.
    """
    pairs = [one.partition("=") for one in links or ()]
    if not all(middle for _, middle, _ in pairs):
        raise SettingsError("--link is KIND=URL, such as code=https://github.com/owner/name")
    told = {**stated, "links": [{"kind": kind, "url": url} for kind, _, url in pairs] or None}
    problems: list[Problem] = []
    given = {name: value for name, value in told.items() if value is not None}
    facts = state_facts(given, problems)
    if problems:
        raise SettingsError(f"{problems[0].place.strip('.')} {problems[0].what}")
    return facts if given else None


def _decided(decision: Decision, told: str, as_json: bool, **more: Any) -> None:
    if as_json:
        emit({"key": decision.key, "decision": json.loads(decision.line), **more})
    else:
        say([f"{told}  [{decision.key}]"])


def _tied(decision: Decision, told: str, changed: "Sequence[Turn]", as_json: bool) -> None:
    _decided(decision, told, as_json, changed=[one.as_json() for one in changed])
    if not as_json:
        say(one.told(decision.by) for one in changed)
