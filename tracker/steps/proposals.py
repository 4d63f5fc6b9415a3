"""Proposals, composed: what a request holds besides the pages, and whether it may be made.

The database's figures move every night, and no night should make work for a curator. So they
travel with a request that decisions make; an open request keeps the ones it has, and alone
they are proposed only once the published ones are OLD.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.curation import FOLDER, Curation
from tracker.curation.journal import write_whole
from tracker.figures import FILE, Figures, coverage, outdated, read_figures
from tracker.publish import gate
from tracker.publish.changes import changes, with_completed
from tracker.publish.front import METHODS, with_methods
from tracker.publish.markers import find
from tracker.publish.printing import lists_all, shows_results, table_of
from tracker.publish.proposal import BODY_LIMIT, marked_files
from tracker.publish.reports import Reports, reports
from tracker.publish.request import Request, with_picture, with_unsettled, words
from tracker.publish.roster import ANYWHERE, Shown
from tracker.settings import Settings
from tracker.steps.ballots import tasks
from tracker.steps.cargo import Cargo
from tracker.steps.methods import box, evidence, measured
from tracker.steps.renderings import held_here

if TYPE_CHECKING:
    from tracker.publish.answers import Pull
    from tracker.publish.github import GitHub

_ROOM = 3_000  # characters of a body kept for the mark and what the gate says


@dataclass(frozen=True)
class Base:
    """The base branch as a proposal is compared with it: files by path, and its curation.

    Of files that change only pages are held whole. ``edited`` are the pages, and regions of the
    front page, in which edits wait: they stay as they are there.
    """

    files: Mapping[str, bytes]
    curation: Curation
    edited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """The files to propose with the figures to publish; ``content`` is the digest of what a
    curator accepts or declines. ``bare`` are the files with the figures of the base branch."""

    files: Mapping[str, bytes]
    bare: Mapping[str, bytes]
    content: str
    figures: Figures | None

    def beside(self, base: Base) -> dict[str, bytes]:
        """The files that are not the base branch's: what a request changes."""
        return {path: data for path, data in self.files.items() if base.files.get(path) != data}


def with_figures(
    settings: Settings,
    curation: Curation,
    old: Mapping[str, bytes],
    proposed: Mapping[str, bytes],
    content: str = "",
    github: "GitHub | None" = None,
    branches: tuple[str, str] = ("", ""),
) -> Proposal:
    """The proposal with the figures that belong to it now.

    ``old`` are the base branch's files; ``content`` is a ``digest``; ``branches`` are the
    tracker's own and the base.
    """
    before, now = read_figures(proposed.get(FILE)), measured(settings, curation)
    pull = next(github.pulls(*branches, "open"), None) if github else None
    shown = before
    if now is not None and github and pull and marked_files(pull.body) == content:
        kept = _held(github, pull)
        stays = kept is not None and kept.answered == now.answered and not outdated(kept, now)
        shown = kept if stays else now
    elif now is not None and _due(before, now, old, proposed, curation):
        shown = now
    if shown is None or shown == before:
        return Proposal(proposed, proposed, content, before)
    whole = {**proposed, **_with(shown, proposed, curation)}
    return Proposal(whole, proposed, content, shown)


def keep_here(settings: Settings, curation: Curation) -> bool:
    """Write the figures into this checkout, where no request carries them; whether they moved."""
    now, before = measured(settings, curation), held_here(settings, FILE)
    page = curation.pages.page
    there = {page: held_here(settings, page) or b""}
    shown = before is not None or _has_box(there, curation)
    moved = now is not None and shown and before != now.text.encode()
    if now is not None and moved:
        write_whole(settings.root / FILE, now.text.encode())
    return moved


@dataclass(frozen=True)
class Words:
    """What a request says, and why it looks wrong, if it does."""

    request: Request
    doubts: tuple[str, ...]

    @property
    def overruled(self) -> Request:
        return gate.overruled(self.request, self.doubts) if self.doubts else self.request


def request_of(
    settings: Settings,
    load: Cargo,
    base: Base,
    proposal: Proposal,
    branch: str,
) -> Words:
    """The request's words: works, results, coverage, the timeline if it changed, results that
    were marked, the tasks that wait.

    Where every page stays as it is, and no work comes, changes or goes, the words speak of the
    record.
    """
    curation, completions, old = load.curation, load.completions, base.files
    found = with_completed(changes(_shown(base, curation), curation), completions.told)
    results = _reports(base, proposal.bare, load)
    doubts = gate.suspicions(found, old, proposal.files, curation)
    said, about = coverage(proposal.figures), evidence(settings)
    if completions.later:
        said = "\n\n".join(filter(None, [said, f"{completions.announced}."]))
    changed = {path for path, data in proposal.bare.items() if old.get(path) != data}
    if found.counts or any(not path.startswith(f"{FOLDER}/") for path in changed):
        request = words(found, curation, said, about, results)
    else:
        title = "Add the decisions behind the page" if changed else "Renew the figures"
        body = "\n\n".join(filter(None, ["No row of the page changes.", said]))
        request = Request(title, f"{body}\n", f"{title}\n")
    request = with_unsettled(request, completions.unsettled)
    timeline = curation.pages.timeline
    if timeline and timeline.picture in changed:
        request = with_picture(request, timeline.picture, branch)
    if load.marks.body:
        request = replace(request, body=f"{request.body}\n{load.marks.body}")
    listed = tasks(settings, curation, BODY_LIMIT - len(request.body) - _ROOM)
    if listed:
        request = replace(request, body=f"{request.body}\n{listed}")
    return Words(request, doubts)


def _shown(base: Base, curation: Curation) -> Shown:
    """The base branch's pages, as far as the rows of works are read from them."""
    texts = {path: data.decode("utf-8", "replace") for path, data in base.files.items()
             if path.endswith(".md")}  # fmt: skip
    own = {path: key for path in texts if (key := table_of(path, curation))}
    edited = {own[path] for path in base.edited if path in own}
    edited |= {key for key in base.edited if key not in own.values()}
    everywhere = [path for path in texts if lists_all(path, curation)]
    edited |= {ANYWHERE for path in everywhere if path in base.edited}
    return Shown(
        base.curation,
        texts.get(curation.pages.page, ""),
        [texts[path] for path in own],
        [texts[path] for path in everywhere],
        edited,
    )


def _reports(base: Base, made: Mapping[str, bytes], load: Cargo) -> Reports:
    """What becomes of the results on the base branch's pages."""
    curation = load.curation

    def pages(files: Mapping[str, bytes]) -> list[bytes]:
        return [data for path, data in files.items() if shows_results(path, curation)]

    before, after = pages(base.files), pages(made)
    return reports(before, after, base.curation, curation, load.marks.results)


def digest(files: Mapping[str, bytes], curation: Curation) -> str:
    """A digest of what is proposed, whatever people write around it or the night counted.

    It is given the files as they were without what arXiv's record fills: that comes along with
    what people decide, and is no reason to ask again for what they declined (docs/adr/0017).
    """
    parts = {path: data for path, data in files.items() if path != FILE}
    page = curation.pages.page
    if page in parts:
        text = parts[page].decode("utf-8")
        own = {table.key for table in curation.pages.tables}
        parts[page] = "\0".join(
            f"{region.name}\0{text[region.begin : region.end]}"
            for region in find(text, page)
            if region.name != METHODS or METHODS in own
        ).encode()
    whole = hashlib.sha256()
    for path, data in sorted(parts.items()):
        whole.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\0".encode())
    return whole.hexdigest()


def _held(github: "GitHub", pull: "Pull") -> Figures | None:
    """The figures that the open request proposes already."""
    entry = github.file(FILE, pull.head_sha)
    return read_figures(github.blob(entry.sha)) if entry else None


def _due(
    before: Figures | None,
    now: Figures,
    old: Mapping[str, bytes],
    proposed: Mapping[str, bytes],
    curation: Curation,
) -> bool:
    """Whether figures are to be published: with something else, or because they are old."""
    if any(old.get(path) != data for path, data in proposed.items()):
        return True
    return _has_box(proposed, curation) and outdated(before, now)


def _has_box(files: Mapping[str, bytes], curation: Curation) -> bool:
    page = files.get(curation.pages.page, b"").decode("utf-8", "replace")
    return any(region.name == METHODS for region in find(page, curation.pages.page))


def _with(figures: Figures, proposed: Mapping[str, bytes], curation: Curation) -> dict[str, bytes]:
    """The figures' file, and the front page with them in its methods box."""
    page, content = curation.pages.page, figures.text.encode()
    front = with_methods(proposed[page].decode("utf-8"), box(curation, content), curation.pages)
    return {FILE: content, page: front.encode()}
