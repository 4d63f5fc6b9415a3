"""Edits that nobody has taken over yet: their regions stay, and readers of a request are told."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.problems import Problem
from tracker.publish.markdown import inline, plain
from tracker.publish.markers import find
from tracker.publish.request import Request
from tracker.publish.rewrites import QUOTED, edits

_NAMED = 20  # edits named in a pull request


def spare(page: str, made: dict[str, bytes], curation: Curation) -> tuple[str, ...]:
    """Put the regions that hold edits back into the printed front page; say what they hold.

    One sentence an edit, with the page's name and the line. Raises MarkerError.
    """
    name = curation.pages.page
    fresh = made[name].decode()
    waiting = edits(page, fresh, curation)
    if waiting.held:
        made[name] = keep(page, fresh, waiting.held).encode()
    rows = [
        Problem(name, f"line {one.line}", f"{plain(one.text, QUOTED)!r} in region {one.region!r} "
                "is not what was rendered; take it over with tracker edits")
        for one in waiting.found
    ]  # fmt: skip
    return tuple(map(str, (*rows, *waiting.problems)))


def with_edits(request: Request, waiting: Sequence[str]) -> Request:
    """The request with the edits that wait, because of which some regions stay as they are."""
    if not waiting:
        return request
    told = [f"- {inline(one, 400)}" for one in waiting[:_NAMED]]
    told += [f"- … and {len(waiting) - _NAMED:,} more"] if len(waiting) > _NAMED else []
    head = (
        f"### Edits that wait ({len(waiting):,})\n\nTheir regions stay as they are until "
        "a curator has taken them over with `tracker edits`."
    )
    return replace(request, body="\n".join([request.body, head, "", *told, ""]))


def keep(page: str, fresh: str, held: frozenset[str]) -> str:
    """``fresh`` with the inside of each held region as it stands in ``page``."""
    bodies = {region.name: page[region.begin : region.end] for region in find(page)}
    pieces, done = [], 0
    for region in find(fresh):
        if region.name in held:
            pieces += [fresh[done : region.begin], bodies[region.name]]
            done = region.end
    kept = "".join([*pieces, fresh[done:]])
    if len(find(kept)) != len(bodies):
        raise MarkerError("an edit in a region hides its markers; move the edit out of it")
    return kept
