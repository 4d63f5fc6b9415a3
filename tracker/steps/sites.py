"""The site, composed: the curation becomes a folder of pages that any web server can show."""

from collections.abc import Sequence
from pathlib import Path

from tracker.charts import Timeline
from tracker.curation import Curation
from tracker.errors import SettingsError
from tracker.folders import held
from tracker.publish import timeline
from tracker.publish.exports.edition import Edition
from tracker.publish.render import included
from tracker.publish.site import (
    Page,
    matrix_page,
    reported_by,
    results_page,
    site,
    timeline_page,
)
from tracker.publish.site.folder import SiteReport, bring_up, current
from tracker.settings import Settings
from tracker.steps import exports
from tracker.steps.fingerprints import made_from


def write(settings: Settings, curation: Curation, folder: Path) -> SiteReport:
    """Bring the site's folder up to date with the curation.

    Raises SettingsError where a file of the site would replace one that is not the site's, or
    where nothing can be written.
    """
    title = exports.title(settings, curation)
    stamp = made_from(curation, title, exports.address(settings))
    try:
        return current(folder, stamp) or bring_up(
            folder, _built(settings, curation, title, folder), stamp
        )
    except OSError as fault:
        raise SettingsError(f"{folder} cannot be written: {fault.strerror}") from None


def _built(settings: Settings, curation: Curation, title: str, folder: Path) -> dict[str, bytes]:
    edition = exports.edition_of(curation, title, exports.address(settings))
    return built(edition, curation, settings.root, folder)


def built(edition: Edition, curation: Curation, *folders: Path) -> dict[str, bytes]:
    """Every file of the site; the timeline is one that lies in these folders, if it still shows
    the same works."""
    reported = reported_by(curation.results, curation.record, curation.benchmarks)
    return site(edition, _pages(curation, folders), reported)


def _pages(curation: Curation, folders: Sequence[Path]) -> list[Page]:
    """What is told in tables beside the works."""
    pages, taxonomy = curation.pages, curation.taxonomy
    among = included(curation.record, taxonomy)
    found = []
    if pages.timeline:
        picture = _picture(curation, pages.timeline, folders)
        found.append(timeline_page(pages.timeline, among, taxonomy, picture))
    if pages.matrix:
        found.append(matrix_page(pages.matrix, among, taxonomy))
    if told := results_page(curation.results, curation.record, curation.benchmarks):
        found.append(told)
    return found


def _picture(curation: Curation, asked: Timeline, folders: Sequence[Path]) -> bytes:
    """A picture that already shows the same works, else a new one: drawing takes a second."""
    from tracker.publish.drawing import draw, shows

    wanted = timeline.plan(asked, included(curation.record, curation.taxonomy), curation.taxonomy)
    for path in (folder / name for folder in folders for name in (asked.picture, "timeline.svg")):
        there = held(path) or b""
        if shows(there, wanted):
            return there
    return draw(wanted).encode()
