"""arXivRaw, the OAI-PMH metadata format that is nearest to what arXiv stores.

Shape from arXiv's published OAI-PMH server and recorded answers: every version's date and
size, authors as one string, title, comments and abstract broken over lines, categories in one
string with the primary one first. A withdrawn version carries source type ``I``.
"""

from datetime import UTC, datetime
from email.utils import format_datetime

from tracker.demo.arxiv import sets
from tracker.demo.arxiv.announcements import Listed
from tracker.demo.arxiv.atom import comment
from tracker.demo.arxiv.markup import number_of, text, wrapped
from tracker.papers import PaperVersion

PREFIX = "arXivRaw"
NAMESPACE = "http://arxiv.org/OAI/arXivRaw/"
SCHEMA = "http://arxiv.org/OAI/arXivRaw.xsd"
_LICENSE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


def header(listed: Listed) -> str:
    """The record's OAI-PMH header: identifier, datestamp, sets."""
    paper = listed.paper
    within = "".join(f"<setSpec>{text(name)}</setSpec>" for name in sets.of(paper.categories))
    return (
        f"<header><identifier>oai:arXiv.org:{text(paper.arxiv_id)}</identifier>"
        f"<datestamp>{listed.datestamp.isoformat()}</datestamp>{within}</header>\n"
    )


def record(listed: Listed) -> str:
    """The whole ``<record>``: header and arXivRaw metadata."""
    paper = listed.paper
    primary = paper.primary_category
    categories = [primary, *(name for name in paper.categories if name != primary)]
    fields = [
        ("id", paper.arxiv_id),
        ("submitter", paper.authors[0] if paper.authors else "arXiv"),
        ("title", wrapped(paper.title, "  ")),
        ("authors", _one_string(paper.authors)),
        ("categories", " ".join(categories)),
        ("comments", wrapped(comment(paper) or "", "  ")),
        ("journal-ref", paper.journal_ref or ""),
        ("doi", paper.doi or ""),
        ("license", _LICENSE),
        ("abstract", f"  {wrapped(paper.abstract)}\n" if paper.abstract else ""),
    ]
    inside = [f"<{name}>{text(value)}</{name}>\n" for name, value in fields if value]
    return (
        f'<record>\n{header(listed)}<metadata>\n<arXivRaw xmlns="{NAMESPACE}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{NAMESPACE} {SCHEMA}">\n'
        f"{''.join(inside[:2])}{_versions(listed)}{''.join(inside[2:])}"
        "</arXivRaw>\n</metadata>\n</record>\n"
    )


def _one_string(authors: tuple[str, ...]) -> str:
    return " and ".join(filter(None, [", ".join(authors[:-1]), *authors[-1:]]))


def _versions(listed: Listed) -> str:
    """Every version to the latest; one that was never announced here gets a fitting date."""
    return "".join(
        _version(listed, number, listed.version(number))
        for number in range(1, listed.paper.version + 1)
    )


def _version(listed: Listed, number: int, paper: PaperVersion | None) -> str:
    if number == 1:
        date = listed.paper.submitted_at
    else:
        date = next(each.updated_at for each in listed.versions if each.version >= number)
    withdrawn = paper is not None and paper.withdrawn
    size = 0 if withdrawn else 20 + number_of(f"{listed.paper.arxiv_id}v{number}") % 4000
    return (
        f'<version version="v{number}"><date>{_rfc_822(date)}</date><size>{size}kb</size>'
        f"<source_type>{'I' if withdrawn else 'D'}</source_type></version>\n"
    )


def _rfc_822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
