"""Commands about the curation's files: init, import, complete, check, format."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tracker.cli.app import app
from tracker.cli.frame import Json, emit, finish, say, settings_of, warn_if_unharvested
from tracker.record import Record
from tracker.scope import FILE, UNWRITTEN, Scope

if TYPE_CHECKING:
    from tracker.adopt.page import Entry

_TOLD: Final = 5  # entries with words that were not taken over


@app.command()
def init(
    context: typer.Context,
    title: Annotated[str, typer.Option(help="The survey's title, for a new README.")] = "A survey",
    example: Annotated[
        bool, typer.Option("--example", help="Start from the configuration that is shipped.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Start a survey: the curation's files, a page with markers, the database.

    Files that exist are left alone.
    """
    from tracker.steps import tidying
    from tracker.store import open_store

    settings = settings_of(context)
    written = tidying.start(settings, title, example)
    open_store(settings.database_url)
    if as_json:
        emit({"root": str(settings.root), "written": written})
        return
    say([f"wrote {name}" for name in written] or ["everything was there already"])
    say(["next: fill curation/taxonomy.yaml and queries.yaml, or tracker import README.md"])


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.md", help="The list to adopt.")],
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Labels for its entries.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Adopt a hand-written list: its works, its headings, its faults as problems.

    Every entry enters as included by `import`, marked inferred, for a curator to confirm.
    A heading gives the labels that tables.yaml has it adopt, or else becomes a table.
    In the page, tables take the place of its entries. Of an entry's words, its title, links and
    year are taken over; others (authors, venues, remarks) are told, for you to keep elsewhere.
    """
    from tracker.steps import adoptions

    adoption = adoptions.adopt(settings_of(context), file, labels)
    if as_json:
        emit(adoption.as_json())
        return
    say(str(problem) for problem in adoption.problems)
    passed = adoption.page.passed_over
    say(f"{file.name}:line {one.line}: not an entry: {one.reason}" for one in passed)
    if labels:
        read, ignored = adoption.label_columns, adoption.ignored_columns
        say([f"{labels.name}: labels in {', '.join(read) or 'no column'}"])
        say([f"{labels.name}: not read: {', '.join(ignored)}"] if ignored else [])
    say(_not_taken_over(adoption.beyond, file.name))
    say([adoption.summary])
    again = adoption.rewritten
    say(f"{'rewrote' if name in again else 'wrote'} {name}" for name in adoption.written)


def _not_taken_over(entries: "Sequence[Entry]", file: str) -> Iterator[str]:
    """The first few entries whose words no work holds, and how many more there are."""
    for entry in entries[:_TOLD]:
        yield f"{file}:line {entry.first_line}: not taken over: {entry.note[:160]}"
    if len(entries) > _TOLD:
        yield f"words of {len(entries) - _TOLD:,} more entries were not taken over; --json has them"


@app.command()
def complete(context: typer.Context, as_json: Json = False) -> None:
    """Complete the works' files here from arXiv's record: authors, day, journal, category, DOI.

    Only what is empty is filled, and a month becomes its exact day; what a curator stated stays.
    Works that arXiv cannot complete are counted. tracker publish proposes the same by itself.
    """
    from tracker.steps import completions

    settings = settings_of(context)
    found = completions.write(settings)
    if not found.filled:
        warn_if_unharvested(settings)
    if as_json:
        emit(found.as_json())
        return
    say(f"{one.name}: {one}" for one in found.filled)
    say([found.summary, *found.left, *found.unsettled, *found.differences])


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """List every problem in the curation and the page; exits 1 if there is one."""
    from tracker import curation as files
    from tracker.steps import tidying

    settings = settings_of(context)
    curation = files.load(settings.root)
    problems = [*curation.problems, *tidying.page_problems(settings, curation)]
    if as_json:
        emit({"problems": [problem.as_json() for problem in problems]})
    else:
        say(str(problem) for problem in problems)
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else "no problem"
        say([f"{count} in {len(curation.works)} works and {len(curation.decisions)} decisions"])
    finish(not problems)


@app.command()
def scope(context: typer.Context, as_json: Json = False) -> None:
    """Show the written scope: what belongs in the survey, what does not, and precedents."""
    from tracker import curation as files

    settings = settings_of(context)
    curation, file = files.load(settings.root), f"{files.FOLDER}/{FILE}"
    if as_json:
        emit(curation.scope.as_json())
    elif curation.scope != UNWRITTEN:
        say(_told(curation.scope, curation.record))
    elif (settings.root / file).exists():
        say([f"{file} has no sentence, criterion, phrase or precedent yet"])
    else:
        say([f"nobody has written the scope yet; it belongs in {file}"])


def _told(written: Scope, record: Record) -> Iterator[str]:
    yield from _wrapped(written.about)
    for name, criteria in (("Include", written.include), ("Exclude", written.exclude)):
        yield from ["", f"{name}:"]
        for number, criterion in enumerate(criteria, start=1):
            yield from _wrapped(f"{number:>3}. {criterion}", 5)
    for facet in written.facets:
        yield ""
        yield from _wrapped(f"Must speak of {facet.name}: {', '.join(facet.phrases)}", 5)
    yield from ["", "Precedents:"] if written.precedents else []
    for one in written.precedents:
        standing = record.by_id.get(one.work)
        title = standing.work.title[:200] if standing else ""
        yield f"{one.verdict:8} {one.work}  {title}".rstrip()
        yield from _wrapped(f"{'':9}{one.why}", 9)


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return wrap(text, 96, subsequent_indent=" " * indent)


@app.command("format")
def format_(context: typer.Context, as_json: Json = False) -> None:
    """Put machine-written curation files into their one canonical form."""
    from tracker.steps import tidying

    changed = tidying.tidy(settings_of(context))
    if as_json:
        emit({"changed": changed})
    else:
        say([f"formatted {name}" for name in changed] or ["everything is in canonical form"])
