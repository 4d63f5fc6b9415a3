"""Fitting a model: from a taxonomy, judged works and papers nobody judged."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.errors import CurationError
from tracker.suggest.cuts import even, learn_cuts
from tracker.suggest.examples import Example, Training
from tracker.suggest.exclusion import exclusive
from tracker.suggest.facets import find_facets
from tracker.suggest.fingerprint import fingerprint
from tracker.suggest.guidance import UNGUIDED, Guidance
from tracker.suggest.keywords import Keywords
from tracker.suggest.labelling import Meanings, Views, fit_labelling
from tracker.suggest.model import SIZE, Model
from tracker.suggest.neighbours import Neighbours
from tracker.suggest.passages import Passage, read
from tracker.suggest.relevance import fit_relevance
from tracker.suggest.threads import alone
from tracker.suggest.topics import learn_topics
from tracker.suggest.views import views_of
from tracker.suggest.vocabulary import Vocabulary, wording
from tracker.taxonomy import Label, Taxonomy

if TYPE_CHECKING:
    import numpy as np


@alone
def fit(
    taxonomy: Taxonomy,
    examples: Iterable[Example],
    background: Iterable[str],
    seed: int = 0,
    guidance: Guidance = UNGUIDED,
) -> Model:
    """The model of a taxonomy, of judged works and of papers nobody judged yet.

    All three may be small; without works, the taxonomy's meanings and keywords rank, and what
    the written scope says. Raises CurationError where there is not a word to learn from.
    """
    import numpy as np
    from scipy.special import expit

    scope, training = guidance.scope, Training.of(examples, background)
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
        *(find_facets(scope.facets, vocabulary.columns), guidance.prevalence),
    )
    topics = learn_topics(rows[: len(known) + len(usual)], seed, len(labelled))
    truth, meant = truth_of(training.labelled, labels), vocabulary.rows(wordings)

    def seen(passages: Sequence[Passage]) -> Views:
        return views_of(vocabulary, topics, keywords, [passage.text for passage in passages])[0]

    at_large = seen(usual)
    labelling, held_out = fit_labelling(
        seen(labelled),
        at_large if usual else seen(known),
        Meanings(meant.toarray().T, topics.shadows(meant)[0].T),
        truth,
        [label.dimension for label in labels],
        seed,
    )
    cuts = even(len(labels))
    if held_out is not None:
        both = (expit(held_out), expit(labelling.scores(at_large)))
        said, supposed = (exclusive(cells, taxonomy, labels) for cells in both)
        belong = relevance.probabilities(papers) if included else np.ones(len(usual))
        cuts = learn_cuts(said, truth, (supposed, belong), guidance.aims)
    mark = fingerprint(taxonomy, training, seed, guidance)
    shadows = topics.shadows(rows_of := vocabulary.rows(included))[0]
    neighbours = Neighbours(tuple(work.key for work in training.included), rows_of, shadows)
    parts = vocabulary, topics, keywords, relevance, labelling, cuts, neighbours
    return Model(taxonomy, labels, *parts, mark)


def truth_of(works: Sequence[Example], labels: Sequence[Label]) -> "np.ndarray":
    """Works x labels: 1 where a work has the label, else 0."""
    import numpy as np

    cells = [[label.key in (work.labels or ()) for label in labels] for work in works]
    return np.array(cells, dtype=float).reshape(len(works), len(labels))
