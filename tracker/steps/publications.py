"""Publishing, composed: the curation becomes one pull request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.shelves import record_files
from tracker.errors import PublishError
from tracker.figures import FILE
from tracker.outcomes import BRANCH as BRANCH
from tracker.outcomes import PublishReport
from tracker.publish import gate
from tracker.publish.markers import find
from tracker.publish.printing import former, places, printing
from tracker.publish.proposal import PullRequest, blob_sha
from tracker.publish.waiting import on_branch, spare, with_edits
from tracker.settings import Settings
from tracker.steps import rechecks
from tracker.steps.cargo import Cargo, cargo
from tracker.steps.completions import write
from tracker.steps.methods import box
from tracker.steps.proposals import (
    Base,
    Proposal,
    Words,
    digest,
    keep_here,
    request_of,
    with_figures,
)
from tracker.steps.renderings import held_here, left, printed, render
from tracker.steps.tidying import read_page

if TYPE_CHECKING:
    from tracker.publish.checkout import Base as BaseBranch
    from tracker.publish.github import GitHub
    from tracker.publish.rolling import Outcome

# For a page that changed before anybody decided anything: any fixed instant will do.
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_NOTHING = "nothing to publish: the base branch has it all"


def publish(settings: Settings, dry_run: bool = False, force: bool = False) -> PublishReport:
    """Propose the page, and the decisions behind it that the base branch lacks.

    The regions are filled in the base branch's page, so that what people wrote around them
    there stays. A request that looks wrong (see tracker.publish.gate) is refused unless
    ``force`` overrules that. Raises PublishError if this checkout is behind the base branch.
    """
    curation = files.require(files.load(settings.root))
    if not settings.repository or not settings.github_token:
        return _foreseen(settings, curation, force) if dry_run else _kept(settings, curation)
    from tracker.publish.github import GitHub
    from tracker.publish.rolling import publish as bring_up_to_date

    with GitHub(settings.github_url, settings.repository, settings.github_token) as github:
        there = _base(settings, curation, github)
        load = cargo(settings, curation, github, there.entries)
        curation, branch = load.curation, there.branch
        with there.naming(curation.pages.page):
            base, made, content = _proposed(settings, load, github, there)
        proposed = {**made.files, **_record_files(settings), **load.files}
        waiting = on_branch(made.waiting, branch, partial(_differs, settings, there))
        proposal = with_figures(
            settings, curation, base.files, proposed, content, github, (BRANCH, branch)
        )
        words = request_of(settings, load, base, proposal, BRANCH)
        if dry_run or (words.doubts and not force):
            return _told(words, load, base, proposal, waiting, force)
        request = with_edits(words.overruled, made.waiting)
        asked = PullRequest(
            request.title,
            request.body,
            request.message,
            proposal.files,
            _dated(curation),
            content=proposal.content,
        )
        outcome = bring_up_to_date(github, asked, BRANCH, branch, again=force)
    return PublishReport(
        outcome.action,
        "; ".join([_sentence(outcome, request.title), *load.summary]),
        request.title,
        request.body,
        proposal.beside(base) if outcome.action in ("created", "updated") else {},
        outcome.number,
        outcome.url,
        load.ballots.decisions,
        load.ballots.remarks,
        waiting,
        load.marks.results,
    )


def _sentence(outcome: "Outcome", title: str) -> str:
    """What became of the request."""
    number = f"pull request #{outcome.number}"
    return {
        "nothing": _NOTHING,
        "created": f"opened {number}: {title}",
        "updated": f"updated {number}: {title}",
        "unchanged": f"{number} already says so",
        "closed": f"closed {number}: the base branch has it all",
        "declined": f"{number} was closed by hand; waiting for new decisions (tracker publish "
        "--force asks again at once)",
    }[outcome.action]


def _kept(settings: Settings, curation: Curation) -> PublishReport:
    """Without a repository, what a request would carry is written here, and the pages."""
    load = cargo(settings, curation)
    write(settings)
    rechecks.keep_here(settings, load.marks)
    moved = keep_here(settings, load.curation)
    rendering = render(settings)
    state = "was rendered" if rendering.written else "was current"
    told = ["no pull request (TRACKER_REPOSITORY or GITHUB_TOKEN is not set)",
            f"{rendering.page} {state} here", *load.summary]  # fmt: skip
    told += [f"{FILE} was written here"] if moved else []
    return PublishReport(
        "rendered",
        "; ".join(told),
        remarks=load.completions.unsettled,
        waiting=rendering.waiting,
        marked=load.marks.results,
    )


def _foreseen(settings: Settings, curation: Curation, force: bool) -> PublishReport:
    """Without a repository, the request that this checkout would be, compared with itself."""
    load = cargo(settings, curation)
    held = partial(held_here, settings)
    front, fresh = printed(settings, load.curation)
    pages = _spared(front, fresh, held, load.curation)
    figures = held(FILE)
    made = {**pages.files, **({FILE: figures} if figures else {}), **load.files}
    here = {path: data for path in made if (data := held(path)) is not None}
    proposal = with_figures(settings, load.curation, here, made)
    if here == proposal.files:
        told = "nothing to publish: the page is current"
        return PublishReport("nothing", told, waiting=pages.waiting, marked=load.marks.results)
    base = Base(here, curation, pages.edited)
    words = request_of(settings, load, base, proposal, BRANCH)
    return _told(words, load, base, proposal, pages.waiting, force)


def _told(
    words: Words,
    load: Cargo,
    base: Base,
    proposal: Proposal,
    waiting: tuple[str, ...],
    force: bool,
) -> PublishReport:
    """What would be proposed, or why it is not."""
    request, changed = words.overruled if force else words.request, proposal.beside(base)
    action, summary = ("dry-run", request.title) if changed else ("nothing", _NOTHING)
    if words.doubts and not force:
        action, summary = "refused", gate.sentence(words.doubts)
    return PublishReport(
        action,
        summary,
        request.title,
        request.body,
        changed,
        ticked=load.ballots.decisions,
        remarks=load.ballots.remarks,
        waiting=waiting,
        marked=load.marks.results,
    )


@dataclass(frozen=True)
class _Pages:
    """The pages to propose: where edits wait, as they stand; those parts, and a sentence each."""

    files: Mapping[str, bytes]
    edited: frozenset[str]
    waiting: tuple[str, ...]


def _spared(
    front: str, fresh: Mapping[str, bytes], held: Callable[[str], bytes | None], curation: Curation
) -> _Pages:
    page, files = curation.pages.page, {**fresh}
    waiting = spare(front, files, held, curation).waits
    edited = {path for path, data in files.items() if data != fresh[path] and path != page}
    insides = [{region.name: text[region.begin : region.end] for region in find(text, page)}
               for text in (fresh[page].decode(), files[page].decode())]  # fmt: skip
    edited |= {name for name, inside in insides[1].items() if inside != insides[0].get(name)}
    return _Pages(files, frozenset(edited), waiting)


def _base(settings: Settings, curation: Curation, github: "GitHub") -> "BaseBranch":
    """The base branch; raises PublishError where its people's files are not those here."""
    from tracker.publish.checkout import PEOPLES, read_base, require_same

    local = _record_files(settings)
    branch = read_base(github, [*places(curation), *local, *PEOPLES, FILE])
    require_same(branch, {path: data for path in PEOPLES if (data := held_here(settings, path))},
                 github)  # fmt: skip
    return branch


def _differs(settings: Settings, branch: "BaseBranch", path: str) -> bool:
    """Whether a page of the base branch is another here, or missing."""
    entry, mine = branch.entries.get(path), held_here(settings, path)
    return entry is not None and (mine is None or blob_sha(mine) != entry.sha)


def _proposed(
    settings: Settings, load: Cargo, github: "GitHub", branch: "BaseBranch"
) -> tuple[Base, _Pages, str]:
    """What the base branch holds, the pages to propose, and their digest."""
    from tracker.publish.checkout import as_held, require_current

    curation, local = load.curation, _record_files(settings)
    was = as_held(load.ballots.curation, require_current(branch, local, github))

    @cache
    def held(path: str) -> bytes | None:
        """The base branch's file; what is the same here is not fetched."""
        entry, mine = branch.entries.get(path), held_here(settings, path)
        if entry is None or entry.kind != "blob":
            return None
        return mine if mine is not None and blob_sha(mine) == entry.sha else github.blob(entry.sha)

    text = branch.text(curation.pages.page, github)
    front = read_page(settings, curation) if text is None else text
    figures = held(FILE) or held_here(settings, FILE)

    def made(curation: Curation) -> _Pages:
        fresh = printing(
            front,
            curation,
            lambda path: held(path) or held_here(settings, path),
            box(curation, figures),
        )
        fresh |= {FILE: figures} if figures else {}
        fresh |= left(former(branch.entries, curation, fresh), fresh, curation, held)
        return _spared(front, fresh, held, curation)

    pages = made(curation)
    old = {}
    for path, data in {**pages.files, **local}.items():
        if (entry := branch.entries.get(path)) is not None:
            same = entry.sha == blob_sha(data)
            # Edits were looked for in every page that changed; nothing else is fetched for it.
            old[path] = data if same else (path.endswith(".md") and held(path)) or b""
    plain = made(load.uncompleted) if load.completions.filled else pages
    asked = {**plain.files, **local, **load.ballots.files, **load.marks.files}
    return Base(old, was, pages.edited), pages, digest(asked, curation)


def _record_files(settings: Settings) -> dict[str, bytes]:
    """The machine-written files of the record, by their path from the survey's root."""
    found: dict[str, bytes] = {}
    for path in record_files(settings.root):
        try:
            found[path.relative_to(settings.root).as_posix()] = path.read_bytes()
        except OSError as fault:
            raise PublishError(f"{path.name} cannot be read: {fault.strerror}") from None
    return dict(sorted(found.items()))


def _dated(curation: Curation) -> datetime:
    """The commit's date: the last decision's, so that the same record makes the same commit."""
    said = [decision.at for decision in curation.decisions]
    return max([*said, *(result.at for result in curation.results if result.at)], default=_EPOCH)
