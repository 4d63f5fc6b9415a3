"""Exporting, composed: the curation becomes an edition, and the edition one file's bytes."""

from tracker.curation import Curation
from tracker.errors import SettingsError
from tracker.publish.exports import FORMATS
from tracker.publish.exports.edition import Edition, edition
from tracker.publish.exports.measurements import measurements
from tracker.publish.heading import heading
from tracker.settings import Settings
from tracker.steps.renderings import held_here
from tracker.steps.tidying import read_page

UNTITLED = "A survey"


def export(settings: Settings, curation: Curation, format: str) -> bytes:
    """The survey in one of FORMATS; raises SettingsError for an unknown format."""
    if format not in FORMATS:
        raise SettingsError(f"--format {format!r} is none of {', '.join(FORMATS)}")
    return FORMATS[format].write(read_edition(settings, curation)).encode()


def read_edition(settings: Settings, curation: Curation) -> Edition:
    """The edition of a curation, under the title of its page."""
    return edition_of(curation, title(settings, curation), address(settings))


def edition_of(curation: Curation, title: str, address: str) -> Edition:
    return edition(
        title=title,
        address=address,
        record=curation.record,
        decisions=curation.decisions,
        taxonomy=curation.taxonomy,
        curators=curation.curators,
        measurements=measurements(curation.results, curation.record, curation.benchmarks),
    )


def title(settings: Settings, curation: Curation) -> str:
    """What the page calls itself (`tracker.publish.heading`); there need be no page.

    A page that begins with something else (this project's own does) has other headings before.
    Raises MarkerError for a page that cannot be read.
    """
    if held_here(settings, curation.pages.page) is None:
        return UNTITLED
    return heading(read_page(settings, curation)) or UNTITLED


def address(settings: Settings) -> str:
    """Where the survey lives on the web; empty if the environment names no repository."""
    return f"https://github.com/{settings.repository}" if settings.repository else ""
