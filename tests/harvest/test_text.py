"""arXiv's text made plain."""

import pytest

from tracker.harvest.text import one_line, plain, split_authors


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"M\"uller", "Müller"),
        (r"M\"{u}ller", "Müller"),
        (r"M{\"u}ller", "Müller"),
        (r"Erd\H{o}s", "Erdős"),
        (r"Erd{\H o}s", "Erdős"),
        (r"Ren\'e Descartes", "René Descartes"),
        (r"Fr\'{e}chet", "Fréchet"),
        (r"Poincar{\'e}", "Poincaré"),
        (r"\`A propos", "À propos"),
        (r"Sch\^one", "Schône"),
        (r"Mu\~noz", "Muñoz"),
        (r"Ne\v{c}as", "Nečas"),
        (r"\v{S}koda", "Škoda"),
        (r"Gon\c{c}alves", "Gonçalves"),
        (r"\c Selik", "Şelik"),
        (r"Wo\'zniak", "Woźniak"),
        (r"\.Zak", "Żak"),
        (r"W\k{e}grzyn", "Węgrzyn"),
        (r"\=a", "ā"),
        (r"Bogdan B\u{a}lan", "Bogdan Bălan"),
        (r"\r{A}rhus", "Århus"),
        (r"\d{h}", "ḥ"),
        (r"Mart\'{\i}nez", "Martínez"),
        (r"Mart\'\inez", "Martínez"),
        (r"\O{}rsted", "Ørsted"),
        (r"\O rsted", "Ørsted"),
        (r"{\o}re", "øre"),
        (r"\L ukasz", "Łukasz"),
        (r"Pawe{\l}", "Paweł"),
        (r"Stra\ss e", "Straße"),
        (r"\AA ngstr\"om", "Ångström"),
        (r"\ae ther", "æther"),
        (r"H{\oe}uf", "Hœuf"),
        ("Mu\u0308ller", "Müller"),
        (r"$\hat{x}$ and \'etale $\"a$", r"$\hat{x}$ and étale $\"a$"),
        (r"\textbf{bold} \alpha", r"\textbf{bold} \alpha"),
        (r"100\% of cases", r"100\% of cases"),
        ("A title\n  over\tlines ", "A title over lines"),
        ("bell\x07 and\x85 null\x00", "bell and null"),
        ("", ""),
    ],
)
def test_tex_accents_become_letters_and_formulas_stay(typed: str, shown: str) -> None:
    assert plain(typed) == shown
    assert plain(shown) == shown


def test_white_space_of_any_kind_is_one_space() -> None:
    assert one_line("\u00a0a\u2003b\r\n c\u2028d ") == "a b c d"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Ana Müller", ("Ana Müller",)),
        ("Ana Müller, Bo Li", ("Ana Müller", "Bo Li")),
        ("Ana Müller and Bo Li", ("Ana Müller", "Bo Li")),
        ("A. One, B. Two and C. Three", ("A. One", "B. Two", "C. Three")),
        ("A. One, B. Two, and C. Three", ("A. One", "B. Two", "C. Three")),
        ("A. One (MIT), B. Two (ETH, Zurich)", ("A. One", "B. Two")),
        ("A. One (1), B. Two (1 and 2) ((1) MIT, (2) ETH)", ("A. One", "B. Two")),
        ("Martin King Jr., Sammy Davis, Jr.", ("Martin King Jr.", "Sammy Davis Jr.")),
        ("Henry Ford, III, Bo Li", ("Henry Ford III", "Bo Li")),
        (r"J\'er\^ome Dupont,\n  Bo Li".replace(r"\n", "\n"), ("Jérôme Dupont", "Bo Li")),
        ("Alexandra Brand, Andy Sanders", ("Alexandra Brand", "Andy Sanders")),
        ("Aristotle", ("Aristotle",)),
        (
            "The BIG Collaboration: Ana Müller, Bo Li,",
            ("The BIG Collaboration: Ana Müller", "Bo Li"),
        ),
        ("", ()),
    ],
)
def test_one_string_of_authors_becomes_their_names(typed: str, names: tuple[str, ...]) -> None:
    assert split_authors(typed) == names
