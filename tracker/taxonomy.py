"""The survey's vocabulary: dimensions, and the labels a work can have in each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from tracker.problems import Problem
from tracker.shapes import Shape

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Label:
    """One value of one dimension.

    ``key`` is ``dimension:label`` and permanent; ``meaning`` says in the survey's own
    words when it applies; ``keywords`` are phrases that speak for it; a retired label
    names the labels that took its place.
    """

    key: str
    name: str
    meaning: str
    abbreviation: str = ""
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: bool = False
    successors: tuple[str, ...] = ()

    @cached_property
    def dimension(self) -> str:
        return self.key.partition(":")[0]

    @property
    def short(self) -> str:
        return self.abbreviation or self.name


@dataclass(frozen=True)
class Dimension:
    """One independent question about a work, and its possible answers.

    ``choose`` is ``"one"`` where labels exclude each other, else ``"any"``.
    """

    key: str
    name: str
    choose: Literal["one", "any"]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All dimensions in their published order."""

    version: int = 0
    dimensions: tuple[Dimension, ...] = ()
    by_key: Mapping[str, Label] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        labels = {label.key: label for label in self}
        object.__setattr__(self, "by_key", labels)

    def __iter__(self) -> Iterator[Label]:
        for dimension in self.dimensions:
            yield from dimension.labels

    def names(self) -> dict[str, str]:
        """Every written form of a label that names exactly one, lower case → its key."""
        found: dict[str, set[str]] = {}
        for label in self:
            bare = label.key.partition(":")[2]
            for form in (label.key, bare, label.name, label.abbreviation, *label.aliases):
                if form:
                    found.setdefault(form.lower(), set()).add(label.key)
        return {form: keys.pop() for form, keys in found.items() if len(keys) == 1}

    def faults(self, labels: Iterable[str]) -> Iterator[str]:
        """One sentence for each reason these labels cannot stand together on a work."""
        chosen: dict[str, list[str]] = {}
        for key in labels:
            label = self.by_key.get(key)
            if label is None:
                yield f"no label {key!r} in the taxonomy{self._nearest(key)}"
            elif label.retired:
                use = " or ".join(label.successors) or "none of the present labels"
                yield f"label {key!r} is retired; use {use}"
            else:
                chosen.setdefault(label.dimension, []).append(key)
        for dimension in self.dimensions:
            several = chosen.get(dimension.key, [])
            if dimension.choose == "one" and len(several) > 1:
                yield f"{dimension.name} takes one label, not {', '.join(several)}"

    def sort(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Labels without repeats, in the taxonomy's order; unknown ones last."""
        order = {key: place for place, key in enumerate(self.by_key)}
        return tuple(sorted(set(labels), key=lambda key: (order.get(key, len(order)), key)))

    def _nearest(self, key: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(key, self.by_key, n=1)
        return f"; did you mean {near[0]!r}?" if near else ""


def read_taxonomy(data: Any, file: str) -> tuple[Taxonomy, list[Problem]]:
    """The taxonomy in ``taxonomy.yaml``, and everything wrong with it."""
    top = Shape(data, file)
    dimensions = [
        _dimension(key, part) for key, part in top.mapping("dimensions") if _is_key(key, part)
    ]
    taxonomy = Taxonomy(top.number("version", default=1), tuple(dimensions))
    top.only("version", "dimensions")
    if not dimensions and not top.problems:
        top.problem("dimensions", "holds no dimension, so no label could be given")
    for label in taxonomy:
        for successor in label.successors:
            if successor not in taxonomy.by_key:
                top.problem(label.key, f"its successor {successor!r} is not a label")
    return taxonomy, top.problems


def _dimension(key: str, part: Shape) -> Dimension:
    choose = part.text("choose", default="any")
    if choose not in ("one", "any"):
        part.problem("choose", f"is {choose!r}; write one or any")
    labels = [
        _label(f"{key}:{name}", label)
        for name, label in part.mapping("labels")
        if _is_key(name, label)
    ]
    part.only("name", "choose", "labels")
    name = part.text("name", default=key.replace("_", " "))
    return Dimension(key, name, "one" if choose == "one" else "any", tuple(labels))


def _label(key: str, part: Shape) -> Label:
    successors = part.texts("successors")
    label = Label(
        key=key,
        name=part.text("name"),
        meaning=part.text("meaning"),
        abbreviation=part.text("abbreviation", default=""),
        keywords=part.texts("keywords"),
        aliases=part.texts("aliases"),
        retired=part.flag("retired") or bool(successors),
        successors=successors,
    )
    part.only("name", "meaning", "abbreviation", "keywords", "aliases", "retired", "successors")
    return label


def _is_key(key: str, part: Shape) -> bool:
    if KEY.fullmatch(key):
        return True
    part.problem("", f"the key {key!r} must be lower-case letters, digits and underscores")
    return False
