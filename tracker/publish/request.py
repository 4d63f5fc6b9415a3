"""What the pull request says: which works came, changed or went, why, and who decided so."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from tracker.curation.reader import Curation
from tracker.curators import IMPORT
from tracker.publish.changes import Changes, tables
from tracker.publish.markdown import cell, inline, link
from tracker.publish.render import shown_title
from tracker.publish.reports import Reports
from tracker.record import Standing
from tracker.taxonomy import Taxonomy
from tracker.works import Work

LONGEST_BODY = 60_000  # characters; GitHub refuses a body of more than 65,536
_LONGEST_TITLE = 120
_LONGEST_CHANGE = 600  # characters of what differs in one row
_EVIDENCE = 3  # words or phrases of one row
_UNSETTLED, _LONGEST_UNSETTLED = 20, 400  # sentences named, and characters of one
# A link to one of these leaves a "mentioned this" behind on a stranger's page.
_BACKLINK = re.compile(
    r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:issues|pull|discussions|commit)/", re.IGNORECASE
)
_COMPLETED = (
    "Completed from arXiv's record: what a work's file lacked, and days that were known less "
    "exactly. Nothing that stood there is changed."
)
_VERBS = {"include": "included", "exclude": "excluded", "defer": "deferred"}

NO_RESULTS = Reports()
Evidence = Callable[[Standing], Sequence[str]]


def nothing(_: Standing) -> Sequence[str]:
    """No evidence: nobody was asked."""
    return ()


@dataclass(frozen=True)
class Request:
    """The words of one pull request.

    ``title`` and the commit ``message`` hold no stranger's text: GitHub acts on mentions
    and on "fixes #1" there, and nothing can be escaped.
    """

    title: str
    body: str
    message: str


def words(
    found: Changes,
    curation: Curation,
    coverage: str = "",
    evidence: Evidence = nothing,
    results: Reports = NO_RESULTS,
) -> Request:
    """The request that makes these changes, of works and of results.

    ``coverage`` is a sentence of ours; ``evidence`` gives the words that carried a work's labels.
    """
    title = _title(found, results)
    standings = {str(one.work.id): one for one in curation.record.standings}
    names = {table.key: table.title for table in curation.pages.tables}
    # A withdrawn work is still listed; a removed one is known by the row it had.
    lines = {**found.before, **found.after}
    groups: dict[str, Iterable[str]] = {
        name.capitalize(): (
            _entry(
                standings.get(work),
                lines.get(work, {}),
                names,
                curation.taxonomy,
                found.what.get(work, {}),
                evidence,
            )
            for work in getattr(found, name)
        )
        for name in found.counts
    }
    groups |= {f"Results {name}": lines for name, lines in results.lines.items()}
    counts = {name.capitalize(): count for name, count in found.counts.items()}
    counts |= {f"Results {name}": len(lines) for name, lines in results.lines.items()}
    page = inline(curation.pages.page)
    heads = [f"The tables of {page}, rendered from the decisions in `curation/`."]
    heads += [_COMPLETED] if found.completed else []
    heads += [coverage] if coverage else []
    if not found.counts and not results.counts:
        heads.append("No row changed, only the text around the rows.")
    return Request(
        title=title,
        body=_body(heads, groups, counts),
        message=f"{title}\n\nRendered from the decisions in curation/ by tracker publish.\n",
    )


def with_unsettled(request: Request, unsettled: Sequence[str]) -> Request:
    """The request with what only a person can settle, a sentence each."""
    if not unsettled:
        return request
    told = [f"- {cell(one, _LONGEST_UNSETTLED)}" for one in unsettled[:_UNSETTLED]]
    more = len(unsettled) - _UNSETTLED
    told += [f"- … and {more:,} more"] if more > 0 else []
    head = f"### For a curator to settle ({len(unsettled):,})"
    return replace(
        request, body="\n\n".join([request.body.rstrip("\n"), head, "\n".join(told)]) + "\n"
    )


def with_picture(request: Request, picture: str, branch: str) -> Request:
    """The request with the timeline as the branch has it.

    The address is relative to the request's own page, so that it holds on any GitHub.
    """
    shown = f"### Timeline\n\n![The timeline as proposed](../raw/refs/heads/{branch}/{picture})\n"
    return replace(request, body=f"{request.body}\n{shown}")


def _title(found: Changes, results: Reports) -> str:
    """For instance ``3 added, 1 changed, 1 withdrawn, 2 results confirmed``."""
    counts = [f"{count:,} {name}" for name, count in found.counts.items()]
    if found.counts == {"corrected": len(found.completed)}:
        counts = [f"{len(found.completed):,} completed from arXiv"]
    return ", ".join((*counts, *results.title)) or "Refresh the page"


def _body(
    heads: Sequence[str], groups: Mapping[str, Iterable[str]], counts: Mapping[str, int]
) -> str:
    """All groups, cut at LONGEST_BODY with a count of what is left out."""
    parts = list(heads)
    room = LONGEST_BODY - 1_000 - sum(map(len, heads))  # for headings and what is left out
    for name, entries in groups.items():
        shown: list[str] = []
        many = counts[name]
        for entry in entries:
            room -= len(entry) + 1
            if room < 0:
                shown.append(f"- … and {many - len(shown):,} more")
                break
            shown.append(entry)
        parts.append(f"### {name} ({many:,})\n\n" + "\n".join(shown))
    return "\n\n".join(parts) + "\n"


def _entry(
    standing: Standing | None,
    lines: Mapping[str, str],
    names: Mapping[str, str],
    taxonomy: Taxonomy,
    what: Mapping[str, str],
    evidence: Evidence,
) -> str:
    """One work in one line: title, what differs, labels, tables, the words that carried the
    labels, who decided and when, and why."""
    if standing is None:
        return f"- {inline(next(iter(lines.values())), _LONGEST_TITLE)} · not in the record"
    shorts = [taxonomy.by_key[key].short if key in taxonomy.by_key else key
              for key in taxonomy.sort(standing.labels)]  # fmt: skip
    shown = [names.get(key, key) for key in tables(lines)]
    quoted = [f"“{cell(text, 60)}”" for text in evidence(standing)[:_EVIDENCE]]
    parts = [
        f"**{cell('; '.join(what.values()), _LONGEST_CHANGE)}**" if what else "",
        cell(", ".join(shorts)),
        cell(f"in {', '.join(shown)}" if shown else "in no table"),
        f"by {', '.join(quoted)}" if quoted else "",
        _decided(standing),
    ]
    return " · ".join([f"- {_linked(standing.work)}", *(part for part in parts if part)])


def _linked(work: Work) -> str:
    url = "" if _BACKLINK.match(work.url) else work.url
    return link(shown_title(work), url, _LONGEST_TITLE)


def _decided(standing: Standing) -> str:
    decision = standing.decided
    if decision is None:
        return "no decision stands"
    day = decision.at.astimezone(UTC).date().isoformat()
    if decision.inferred:
        # What a person corrects or types stays unconfirmed, and is that person's word all the same.
        how = "imported" if decision.by == IMPORT else f"edited by {cell(decision.by)}"
        who = f"{how} on {day}, not yet confirmed"
    else:
        who = f"{_VERBS[decision.verdict]} by {cell(decision.by)} on {day}"
    why = [cell(text) for text in (decision.reason, decision.note) if text.strip()]
    return f"{who}: {'; '.join(why)}" if why else who
