"""Rendering, composed: the curation of this checkout becomes its pages."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.journal import write_whole
from tracker.errors import MarkerError
from tracker.figures import FILE
from tracker.folders import held
from tracker.outcomes import Rendering
from tracker.publish.printing import former, printing
from tracker.publish.sheets import left_behind
from tracker.publish.waiting import nowhere, spare
from tracker.settings import Settings
from tracker.steps.copies import beside
from tracker.steps.fingerprints import is_rendered, last_made, made_from, remember
from tracker.steps.methods import box
from tracker.steps.tidying import read_page


def render(
    settings: Settings, write: bool = True, discard: Callable[[str], bool] = nowhere
) -> Rendering:
    """Make every page and picture from the curation; raises CurationError or MarkerError first.

    A region or page in which a person's edit waits is left as it is, except in files to
    ``discard`` the edits in.
    """
    curation = files.require(files.load(settings.root))
    page, untabled = curation.pages.page, tuple(_untabled(curation))
    if is_rendered(settings, stamp(settings, curation)):
        return Rendering(page, False, False, untabled)
    front, after = printed(settings, curation)
    spared = spare(front, after, partial(held_here, settings), curation, discard)
    changed = tuple(path for path, data in after.items() if held_here(settings, path) != data)
    for path in changed if write else ():
        write_whole(settings.root / path, after[path])
    if write and not spared.waits:
        remember(settings, stamp(settings, curation), after)
    return Rendering(
        page,
        bool(changed),
        bool(changed) and write,
        untabled,
        changed,
        spared.waits,
        spared.discarded,
    )


def to_publish(
    settings: Settings, curation: Curation, discard: bool = False
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file to publish, for this checkout, and the edits that wait in them, which stay
    unless they are to be discarded."""
    front, made = printed(settings, curation)
    if discard:
        return made, ()
    return made, spare(front, made, partial(held_here, settings), curation).waits


def printed(settings: Settings, curation: Curation) -> tuple[str, dict[str, bytes]]:
    """The front page as it stands here, and every file made anew, whatever people edited.

    And a word in place of pages no longer made, also in a folder that has had pages once.
    """
    front, here = read_page(settings, curation), partial(held_here, settings)
    made = printing(front, curation, here, box(curation, here(FILE)))
    there = former(beside(settings.root, curation), curation, made)
    elsewhere = tuple(path for path in last_made(settings) if path.endswith(".md"))
    return front, made | left((*there, *elsewhere), made, curation, here)


def stamp(settings: Settings, curation: Curation) -> str:
    """What decides over the pages here: data, figures, and which pages there were."""
    return made_from(curation, held_here(settings, FILE), beside(settings.root, curation))


def left(
    paths: tuple[str, ...],
    made: Mapping[str, bytes],
    curation: Curation,
    held: Callable[[str], bytes | None],
) -> dict[str, bytes]:
    """A word in place of each of these pages, which are no longer made."""
    there = {path: data for path in paths if (data := held(path)) is not None}
    return left_behind(there, made, curation.pages.page)


def held_here(settings: Settings, path: str) -> bytes | None:
    """A file as it stands in this checkout; None if it is not there.

    Raises MarkerError for one that cannot be read: somebody's edit may stand in it.
    """
    try:
        return held(settings.root / path)
    except OSError as fault:
        raise MarkerError(
            f"{path} cannot be read ({fault.strerror}), and is not written over unread; "
            "mend its permissions, or move it away"
        ) from None


def _untabled(curation: Curation) -> Iterator[str]:
    for standing in curation.record.of("included"):
        labels, sections = standing.labels, standing.work.sections
        if not any(table.selects(labels, sections) for table in curation.pages.tables):
            yield str(standing.work.id)
