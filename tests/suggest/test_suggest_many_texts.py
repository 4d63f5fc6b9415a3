"""Many texts read at once are read as each alone: the same words, terms and keywords."""

import random
from collections import Counter
from math import log

import numpy as np
import pytest

from tracker.suggest.counting import Counted
from tracker.suggest.keywords import Keywords
from tracker.suggest.passages import WORD, read, terms
from tracker.suggest.vocabulary import Vocabulary
from tracker.suggest.words import BLOCK, Lexicon, blocks
from tracker.taxonomy import Label

SIGNS = "aBs1.2_-,\n '(é²٣İ\x1c\x85\u3000"
DICE = random.Random(1)
ODD = ["".join(DICE.choices(SIGNS, k=DICE.randrange(40))) for _ in range(BLOCK + 500)]
SENTENCE = "the GPUs of a lung clinic: metastatic lung NER ner for clinics, x-ray 2.7B models"
PLAIN = SENTENCE.split()
TEXTS = ["", *(" ".join(DICE.choices(PLAIN, k=DICE.randrange(30))) for _ in range(BLOCK + 200))]


def test_texts_of_any_signs_are_cut_into_the_words_that_passages_have() -> None:
    found: list[list[str]] = []
    for words in blocks(ODD):
        cut: list[list[str]] = [[] for _ in words.lengths]
        for number, text in zip(words.numbers.tolist(), words.texts.tolist(), strict=True):
            cut[text].append(words.lexicon.words[number])
        assert words.lengths.tolist() == [len(own) for own in cut]
        found += cut
    assert found == [WORD.findall(text) for text in ODD]


def test_rows_are_the_tf_idf_of_the_terms_of_passages() -> None:
    passages = [read(text) for text in TEXTS[:300]]
    vocabulary, rows = Vocabulary.learn(passages)
    counts = [Counter(terms(passage)) for passage in passages]
    texts = Counter(term for count in counts for term in count)
    assert list(vocabulary.columns) == sorted(texts)
    expected = np.zeros((len(passages), len(texts)))
    for row, count in zip(expected, counts, strict=True):
        for term, times in count.items():
            rarity = log((1 + len(passages)) / (1 + texts[term])) + 1
            row[vocabulary.columns[term]] = (1 + log(times)) * rarity
    expected /= np.maximum(np.linalg.norm(expected, axis=1), 1e-9)[:, None]
    assert rows.toarray() == pytest.approx(expected)
    assert (vocabulary.rows(passages) != rows).nnz == 0
    assert vocabulary.rows([]).shape == (0, len(texts))


def test_terms_of_many_texts_are_in_two_of_them_and_in_no_more_than_half() -> None:
    passages = [read(text) for text in [*TEXTS[:600], "unheard of"]]
    vocabulary, _ = Vocabulary.learn(passages)
    texts = Counter(term for passage in passages for term in set(terms(passage)))
    assert set(vocabulary.columns) == {term for term, n in texts.items() if 2 <= n <= 300.5}
    assert "unheard" not in vocabulary.columns and "lung" not in vocabulary.columns


def test_keywords_are_counted_as_often_as_they_are_found() -> None:
    keywords = Keywords(
        [
            Label("a:a", "A", "", keywords=("NER", "GPU", "lung clinic", "clinic")),
            Label("a:b", "B", "", keywords=("metasta*", "lung met*", "lung", "x-ray 2.7B model")),
            Label("a:c", "C", "", keywords=("of a lung clinic", "lungs")),
        ]
    )
    counted = np.concatenate([keywords.counts(words) for words in blocks(TEXTS)])
    found = [Counter(hit.column for hit in keywords.find(read(text))) for text in TEXTS]
    assert counted.tolist() == [[own[column] for column in range(3)] for own in found]
    assert counted.sum(axis=0).min() > 100


def test_a_lexicon_tells_when_it_holds_enough() -> None:
    lexicon = Lexicon()
    lexicon.read(["a few words"])
    assert not lexicon.full
    lexicon.read([f"{place}" + "a" * 2**20 for place in range(33)])
    assert lexicon.full


def test_words_and_pairs_of_a_review_are_weighed_as_scikit_learn_weighs_them() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["Été of the lung", "the lung, the lung clinic", "", "a x", "the clinic"]
    peer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), max_df=0.5)
    expected, rows = peer.fit_transform(texts), Counted(texts).rows(0.5)
    assert rows.shape == expected.shape
    assert (rows @ rows.T).toarray() == pytest.approx((expected @ expected.T).toarray())
