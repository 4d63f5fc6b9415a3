"""BibTeX as a reader of BibTeX and TeX takes it."""

from dataclasses import replace

import pytest
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from tests.exports.editions import WORK, edited, titled
from tests.exports.readers import bibtex_entries
from tracker import identity
from tracker.publish.exports import latex
from tracker.publish.exports.bibtex import bibtex
from tracker.works import Work


def test_a_work_is_an_entry_with_all_that_is_known_of_it() -> None:
    assert bibtex(edited([WORK])) == (
        "@article{beethoven2022biogpt,\n"
        "  author = {van Beethoven, Ludwig and O'Neil, Jr., Ann and {The BIG Collaboration}"
        " and {孙中山}},\n"
        "  title = {{BioGPT}: generative pre-trained transformer for biomedical text},\n"
        "  year = {2022},\n"
        "  month = oct,\n"
        "  journal = {Briefings in Bioinformatics 23(6), 2022},\n"
        "  eprint = {2210.10341},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  doi = {10.1093/bib/bbac409},\n"
        "  url = {https://arxiv.org/abs/2210.10341},\n"
        "  keywords = {Names \\& \\textbraceleft{}entities\\textbraceright{}}\n"
        "}\n"
    )


def test_what_is_not_known_is_not_claimed() -> None:
    bare = Work((identity.from_title("A title"),), "A title")
    assert bibtex(edited([bare])) == (
        "@misc{title,\n"
        "  title = {A title},\n"
        "  keywords = {Names \\& \\textbraceleft{}entities\\textbraceright{}}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (("arxiv:2501.00001",), "misc"),
        (("arxiv:2501.00001", "doi:10.1038/x"), "article"),
        (("arxiv:2501.00001", "doi:10.1101/2024.12.29.24319755"), "misc"),
        (("pmid:31066443",), "article"),
        (("doi:10.1002/9781394249312.ch4",), "incollection"),
        (("url:https://e.org/a",), "misc"),
    ],
)
def test_identifiers_tell_how_a_paper_was_published(ids: tuple[str, ...], kind: str) -> None:
    (entry,) = bibtex_entries(bibtex(edited([Work(tuple(map(identity.parse, ids)), "T")])))
    assert entry.entry_type == kind


@pytest.mark.parametrize(
    ("ids", "journal", "kind", "told"),
    [
        (("arxiv:2501.00001",), "Nature 620 (2023)", "article", {"journal": "Nature 620 (2023)"}),
        (("url:https://e.org/a",), "J. X 1", "article", {"journal": "J. X 1"}),
        (("arxiv:2501.00001", "doi:10.1101/2024.1"), "J. X 1", "article", {"journal": "J. X 1"}),
        (("doi:10.1002/978.ch4",), "A Book", "incollection", {"booktitle": "A Book"}),
        (("arxiv:2501.00001",), "arXiv preprint arXiv:2501.00001", "misc", {}),
        (("arxiv:2501.00001", "doi:10.1038/x"), "medRxiv 2024", "article", {}),
        (("arxiv:2501.00001",), "CoRR abs/2501.00001", "misc", {}),
        (("arxiv:2501.00001",), "J. Corr. 5", "article", {"journal": "J. Corr. 5"}),
        (("arxiv:2501.00001",), "Q&A {100%} #1", "article", {"journal": "Q&A {100%} #1"}),
    ],
)
def test_a_journal_makes_an_article_unless_it_names_the_preprint(
    ids: tuple[str, ...], journal: str, kind: str, told: dict[str, str]
) -> None:
    work = Work(tuple(map(identity.parse, ids)), "T", journal=journal)
    (entry,) = bibtex_entries(bibtex(edited([work])))
    fields = {name: entry[name] for name in ("journal", "booktitle") if name in entry.fields_dict}
    assert (entry.entry_type, fields) == (kind, told)


def test_a_doi_that_would_need_escaping_stays_in_the_address_only() -> None:
    work = Work((identity.parse("doi:10.1000/a{b%c#d"),), "T")
    (entry,) = bibtex_entries(bibtex(edited([work])))
    fields = {name: entry[name] for name in ("doi", "url") if name in entry.fields_dict}
    assert fields == {"url": "https://doi.org/10.1000/a%7Bb%25c#d"}


NAMES = ("Ludwig van Beethoven", "Ann B. O'Neil Jr.", "孙中山", "R&D and Sons", "a, b, c", "Bo Yu")


def test_another_reader_finds_the_same_authors_and_parts() -> None:
    author = bibtex(edited([titled(1, "T", *NAMES)])).split("author = {")[1].split("},\n")[0]
    people = [parse_single_name_into_parts(one) for one in split_multiple_persons_names(author)]
    assert [(one.first, one.von, one.last, one.jr) for one in people] == [
        (["Ludwig"], ["van"], ["Beethoven"], []),
        (["Ann", "B."], [], ["O'Neil"], ["Jr."]),
        ([], [], ["{孙中山}"], []),
        ([], [], ["{R\\&D and Sons}"], []),
        ([], [], ["{a, b, c}"], []),
        (["Bo"], [], ["Yu"], []),
    ]


@pytest.mark.parametrize(
    ("title", "safe"),
    [
        ("PubMedQA: A Data set", "{PubMedQA}: A Data set"),
        ("(MIMIC-III), GPT-4 or 7B?", "({MIMIC-III}), {GPT-4} or {7B}?"),
        ("The $N^{2}$ of $k$-means", "The {$N^{2}$} of {$k$}-means"),
        ("From $5 to $10", "From \\$5 to \\$10"),
        ("100% of a_b & #1", "100\\% of a\\_b \\& \\#1"),
        ("a { b", "a \\textbraceleft{} b"),
        ("\\input{x}", "\\textbackslash{}input\\textbraceleft{}x\\textbraceright{}"),
    ],
)
def test_a_title_keeps_its_capitals_and_its_formulas(title: str, safe: str) -> None:
    assert latex.title(title) == safe


@pytest.mark.parametrize(
    "formula",
    ["k", "N^{2}", "\\alpha_{1}\\to\\infty", "\\frac{1}{2}", "\\mathcal{O}(n)", "\\mathbb R",
     "a_i^2", "50\\%", "x\\,y", "(α, f)"],
)  # fmt: skip
def test_a_formula_that_only_typesets_stays_one(formula: str) -> None:
    assert latex.is_harmless(formula)


@pytest.mark.parametrize(
    "formula",
    ["\\input{x}", "^^5cinput{x}", "\\write18{x}", "\\csname x\\endcsname", "\\def\\a{}", "a}",
     "{a",      "}{", "\\{", "a%b", "a#b", "a&b", "a~b", "x_",
     "x^{", "\\frac{1}", "\\sqrt", "a^b^c", "a\\\\",
     "\\text{a_b}", "é", "\\"],
)  # fmt: skip
def test_a_formula_that_could_do_more_or_stop_tex_is_text(formula: str) -> None:
    assert not latex.is_harmless(formula)


def test_a_category_is_named_only_where_the_work_holds_it() -> None:
    (entry,) = bibtex_entries(bibtex(edited([replace(WORK, category="")])))
    assert "primaryclass" not in entry.fields_dict and entry["eprint"] == "2210.10341"
