"""The gate: why a request looks wrong enough that a person should look before anybody merges.

Nothing here is forbidden; `tracker publish --force` overrules it, and the request says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from tracker.curation.reader import Curation
from tracker.publish.changes import Changes
from tracker.publish.markdown import cell, plain
from tracker.publish.proofreading import misread
from tracker.publish.request import Request
from tracker.publish.sheets import WALL

SHRINK: Final = 0.1
"""A request may take away this share of the base branch's works that no decision explains."""
GROW: Final = 0.5
"""A request may add this share of the base branch's works that no person decided on."""
FEW: Final = 5
"""So many works may always go, or come, without an explanation."""
_NAMED = 3  # examples in one reason


def suspicions(
    changes: Changes, old: Mapping[str, bytes], proposed: Mapping[str, bytes], curation: Curation
) -> tuple[str, ...]:
    """Why the request should not be made, one clause each; empty if it may be.

    ``old`` are the base branch's files as far as they were fetched and ``proposed`` all that
    is to be published, both by path; files that stay as they are are not looked at.
    """
    changed = {path: data for path, data in proposed.items()
               if path.endswith(".md") and old.get(path) != data}  # fmt: skip
    return (
        *_shrinks(changes, curation),
        *_jumps(changes, curation),
        *_oversized(changed),
        *_unparsable(changed),
    )


def sentence(found: tuple[str, ...]) -> str:
    """The refusal, with its reasons and the way past it."""
    return (
        f"refused to publish: {'; '.join(found)}; mend that, or overrule it with "
        "tracker publish --force"
    )


def overruled(request: Request, found: tuple[str, ...]) -> Request:
    """The request with what the gate said and somebody overruled."""
    told = cell("; ".join(found), 2_000)
    return replace(request, body=f"**Published with --force, although**: {told}.\n\n{request.body}")


def _shrinks(changes: Changes, curation: Curation) -> Iterator[str]:
    undone = {one.work for one in curation.decisions if one.verdict == "undo"}
    standings = {str(one.work.id): one for one in curation.record.standings}

    def explained(work: str) -> bool:
        one = standings.get(work)
        if one is None or one.status == "included":
            return False
        return one.decided is not None or any(name in undone for name in one.work.ids)

    lost = [work for work in changes.lost if not explained(work)]
    allowed = max(FEW, int(SHRINK * len(changes.before)))
    if len(lost) > allowed:
        yield (
            f"{len(lost):,} of {len(changes.before):,} works would leave the tables or the survey "
            f"and no decision says why ({_some(lost)}), where at most {allowed:,} may"
        )


def _jumps(changes: Changes, curation: Curation) -> Iterator[str]:
    if not changes.before:
        return  # a first page may be of any size
    decided = {str(one.work.id) for one in curation.record.standings
               if one.decided and not one.inferred}  # fmt: skip
    come = [work for work in changes.added if work not in decided]
    allowed = max(FEW, int(GROW * len(changes.before)))
    if len(come) > allowed:
        yield (
            f"{len(come):,} works would come to {len(changes.before):,} without any person's "
            f"decision ({_some(come)}), where at most {allowed:,} may"
        )


def _oversized(changed: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in sorted(changed.items()):
        if len(data) > WALL:
            yield f"{path} would hold {len(data):,} bytes, and GitHub shows {WALL:,}"


def _unparsable(changed: Mapping[str, bytes]) -> Iterator[str]:
    found: list[str] = []
    for path, data in sorted(changed.items()):
        try:
            found += misread(data.decode("utf-8"), path)
        except UnicodeDecodeError:
            found.append(f"{path}: no UTF-8 text")
    if found:
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        yield f"{'; '.join(found[:_NAMED])}{more}"


def _some(works: list[str]) -> str:
    more = ", …" if len(works) > _NAMED else ""
    return ", ".join(plain(work, 60) for work in works[:_NAMED]) + more
