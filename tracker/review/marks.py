"""Where in a text the words stand that carried suggestions, and for which dimensions."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.review.session import Session
from tracker.suggestions import Suggestion

LIKELY = 0.5  # labels from here on have their words marked unasked
CARRIES = 0.25  # of the strongest word's weight


@dataclass(frozen=True)
class Mark:
    """``text[start:end]`` spoke for labels of the dimensions with these letters.

    ``pointed`` marks carried the label that the reviewer is at.
    """

    start: int
    end: int
    letters: str
    pointed: bool = False


def marks_of(session: Session) -> tuple[Mark, ...]:
    """The marks to show, in reading order, none overlapping; none when blind.

    Of labels that are ticked or likelier than not, and of the one the reviewer is at: the words of
    every improbable label would cover the abstract.
    """
    sheet = session.sheet
    if sheet is None or session.blind or sheet.case.paper is None:
        return ()
    paper, found = sheet.case.paper, []
    for one in sheet.suggested:
        pointed = one.label == session.cursor
        named = one.probability >= LIKELY or one.label in session.choices.labels
        if one.version != paper.version or not (pointed or named):
            continue  # of another version, the places would mark other words
        letter = session.codes.letter.get(one.label.partition(":")[0], "?")
        found += [Mark(*place, letter, pointed) for place in places(one, paper.text)]
    return _joined(found)


def places(one: Suggestion, text: str) -> list[tuple[int, int]]:
    """Where the words stand that carried a suggestion; only where the text has those very words.

    Words that weigh next to nothing beside the strongest carried nothing.
    """
    least = CARRIES * max((piece["weight"] for piece in one.evidence), default=0.0)
    return [
        (piece["start"], piece["end"])
        for piece in one.evidence
        if piece["weight"] >= least
        and piece["words"]
        and text[piece["start"] : piece["end"]] == piece["words"]
    ]


def _joined(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if joined and mark.start < joined[-1].end:
            last = joined.pop()
            letters = "".join(sorted({*last.letters, *mark.letters}))
            end, pointed = max(last.end, mark.end), last.pointed or mark.pointed
            mark = Mark(last.start, end, letters, pointed)
        joined.append(mark)
    return tuple(joined)
