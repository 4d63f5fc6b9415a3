"""One-cause piles: papers of the queue that wait for the same reason, decided together.

A pile is named ``pile:CAUSE``. Clearing it marks every decision ``"shown": {"pile":
"pile:CAUSE@DAY"}``, by which all of them are taken back, or put back, as one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from tracker.decisions import Decision, active, in_order
from tracker.errors import SettingsError
from tracker.papers import PaperVersion
from tracker.review.waiting import Waiting
from tracker.scope import Scope

PREFIX = "pile:"
LEAST = 2  # papers; one is no pile
_OPEN = ("new", "deferred")
_TONGUES = (
    "Arabic|Bulgarian|Catalan|Chinese|Czech|Danish|Dutch|Finnish|French|German|Greek|Hungarian"
    "|Indonesian|Italian|Japanese|Korean|Norwegian|Persian|Polish|Portuguese|Romanian|Russian"
    "|Serbian|Slovak|Spanish|Swedish|Turkish|Ukrainian|Vietnamese"
)
# Authors say so in the comment: "12 pages, in French"; "in French and English" has both.
_SAID = re.compile(rf"(?:^|[,;.(]\s*)(?:\w+ )?in (?:{_TONGUES})(?: language)?\s*(?:$|[,;.)])", re.I)
_OURS = re.compile(r"\b(?:the|of|and|is|that|for|with|this)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_LONG = 30  # words; of a shorter text its language cannot be told
_SURVEY = re.compile(
    r"\b(?:surveys?|(?:(?:systematic|scoping|literature|comprehensive|critical|narrative)\s)+reviews?"
    r"|a review|overview of|tutorial|position paper)\b",
    re.I,
)
_EVENT = re.compile(r"\b([A-Z][A-Za-z]+)(?:[- ]Lab)?[- ]?(?:20\d\d|'\d\d)\b")
_PROCEEDINGS = re.compile(r"^(?:pre-?)?proceedings\b", re.I)


@dataclass(frozen=True)
class Pile:
    """Papers with one cause: its key, what they share, and the papers in the queue's order."""

    key: str
    cause: str
    waiting: tuple[Waiting, ...]

    def as_json(self, examples: int = 0) -> dict[str, Any]:
        shown = self.waiting[:examples] if examples else self.waiting
        return {
            "key": self.key,
            "cause": self.cause,
            "papers": len(self.waiting),
            "examples" if examples else "items": [one.as_json() for one in shown],
        }


class Causes:
    """What a paper's record shows that a whole pile may share, for one survey's scope."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @cached_property
    def _facets(self) -> list[tuple[str, str, re.Pattern[str]]]:
        return [(f"silent-{_slug(f.name)}", f.name, _any(f.phrases)) for f in self._scope.facets]

    def of(self, paper: PaperVersion) -> Iterator[tuple[str, str]]:
        """Each cause that this paper has: its key, and what is said of such papers."""
        if paper.withdrawn:
            yield f"{PREFIX}withdrawn", "withdrawn by their authors before they were decided"
        for key, name, words in self._facets:
            if paper.abstract and not words.search(paper.text):
                yield PREFIX + key, f"no word of the scope's facet “{name}” in title and abstract"
        if _is_foreign(paper):
            yield f"{PREFIX}language", "not written in English"
        if _SURVEY.search(paper.title):
            yield f"{PREFIX}survey", "a survey, review, tutorial or position paper by its title"
        if _PROCEEDINGS.search(paper.title):
            yield f"{PREFIX}proceedings", "proceedings by their title"
        if event := _EVENT.search(paper.title):
            yield f"{PREFIX}event-{_slug(event[1])}", f"“{event[1]}” and a year in the title"


def piles(
    papers: Iterable[tuple[Waiting, PaperVersion]], scope: Scope, least: int = LEAST
) -> tuple[Pile, ...]:
    """The piles of a queue from ``least`` papers on, the largest first; a paper may lie in several.

    Left out are audit draws, which are to be read one by one, and what waits for a second look.
    """
    causes = Causes(scope)
    found: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for one, paper in papers:
        if not one.audit and one.why in _OPEN:
            for cause in causes.of(paper):
                found[cause].append(one)
    every = [Pile(*cause, tuple(some)) for cause, some in found.items() if len(some) >= least]
    return tuple(sorted(every, key=lambda pile: (-len(pile.waiting), pile.key)))


def marker(key: str, day: date) -> str:
    """What the decisions of one clearing carry: a pile cleared twice is two undos."""
    return f"{key}@{day.isoformat()}"


def marked(decision: Decision, mark: str) -> Decision:
    return replace(decision, shown={**decision.shown, "pile": mark})


def latest_of(cleared: Sequence[Decision]) -> str:
    """The marker that the decisions of one clearing carry; empty where there are none."""
    return str(cleared[-1].shown["pile"]) if cleared else ""


def latest(decisions: Iterable[Decision], key: str, by: str) -> str:
    """The marker meant by a pile's key: itself, or this curator's latest clearing of the pile.

    Raises SettingsError if this curator cleared no such pile.
    """
    own = [one for one in _of(decisions, by) if one.verdict != "undo"]
    marks = [mark for one in own if isinstance(mark := one.shown.get("pile"), str)]
    wanted = [mark for mark in marks if key in (mark, mark.partition("@")[0])]
    if not wanted:
        raise SettingsError(f"{by} has cleared no {key[:80]}; tracker piles lists what there is")
    return max(wanted, key=lambda mark: mark.partition("@")[2])


def undos(decisions: Sequence[Decision], mark: str, by: str, at: datetime) -> list[Decision]:
    """The undos that take a clearing back, of those decisions that still stand."""
    standing = [one for one in _of(active(decisions), by) if one.shown.get("pile") == mark]
    return [_against(one, mark, by, at) for one in standing]


def redos(decisions: Sequence[Decision], mark: str, by: str, at: datetime) -> list[Decision]:
    """The undos of undos that put a clearing back where it was taken back."""
    cleared = (one for one in _of(decisions, by) if one.verdict != "undo")
    keys = {one.key for one in cleared if one.shown.get("pile") == mark}
    cancelled: set[str] = set()
    found = []
    for one in reversed(in_order(decisions)):
        if one.key in cancelled or one.verdict != "undo":
            continue
        cancelled.add(one.undoes)
        if one.undoes in keys:
            found.append(_against(one, mark, by, at))
    return found[::-1]


def _against(one: Decision, mark: str, by: str, at: datetime) -> Decision:
    # What it takes back may come from a machine whose clock is ahead; this is later all the same.
    at = max(at, one.at + timedelta(milliseconds=1))
    return marked(Decision(at=at, by=by, verdict="undo", work=one.work, undoes=one.key), mark)


def _of(decisions: Iterable[Decision], by: str) -> Iterator[Decision]:
    return (one for one in decisions if one.by.lower() == by.lower())


def _is_foreign(paper: PaperVersion) -> bool:
    if _SAID.search(paper.comment or ""):
        return True
    words = _WORD.findall(paper.abstract)
    return len(words) >= _LONG and len(_OURS.findall(paper.abstract)) < len(words) / 50


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of these phrases, as whole words; of one with a star, the last word's beginning."""
    parts = []
    for phrase in phrases:
        words = [re.escape(word) for word in re.split(r"[\s-]+", phrase.rstrip("*")) if word]
        parts.append(r"[\s-]+".join(words) + (r"\w*" if phrase.endswith("*") else r"s?"))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.I)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
