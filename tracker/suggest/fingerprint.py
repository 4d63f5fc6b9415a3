"""A short name for everything a model's suggestions follow from."""

import hashlib
import json
import platform
import re
from typing import Any

from tracker.suggest import (
    combining,
    cuts,
    doubts,
    evidence,
    facets,
    keywords,
    labelling,
    neighbours,
    passages,
    relevance,
    sizes,
    topics,
    vocabulary,
)
from tracker.suggest.examples import Example, Training
from tracker.suggest.guidance import UNGUIDED, Guidance
from tracker.taxonomy import Taxonomy

RECIPE = 4
"""Raised when the way of learning changes though no parameter does."""


def fingerprint(
    taxonomy: Taxonomy, training: Training, seed: int, guidance: Guidance = UNGUIDED
) -> str:
    """Sixteen hex digits (SHA-256) over all that ``fit`` is given, parameters and libraries."""
    works = {*training.included, *training.excluded, *training.labelled}
    parts = {
        **recipe(),
        "seed": seed,
        "aims": repr(guidance.aims),
        "works": sorted(map(_work, works)),
        "background": _hash("\0".join(training.background)),
        "taxonomy": _hash(repr(taxonomy)),
        "scope": _hash(repr((guidance.scope.texts, guidance.scope.facets))),
        "prevalence": guidance.prevalence,
    }
    return _hash(json.dumps(parts, sort_keys=True))[:16]


def recipe() -> dict[str, Any]:
    """The way of learning apart from what is learnt from: its number, parameters, libraries."""
    return {"recipe": RECIPE, "parameters": _parameters(), "libraries": _libraries()}


def _work(work: Example) -> list[str]:
    labels = "none" if work.labels is None else " ".join(sorted(work.labels))
    return [work.key, str(work.relevant), labels, _hash(work.text)]


def _parameters() -> dict[str, str]:
    """Every constant of the modules that learn, by its name: none can be forgotten."""
    modules = (
        *(combining, cuts, doubts, evidence, facets, keywords, labelling),
        *(neighbours, passages, relevance, sizes, topics, vocabulary),
    )
    return {
        f"{module.__name__}.{name}": _stable(value)
        for module in modules
        for name, value in vars(module).items()
        if name.isupper()
    }


def _stable(value: object) -> str:
    if isinstance(value, re.Pattern):
        return f"{value.flags} {value.pattern}"
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)


def _libraries() -> dict[str, str]:
    import numpy
    import scipy
    import sklearn

    versions = {module.__name__: module.__version__ for module in (numpy, scipy, sklearn)}
    return {"python": platform.python_version(), **versions}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
