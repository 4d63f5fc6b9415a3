"""The model: fitted from judged works and a taxonomy, it suggests, and shows why."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.errors import CurationError
from tracker.scope import UNWRITTEN, Scope
from tracker.suggest.cuts import Cuts, even, learn_cuts
from tracker.suggest.evidence import (
    WORTH_EXPLAINING,
    WORTH_SAYING,
    Evidence,
    opposing,
    strongest,
)
from tracker.suggest.examples import Example, Training
from tracker.suggest.facets import find_facets
from tracker.suggest.fingerprint import fingerprint
from tracker.suggest.keywords import Hit, Keywords
from tracker.suggest.labelling import Labelling, Meanings, Views, fit_labelling
from tracker.suggest.neighbours import Neighbour, Neighbours
from tracker.suggest.passages import Passage, read
from tracker.suggest.relevance import PREVALENCE, Relevance, fit_relevance
from tracker.suggest.sizes import size_label, size_tier
from tracker.suggest.topics import Topics, learn_topics
from tracker.suggest.vocabulary import Places, Vocabulary, wording
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
            passages = [read(text) for text in texts[start : start + BATCH]]
            found.extend(self._batch(passages, labelled_from))
        return found

    def probabilities(self, texts: Sequence[str]) -> tuple["np.ndarray", "np.ndarray"]:
        """Relevance of each text, and one column for each of ``labels``; nothing left out."""
        views = self.look(texts)
        return self.relevance.probabilities(views.rows), self._label_probabilities(views)

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
        passages = [read(text) for text in texts]
        return _look(self.vocabulary, self.topics, self.keywords, passages)[0]

    def _batch(
        self, passages: Sequence[Passage], labelled_from: float
    ) -> Iterator[tuple[Suggested, ...]]:
        relevant = self.relevance.probabilities(self.vocabulary.rows(passages))
        near = [i for i, p in enumerate(passages) if p.stems and relevant[i] >= labelled_from]
        explained = dict(zip(near, self._explained([passages[i] for i in near]), strict=True))
        for i, passage in enumerate(passages):
            bare = (Suggested(RELEVANT, round(float(relevant[i]), 4)),) if passage.stems else ()
            yield explained.get(i, bare)

    def _explained(self, passages: Sequence[Passage]) -> Iterator[tuple[Suggested, ...]]:
        views, hits, reach = _look(self.vocabulary, self.topics, self.keywords, passages)
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
        each = float(self.labelling.keyword[column]) * math.log1p(len(own)) / len(own)
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

        return _exclusive(expit(self.labelling.scores(views)), self.taxonomy, self.labels)


def fit(
    taxonomy: Taxonomy,
    examples: Iterable[Example],
    background: Iterable[str],
    seed: int = 0,
    scope: Scope = UNWRITTEN,
    prevalence: float = PREVALENCE,
) -> Model:
    """The model of a taxonomy, of judged works and of papers nobody judged yet.

    All three may be small; without works, the taxonomy's meanings and keywords rank, and what
    ``scope`` says. ``prevalence`` is the share of all papers that belong.
    Raises CurationError where there is not a word to learn from.
    """
    from scipy.special import expit

    training = Training.of(examples, background)
    labels = tuple(x for x in taxonomy if not x.retired and x.dimension != SIZE)
    wordings = [read(wording(label)) for label in labels]
    told = [read("\n".join(passage.text for passage in wordings)), *map(read, scope.texts)]
    groups = [training.included, training.excluded, training.labelled]
    included, excluded, labelled = ([read(work.text) for work in group] for group in groups)
    usual = [read(text) for text in training.background]
    known = list({p.text: p for p in included + excluded + labelled}.values())
    if not any(passage.stems for passage in known + usual + wordings):
        raise CurationError("nothing to suggest from: write labels with a meaning or judge works")
    vocabulary, rows = Vocabulary.learn(known + usual + wordings + told[1:])
    keywords = Keywords(labels)
    papers = rows[len(known) : len(known) + len(usual)]
    relevance = fit_relevance(
        *(vocabulary.rows(included), vocabulary.rows(excluded), papers),
        *(vocabulary.rows(told[:2]), seed),
        *(find_facets(scope.facets, vocabulary.columns), prevalence),
    )
    topics = learn_topics(rows[: len(known) + len(usual)], seed)
    truth, meant = truth_of(training.labelled, labels), vocabulary.rows(wordings)
    labelling, held_out = fit_labelling(
        _look(vocabulary, topics, keywords, labelled)[0],
        _look(vocabulary, topics, keywords, usual or known)[0],
        Meanings(meant.toarray().T, topics.shadows(meant)[0].T),
        truth,
        [label.dimension for label in labels],
        seed,
    )
    cuts = even(len(labels))
    if held_out is not None:
        cuts = learn_cuts(_exclusive(expit(held_out), taxonomy, labels), truth)
    mark = fingerprint(taxonomy, training, seed, scope, prevalence)
    shadows = topics.shadows(rows_of := vocabulary.rows(included))[0]
    neighbours = Neighbours(tuple(work.key for work in training.included), rows_of, shadows)
    parts = vocabulary, topics, keywords, relevance, labelling, cuts, neighbours
    return Model(taxonomy, labels, *parts, mark)


def truth_of(works: Sequence[Example], labels: Sequence[Label]) -> "np.ndarray":
    """Works x labels: 1 where a work has the label, else 0."""
    import numpy as np

    cells = [[label.key in (work.labels or ()) for label in labels] for work in works]
    return np.array(cells, dtype=float).reshape(len(works), len(labels))


def _exclusive(
    probabilities: "np.ndarray", taxonomy: Taxonomy, labels: Sequence[Label]
) -> "np.ndarray":
    """Probabilities (changed in place) in which labels that exclude each other do."""
    for dimension in taxonomy.dimensions:
        if dimension.choose == "one":
            own = [j for j, label in enumerate(labels) if label.dimension == dimension.key]
            probabilities[:, own] = choose_one(probabilities[:, own])
    return probabilities


def choose_one(probabilities: "np.ndarray") -> "np.ndarray":
    """Rows whose labels exclude each other: the best keeps its probability, the others are
    scaled down where they would claim more than it leaves."""
    import numpy as np

    if probabilities.shape[1] < 2:
        return probabilities
    rows = np.arange(len(probabilities))
    top = probabilities.argmax(axis=1)
    best = probabilities[rows, top]
    others = probabilities.sum(axis=1) - best
    scaled = probabilities * np.minimum(1.0, (1 - best) / np.maximum(others, 1e-12))[:, None]
    scaled[rows, top] = best
    return np.asarray(scaled)


def _look(
    vocabulary: Vocabulary, topics: Topics, keywords: Keywords, passages: Sequence[Passage]
) -> tuple[Views, list[list[Hit]], "np.ndarray"]:
    """The passages' views, where their keywords stand, and their reach into the topics."""
    hits = [keywords.find(passage) for passage in passages]
    rows = vocabulary.rows(passages)
    shadows, reach = topics.shadows(rows)
    return Views(rows, shadows, keywords.weights(hits)), hits, reach
