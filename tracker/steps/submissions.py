"""Submitting, composed: a curator's new decisions and results become one pull request.

One rolling branch a curator, tracker/decisions/HANDLE: a name with the day in it would leave
a branch behind every evening, and split an evening at midnight. Each submission is a commit
on top, so that the branch only ever moves on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.shelves import record_files
from tracker.curators import Curator
from tracker.decisions import Decision
from tracker.errors import GitHubError, PublishError
from tracker.publish.clone import Clone
from tracker.publish.contribution import Built, Contribution, build
from tracker.publish.proposal import PullRequest
from tracker.publish.remote import Raced, Remote, Tips, compare_url, remote_name
from tracker.publish.statements import read_statements
from tracker.publish.submission import read_journal
from tracker.results import ReportedResult, result_fields
from tracker.settings import Settings
from tracker.steps.nights import alone

TRIES = 5  # how often somebody else may move the branch in between


@dataclass(frozen=True)
class SubmitReport:
    """What became of an evening: ``decisions`` and ``results`` are what the base branch lacks.

    ``action`` is nothing, pushed, created, updated, unchanged or declined; ``files`` are what
    the new commit changes; ``url`` is the pull request, or where a browser opens one;
    ``remarks`` say what was left out and why.
    """

    action: str
    summary: str
    branch: str
    commit: str = ""
    decisions: tuple[Decision, ...] = ()
    files: tuple[str, ...] = ()
    number: int | None = None
    url: str = ""
    remarks: tuple[str, ...] = ()
    results: tuple[ReportedResult, ...] = ()

    def as_json(self) -> dict[str, Any]:
        told = [
            {"key": one.key, "verdict": one.verdict, "work": str(one.work), "title": one.title}
            for one in self.decisions
        ]
        results = [{"key": one.key, **result_fields(one)} for one in self.results]
        lists = {"files": list(self.files), "remarks": list(self.remarks), "results": results}
        return {**vars(self), "decisions": told, **lists}


def submit(settings: Settings, handle: str) -> SubmitReport:
    """Push a curator's new decisions and results, and bring her pull request up to date.

    Neither the index nor the files nor any branch of the checkout is changed. Raises
    SettingsError for an unknown handle or a clone without a remote, CurationError for a folder
    of the record that cannot be listed, PublishError where the
    remote or GitHub does not take it: another run then goes on from there.
    """
    curation = files.load(settings.root)
    by = curation.curator(handle)
    clone = Clone(settings.root)
    name = remote_name(clone)
    remote = Remote(clone, name, _host(settings.github_url), settings.github_token)
    with alone(settings, "submit"):
        hers, spoilt = _contribution(settings.root, curation, by, clone.prefix)
        tips, built = _pushed(remote, hers, curation)
        left_out = (*_left_out(hers), *_spoilt(clone, tips, hers, spoilt))
        if built is None:
            said = f"nothing to submit: {tips.base} has every decision and result of {by.handle}"
            return SubmitReport("nothing", said, hers.branch, remarks=left_out)
        clone.note(f"submitted/{hers.handle}", built.sha)
        action, summary, number, url = _proposed(settings, remote, tips, hers, built)
    return SubmitReport(
        action,
        summary,
        hers.branch,
        built.sha,
        tuple(built.said.decisions),
        built.files,
        number,
        url,
        (*left_out, *built.remarks),
        tuple(built.said.results),
    )


def _host(api: str) -> str:
    """The web address that a token for this API opens."""
    parts = urlsplit(api)
    return f"{parts.scheme}://{parts.netloc.removeprefix('api.')}"


def _pushed(remote: Remote, hers: Contribution, curation: Curation) -> tuple[Tips, Built | None]:
    """Build on what the remote has, and push; again where somebody else was faster."""
    for _ in range(TRIES):
        tips = remote.tips(hers.branch)
        remote.fetch(tips, hers.branch)
        built = build(remote.clone, tips, hers, curation.taxonomy, curation.benchmarks)
        try:
            if built and built.files:
                remote.push(built.sha, hers.branch)
        except Raced as fault:
            raced = fault
            continue
        return tips, built
    raise raced


def _proposed(
    settings: Settings,
    remote: Remote,
    tips: Tips,
    hers: Contribution,
    built: Built,
) -> tuple[str, str, int | None, str]:
    """What became of the pull request: action, summary, number and address."""
    said = built.said
    title = said.headline
    pushed = f"pushed {title} to {hers.branch}" if built.files else f"{title}: pushed before"
    open_here = compare_url(remote.address, tips.base, hers.branch)
    if not settings.repository or not settings.github_token:
        way = f"; open the pull request at {open_here}" if open_here else ""
        return "pushed" if built.files else "unchanged", pushed + way, None, open_here
    from tracker.publish.github import GitHub
    from tracker.publish.personal import propose

    lines = [*(one.line for one in said.decisions), *(one.path for one in said.results)]
    content = {hers.folder: "\n".join(lines).encode()}
    proposal = PullRequest(title, said.body, said.message, content, said.last_at)
    try:
        with GitHub(settings.github_url, settings.repository, settings.github_token) as github:
            fresh = bool(built.files)
            outcome = propose(github, proposal, hers.branch, tips.base, built.sha, fresh)
    except GitHubError as fault:
        raise GitHubError(f"{pushed}, without its pull request: {fault}", fault.status) from None
    if outcome is None:
        way = f"; open the pull request at {open_here}" if open_here else ""
        elsewhere = f"{pushed}, but {remote.name} is not {settings.repository}{way}"
        return "pushed", elsewhere, None, open_here
    words = {
        "created": f"opened pull request #{outcome.number}: {title}",
        "updated": f"updated pull request #{outcome.number}: {title}",
        "unchanged": f"pull request #{outcome.number} already has them: {title}",
        "declined": f"pull request #{outcome.number} was closed by hand; "
        "new decisions will open another",
    }
    return outcome.action, words[outcome.action], outcome.number, outcome.url or ""


def _contribution(
    root: Path, curation: Curation, by: Curator, prefix: str
) -> tuple[Contribution, tuple[str, ...]]:
    """What this checkout has of a curator's, by its path in the repository; and the paths of
    results that are nobody's, because they are not canonical."""
    folder = f"{prefix}{files.FOLDER}/decisions/{by.handle.lower()}/"
    journals = {
        folder + path.name: read_journal(_read(path), by.handle)
        for path in record_files(root, "decisions")
        if path.parent.name == by.handle.lower()
    }
    about: dict[Any, set[str]] = {}
    for one in (one for journal in journals.values() for one in journal.decisions):
        for work_id in (one.work, one.other):
            about.setdefault(work_id, set()).add(one.key)
    works, decided = dict[str, bytes](), dict[str, frozenset[str]]()
    for work in curation.works:
        if of := {key for work_id in work.ids for key in about.get(work_id, ())}:
            path = f"{files.FOLDER}/works/{work.id.slug}.yaml"
            if (root / path).is_file():
                works[prefix + path] = _read(root / path)
                decided[prefix + path] = frozenset(of)
    shelf = f"{prefix}{files.FOLDER}/results/"
    there = {shelf + path.name: _read(path) for path in record_files(root, "results")}
    own, spoilt = read_statements(there, by.handle)
    results = {path: there[path] for path in own}
    return Contribution(by, folder, journals, works, decided, shelf, results), spoilt


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise PublishError(f"{path.name} cannot be read: {fault.strerror}") from None


def _spoilt(clone: Clone, tips: Tips, hers: Contribution, paths: Iterable[str]) -> Iterator[str]:
    """A word on each result that is not canonical, unless the base branch has it too."""
    shelved = set(clone.below(tips.base_sha, hers.shelf))
    for path in paths:
        if path not in shelved:
            yield f"{path} left out: not a result in canonical form; tracker check says more"


def _left_out(hers: Contribution) -> Iterator[str]:
    for path, journal in hers.journals.items():
        if journal.others:
            lines = "1 line" if journal.others == 1 else f"{journal.others:,} lines"
            yield (
                f"{lines} of {path} left out: not {hers.by.handle}'s decisions in canonical "
                "form; tracker check says more"
            )
