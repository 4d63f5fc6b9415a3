"""Publishing, composed: the curation becomes pages, and the pages one pull request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker import rechecks
from tracker.ballots import Ballots, counted
from tracker.curation import Curation
from tracker.curation.journal import write_whole
from tracker.errors import PublishError
from tracker.figures import FILE
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

    A region in which a person's edit waits is left as it is, unless ``discard`` says otherwise.
    """
    curation = files.require(files.load(settings.root))
    after, waiting = _printed(settings, curation, discard)
    changed = [path for path, data in after.items() if _held(settings, path) != data]
    for path in changed if write else ():
        target = settings.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, after[path])
    return Rendering(
        curation.pages.page,
        bool(changed),
        bool(changed) and write,
        tuple(_untabled(curation)),
        tuple(changed),
        waiting,
    )


def _printed(
    settings: Settings, curation: Curation, discard: bool = False
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file to publish, for this checkout, and a word in place of pages no longer made.

    And the edits that wait in the front page, unless they are to be discarded.
    """

    def held(path: str) -> bytes | None:
        return _held(settings, path)

    front = read_page(settings, curation)
    made = printing(front, curation, held, box(curation, held(FILE)))
    waiting = () if discard else spare(front, made, curation)
    folders = {(settings.root / path).parent for path in (*made, *possible(curation))}
    there = [path.relative_to(settings.root).as_posix()
             for folder in folders for path in folder.glob("*.md")]  # fmt: skip
    return made | _left(former(there, curation, made), made, curation, held), waiting


def _left(
    paths: tuple[str, ...],
    made: Mapping[str, bytes],
    curation: Curation,
    held: Callable[[str], bytes | None],
) -> dict[str, bytes]:
    there = {path: data for path in paths if (data := held(path)) is not None}
    return left_behind(there, made, curation.pages.page)


def _held(settings: Settings, path: str) -> bytes | None:
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
        marks = rechecks.marks(settings, curation)
        if not dry_run:
            keep_here(settings, curation)
            rechecks.keep_here(settings, marks)
            rendering = render(settings)
            state = "was rendered" if rendering.written else "was current"
            why = "TRACKER_REPOSITORY or GITHUB_TOKEN is not set"
            told = "; ".join([f"no pull request ({why})", f"{page} {state} here", *marks.summary])
            return PublishReport("rendered", told, waiting=rendering.waiting, marked=marks.results)
        curation = marks.curation
        made, waiting = _printed(settings, curation)
        made |= {FILE: figures} if (figures := _held(settings, FILE)) else {}
        made |= marks.files
        here = {path: data for path in made if (data := _held(settings, path)) is not None}
        proposal = with_figures(settings, curation, here, made)
        words = request_of(settings, curation, here, proposal, BRANCH, marks.body)
        dry = _dry(words, Ballots(curation), proposal, here == proposal.files, force)
        return replace(dry, waiting=waiting, marked=marks.results)
    from tracker.publish.github import GitHub
    from tracker.publish.rolling import publish as bring_up_to_date

    with GitHub(settings.github_url, settings.repository, settings.github_token) as github:
        ballots = counted(settings, curation, github, BRANCH)
        marks = rechecks.marks(settings, ballots.curation)
        curation, carried = marks.curation, {**ballots.files, **marks.files}
        branch, old, proposed, waiting = _proposed(settings, curation, carried, github)
        proposal = with_figures(settings, curation, old, proposed, github, (BRANCH, branch))
        words = request_of(settings, curation, old, proposal, BRANCH, marks.body)
        if dry_run or (words.doubts and not force):
            dry = _dry(words, ballots, proposal, force=force)
            return replace(dry, waiting=waiting, marked=marks.results)
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
        "; ".join([said[outcome.action], *_counts(ballots), *marks.summary]),
        request.title,
        request.body,
        proposal.files if outcome.action in ("created", "updated") else {},
        outcome.number,
        outcome.url,
        ballots.decisions,
        ballots.remarks,
        waiting,
        marks.results,
    )


def _counts(ballots: Ballots) -> Iterator[str]:
    for count, one, many in (
        (len(ballots.decisions), "decision by a ticked box", "decisions by ticked boxes"),
        (len(ballots.remarks), "ticked box is no decision", "ticked boxes are no decisions"),
    ):
        if count:
            yield f"{count:,} {one if count == 1 else many}"


def _proposed(
    settings: Settings, curation: Curation, carried: Mapping[str, bytes], github: "GitHub"
) -> tuple[str, dict[str, bytes], dict[str, bytes], tuple[str, ...]]:
    """The base branch's name, its pages as they stand, and the files to propose.

    ``carried`` are files of the record that live in the request and in no checkout.
    """
    from tracker.publish.checkout import read_base, require_current

    page, local = curation.pages.page, _record_files(settings)
    base = read_base(github, [*possible(curation), *local, FILE])
    require_current(base, local, github)

    def held(path: str) -> bytes | None:
        """The base branch's file; what is the same here is not fetched."""
        entry, mine = base.entries.get(path), _held(settings, path)
        if entry is None or entry.kind != "blob":
            return None
        return mine if mine is not None and blob_sha(mine) == entry.sha else github.blob(entry.sha)

    text = base.text(page, github)
    front = read_page(settings, curation) if text is None else text
    figures = held(FILE) or _held(settings, FILE)
    made = printing(
        front,
        curation,
        lambda path: held(path) or _held(settings, path),
        box(curation, figures),
    )
    made |= {FILE: figures} if figures else {}
    waiting = spare(front, made, curation)
    made |= _left(former(base.entries, curation, made), made, curation, held)
    old = {}
    for path, data in {**made, **local}.items():
        if (entry := base.entries.get(path)) is not None:
            same = entry.sha == blob_sha(data)
            # Of what changed, only the rows of tables are compared; the rest is not fetched.
            old[path] = data if same else (shows_table(path, curation) and held(path)) or b""
    return base.branch, old, {**made, **local, **carried}, waiting


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
