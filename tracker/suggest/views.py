"""Texts as what the model looks at: their views, where keywords stand, their reach."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.suggest.keywords import Hit, Keywords, emphasis
from tracker.suggest.labelling import Views
from tracker.suggest.passages import Passage
from tracker.suggest.topics import Topics
from tracker.suggest.vocabulary import Vocabulary
from tracker.suggest.words import blocks

if TYPE_CHECKING:
    import numpy as np


def look(
    vocabulary: Vocabulary, topics: Topics, keywords: Keywords, passages: Sequence[Passage]
) -> tuple[Views, list[list[Hit]], "np.ndarray"]:
    """The passages' views, where their keywords stand, and their reach into the topics."""
    views, reach = views_of(vocabulary, topics, keywords, [passage.text for passage in passages])
    return views, [keywords.find(passage) for passage in passages], reach


def views_of(
    vocabulary: Vocabulary, topics: Topics, keywords: Keywords, texts: Sequence[str]
) -> tuple[Views, "np.ndarray"]:
    """The texts' views, and their reach into the topics."""
    import numpy as np

    read = list(blocks(texts))
    rows = vocabulary.weigh(read)
    shadows, reach = topics.shadows(rows)
    counts = [keywords.counts(words) for words in read]
    hits = np.concatenate([np.zeros((0, keywords.labels), dtype=int), *counts])
    return Views(rows, shadows, emphasis(hits)), reach
