"""The task list in the nightly request: papers that wait, with two boxes each to tick.

Behind each paper stands an HTML comment with what was shown of it, so that a tick can be read
back as the decision it was. The tracker writes no ticked box.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import quote, unquote

from tracker.publish.markdown import cell, link
from tracker.taxonomy import Taxonomy

MOST: Final = 10
_TITLE: Final = 160
_OFFER = re.compile(r"<!-- tracker-offer (\S{1,4000}) -->$")
_BOX = re.compile(
    r"\s{2,6}[-*+] \[(?P<tick>[ xX])\] .*<!-- tracker-box (?P<kind>include|exclude) "
    r"(?P<work>\S+) (?P<shown>[0-9a-f]{12}) -->$"
)
_HEAD = """\
### Waiting for a curator ({shown:,} of {waiting:,})

A ticked box becomes a decision under your GitHub handle on the next run, if
`curation/curators.yaml` has it; with both boxes ticked, neither counts.
"""

Kind = Literal["include", "exclude"]


@dataclass(frozen=True)
class Offer:
    """What a paper's task shows: ``labels`` are those suggested, with their probabilities."""

    work: str
    version: int
    title: str
    url: str
    model: str
    relevant: float
    labels: tuple[tuple[str, float], ...] = ()
    audit: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        audit = {"audit": True} if self.audit else {}
        shown = {"model": self.model, "relevant": self.relevant, "labels": dict(self.labels)}
        return {"work": self.work, "version": self.version, "shown": {**shown, **audit}}


@dataclass(frozen=True)
class Task:
    """A task read back: the facts that were offered, its words with both boxes open, and the
    boxes that are ticked."""

    facts: dict[str, Any]
    words: str
    ticked: frozenset[Kind]

    @property
    def work(self) -> str:
        return str(self.facts["work"])


def task_list(offers: Sequence[Offer], waiting: int, taxonomy: Taxonomy, room: int) -> str:
    """As many offers as fit into ``room`` characters; empty where none does."""
    tasks = [_task(offer, taxonomy) for offer in offers[:MOST]]
    while tasks:
        text = "\n".join([_HEAD.format(shown=len(tasks), waiting=waiting), *tasks]) + "\n"
        if len(text) <= room:
            return text
        tasks.pop()
    return ""


def read_tasks(body: str) -> Iterator[Task]:
    """The tasks in a text, whatever people wrote around them."""
    lines = [line.rstrip() for line in body.splitlines()]
    for place, line in enumerate(lines):
        found = _OFFER.search(line)
        facts = _facts(found[1]) if found else None
        if facts is None:
            continue
        boxes = [_BOX.fullmatch(one) for one in lines[place + 1 : place + 3]]
        ticked = {box["kind"] for box in boxes if box and box["tick"] != " "}
        words = "\n".join([line, *(_open(box) for box in boxes if box)])
        yield Task(facts, words, frozenset(kind for kind in _KINDS if kind in ticked))


_KINDS: Final[tuple[Kind, Kind]] = ("include", "exclude")


def _task(offer: Offer, taxonomy: Taxonomy) -> str:
    written = _written(offer.facts)
    digest = hashlib.sha256(written.encode()).hexdigest()[:12]
    name = quote(offer.work, safe=":/.").replace("--", "%2D%2D")
    why = "drawn at random" if offer.audit else f"{offer.relevant:.0%}"
    known = taxonomy.by_key
    shorts = ", ".join(known[key].short if key in known else key for key, _ in offer.labels)
    include = f"include as suggested: {cell(shorts)}" if shorts else "include, without labels"
    head = f"- {link(offer.title, offer.url, _TITLE)} · {why}"
    boxes = (("include", include), ("exclude", "exclude"))
    return "\n".join(
        [
            f"{head} <!-- tracker-offer {written} -->",
            *(
                f"  - [ ] {said} <!-- tracker-box {kind} {name} {digest} -->"
                for kind, said in boxes
            ),
        ]
    )


def _written(facts: dict[str, Any]) -> str:
    """Facts as they can stand in an HTML comment (CommonMark 0.31 §6.6): no space, no dashes."""
    text = json.dumps(facts, separators=(",", ":"), sort_keys=True)
    return quote(text, safe='{}[]":,./').replace("--", "%2D%2D")


def _facts(written: str) -> dict[str, Any] | None:
    """The facts in a comment; None where it was spoilt."""
    try:
        facts = json.loads(unquote(written))
        shown = facts["shown"]
        whole = (
            isinstance(facts["work"], str)
            and isinstance(facts["version"], int)
            and isinstance(shown["labels"], dict)
            and isinstance(shown["model"], str)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return facts if whole else None


def _open(box: re.Match[str]) -> str:
    place = box.start("tick") - box.start()
    return f"{box[0][:place]} {box[0][place + 1 :]}"
