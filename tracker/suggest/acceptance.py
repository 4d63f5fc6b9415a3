"""Of what curators were shown, how much they accepted: the figure that matters in the end.

It comes from decisions alone, whose ``shown`` holds what a model had said before; imports,
which no person confirmed, never count. Deciding on a work again, as when an import is
confirmed, is told apart: the model may have learnt its answer from the earlier decision.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.decisions import Decision
from tracker.record import Standing
from tracker.suggest.intervals import Share
from tracker.taxonomy import Taxonomy

SUGGESTED_FROM = 0.5
"""Relevance shown at this probability or more counts as likely; a label as suggested, where
the decision does not say in which tier it was."""
OFFERED = ("suggested", "likely")
TICKED = "suggested"
"""The tiers of labels that count as suggested, and of those ticked before anybody looked."""


@dataclass(frozen=True)
class Shown:
    """One decision and what it was shown: labels ``suggested``, among them those ``ticked``
    beforehand, and those ``chosen`` in the end; all empty unless it included the work.
    ``again`` says that the work was included or excluded before."""

    decision: Decision
    relevant: float | None
    suggested: frozenset[str]
    ticked: frozenset[str]
    chosen: frozenset[str]
    again: bool

    @property
    def blind(self) -> bool:
        """Whether the curator decided before seeing what was suggested."""
        return self.decision.shown.get("blind") is True

    @property
    def included(self) -> bool:
        return self.decision.verdict == "include"


def shown(standings: Iterable[Standing], known: Iterable[str]) -> tuple[Shown, ...]:
    """The inclusions and exclusions by people to whom something was shown; ``known`` are the
    labels' keys, others are passed over. What cannot be read counts as not shown."""
    keys = frozenset(known)
    found = []
    for standing in standings:
        again = False
        for one in standing.history:
            if one.verdict == "defer":
                continue
            if not one.inferred and (read := _read(one, keys, again)):
                found.append(read)
            again = True
    return tuple(found)


def _read(decision: Decision, keys: frozenset[str], again: bool) -> Shown | None:
    relevant, said = probability(decision.shown.get("relevant")), said_of(decision)
    if relevant is None and not said:
        return None
    own = keys if decision.verdict == "include" else frozenset[str]()
    offered, ticked = _offered(decision, said)
    chosen = own & set(decision.labels)
    return Shown(decision, relevant, offered & own, ticked & own, chosen, again)


def _offered(
    decision: Decision, said: Mapping[str, float]
) -> tuple[frozenset[str], frozenset[str]]:
    """The labels suggested, and those of them that were ticked."""
    tiers = decision.shown.get("tiers")
    if not isinstance(tiers, dict):
        return frozenset(
            key for key, chance in said.items() if chance >= SUGGESTED_FROM
        ), frozenset()
    offered = frozenset(key for key, tier in tiers.items() if tier in OFFERED)
    return offered, frozenset(key for key in offered if tiers[key] == TICKED)


def said_of(decision: Decision) -> dict[str, float]:
    """The labels' probabilities that a decision was shown."""
    labels = decision.shown.get("labels")
    if not isinstance(labels, dict):
        return {}
    read = {key: probability(value) for key, value in labels.items()}
    return {key: value for key, value in read.items() if value is not None}


def probability(value: Any) -> float | None:
    """A number from 0 to 1 out of a journal, else None."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and 0 <= value <= 1 else None


def acceptance(found: Iterable[Shown], taxonomy: Taxonomy) -> dict[str, Any]:
    """The live figures, blind and not blind apart, with counts and Wilson intervals.

    ``accepted``: of the labels suggested, those that were chosen; ``stayed``: of those ticked
    beforehand. ``foreseen``: of the labels chosen, those suggested. ``relevance``: of papers
    shown as likely to belong, and as unlikely, those included. Where ``blind`` nobody could
    be led by what was suggested.
    """
    rows = tuple(found)
    return {
        "suggested_from": SUGGESTED_FROM,
        "seen": _group([one for one in rows if not one.blind and not one.again], taxonomy),
        "blind": _group([one for one in rows if one.blind and not one.again], taxonomy),
        "again": _group([one for one in rows if one.again], taxonomy),
    }


def kept(rows: Iterable[Shown]) -> Share:
    """Of all labels suggested for works not decided on before, how many curators chose."""
    some = [one for one in rows if not one.again]
    right = sum(len(one.suggested & one.chosen) for one in some)
    return Share(right, sum(len(one.suggested) for one in some))


def _group(rows: list[Shown], taxonomy: Taxonomy) -> dict[str, Any]:
    suggested = _counted(one.suggested for one in rows)
    both = _counted(one.suggested & one.chosen for one in rows)
    ticked = _counted(one.ticked for one in rows)
    stayed = _counted(one.ticked & one.chosen for one in rows)
    chosen = _counted(one.chosen for one in rows)
    names = [dimension.key for dimension in taxonomy.dimensions]
    named = {"all": names, **{name: [name] for name in names}}
    likely = [one.included for one in rows if (one.relevant or 0) >= SUGGESTED_FROM]
    unlikely = [
        one.included for one in rows if one.relevant is not None and one.relevant < SUGGESTED_FROM
    ]
    return {
        "decisions": len(rows),
        "included": sum(one.included for one in rows),
        "relevance": {
            "likely": Share(sum(likely), len(likely)).as_json(),
            "unlikely": Share(sum(unlikely), len(unlikely)).as_json(),
        },
        "dimensions": {
            name: {
                "accepted": Share(_sum(both, own), _sum(suggested, own)).as_json(),
                "stayed": Share(_sum(stayed, own), _sum(ticked, own)).as_json(),
                "foreseen": Share(_sum(both, own), _sum(chosen, own)).as_json(),
            }
            for name, own in named.items()
        },
    }


def _counted(labels: Iterable[frozenset[str]]) -> Counter[str]:
    """How many of the labels there are in each dimension."""
    return Counter(key.partition(":")[0] for some in labels for key in some)


def _sum(counts: Counter[str], names: Iterable[str]) -> int:
    return sum(counts[name] for name in names)
