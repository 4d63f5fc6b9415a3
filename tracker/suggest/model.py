"""The model: fitted from judged works and a taxonomy, it suggests, and shows why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.suggest.cuts import Cuts
from tracker.suggest.evidence import (
    WORTH_EXPLAINING,
    WORTH_SAYING,
    Evidence,
    opposing,
    strongest,
)
from tracker.suggest.exclusion import exclusive
from tracker.suggest.keywords import Hit, Keywords
from tracker.suggest.labelling import Labelling, Views
from tracker.suggest.neighbours import Neighbour, Neighbours
from tracker.suggest.passages import WORD, Passage, read
from tracker.suggest.relevance import Relevance
from tracker.suggest.sizes import size_label, size_tier
from tracker.suggest.threads import alone
from tracker.suggest.topics import Topics
from tracker.suggest.views import look, views_of
from tracker.suggest.vocabulary import Places, Vocabulary
from tracker.suggest.words import blocks
from tracker.suggestions import RELEVANT, Tier
from tracker.taxonomy import Label, Taxonomy

if TYPE_CHECKING:
    import numpy as np

    from tracker.suggest.evidence import Spans

SIZE = "size"
"""The dimension that comes from rules alone."""
BATCH = 1000


@dataclass(frozen=True)
class Suggested:
    """``label`` is ``relevant`` or a label's key; evidence for and ``against`` is strongest first.

    A label's probability is that of a work which belongs: nearly all that curators label do.
    ``nearest`` goes with ``relevant``: the confirmed works most like the text.
    """

    label: str
    probability: float
    evidence: tuple[Evidence, ...] = ()
    tier: Tier = ""
    against: tuple[Evidence, ...] = ()
    nearest: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, eq=False)
class Model:
    """What ``fit`` learnt. Equal inputs give equal suggestions; ``fingerprint`` names them."""

    taxonomy: Taxonomy
    labels: tuple[Label, ...]
    vocabulary: Vocabulary
    topics: Topics
    keywords: Keywords
    relevance: Relevance
    labelling: Labelling
    cuts: Cuts
    neighbours: Neighbours
    fingerprint: str

    @property
    def learnt(self) -> tuple[bool, ...]:
        """By label: whether works taught it, or only its description and keywords speak."""
        return tuple(self.labelling.learnt.tolist())

    @alone
    def suggest(
        self, texts: Sequence[str], labelled_from: float = 0.0
    ) -> list[tuple[Suggested, ...]]:
        """For each text its relevance, then its labels, most probable first.

        A text is a title, or a title and on a new line an abstract. One without words
        gets no suggestion; one less relevant than ``labelled_from`` gets no labels, no
        evidence and no neighbours.
        """
        found: list[tuple[Suggested, ...]] = []
        for start in range(0, len(texts), BATCH):
            found.extend(self._batch(texts[start : start + BATCH], labelled_from))
        return found

    @alone
    def probabilities(self, texts: Sequence[str]) -> tuple["np.ndarray", "np.ndarray"]:
        """Relevance of each text, and one column for each of ``labels``; nothing left out."""
        views = self.look(texts)
        return self.relevance.probabilities(views.rows), self._label_probabilities(views)

    @alone
    def relevances(self, texts: Sequence[str]) -> "np.ndarray":
        """Relevance of each text, without its labels, in two thirds of the time."""
        return self.relevance.probabilities(self.vocabulary.weigh(blocks(texts)))

    @alone
    def explain(self, text: str, label: str) -> tuple[float, tuple[Evidence, ...]]:
        """The log-odds of a label, or of being listed, without and by every place in a text.

        The first number and the weights of all places sum to the score exactly, because
        every view is linear in terms and keywords once the text's ``reach`` is known.
        """
        passage = read(text)
        row = self.vocabulary.rows([passage])
        column = -1 if label == RELEVANT else [each.key for each in self.labels].index(label)
        places = self.vocabulary.places(passage, row)
        reach = float(self.topics.shadows(row)[1][0])
        spans = self._spans(column, places, self.keywords.find(passage), reach)
        table = (part.tolist() for part in spans)
        offset = self.relevance.offset if column < 0 else float(self.labelling.offset[column])
        found = zip(*table, strict=True)
        return offset, tuple(Evidence(text[a:b], weight, a, b) for a, b, weight in found)

    def look(self, texts: Sequence[str]) -> Views:
        """Texts as the numbers that ``relevance`` and ``labelling`` work on."""
        return views_of(self.vocabulary, self.topics, self.keywords, texts)[0]

    def _batch(self, texts: Sequence[str], labelled_from: float) -> Iterator[tuple[Suggested, ...]]:
        relevant = self.relevances(texts)
        near = {i: read(text) for i, text in enumerate(texts) if relevant[i] >= labelled_from}
        near = {i: passage for i, passage in near.items() if passage.stems}
        explained = dict(zip(near, self._explained(list(near.values())), strict=True))
        for i, text in enumerate(texts):
            far = relevant[i] < labelled_from and WORD.search(text)
            bare = (Suggested(RELEVANT, round(float(relevant[i]), 4)),) if far else ()
            yield explained.get(i, bare)

    def _explained(self, passages: Sequence[Passage]) -> Iterator[tuple[Suggested, ...]]:
        views, hits, reach = look(self.vocabulary, self.topics, self.keywords, passages)
        relevant = self.relevance.probabilities(views.rows)
        labels = self._label_probabilities(views)
        nearest = self.neighbours.nearest(views.rows, views.shadows)
        for i, passage in enumerate(passages):
            places = self.vocabulary.places(passage, views.rows[i])
            ground = places, hits[i], float(reach[i])
            first = self._suggested(passage, -1, float(relevant[i]), ground)
            made = [
                self._suggested(passage, int(j), float(labels[i, j]), ground)
                for j in (labels[i] >= WORTH_SAYING).nonzero()[0]
            ]
            made += self._size(passage.text)
            yield (
                replace(first, nearest=nearest[i]),
                *sorted(made, key=lambda s: -s.probability),
            )

    def _suggested(
        self,
        passage: Passage,
        column: int,
        probability: float,
        ground: tuple[Places, list[Hit], float],
    ) -> Suggested:
        evidence: tuple[Evidence, ...] = ()
        against: tuple[Evidence, ...] = ()
        if column < 0 or probability >= WORTH_EXPLAINING:
            spans = self._spans(column, *ground)
            evidence, against = strongest(passage.text, spans), opposing(passage.text, spans)
        name = RELEVANT if column < 0 else self.labels[column].key
        tier = "" if column < 0 else self.cuts.tier(column, probability)
        return Suggested(name, round(probability, 4), evidence, tier, against)

    def _spans(self, column: int, places: Places, hits: list[Hit], reach: float) -> "Spans":
        """What each term and each keyword adds to a score; column -1 is relevance."""
        import numpy as np

        if column < 0:
            return self.relevance.weighed(places)
        starts, ends, weights = places.weighed(self.labelling.weights[:, column])
        topical = self.topics.directions[places.columns] @ self.labelling.topical[:, column]
        weights = weights + reach * places.values * topical
        own = [(hit.start, hit.end) for hit in hits if hit.column == column]
        if not own:
            return starts, ends, weights
        each = self.labelling.keyword_weight(column, len(own)) / len(own)
        first, last = np.array(own).T
        return np.r_[starts, first], np.r_[ends, last], np.r_[weights, np.full(len(own), each)]

    def _size(self, text: str) -> list[Suggested]:
        found = size_label(text)
        label = self.taxonomy.by_key.get(found[0]) if found else None
        if found is None or label is None or label.retired:
            return []
        size = found[1]
        evidence = Evidence(text[size.start : size.end], size.sure, size.start, size.end)
        return [Suggested(label.key, size.sure, (evidence,), size_tier(size.sure))]

    def _label_probabilities(self, views: Views) -> "np.ndarray":
        from scipy.special import expit

        return exclusive(expit(self.labelling.scores(views)), self.taxonomy, self.labels)
