"""Publishing, composed: the curation becomes the page, and the page one pull request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.journal import write_whole
from tracker.errors import PublishError
from tracker.publish.proposal import PullRequest
from tracker.publish.render import render_page
from tracker.publish.request import Request, describe
from tracker.settings import Settings
from tracker.tidying import read_page

BRANCH = "tracker/update"
# For a page that changed before anybody decided anything: any fixed instant will do.
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rendering:
    """A page after rendering: whether it was out of date, and whether it was written.

    ``untabled`` are listed works that no table selects, so that the page does not show them.
    """

    page: str
    stale: bool
    written: bool
    untabled: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishReport:
    """What publishing did: the request's words and files, and what became of it."""

    action: str
    summary: str
    title: str = ""
    body: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    number: int | None = None
    url: str | None = None

    ok = True

    def as_json(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "summary": self.summary,
            "number": self.number,
            "url": self.url,
            "branch": BRANCH,
            "title": self.title,
            "body": self.body,
            "files": {path: data.decode("utf-8") for path, data in self.files.items()},
        }


def render(settings: Settings, write: bool = True) -> Rendering:
    """Fill the page's regions from the curation; raises CurationError or MarkerError first."""
    curation = files.require(files.load(settings.root))
    before = read_page(settings, curation)
    after = render_page(before, curation)
    stale = after != before
    if stale and write:
        write_whole(settings.root / curation.pages.page, after.encode())
    return Rendering(curation.pages.page, stale, stale and write, tuple(_untabled(curation)))


def _untabled(curation: Curation) -> Iterator[str]:
    for standing in curation.record.of("included"):
        labels, sections = standing.labels, standing.work.sections
        if not any(table.selects(labels, sections) for table in curation.pages.tables):
            yield str(standing.work.id)


def publish(settings: Settings, dry_run: bool = False) -> PublishReport:
    """Propose the page, and the decisions behind it that the base branch lacks.

    The regions are filled in the base branch's page, so that what people wrote around them
    there stays. Raises PublishError if this checkout is behind the base branch.
    """
    curation = files.require(files.load(settings.root))
    page = curation.pages.page
    if not settings.repository or not settings.github_token:
        if not dry_run:
            rendering = render(settings)
            state = "was rendered" if rendering.written else "was current"
            why = "TRACKER_REPOSITORY or GITHUB_TOKEN is not set"
            return PublishReport("rendered", f"no pull request ({why}); {page} {state} here")
        old = read_page(settings, curation)
        return _dry(curation, old, {page: render_page(old, curation).encode()}, old)
    from tracker.publish.checkout import read_base, require_current
    from tracker.publish.github import GitHub
    from tracker.publish.rolling import publish as bring_up_to_date

    with GitHub(settings.github_url, settings.repository, settings.github_token) as github:
        local = _record_files(settings)
        base = read_base(github, [page, *local])
        require_current(base, local, github)
        text = base.text(page, github)
        old = read_page(settings, curation) if text is None else text
        proposed = {page: render_page(old, curation).encode(), **local}
        if dry_run:
            return _dry(curation, old if text is not None else "", proposed, old)
        request = _request(old if text is not None else "", proposed, curation)
        outcome = bring_up_to_date(
            github,
            PullRequest(request.title, request.body, request.message, proposed, _dated(curation)),
            BRANCH,
            base.branch,
        )
    words = {
        "nothing": "nothing to publish: the base branch has it all",
        "created": f"opened pull request #{outcome.number}: {request.title}",
        "updated": f"updated pull request #{outcome.number}: {request.title}",
        "unchanged": f"pull request #{outcome.number} already says so",
        "closed": f"closed pull request #{outcome.number}: the base branch has it all",
        "declined": f"pull request #{outcome.number} was closed by hand; waiting for new decisions",
    }
    return PublishReport(
        outcome.action,
        words[outcome.action],
        request.title,
        request.body,
        proposed if outcome.action in ("created", "updated") else {},
        outcome.number,
        outcome.url,
    )


def _dry(
    curation: Curation, old: str, proposed: Mapping[str, bytes], page_text: str
) -> PublishReport:
    request = _request(old, proposed, curation)
    if proposed == {curation.pages.page: page_text.encode()}:
        return PublishReport("nothing", "nothing to publish: the page is current")
    return PublishReport("dry-run", request.title, request.title, request.body, proposed)


def _request(old: str, proposed: Mapping[str, bytes], curation: Curation) -> Request:
    """The request's words; where the page stays as it is, they speak of the record."""
    request = describe(old, curation)
    if proposed[curation.pages.page] != old.encode():
        return request
    title = "Add the decisions behind the page"
    return Request(title, "No row of the page changes.\n", f"{title}\n")


def _record_files(settings: Settings) -> dict[str, bytes]:
    """The machine-written files of the record, by their path from the survey's root."""
    found: dict[str, bytes] = {}
    for pattern in ("works/*.yaml", "decisions/*/*.jsonl"):
        for path in (settings.root / files.FOLDER).glob(pattern):
            try:
                found[path.relative_to(settings.root).as_posix()] = path.read_bytes()
            except OSError as fault:
                raise PublishError(f"{path.name} cannot be read: {fault.strerror}") from None
    return dict(sorted(found.items()))


def _dated(curation: Curation) -> datetime:
    """The commit's date: the last decision's, so that the same record makes the same commit."""
    return max((decision.at for decision in curation.decisions), default=_EPOCH)
