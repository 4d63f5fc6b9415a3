"""The question to arXiv: all labels of a combination, in an address that a link can hold."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tracker.publish.markdown import LONGEST_ADDRESS, address
from tracker.publish.questions import question
from tracker.taxonomy import Label

QA = Label("task:qa", "Answers", "It answers.", "QA", keywords=("question answering", 'a "b"\\ c'))
NER = Label("task:ner", "Names", "It finds.")
CARE = Label("care:triage", "Triage & more", "Sorts.", keywords=("triage",))


def asked(url: str) -> list[str]:
    """The phrases of each row of the form, joined by OR."""
    fields = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
    return [fields[f"terms-{n}-term"] for n in range(9) if f"terms-{n}-term" in fields]


def label(key: str, *phrases: str) -> Label:
    return Label(f"x:{key}", key, "M.", keywords=phrases)


def test_a_question_asks_for_a_phrase_of_each_label() -> None:
    parts = urlsplit(question([QA, CARE], ("LLM", "language model")))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "arxiv.org", "/search/advanced")
    fields = {name: value for name, (value,) in parse_qs(parts.query, strict_parsing=True).items()}
    assert fields == {
        "advanced": "1",
        "terms-0-operator": "AND",
        "terms-0-term": '"question answering" OR "a b c"',
        "terms-0-field": "abstract",
        "terms-1-operator": "AND",
        "terms-1-term": '"triage"',
        "terms-1-field": "abstract",
        "terms-2-operator": "AND",
        "terms-2-term": '"LLM" OR "language model"',
        "terms-2-field": "abstract",
        "abstracts": "show",
        "size": "50",
        "order": "-announced_date_first",
    }
    assert re.fullmatch(r"[\w.:/?&=%-]+", question([QA, CARE]))  # nothing Markdown would act on


def test_any_number_of_labels_is_a_row_each() -> None:
    found = asked(question([QA, CARE, NER, label("four", "the fourth")]))
    assert found == ['"question answering" OR "a b c"', '"triage"', '"Names"', '"the fourth"']
    assert asked(question([NER])) == ['"Names"']


def test_a_label_without_a_usable_keyword_is_asked_for_by_its_name_or_its_key() -> None:
    assert asked(question([NER])) == ['"Names"']
    assert asked(question([replace(NER, keywords=('"', " $ "))])) == ['"Names"']
    assert asked(question([replace(NER, name="$")])) == ['"ner"']


def test_too_long_a_question_loses_phrases_of_its_longest_side_first() -> None:
    long = label("long", *(f"{number}" + "字" * 49 for number in range(6)))
    short = label("short", *(f"short {number}" for number in range(6)))
    url = question([long, short], ("LLM", "language model"))
    assert len(url) <= LONGEST_ADDRESS
    rows = asked(url)
    assert [row.count(" OR ") for row in rows[1:]] == [5, 1]  # nobody else had to give
    first = [f'"{number}{"字" * 49}"' for number in range(3)]
    assert rows[0] == " OR ".join(first)  # what the taxonomy names first stays


def test_where_one_phrase_a_side_is_too_much_a_whole_side_goes() -> None:
    sides = [label(str(n), f"{n}" + "字" * 59) for n in range(5)]
    assert asked(question(sides)) == [f'"{n}{"字" * 59}"' for n in (2, 3, 4)]


def test_half_a_pair_of_surrogates_is_no_fault() -> None:
    assert asked(question([label("odd", "a\ud800b")])) == ['"a?b"']


@given(
    st.lists(
        st.builds(label, st.just("k"), st.text(max_size=90), st.text(max_size=90)),
        min_size=1, max_size=4,
    ),
    st.lists(st.text(max_size=90), max_size=8),
)  # fmt: skip
def test_whatever_the_keywords_the_address_is_one(labels: list[Label], about: list[str]) -> None:
    url = question(labels, about)
    assert address(url) == url
    assert len(url) <= LONGEST_ADDRESS
    assert asked(url)
