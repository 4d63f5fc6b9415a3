"""The text forms of curation files: what is written reads back; what is unclear is refused."""

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.record.surveys import FILES
from tracker.curation.canonical import MAX_BYTES, Unreadable, dump, load, load_canonical
from tracker.works import Link, Work, read_work, work_fields

text = st.text(st.characters(exclude_categories=["Cs"]))
HARD = "\x00\x07\t\n\r\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffe\uffff"
HARD += "'\"\\: #-?&*!|>%@`{}[],😀\U000e0001"


@given(
    st.fixed_dictionaries(
        {
            "title": text,
            "authors": st.lists(text, min_size=1, max_size=3),
            "links": st.lists(
                st.fixed_dictionaries({"kind": text, "url": text}), min_size=1, max_size=2
            ),
        }
    )
)
@example({"title": HARD, "authors": [HARD, ""], "links": [{"kind": "", "url": HARD}]})
def test_any_text_written_reads_back_the_same(fields: dict[str, Any]) -> None:
    written = dump(fields)
    assert yaml.safe_load(written) == fields
    assert load(written) == load_canonical(written) == fields


@given(st.text(alphabet='ab:- \n"\\u0', max_size=60))
def test_the_fast_reader_reads_as_yaml_does_or_not_at_all(written: str) -> None:
    fields = load_canonical(written)
    if fields:
        assert {name: value or None for name, value in fields.items()} == {
            name: value or None for name, value in load(written).items()
        }


@given(text)
def test_any_text_stands_on_one_line(title: str) -> None:
    assert len(dump({"title": title}).splitlines()) == 1


@pytest.mark.parametrize(
    "title", ["~", "null", "yes", "2407.12340", "2024-01-31", "=", "<<", "0x1"]
)
def test_text_that_looks_like_something_else_stays_text(title: str) -> None:
    assert load(dump({"title": title})) == {"title": title}


def test_the_canonical_form_is_byte_for_byte_this() -> None:
    work = Work(
        ids=read_ids("arxiv:2407.12341", "doi:10.1038/x"),
        title='On "Ü"\u2028and 😀',
        authors=("Ä. Ö.",),
        published_on="2024-07",
        sizes=("2.7B",),
        links=(Link("code", "https://github.com/a/b"), Link("page", "https://a.org")),
    )
    assert dump(work_fields(work)) == (
        "ids:\n"
        '- "arxiv:2407.12341"\n'
        '- "doi:10.1038/x"\n'
        'title: "On \\"Ü\\"\\u2028and 😀"\n'
        "authors:\n"
        '- "Ä. Ö."\n'
        'published_on: "2024-07"\n'
        "sizes:\n"
        '- "2.7B"\n'
        "links:\n"
        '- kind: "code"\n'
        '  url: "https://github.com/a/b"\n'
        '- kind: "page"\n'
        '  url: "https://a.org"\n'
    )


def read_ids(*names: str) -> Any:
    work, _ = read_work({"ids": list(names), "title": "T"}, "w")
    assert work is not None
    return work.ids


def test_the_files_of_people_are_read_as_they_mean() -> None:
    assert load(FILES["curators.yaml"]) == {
        "curators": [{"handle": "ada", "name": "Ada"}, {"handle": "Grace", "name": "Grace"}]
    }
    assert (load(""), load("# nothing\n"), load("\ufeffa: 1\n")) == (None, None, {"a": 1})


BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('a: "b\nc: d', "is not YAML at line 2, column 5: found unexpected end of stream"),
        ("a: [1, 2\nb: 3", "is not YAML at line 2, column 2: did not find expected ',' or ']'"),
        (
            "a: 1\n\tb: 2",
            "is not YAML at line 2, column 1: found a tab character that violates indentation",
        ),
        ("a: 1\nb: 2\na: 3", "is not YAML at line 3, column 1: the key 'a' stands twice"),
        (
            "a:\n  - {b: 1, c: 2, b: 3}",
            "is not YAML at line 2, column 18: the key 'b' stands twice",
        ),
        (
            "a: &x [1]\nb: *x",
            "is not YAML at line 2, column 4: an alias (*name) is not allowed here",
        ),
        ("a: &a [*a]", "is not YAML at line 1, column 8: an alias (*name) is not allowed here"),
        (BOMB, "is not YAML at line 2, column 8: an alias (*name) is not allowed here"),
        (
            "a: !!python/object/apply:os.system [x]",
            "is not YAML at line 1, column 4: a tag (!name) is not allowed here",
        ),
        ('a: !!int ""', "is not YAML at line 1, column 4: a tag (!name) is not allowed here"),
        (
            "a: !!timestamp soon",
            "is not YAML at line 1, column 4: a tag (!name) is not allowed here",
        ),
        ("a: !!bool x", "is not YAML at line 1, column 4: a tag (!name) is not allowed here"),
        ("? [a, b]\n: c", "is not YAML at line 1, column 3: found unhashable key"),
        ("a: 1\n---\nb: 2", "is not YAML at line 2, column 1: but found another document"),
        (
            "- " * 50_000,
            "is not YAML at line 1, column 101: is more than 50 lists and mappings deep",
        ),
        (
            "a: " + "[" * 20_000 + "]" * 20_000,
            "is not YAML at line 1, column 53: is more than 50 lists and mappings deep",
        ),
        (
            'a: "\\ud800"',
            "is not YAML at line 1, column 7: found invalid Unicode character escape code",
        ),
        ("a: 2025-13-45", "is not YAML: month must be in 1..12"),
        (
            "a: b\x07",
            (
                "is not YAML: unacceptable character #x0007: control characters are not allowed "
                'in "<unicode string>", position 4'
            ),
        ),
        ("a: " + "x" * MAX_BYTES, "is larger than 1,000,000 bytes"),
        ("a: " + "é" * 500_000, "is larger than 1,000,000 bytes"),
    ],
    ids=range(21),
)
def test_what_is_unclear_is_refused_with_one_sentence(written: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as fault:
        load(written)
    assert str(fault.value) == sentence


def test_a_file_just_within_the_limit_is_read() -> None:
    assert load("a: " + "x" * (MAX_BYTES - 3)) == {"a": "x" * (MAX_BYTES - 3)}


@given(st.text(alphabet="ab:-?&*!|>'\"%@{}[], \n\t#0.~=<", max_size=60))
def test_whatever_a_file_holds_it_is_read_or_refused(written: str) -> None:
    try:
        load(written)
    except Unreadable as fault:
        assert "\n" not in str(fault)
