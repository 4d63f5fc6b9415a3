"""Which paragraphs are entries: one work each, or one work a line.

Prose must not be taken for a work, so a paragraph is held to more than a bullet is. It
stands under a heading; its title is bold, quoted or linked and no sentence runs on from
it, or plain words end in punctuation and nothing but links to papers and the like follows.
"""

import re
from collections.abc import Sequence
from typing import Final

from tracker.adopt.draft import Draft
from tracker.adopt.inline import Run
from tracker.adopt.links import is_label, is_paper, is_web
from tracker.adopt.lists import is_work
from tracker.adopt.sections import holds_no_works
from tracker.adopt.titles import links_of, read
from tracker.adopt.words import has_words

_REMARK: Final = re.compile(
    r"(?i)(?:note|notes|news|update|updates|warning|tip|important|disclaimer|abstract|keywords|tl;?dr|"
    r"hint|info|attention|motivation|overview|authors?|contributing|license|contact|by|why|about)\b"
)
_SENTENCE_RUNS_ON: Final = re.compile(r"(?!(?:by|in|et|and|van|von|de|arxiv)\b)[a-z]+\s")


def read_paragraph(runs: Sequence[Run], first: int, last: int, draft: Draft, kind: str) -> None:
    """Enters the works of a paragraph into the draft, or passes it over."""
    if not any(is_web(link) for link in links_of(runs)):
        return
    if heading := holds_no_works(draft.outline.path):
        draft.pass_over(first, f"the section {heading!r} lists no works", runs)
    elif not has_words("".join(run.text for run in runs if not run.url)) and _only_labels(runs):
        draft.pass_over(first, "links or badges without a title", runs)
    elif not draft.outline.inside or not (found := _works(runs)):
        draft.pass_over(first, "reads like prose", runs)
    else:
        draft.faults(runs)
        for at, work in enumerate(found):
            start = first if at == 0 else max(run_line(work), first)
            end = run_line(found[at + 1]) - 1 if at + 1 < len(found) else last
            draft.entry(read(work), start, max(start, min(end, last)), kind)


def _only_labels(runs: Sequence[Run]) -> bool:
    return all(run.is_resource for run in runs if run.url)


def run_line(runs: Sequence[Run]) -> int:
    """The line on which runs begin."""
    return next((run.line for run in runs if run.text.strip()), 1)


def _works(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each work: line by line where every line is one, else the paragraph as one."""
    parts: list[list[Run]] = [[]]
    for line in _lines(runs):
        current = parts[-1]
        begins = _is_entry(line) or read(line).shape in ("strong", "linked")
        if begins and _is_entry(current):
            parts.append([])
        parts[-1] += line
    if len(parts) > 1 and all(_is_entry(part) for part in parts):
        return parts
    return [list(runs)] if _is_entry(runs) else []


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        lines[-1].append(run)
        if run.text == "\n":
            lines.append([])
    return lines


def _is_entry(runs: Sequence[Run]) -> bool:
    reading = read(runs)
    if not is_work(reading) or _REMARK.match(reading.title):
        return False
    if reading.shape == "plain":
        return _ends_in_links(runs)
    labelled = any(is_label(link.label) for link in reading.links)
    return (reading.has_paper or labelled) and not _SENTENCE_RUNS_ON.match(reading.note)


def _ends_in_links(runs: Sequence[Run]) -> bool:
    """Whether plain words end in punctuation and are followed by named links alone."""
    at = next((n for n, run in enumerate(runs) if run.url), len(runs))
    words = "".join(run.text for run in runs[:at]).rstrip(" \n[(|")
    after = [run for run in runs[at:] if not run.url and has_words(run.text)]
    links = [run for run in runs[at:] if run.url]
    papers = any(is_paper(link) for link in links_of(links))
    barred = "|" in "".join(run.text for run in runs[:at])[-3:]
    closed = barred or bool(re.search(r"[.?!)\]”\"]$", words))
    return closed and papers and not after and all(run.is_resource for run in links)
