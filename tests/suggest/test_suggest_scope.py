"""What the model makes of the written scope: rank without works, evidence that sums exactly."""

import numpy as np
import pytest

from tests.suggest.test_suggest_model import FAR, NEW, QA, TAXONOMY, WORKS
from tracker.scope import UNWRITTEN, Facet, Scope
from tracker.suggest import Example, fit
from tracker.suggest.facets import find_facets
from tracker.suggest.guidance import Guidance
from tracker.suggest.passages import read
from tracker.suggest.vocabulary import Vocabulary
from tracker.suggestions import RELEVANT
from tracker.taxonomy import Dimension, Label, Taxonomy

SCOPE = Scope(
    about="Models for the clinic.",
    include=("A clinical exam is answered.",),
    exclude=("Robots.",),
    facets=(
        Facet("health", ("clinic*", "patient", "medical")),
        Facet("models", ("open weight", "LLM", "corpus")),
    ),
)
PLAIN = Taxonomy(1, (Dimension("k", "K", "any", (Label("k:a", "Other", "Something else."),)),))


def test_phrases_are_found_as_terms_by_stem_by_pair_and_by_beginning() -> None:
    text = "Clinicians and clinics weigh open weights; a patient's LLMs, open or not"
    vocabulary, _ = Vocabulary.learn([read(text)])
    found = find_facets(SCOPE.facets, vocabulary.columns)
    terms = {
        (facet.name, term)
        for term, column in vocabulary.columns.items()
        for place, facet in enumerate(SCOPE.facets)
        if found.members[column, place]
    }
    assert terms == {
        *(("health", "clinician"), ("health", "clinic"), ("health", "patient")),
        *(("models", "open weight"), ("models", "llm")),
    }


def test_a_text_that_is_silent_on_one_facet_scores_nothing() -> None:
    texts = ["clinic clinic patient LLM", "clinic patient", "clinic LLM", "robots"]
    vocabulary, rows = Vocabulary.learn([read(text) for text in texts])
    facets = find_facets(SCOPE.facets, vocabulary.columns)
    expected = [np.log(3) * np.log(2), 0.0, np.log(2) ** 2, 0.0]
    assert facets.spoken(rows).tolist() == pytest.approx(expected)


def test_the_shares_of_all_places_sum_to_the_score() -> None:
    passage = read("clinic clinic patient LLM robots, open weights: LLMs")
    vocabulary, rows = Vocabulary.learn([passage])
    facets = find_facets(SCOPE.facets, vocabulary.columns)
    places = vocabulary.places(passage, rows[0])
    shares = facets.shares(places.columns)
    assert shares.sum() == pytest.approx(facets.spoken(rows)[0])
    words = {passage.text[a:b].lower() for a, b in zip(places.starts, places.ends, strict=True)}
    carrying = {
        passage.text[a:b].lower()
        for a, b, share in zip(places.starts, places.ends, shares, strict=True)
        if share > 0
    }
    assert carrying == {"clinic", "patient", "llm", "llms", "open weights"} < words


def test_a_facet_of_which_no_word_is_known_asks_nothing() -> None:
    vocabulary, rows = Vocabulary.learn([read("clinic LLM")])
    unheard = find_facets((*SCOPE.facets, Facet("x", ("zebra",))), vocabulary.columns)
    assert (bool(unheard), unheard.spoken(rows).tolist()) == (False, [0.0])
    assert not find_facets((), vocabulary.columns)


@pytest.mark.parametrize("works", [[], WORKS], ids=["cold", "learnt"])
def test_relevance_is_explained_exactly_with_facets(works: list[Example]) -> None:
    model = fit(TAXONOMY, works, FAR, guidance=Guidance(SCOPE))
    text = f"{NEW} Open weights in the clinic."
    offset, parts = model.explain(text, RELEVANT)
    score = float(model.relevance.scores(model.look([text]).rows)[0])
    assert offset + sum(part.weight for part in parts) == pytest.approx(score, abs=1e-9)
    assert model.relevance.speaking > 0


def test_the_written_scope_alone_ranks_what_its_taxonomy_cannot() -> None:
    texts = [QA[0], "An LLM answers each patient", "A medical corpus", FAR[0], FAR[9]]
    with_scope, without = (
        fit(PLAIN, [], FAR, guidance=Guidance(scope)).probabilities(texts)[0]
        for scope in (SCOPE, UNWRITTEN)
    )
    assert min(with_scope[:3]) > max(with_scope[3:])
    assert len(set(without)) == 1


def test_a_paper_that_speaks_of_every_facet_gains_on_one_that_does_not() -> None:
    texts = ["Clinical corpus of robots", "Corpus of robots"]
    gains = [
        np.diff(fit(TAXONOMY, WORKS, FAR, guidance=Guidance(scope)).probabilities(texts)[0])[0]
        for scope in (Scope(SCOPE.about, SCOPE.include), SCOPE)
    ]
    assert gains[1] < gains[0] < 0


def test_what_the_scope_excludes_changes_nothing_and_all_else_the_fingerprint() -> None:
    scopes = [
        UNWRITTEN,
        SCOPE,
        Scope(SCOPE.about, SCOPE.include, (), SCOPE.facets),
        Scope(SCOPE.about, SCOPE.include),
        Scope("Other.", SCOPE.include),
    ]
    marks = [fit(TAXONOMY, WORKS, FAR, guidance=Guidance(scope)).fingerprint for scope in scopes]
    assert len(set(marks)) == 4
    assert marks[1] == marks[2]
    assert fit(TAXONOMY, WORKS, FAR, guidance=Guidance(prevalence=0.1)).fingerprint not in marks


def test_the_share_of_papers_that_belong_moves_probabilities_and_never_their_order() -> None:
    texts = [*QA[:3], *FAR[:6], NEW]
    rare, common = (
        fit(TAXONOMY, WORKS, FAR, 0, Guidance(prevalence=share)).probabilities(texts)[0]
        for share in (0.01, 0.1)
    )
    assert rare[3:9].mean() < common[3:9].mean()
    assert rare.argsort().tolist() == common.argsort().tolist()
