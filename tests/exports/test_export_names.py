"""Names as arXiv writes them, in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.publish.exports.names import Name, parse


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("J. van der Berg", Name("Berg", "J.", "van der")),
        ("Peter Van der Berg", Name("Berg", "Peter", "Van der")),
        ("Nguyen Van Anh", Name("Anh", "Nguyen Van")),
        ("Maria de la Cruz Garcia", Name("Cruz Garcia", "Maria", "de la")),
        ("van Gogh", Name("Gogh", "", "van")),
        ("Ali al-Khwarizmi", Name("al-Khwarizmi", "Ali")),
        ("John Smith Jr.", Name("Smith", "John", suffix="Jr.")),
        ("John Smith, III", Name("Smith", "John", suffix="III")),
        ("King III", Name("III", "King")),
        ("van der Berg, Jan", Name("Berg", "Jan", "van der")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("García Márquez, Gabriel", Name("García Márquez", "Gabriel")),
        ("Van der Berg, Jan", Name("Berg", "Jan", "Van der")),
        ("de la Cruz Garcia, Maria", Name("Cruz Garcia", "Maria", "de la")),
        ("García de la Torre, Ana", Name("García de la Torre", "Ana")),
        ("Nguyen Van, Anh", Name("Nguyen Van", "Anh")),
        ("danah boyd", Name("boyd", "danah")),
        ("  Ada\n Lovelace ", Name("Lovelace", "Ada")),
        ("OpenAI", Name(literal="OpenAI")),
        ("孙中山", Name(literal="孙中山")),
        ("ATLAS Collaboration", Name(literal="ATLAS Collaboration")),
        ("The Pile", Name(literal="The Pile")),
        ("Gemma Team", Name(literal="Gemma Team")),
        ("Smith and Wesson", Name(literal="Smith and Wesson")),
        ("a, b, c", Name(literal="a, b, c")),
        (", Ada", Name(literal=", Ada")),
        ("", Name()),
    ],
)
def test_a_name_has_its_parts(author: str, name: Name) -> None:
    assert parse(author) == name


@given(st.text(max_size=40) | st.text("ab AB,. van de Jr", max_size=30))
def test_no_name_loses_a_word(author: str) -> None:
    name = parse(author)
    parts = (name.given, name.particle, name.family, name.suffix, name.literal)
    assert sorted(" ".join(parts).split()) in (
        sorted(author.split()),
        sorted(author.replace(",", " ").split()),
    )
