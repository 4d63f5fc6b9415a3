"""CITATION.cff: what the format demands, whatever names and titles hold."""

from datetime import date
from typing import Any

import pytest
import yaml

from tracker.publish.citation import citation
from tracker.publish.exports.text import clean


def cff(*authors: str, title: str = "T") -> Any:
    return yaml.safe_load(citation(title, "1.0", date(2026, 11, 21), authors, "https://e.org/a"))


def test_a_citation_has_what_the_format_demands() -> None:
    assert cff("Ludwig van Beethoven", "The BIG Team") == {
        "cff-version": "1.2.0",
        "message": "If you use this survey's data, please cite it as below.",
        "type": "dataset",
        "title": "T",
        "version": "1.0",
        "date-released": "2026-11-21",
        "repository": "https://e.org/a",
        "authors": [
            {"family-names": "Beethoven", "given-names": "Ludwig", "name-particle": "van"},
            {"name": "The BIG Team"},
        ],
    }
    assert cff()["authors"] == [{"name": "The curators of T"}]
    assert yaml.safe_load(citation("T", "1", None, (), "")).keys() == {
        "cff-version", "message", "type", "title", "version", "authors",
    }  # fmt: skip


def test_a_family_name_of_several_words_is_whole() -> None:
    assert cff("García Márquez, Gabriel")["authors"] == [
        {"family-names": "García Márquez", "given-names": "Gabriel"}
    ]


@pytest.mark.parametrize("text", ['a: "b" # c', "- x\n- y", "\x00\u202eé \U0001f9ec", "\\", "{a}"])
def test_no_title_or_name_breaks_the_citation(text: str) -> None:
    found = cff(text, title=text)
    assert found["title"] == clean(text)
    (author,) = found["authors"]
    assert sorted(" ".join(author.values()).split()) == sorted(clean(text).split())
