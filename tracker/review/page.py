"""What is shown of a session, as lines of pieces: no widths, no colours, no terminal.

A piece is a text and its role; every role that carries meaning also stands in the text
(brackets, signs, words), so that nothing is lost without colour or to a screen reader.
Strangers' text passes `tracker.visible` here, and nowhere later.
"""

from collections.abc import Iterator
from typing import Literal

from tracker.decisions import written
from tracker.papers import PaperVersion
from tracker.review.difference import changed, difference
from tracker.review.marks import Mark, marks_of
from tracker.review.revised import compared, last_read, summary
from tracker.review.session import PAST, Session
from tracker.review.sheet import Sheet
from tracker.visible import on_one_line

Role = Literal["", "title", "quiet", "strong", "mark", "pointed", "removed", "added", "cursor"]
Piece = tuple[str, Role]
Line = tuple[Piece, ...]

_WHY = {
    "new": "new",
    "withdrawn": "withdrawn by its authors since it was listed",
    "revised": "decided on an earlier version; words that it rests on changed",
    "inferred": "adopted from the older list, confirmed by nobody yet",
    "deferred": "put off earlier",
    "second": "a second read: your vote beside the first reader's, which is hidden",
    "conflict": "two readers differ: your vote settles it",
}
_ASKED = "asked for"
_AUTHORS = 8


def plain(line: Line) -> str:
    return "".join(text for text, _ in line)


def status(session: Session) -> Line:
    """How far the session is: always in view."""
    tally = session.tally
    pace = "" if tally.pace is None else f" · {tally.pace:.0f} s each"
    blind = " · blind" if session.blind else ""
    of = f"{len(session.queue):,}" if session.whole else "…"
    place = min(session.place + 1, len(session.queue))
    left = f"{session.left:,} left" if session.whole else "counting what is left"
    return (
        (session.by, "strong"),
        (f" · {tally.decided} decided{pace} · {left} · {place:,} of {of}{blind}", ""),
    )


def heading(session: Session) -> Iterator[Line]:
    """Title, authors, day, categories, comment, journal, and why the paper is here."""
    sheet = session.sheet
    if sheet is None:
        return
    yield ((on_one_line(sheet.case.title) or "(no title)", "title"),)
    paper, standing = sheet.case.paper, sheet.case.standing
    authors = paper.authors if paper else standing.work.authors if standing else ()
    names = ", ".join(map(on_one_line, authors[:_AUTHORS]))
    more = f" and {len(authors) - _AUTHORS} more" if len(authors) > _AUTHORS else ""
    if paper:
        taken_back = " · WITHDRAWN" if paper.withdrawn else ""
        about = f"{paper.submitted_on} · {' '.join(paper.categories)} · v{paper.version}"
        yield ((names + more, ""),)
        yield ((f"arXiv {paper.arxiv_id} · {about}", "quiet"), (taken_back, "strong"))
        if paper.comment:
            yield (("comment: ", "quiet"), (on_one_line(paper.comment)[:500], ""))
        if paper.journal_ref:
            yield (("journal: ", "quiet"), (on_one_line(paper.journal_ref)[:500], ""))
    elif names:
        yield ((names + more, ""), (f" · {standing.work.published_on}" if standing else "", ""))
    yield _why(session, sheet)
    if sheet.to_check or sheet.reported:
        yield _results(session, sheet)
    if sheet.waiting.why == "revised" and paper:
        yield from _changed(sheet, paper)


def _results(session: Session, sheet: Sheet) -> Line:
    """How many results of the work wait, and how to get there."""
    parts = (
        f"{sheet.to_check:,} to check again" if sheet.to_check else "",
        f"{sheet.reported:,} suggested" if sheet.reported else "",
    )
    way = f"tracker results review {sheet.case.work} --as {session.by}"
    return (("results: ", "quiet"), (f"{', '.join(filter(None, parts))}: {way}", ""))


def _changed(sheet: Sheet, paper: PaperVersion) -> Iterator[Line]:
    """The change that brought a decided paper back, in a line; the versions view has all of it."""
    told = summary(sheet.earlier, sheet.seen, paper)
    if told and told["difference"]:
        since, what = f"changed since v{told['since']}: ", on_one_line(str(told["difference"]))
        yield ((since, "quiet"), (what, ""), (" (v shows all)", "quiet"))


def _why(session: Session, sheet: Sheet) -> Line:
    why = _ASKED if sheet.waiting.asked else _WHY.get(sheet.waiting.why, sheet.waiting.why)
    if sheet.waiting.audit:
        why = f"{why}, drawn at random for the audit"
    standing = sheet.case.standing
    last = standing.decided if standing else None
    if last and not last.inferred:
        said = " ".join(filter(None, (PAST[last.verdict].lower(), f"by {last.by}", last.reason)))
        why = f"{why}; {said} on {written(last.at)[:10]}"
    queries = f" · answers {', '.join(sheet.queries)}" if sheet.queries else ""
    relevant = sheet.relevance
    chance = ""
    if relevant and not session.blind:
        words = ", ".join(f"“{on_one_line(one['words'])}”" for one in relevant.evidence[:3])
        chance = f" · {relevant.probability:.0%} relevant" + (f": {words}" if words else "")
    return (("why: ", "quiet"), (f"{why}{queries}{chance}", ""))


def abstract(session: Session) -> Iterator[Line]:
    """The abstract, with the words that carried suggestions marked."""
    paper = session.sheet.case.paper if session.sheet else None
    if paper is None:
        yield (("No abstract of this work is in the store.", "quiet"),)
        return
    start = len(paper.title) + 1
    marks = [mark for mark in marks_of(session) if mark.start >= start]
    yield _marked(paper.text, start, marks)


def _marked(text: str, start: int, marks: list[Mark]) -> Line:
    pieces: list[Piece] = []
    for mark in marks:
        pieces.append((_spaced(text[start : mark.start]), ""))
        words = _spaced(text[mark.start : mark.end])
        shown = f"»{words}«" if mark.pointed else words
        pieces.append((shown, "pointed" if mark.pointed else "mark"))
        pieces.append((f"[{mark.letters}]", "quiet"))
        start = mark.end
    pieces.append((_spaced(text[start:]), ""))
    return tuple(piece for piece in pieces if piece[0])


def _spaced(text: str) -> str:
    """Text on one line that keeps a blank at either end: words beside it stay apart."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return before + on_one_line(text) + after


def versions(session: Session) -> Iterator[Line]:
    """What changed from the version decided on (else the one before), and which there are."""
    sheet = session.sheet
    if sheet is None or sheet.case.paper is None:
        return
    paper, read = sheet.case.paper, last_read(sheet.seen)
    before = compared(sheet.earlier, sheet.seen, paper.version)
    if 0 < read < paper.version and (before is None or before.version != read):
        yield ((f"v{read} was decided on; its text is not kept.", "strong"),)
    if before is None:
        return
    decided_on = ", which was decided on," if before.version == read else ""
    known = ", ".join(f"v{one.version} of {one.on}" for one in sheet.earlier)
    way = f"From v{before.version}{decided_on} to v{paper.version}. "
    yield ((way, "strong"), (f"Kept: {known}.", ""))
    for name, old, new in (
        ("title", before.title, paper.title),
        ("abstract", before.abstract, paper.abstract),
        ("comment", before.comment, paper.comment or ""),
    ):
        parts = difference(old, new)
        if not changed(parts):
            yield ((f"{name}: ", "quiet"), ("the same", ""))
            continue
        pieces: list[Piece] = [(f"{name}: ", "quiet")]
        for part in parts:
            words = on_one_line(part.text)
            if part.change == "removed":
                pieces += [(f"[-{words}-]", "removed"), (" ", "")]
            elif part.change == "added":
                pieces += [(f"{{+{words}+}}", "added"), (" ", "")]
            else:
                pieces.append((f"{words} ", ""))
        yield tuple(pieces)
