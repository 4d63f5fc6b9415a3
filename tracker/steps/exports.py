"""Exporting, composed: the curation becomes an edition, and the edition one file's bytes."""

import re

from tracker.curation import Curation
from tracker.errors import MarkerError, SettingsError
from tracker.publish.exports import FORMATS
from tracker.publish.exports.edition import Edition, edition
from tracker.publish.exports.measurements import measurements
from tracker.settings import Settings
from tracker.steps.tidying import read_page

_HEADING = re.compile(r"^# +(.+?)(?: +#+)? *$", re.MULTILINE)


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
    """The heading above the page's first region, without Markdown's signs; there need be no page.

    A page that begins with something else (this project's own does) has other headings before.
    """
    try:
        above = read_page(settings, curation).partition("<!-- tracker:")[0]
    except MarkerError:
        above = ""
    found = _HEADING.findall(above)
    return re.sub(r"\\(\W)|[*`]", r"\1", found[-1]) if found else "A survey"


def address(settings: Settings) -> str:
    """Where the survey lives on the web; empty if the environment names no repository."""
    return f"https://github.com/{settings.repository}" if settings.repository else ""
