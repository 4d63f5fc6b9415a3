"""Edits that nobody has taken over yet: they stay, and readers of a request are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.problems import Problem
from tracker.publish.markdown import inline, plain
from tracker.publish.markers import find
from tracker.publish.parts import Part, front_parts, sheet_parts
from tracker.publish.request import Request
from tracker.publish.rewrites import QUOTED, Edits, edits
from tracker.publish.sheets import is_ours, keeps_edits

_NAMED = 20  # edits named in a pull request
_FOREIGN = (
    "is where a page of the tracker's would be, and is none; move it away, or overwrite it with "
    "tracker render --discard-edits"
)


def edited(
    front: str,
    made: Mapping[str, bytes],
    held: Callable[[str], bytes | None],
    curation: Curation,
) -> Edits:
    """What people changed in the pages that ``made`` would replace.

    ``front`` is the front page as it stands and ``held`` gives any other; a page that the
    tracker did not write is a problem. Raises MarkerError.
    """
    name = curation.pages.page
    parts: list[Part] = [*front_parts(front, made[name].decode(), curation)]
    foreign: list[str] = []
    for path, data in made.items():
        there = held(path) if path.endswith(".md") and path != name else None
        if there is None or there == data:
            continue
        if not is_ours(there):
            foreign.append(path)
        elif keeps_edits(there):
            parts += sheet_parts(path, there.decode("utf-8", "replace"), data.decode(), curation)
    found = edits(parts, curation)
    problems = tuple(Problem(path, "", _FOREIGN) for path in foreign)
    return replace(
        found,
        problems=(*found.problems, *problems),
        held=found.held | {(path, "") for path in foreign},
    )


def spare(
    front: str,
    made: dict[str, bytes],
    held: Callable[[str], bytes | None],
    curation: Curation,
) -> tuple[str, ...]:
    """Put what holds edits back into what was printed; say what it holds, a sentence an edit.

    In the front page its regions, else the whole page. Raises MarkerError.
    """
    name = curation.pages.page
    waiting = edited(front, made, held, curation)
    for path in {path for path, _ in waiting.held}:
        if path == name:
            regions = frozenset(region for file, region in waiting.held if file == name)
            made[name] = keep(front, made[name].decode(), regions).encode()
        else:
            made[path] = held(path) or made[path]
    rows = [
        Problem(one.file, f"line {one.line}", f"{plain(one.text, QUOTED)!r} in region "
                f"{one.table.key!r} is not what was rendered; take it over with tracker edits")
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
        f"### Edits that wait ({len(waiting):,})\n\nTheir regions and pages stay as they are until "
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
