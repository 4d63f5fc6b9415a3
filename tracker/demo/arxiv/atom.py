"""The Atom feeds that arXiv's search API answers with, in the shape recorded in 2026."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from tracker.demo.arxiv.markup import instant, number_of, text, wrapped
from tracker.papers import PaperVersion

MEDIA = "application/atom+xml; charset=utf-8"
_PDF = 'type="application/pdf" title="pdf"'
_OPENING = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
"""


@dataclass(frozen=True)
class Feed:
    """One page of search results: its entries as XML, and what the page says about the whole."""

    search_query: str
    id_list: str
    start: int
    size: int
    total: int
    now: datetime
    items: tuple[str, ...]

    def xml(self) -> str:
        """The page; ``itemsPerPage`` is what was asked for, even where fewer entries follow."""
        query, ids = text(self.search_query), text(self.id_list)
        paging = f"start={self.start}&amp;max_results={self.size}"
        title = f"search_query={query}&amp;id_list={ids}&amp;{paging}"
        name = base64.b64encode(hashlib.sha1(title.encode()).digest()).decode().rstrip("=")
        return (
            f"{_OPENING}  <id>https://arxiv.org/api/{name}</id>\n"
            f"  <title>arXiv Query: {title}</title>\n"
            f"  <updated>{instant(self.now)}</updated>\n"
            f'  <link href="https://arxiv.org/api/query?search_query={query}&amp;{paging}'
            f'&amp;id_list={ids}" type="application/atom+xml"/>\n'
            f"{_counts(self.size, self.total, self.start)}{''.join(self.items)}</feed>\n"
        )


def refusal(reason: str, now: datetime) -> str:
    """The feed of one "Error" entry that accompanies HTTP 400."""
    place = f"https://arxiv.org/api/errors#{text(reason.replace(' ', '_'))}"
    return f"""{_OPENING}  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>{instant(now)}</updated>
{_counts(1, 1, 0)}  <entry>
    <id>{place}</id>
    <title>Error</title>
    <updated>{instant(now)}</updated>
    <link href="{place}" rel="alternate" type="text/html"/>
    <summary>{text(reason)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""


def entry(paper: PaperVersion) -> str:
    """One paper's ``<entry>``; a withdrawn one differs from others in its comment only."""
    page = f"{text(paper.arxiv_id)}v{paper.version}"
    lines = [
        f"<id>http://arxiv.org/abs/{page}</id>",
        f"<title>{text(paper.title)}</title>",
        f"<updated>{instant(paper.updated_at)}</updated>",
        f'<link href="https://arxiv.org/abs/{page}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{page}" rel="related" {_PDF}/>',
        f"<summary>{text(_summary(paper))}</summary>",
        *(
            f'<category term="{text(category)}" scheme="http://arxiv.org/schemas/atom"/>'
            for category in paper.categories
        ),
        f"<published>{instant(paper.submitted_at)}</published>",
        *_optional("comment", comment(paper)),
        f'<arxiv:primary_category term="{text(paper.primary_category)}"/>',
        *_optional("journal_ref", paper.journal_ref),
        *(f"<author>\n      <name>{text(name)}</name>\n    </author>" for name in paper.authors),
        *_optional("doi", paper.doi),
    ]
    if paper.doi:
        lines.append(f'<link rel="related" href="https://doi.org/{text(paper.doi)}" title="doi"/>')
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def comment(paper: PaperVersion) -> str | None:
    """The author's comment; a withdrawal always says so here (arXiv's help on withdrawing)."""
    if not paper.withdrawn or (paper.comment and "withdraw" in paper.comment.lower()):
        return paper.comment
    reason = "This paper has been withdrawn by the author(s)"
    return f"{reason}. {paper.comment}" if paper.comment else reason


def _summary(paper: PaperVersion) -> str:
    """The abstract as three kinds of recorded entry show it: plain, indented, or on lines."""
    match number_of(paper.arxiv_id) % 3:
        case 0:
            return paper.abstract
        case 1:
            return f"  {paper.abstract}"
    return wrapped(paper.abstract)


def _optional(name: str, value: str | None) -> list[str]:
    return [f"<arxiv:{name}>{text(value)}</arxiv:{name}>"] if value else []


def _counts(size: int, total: int, start: int) -> str:
    return (
        f"  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
    )
