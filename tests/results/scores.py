"""How the extractor does on the labelled abstracts, with intervals.

    .venv/bin/python -m tests.results.scores

prints the table of docs/adr/0011-results.md. A hit has sentence, value and unit right; of those
the other fields are asked. A star in a label marks what even a reader cannot tell, and a bar
separates names that are both right.
"""

import hashlib
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.results.reports import benchmarks, labels, texts
from tracker.benchmarks import folded
from tracker.extract.reported import Found, find

FIELDS = ("dataset", "metric", "setting")
DRAWS = 2_000
SHARES = {
    "precision": ("hits", "found"),
    "recall": ("hits", "labelled"),
    "metric": ("metric", "hits"),
    "dataset": ("dataset", "hits"),
    "setting": ("setting", "hits"),
    "all three": ("all", "hits"),
    "model": ("model", "asked"),
    "model where named": ("named right", "named"),
}
"""What is counted over what; ``asked`` are hits whose model a reader can tell, ``named`` those of
them to which the extractor gave a name."""


@dataclass(frozen=True)
class Score:
    """What was counted in each abstract of one part."""

    abstracts: tuple[Counter[str], ...]

    def total(self, name: str) -> int:
        return sum(one[name] for one in self.abstracts)

    def share(self, name: str) -> float:
        over, under = SHARES[name]
        return self.total(over) / self.total(under) if self.total(under) else 0.0

    def interval(self, name: str) -> tuple[float, float]:
        """The 95 % percentile bootstrap over abstracts (Efron and Tibshirani 1993, chapter 13)."""
        over, under = SHARES[name]
        pairs = [(one[over], one[under]) for one in self.abstracts]
        draw = random.Random(1)
        found = []
        for _ in range(DRAWS):
            some = draw.choices(pairs, k=len(pairs))
            if below := sum(under for _, under in some):
                found.append(sum(over for over, _ in some) / below)
        found.sort()
        return (found[len(found) // 40], found[-1 - len(found) // 40]) if found else (0.0, 1.0)


def score(half: str) -> Score:
    """How the extractor does on one part."""
    here = texts()
    return Score(tuple(_counted(one, here) for one in labels() if one["half"] == half))


def _counted(one: dict[str, Any], here: dict[str, str]) -> Counter[str]:
    text = here[one["arxiv_id"]]
    assert hashlib.sha256(text.encode()).hexdigest() == one["text_sha256"], one["arxiv_id"]
    left = list(find(text, benchmarks()))
    counted = Counter(labelled=len(one["results"]), found=len(left))
    for want in one["results"]:
        same = [g for g in left if (g.start, g.value, g.unit) == _place(want)]
        if not same:
            continue
        best = max(same, key=lambda got: sum(_right(got, want).values()))
        left.remove(best)
        agreed = _right(best, want)
        counted.update(hits=1, all=all(agreed.values()), **agreed)
        counted.update(_models(best.model, want.get("model", "*")))
    return counted


def _models(got: str, want: str) -> dict[str, int]:
    """Whether a model's name, or having none, is right."""
    if want == "*":
        return {}
    right = folded(got) in {folded(name) for name in want.split("|")}
    return {"asked": 1, "model": right, "named": bool(got), "named right": bool(got) and right}


def _place(want: dict[str, Any]) -> tuple[int, str, str]:
    return want["start"], want["value"], want["unit"]


def _right(got: Found, want: dict[str, Any]) -> dict[str, bool]:
    """Which fields agree."""
    return {
        name: want[name] == "*" or _key(getattr(got, name), name) == _key(want[name], name)
        for name in FIELDS
    }


def _key(text: str, field: str) -> str:
    known = benchmarks()
    entry = {"dataset": known.dataset, "metric": known.metric}.get(field, lambda _: None)(text)
    return entry.key if entry else folded(text)


def main() -> None:
    for half in ("development", "fresh", "test", "unseen"):
        found = score(half)
        print(f"{half}: {len(found.abstracts)} abstracts, {found.total('labelled')} results")
        for name, (over, under) in SHARES.items():
            if found.total(under):
                low, high = found.interval(name)
                counts = f"{found.total(over)}/{found.total(under)}"
                print(f"  {name:18}{counts:>8} = {found.share(name):.2f} ({low:.2f}–{high:.2f})")
    read = list(texts().values())
    started = time.process_time()
    for text in read:
        find(text, benchmarks())
    print(f"{len(read) / (time.process_time() - started):,.0f} abstracts a second of CPU")


if __name__ == "__main__":
    main()
