"""Publishing, composed: the curation becomes pages, and the pages one pull request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.ballots import Ballots, counted
from tracker.completions import complete, write
from tracker.copies import beside
from tracker.curation import Curation
from tracker.curation.journal import write_whole
from tracker.errors import PublishError
from tracker.figures import FILE
from tracker.fingerprints import is_rendered, made_from, remember
from tracker.methods import box
from tracker.outcomes import BRANCH as BRANCH
from tracker.outcomes import PublishReport, Rendering
from tracker.proposals import Proposal, Words, keep_here, request_of, with_figures
from tracker.publish import gate
from tracker.publish.printing import former, possible, printing, shows_table
from tracker.publish.proposal import PullRequest, blob_sha
from tracker.publish.sheets import left_behind
from tracker.publish.waiting import spare, with_edits
from tracker.settings import Settings
from tracker.tidying import read_page

if TYPE_CHECKING:
    from tracker.publish.github import GitHub

# For a page that changed before anybody decided anything: any fixed instant will do.
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)


def render(settings: Settings, write: bool = True, discard: bool = False) -> Rendering:
    """Make every page and picture from the curation; raises CurationError or MarkerError first.

    A region or page in which a person's edit waits is left as it is, unless ``discard`` says
    otherwise.
    """
    curation = files.require(files.load(settings.root))
    page, untabled = curation.pages.page, tuple(_untabled(curation))
    if is_rendered(settings, stamp(settings, curation)):
        return Rendering(page, False, False, untabled)
    after, waiting = to_publish(settings, curation, discard)
    changed = tuple(path for path, data in after.items() if held_here(settings, path) != data)
    for path in changed if write else ():
        write_whole(settings.root / path, after[path])
    if write and not waiting:
        remember(settings, stamp(settings, curation), after)
    return Rendering(page, bool(changed), bool(changed) and write, untabled, changed, waiting)


def to_publish(
    settings: Settings, curation: Curation, discard: bool = False
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file to publish, for this checkout, and the edits that wait in them, which stay
    unless they are to be discarded."""
    front, made = printed(settings, curation)
    held = partial(held_here, settings)
    return made, () if discard else spare(front, made, held, curation)


def printed(settings: Settings, curation: Curation) -> tuple[str, dict[str, bytes]]:
    """The front page as it stands here, and every file made anew, whatever people edited.

    And a word in place of pages no longer made.
    """
    front, held = read_page(settings, curation), partial(held_here, settings)
    made = printing(front, curation, held, box(curation, held(FILE)))
    there = former(beside(settings.root, curation), curation, made)
    return front, made | _left(there, made, curation, held)


def stamp(settings: Settings, curation: Curation) -> str:
    """What decides over the pages here: data, figures, and which pages there were."""
    return made_from(curation, held_here(settings, FILE), beside(settings.root, curation))


def _left(
    paths: tuple[str, ...],
    made: Mapping[str, bytes],
    curation: Curation,
    held: Callable[[str], bytes | None],
) -> dict[str, bytes]:
    there = {path: data for path in paths if (data := held(path)) is not None}
    return left_behind(there, made, curation.pages.page)


def held_here(settings: Settings, path: str) -> bytes | None:
    """A file as it stands in this checkout; None if it is not there, or cannot be read."""
    try:
        return (settings.root / path).read_bytes()
    except OSError:
        return None


def _untabled(curation: Curation) -> Iterator[str]:
    for standing in curation.record.of("included"):
        labels, sections = standing.labels, standing.work.sections
        if not any(table.selects(labels, sections) for table in curation.pages.tables):
            yield str(standing.work.id)


def publish(settings: Settings, dry_run: bool = False, force: bool = False) -> PublishReport:
    """Propose the page, and the decisions behind it that the base branch lacks.

    The regions are filled in the base branch's page, so that what people wrote around them
    there stays. A request that looks wrong (see tracker.publish.gate) is refused unless
    ``force`` overrules that. Raises PublishError if this checkout is behind the base branch.
    """
    curation = files.require(files.load(settings.root))
    page = curation.pages.page
    if not settings.repository or not settings.github_token:
        if not dry_run:
            completions = write(settings)
            keep_here(settings, completions.curation)
            rendering = render(settings)
            state = "was rendered" if rendering.written else "was current"
            why = "TRACKER_REPOSITORY or GITHUB_TOKEN is not set"
            told = f"no pull request ({why}); {page} {state} here"
            if completions.filled:
                told += f"; {completions.summary}"
            unsettled, waiting = completions.unsettled, rendering.waiting
            return PublishReport("rendered", told, remarks=unsettled, waiting=waiting)
        completions = complete(settings, curation)
        curation = completions.curation
        made, waiting = to_publish(settings, curation)
        made |= {FILE: figures} if (figures := held_here(settings, FILE)) else {}
        made |= completions.files
        here = {path: data for path in made if (data := held_here(settings, path)) is not None}
        proposal = with_figures(settings, curation, here, made)
        words = request_of(settings, curation, here, proposal, BRANCH, completions)
        dry = _dry(words, Ballots(curation), proposal, here == proposal.files, force)
        return replace(dry, waiting=waiting)
    from tracker.publish.github import GitHub
    from tracker.publish.rolling import publish as bring_up_to_date

    with GitHub(settings.github_url, settings.repository, settings.github_token) as github:
        ballots = counted(settings, curation, github, BRANCH)
        completions = complete(settings, ballots.curation)
        curation = completions.curation
        ballots = replace(ballots, curation=curation, files={**ballots.files, **completions.files})
        branch, old, proposed, waiting = _proposed(settings, ballots, github)
        proposal = with_figures(settings, curation, old, proposed, github, (BRANCH, branch))
        words = request_of(settings, curation, old, proposal, BRANCH, completions)
        if dry_run or (words.doubts and not force):
            return replace(_dry(words, ballots, proposal, force=force), waiting=waiting)
        request = with_edits(words.overruled, waiting)
        asked = PullRequest(
            request.title,
            request.body,
            request.message,
            proposal.files,
            _dated(curation),
            content=proposal.content,
        )
        outcome = bring_up_to_date(github, asked, BRANCH, branch)
    said = {
        "nothing": "nothing to publish: the base branch has it all",
        "created": f"opened pull request #{outcome.number}: {request.title}",
        "updated": f"updated pull request #{outcome.number}: {request.title}",
        "unchanged": f"pull request #{outcome.number} already says so",
        "closed": f"closed pull request #{outcome.number}: the base branch has it all",
        "declined": f"pull request #{outcome.number} was closed by hand; waiting for new decisions",
    }
    return PublishReport(
        outcome.action,
        "; ".join([said[outcome.action], *_counts(ballots)]),
        request.title,
        request.body,
        proposal.files if outcome.action in ("created", "updated") else {},
        outcome.number,
        outcome.url,
        ballots.decisions,
        ballots.remarks,
        waiting,
    )


def _counts(ballots: Ballots) -> Iterator[str]:
    for count, one, many in (
        (len(ballots.decisions), "decision by a ticked box", "decisions by ticked boxes"),
        (len(ballots.remarks), "ticked box is no decision", "ticked boxes are no decisions"),
    ):
        if count:
            yield f"{count:,} {one if count == 1 else many}"


def _proposed(
    settings: Settings, ballots: Ballots, github: "GitHub"
) -> tuple[str, dict[str, bytes], dict[str, bytes], tuple[str, ...]]:
    """The base branch's name, its pages as they stand, and the files to propose."""
    from tracker.publish.checkout import read_base, require_current

    curation = ballots.curation
    page, local = curation.pages.page, _record_files(settings)
    base = read_base(github, [*possible(curation), *local, FILE])
    require_current(base, local, github)

    @cache
    def held(path: str) -> bytes | None:
        """The base branch's file; what is the same here is not fetched."""
        entry, mine = base.entries.get(path), held_here(settings, path)
        if entry is None or entry.kind != "blob":
            return None
        return mine if mine is not None and blob_sha(mine) == entry.sha else github.blob(entry.sha)

    text = base.text(page, github)
    front = read_page(settings, curation) if text is None else text
    figures = held(FILE) or held_here(settings, FILE)
    made = printing(
        front,
        curation,
        lambda path: held(path) or held_here(settings, path),
        box(curation, figures),
    )
    made |= {FILE: figures} if figures else {}
    made |= _left(former(base.entries, curation, made), made, curation, held)
    waiting = spare(front, made, held, curation)
    old = {}
    for path, data in {**made, **local}.items():
        if (entry := base.entries.get(path)) is not None:
            same = entry.sha == blob_sha(data)
            # Of what changed, only the rows of tables are compared; the rest is not fetched.
            old[path] = data if same else (shows_table(path, curation) and held(path)) or b""
    return base.branch, old, {**made, **local, **ballots.files}, waiting


def _dry(
    words: Words,
    ballots: Ballots,
    proposal: Proposal,
    current: bool = False,
    force: bool = False,
) -> PublishReport:
    """What would be proposed, or why it is not."""
    if current:
        return PublishReport("nothing", "nothing to publish: the page is current")
    request = words.overruled if force else words.request
    action, summary = "dry-run", request.title
    if words.doubts and not force:
        action, summary = "refused", gate.sentence(words.doubts)
    report = PublishReport(action, summary, request.title, request.body, proposal.files)
    return replace(report, ticked=ballots.decisions, remarks=ballots.remarks)


def _record_files(settings: Settings) -> dict[str, bytes]:
    """The machine-written files of the record, by their path from the survey's root."""
    found: dict[str, bytes] = {}
    for pattern in ("works/*.yaml", "decisions/*/*.jsonl", "results/*.yaml"):
        for path in (settings.root / files.FOLDER).glob(pattern):
            try:
                found[path.relative_to(settings.root).as_posix()] = path.read_bytes()
            except OSError as fault:
                raise PublishError(f"{path.name} cannot be read: {fault.strerror}") from None
    return dict(sorted(found.items()))


def _dated(curation: Curation) -> datetime:
    """The commit's date: the last decision's, so that the same record makes the same commit."""
    said = [decision.at for decision in curation.decisions]
    return max([*said, *(result.at for result in curation.results if result.at)], default=_EPOCH)
