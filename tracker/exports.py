"""Exporting, composed: the curation becomes an edition, and the edition one file's bytes."""

import re
from datetime import date

from tracker import curation as files
from tracker.curation import Curation
from tracker.errors import MarkerError, SettingsError
from tracker.methods import box_as_of
from tracker.publish.exports import FORMATS
from tracker.publish.exports.edition import Edition, edition
from tracker.publish.front import render_page
from tracker.settings import Settings
from tracker.tidying import read_page

_HEADING = re.compile(r"^# +(.+?)(?: +#+)? *$", re.MULTILINE)


def export(settings: Settings, format: str, as_of: date | None = None) -> bytes:
    """The survey in one of FORMATS, as of the end of a day (UTC) if given.

    Raises SettingsError for an unknown format, CurationError for a curation with problems.
    """
    if format not in FORMATS:
        raise SettingsError(f"--format {format!r} is none of {', '.join(FORMATS)}")
    curation = files.require(files.load(settings.root))
    return FORMATS[format].write(read_edition(settings, curation, as_of)).encode()


def read_edition(settings: Settings, curation: Curation, as_of: date | None = None) -> Edition:
    """The edition of a curation, under the title of its page."""
    if as_of:
        curation = curation.as_of(as_of)
    return edition_of(curation, title(settings, curation), address(settings))


def edition_of(curation: Curation, title: str, address: str) -> Edition:
    return edition(
        title=title,
        address=address,
        record=curation.record,
        decisions=curation.decisions,
        taxonomy=curation.taxonomy,
        curators=curation.curators,
    )


def page_as_of(settings: Settings, as_of: date) -> str:
    """The published page with every region as it was at the end of a day (UTC).

    Raises CurationError or MarkerError.
    """
    curation = files.require(files.load(settings.root))
    then = curation.as_of(as_of)
    return render_page(read_page(settings, curation), then, box_as_of(settings, then, as_of))


def title(settings: Settings, curation: Curation) -> str:
    """The page's first heading, without Markdown's signs; there need be no page."""
    try:
        found = _HEADING.search(read_page(settings, curation))
    except MarkerError:
        found = None
    return re.sub(r"\\(\W)|[*`]", r"\1", found[1]) if found else "A survey"


def address(settings: Settings) -> str:
    """Where the survey lives on the web; empty if the environment names no repository."""
    return f"https://github.com/{settings.repository}" if settings.repository else ""
