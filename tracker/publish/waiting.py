"""Edits that nobody has taken over yet: they stay, and readers of a request are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.curation.reader import Curation
from tracker.errors import MarkerError
from tracker.problems import Problem
from tracker.publish.markdown import inline
from tracker.publish.markers import find
from tracker.publish.parts import Part, front_parts, sheet_parts
from tracker.publish.request import Request
from tracker.publish.rewrites import Edits, edits
from tracker.publish.sheets import is_ours, keeps_edits, parts_beside

_NAMED = 20  # edits named in a pull request
_TAKE = "; take it over with tracker edits"
_FOREIGN = (
    "is where a page of the tracker's would be, and is none; move it away, or overwrite it with "
    "tracker render --discard-edits"
)


@dataclass(frozen=True)
class Spared:
    """What pages hold of people, a sentence an edit: what ``waits``, and what is written over."""

    waits: tuple[str, ...] = ()
    discarded: tuple[str, ...] = ()


def nowhere(_: str) -> bool:
    """No file's edits are to be written over."""
    return False


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
    discard: Callable[[str], bool] = nowhere,
) -> Spared:
    """Put what holds edits back into what was printed, except in files to ``discard`` them in.

    In the front page its regions, else the whole page with its other parts, lest a row pass
    from one to another that stays. Raises MarkerError.
    """
    name = curation.pages.page
    found = edited(front, made, held, curation)
    kept = [(path, region) for path, region in found.held if not discard(path)]
    if regions := frozenset(region for path, region in kept if path == name):
        made[name] = keep(front, made[name].decode(), regions).encode()
    for path in {path for path, _ in kept if path != name}:
        for part in parts_beside(path, made):
            there = held(part)
            if there is None:
                del made[part]
            else:
                made[part] = there
    rows = [Problem(one.file, f"line {one.line}", one.quoted) for one in found.found]
    waits = [replace(row, what=f"{row.what} is not what was rendered{_TAKE}") for row in rows]
    return Spared(
        tuple(str(one) for one in (*waits, *found.problems) if not discard(one.file)),
        tuple(str(one) for one in (*rows, *found.problems) if discard(one.file)),
    )


def on_branch(
    waiting: Sequence[str], branch: str, differs: Callable[[str], bool]
) -> tuple[str, ...]:
    """The edits that wait in a branch's pages, for somebody at a checkout.

    Where a page ``differs`` here, its line numbers are the branch's, and tracker edits finds
    nothing before it was pulled.
    """

    def told(one: str) -> str:
        page, _, what = one.partition(":")
        if not differs(page):
            return one
        taken = what.removesuffix(_TAKE)
        remedy = "run git pull" + (", then tracker edits" if taken != what else " to have it here")
        return f"{page} on {branch}: {taken.strip()}; {remedy}"

    return tuple(map(told, waiting))


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
