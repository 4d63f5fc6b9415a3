"""Commands about what readers see: render, publish."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from os.path import normpath
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, day, emit, finish, say, settings_of, warn
from tracker.errors import SettingsError
from tracker.outcomes import Rendering
from tracker.settings import Settings

_HERE = (
    "compared with the files here, not with a base branch (TRACKER_REPOSITORY or GITHUB_TOKEN is "
    "not set)"
)
_SHOWN = 5  # files, and edits that wait, named after rendering; tracker edits names those all


@app.command()
def render(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether the pages are up to date.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(help="Print the page as it was at the end of that day (UTC); write nothing."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="With --as-of: a new folder for all pages and pictures of that day."),
    ] = None,
    discard_edits: Annotated[
        bool,
        typer.Option("--discard-edits", help="Write over what people edited by hand, and name it."),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(help="With --discard-edits: in this file alone; repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the pages and pictures from the curation.

    In the front page only the marked regions are filled; the other files are made whole.
    A region or page that somebody edited is left as it is (see tracker edits); exits 1 then,
    and with --check, which writes nothing, if any file is stale.
    """
    from tracker.steps import renderings

    settings = settings_of(context)
    if then := day(as_of, "--as-of"):
        if check:
            raise SettingsError("--check is about the pages here; leave it out with --as-of")
        _look_back(settings, then, output, discard_edits, as_json)
        return
    if output is not None:
        raise SettingsError("--output is for the pages of an earlier day; name one with --as-of")
    if only and not discard_edits:
        raise SettingsError("--only says where to discard edits; add --discard-edits")

    within = [_page(settings, name) for name in only or ()]

    def discard(path: str) -> bool:
        return discard_edits and (not within or path in within)

    rendering = renderings.render(settings, not check, discard)
    if as_json:
        emit(asdict(rendering))
    else:
        say([_state(rendering, check)])
    if rendering.untabled and not as_json:
        names = ", ".join(rendering.untabled[:5]) + (" …" if len(rendering.untabled) > 5 else "")
        many = len(rendering.untabled)
        some = "1 listed work answers" if many == 1 else f"{many:,} listed works answer"
        say([f"{some} no table: {names}"])
    for one in rendering.discarded:
        warn(f"{'to discard' if check else 'discarded'}: {one}")
    for path in within:
        untouched = not any(one.startswith(f"{path}:") for one in rendering.discarded)
        warn(f"{path} holds no edits to discard" if untouched else "")
    _tell(rendering.waiting)
    finish(rendering.ok and not (check and rendering.stale))


@app.command()
def publish(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the request; change nothing anywhere.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Overrule the gate, as the request then says; ask again for what was closed.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring the one pull request up to date with the curation.

    Needs TRACKER_REPOSITORY (owner/name) and GITHUB_TOKEN; --dry-run needs neither, and then
    compares with the files here instead of the base branch.
    A request that looks wrong is refused with the reason (exit 1): works that vanish or come
    without a decision, rows that do not parse, a page GitHub would not show. So are broken
    markers on the base branch, which --force cannot overrule.
    """
    from tracker.steps import publications

    settings = settings_of(context)
    alone = not (settings.repository and settings.github_token)
    if alone and not dry_run:
        raise SettingsError(
            "set TRACKER_REPOSITORY=owner/name and GITHUB_TOKEN to publish, "
            "or see the request with tracker publish --dry-run"
        )
    report = publications.publish(settings, dry_run, force)
    warn(_HERE if alone else "")
    if as_json:
        emit(report.as_json())
    elif dry_run and report.files:
        say([report.title, "", *report.body.splitlines(), "", f"files: {', '.join(report.files)}"])
        say([] if report.ok else ["", report.summary])
    else:
        say([report.summary, *report.remarks])
    _tell(report.waiting)
    finish(report.ok)


def _page(settings: Settings, name: str) -> str:
    """A page by its path from the survey's root, however that was written."""
    root = normpath(settings.root.absolute())
    path = Path(normpath(Path(root, name)))
    if not path.is_relative_to(root) or not path.is_file():
        raise SettingsError(f"--only {name}: the survey in {settings.root} has no such page")
    return path.relative_to(root).as_posix()


def _look_back(
    settings: Settings, day: date, output: Path | None, discard: bool, as_json: bool
) -> None:
    """Print the page of an earlier day, or write all of them into a folder."""
    from tracker import folders
    from tracker.steps.renderings import to_publish
    from tracker.steps.snapshots import snapshot, untaken

    with snapshot(settings, day) as then:
        pages, waiting = to_publish(then.settings, then.curation, discard or then.basis.truncated)
    warn(then.basis.notice)
    warn(untaken(waiting))
    if output is None:
        text = pages[then.curation.pages.page].decode()
        emit({**then.basis.as_json(), "text": text}) if as_json else typer.echo(text, nl=False)
        return
    fresh = folders.fill(output, pages, "holds other things; name a new folder with --output")
    if as_json:
        report = {"folder": str(output), "files": sorted(pages), "written": fresh}
        emit({**then.basis.as_json(), **report})
    else:
        say([f"{output}: {len(pages)} files {'written' if fresh else 'were there already'}"])


def _state(rendering: Rendering, check: bool) -> str:
    """In a line, how the pages stand after rendering, or after a look at them."""
    changed = list(rendering.changed[:_SHOWN])
    changed += ["…"] if len(rendering.changed) > _SHOWN else []
    if changed:
        return f"{', '.join(changed)} {'stale: run tracker render' if check else 'written'}"
    return f"{rendering.page if rendering.ok else 'what nobody edited'} is current"


def _tell(waiting: Sequence[str]) -> None:
    """On stderr, so that a JSON report stays one document."""
    for sentence in (*waiting[:_SHOWN], *(["…"] if len(waiting) > _SHOWN else [])):
        warn(sentence)
    warn("what people edited stays as it is; see tracker edits" if waiting else "")
