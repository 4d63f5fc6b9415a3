"""RIS, CSL-JSON, CSV and JSON as their readers take them."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.editions import WORK, decided, edited, titled
from tests.exports.readers import (
    READERS,
    bibtex_entries,
    references,
    ris_records,
    schema_faults,
)
from tracker.publish.exports import FORMATS
from tracker.publish.exports.bibtex import bibtex
from tracker.publish.exports.csl import csl_json
from tracker.publish.exports.document import document, schema
from tracker.publish.exports.ris import ris
from tracker.publish.exports.sheet import harmless, sheet

ROOT = Path(__file__).parents[2]


def test_ris_holds_a_record_a_work() -> None:
    bare = titled(1, "Bare", published_on="2025")
    assert ris_records(ris(edited([WORK, bare]))) == [
        {
            "type_of_reference": "JOUR",
            "id": "beethoven2022biogpt",
            "authors": [
                "van Beethoven, Ludwig", "O'Neil, Ann, Jr.", "The BIG Collaboration", "孙中山",
            ],
            "title": WORK.title,
            "short_title": "BioGPT",
            "secondary_title": "Briefings in Bioinformatics 23(6), 2022",
            "year": "2022",
            "date": "2022/10/19/",
            "doi": "10.1093/bib/bbac409",
            "accession_number": "arXiv:2210.10341",
            "urls": ["https://arxiv.org/abs/2210.10341"],
            "keywords": ["Names & {entities}"],
        },
        {
            "type_of_reference": "UNPB",
            "id": "bare2025",
            "title": "Bare",
            "year": "2025",
            "date": "2025///",
            "accession_number": "arXiv:2501.00001",
            "urls": ["https://arxiv.org/abs/2501.00001"],
            "keywords": ["Names & {entities}"],
        },
    ]  # fmt: skip


def test_csl_json_holds_an_item_a_work() -> None:
    assert json.loads(csl_json(edited([WORK]))) == [
        {
            "id": "beethoven2022biogpt",
            "type": "article-journal",
            "title": WORK.title,
            "title-short": "BioGPT",
            "author": [
                {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
                {"family": "O'Neil", "given": "Ann", "suffix": "Jr."},
                {"literal": "The BIG Collaboration"},
                {"literal": "孙中山"},
            ],
            "container-title": "Briefings in Bioinformatics 23(6), 2022",
            "issued": {"date-parts": [[2022, 10, 19]]},
            "number": "arXiv:2210.10341",
            "archive": "arXiv",
            "archive_location": "2210.10341",
            "DOI": "10.1093/bib/bbac409",
            "URL": "https://arxiv.org/abs/2210.10341",
            "keyword": "Names & {entities}",
        }
    ]


def test_a_citation_processor_makes_a_list_of_references_of_it() -> None:
    works = [WORK, titled(1, "By two", "Ada Lovelace", "The BIG Team")]
    doi, arxiv = "https://doi.org/10.1093/bib/bbac409", "https://arxiv.org/abs/2501.00001"
    # This style takes every article without volume and pages for one that is not out yet.
    journal = f"“{WORK.title}”, {WORK.journal} [Preprint]"
    assert references(csl_json(edited(works))) == [
        f"van Beethoven, L. et al. (2022) {journal}. Available at: {doi}.",
        f"Lovelace, A. and The BIG Team (2025) “By two”. Available at: {arxiv}.",
    ]


def test_csv_holds_a_row_a_work_and_a_column_a_dimension() -> None:
    text = sheet(edited([WORK], [decided(0, WORK, labels=("kind:data", "task:qa", "task:ner"))]))
    assert text.count("\r\n") == text.count("\n") == 2
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == [
        {
            "id": "arxiv:2210.10341",
            "key": "beethoven2022biogpt",
            "title": WORK.title,
            "short_name": "BioGPT",
            "authors": "Ludwig van Beethoven; Ann O'Neil Jr.; The BIG Collaboration; 孙中山",
            "published_on": "2022-10-19",
            "journal": "Briefings in Bioinformatics 23(6), 2022",
            "sizes": "347M; 1.5B",
            "base_model": "GPT-2",
            "task": "Question answering; Names & {entities}",
            "kind": "Dataset",
            "status": "verified",
            "withdrawn_on": "",
            "added_at": "2026-11-21T09:00:00.000Z",
            "changed_at": "2026-11-21T09:00:00.000Z",
            "curators": "ada",
            "url": "https://arxiv.org/abs/2210.10341",
            "ids": "arxiv:2210.10341; doi:10.1093/bib/bbac409",
            "link_paper": "",
            "link_model": "https://huggingface.co/microsoft/biogpt",
            "link_code": "https://github.com/microsoft/BioGPT",
            "link_data": "",
            "link_page": "",
        }
    ]


def test_every_format_says_that_a_work_was_withdrawn() -> None:
    edition = edited([titled(1, "Gone", withdrawn_on="2025-03-04")])
    said = "Withdrawn by its authors on 2025-03-04"
    (entry,) = bibtex_entries(bibtex(edition))
    assert entry.fields_dict["note"].value == said
    assert ris_records(ris(edition))[0]["notes"] == [said]
    assert json.loads(csl_json(edition))[0]["note"] == said
    assert json.loads(document(edition))["works"][0]["withdrawn_on"] == "2025-03-04"
    (row,) = csv.DictReader(io.StringIO(sheet(edition), newline=""))
    assert row["withdrawn_on"] == "2025-03-04"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A", " =1", "＝1", "＠x", "\t=1", "-"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_what_a_spreadsheet_leaves_alone_stays() -> None:
    assert [harmless(cell) for cell in ("", "a=b", "1-2", "'x", "x@y")] == [
        "", "a=b", "1-2", "'x", "x@y",
    ]  # fmt: skip


@given(st.text("=+-@ a,;\"'\n＝", max_size=8))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    rows = csv.reader(
        io.StringIO(sheet(edited([titled(1, text, text, base_model=text)])), newline="")
    )
    assert not any(cell.lstrip()[:1] in tuple("=+-@＝") for row in rows for cell in row)


def test_json_holds_everything_and_answers_its_schema() -> None:
    inferred = decided(0, WORK, by="import", labels=("task:qa",), inferred=True)
    text = document(edited([WORK], [inferred]))
    assert READERS["json"](text) == [WORK.title]
    data = json.loads(text)
    assert data["works"] == [
        {
            "id": "arxiv:2210.10341",
            "ids": ["arxiv:2210.10341", "doi:10.1093/bib/bbac409"],
            "key": "beethoven2022biogpt",
            "title": WORK.title,
            "short_name": "BioGPT",
            "authors": list(WORK.authors),
            "published_on": "2022-10-19",
            "journal": "Briefings in Bioinformatics 23(6), 2022",
            "form": "article",
            "category": "cs.CL",
            "labels": ["task:qa"],
            "sizes": ["347M", "1.5B"],
            "base_model": "GPT-2",
            "url": "https://arxiv.org/abs/2210.10341",
            "links": [
                {"kind": "code", "url": "https://github.com/microsoft/BioGPT"},
                {"kind": "model", "url": "https://huggingface.co/microsoft/biogpt"},
            ],
            "status": "inferred",
            "withdrawn_on": None,
            "added_at": "2026-11-21T09:00:00.000Z",
            "changed_at": "2026-11-21T09:00:00.000Z",
            "curators": [],
        }
    ]
    assert data.pop("results") == []
    del data["works"]
    assert data == {
        "schema": "urn:survey-tracker:schema:export-1",
        "title": "A survey",
        "address": "https://github.com/ada/survey",
        "updated_at": "2026-11-21T09:00:00.000Z",
        "taxonomy": {
            "version": 3,
            "dimensions": [
                {
                    "key": "task",
                    "name": "NLP task",
                    "choose": "any",
                    "labels": [
                        {"key": "task:qa", "name": "Question answering", "retired": False},
                        {"key": "task:ner", "name": "Names & {entities}", "retired": False},
                    ],
                },
                {
                    "key": "kind",
                    "name": "Kind",
                    "choose": "one",
                    "labels": [{"key": "kind:data", "name": "Dataset", "retired": False}],
                },
            ],
        },
    }


def test_an_export_from_before_there_were_journals_or_results_still_answers_the_schema() -> None:
    data = json.loads(document(edited([WORK])))
    del data["works"][0]["journal"], data["works"][0]["withdrawn_on"], data["results"]
    assert schema_faults(data) == []


def test_the_schema_is_one_and_refuses_what_is_missing_or_unknown() -> None:
    data = json.loads(document(edited([WORK])))
    del data["works"][0]["title"]
    data["works"][0]["published_on"] = "in May"
    data["extra"] = 1
    assert schema_faults(data) == ["additionalProperties", "anyOf", "required"]


def test_the_schema_in_the_manual_is_the_one_that_ships() -> None:
    published = (ROOT / "docs" / "schema" / "export-1.json").read_text(encoding="utf-8")
    assert published == schema(), "run: tracker export --schema --output docs/schema/export-1.json"


def test_a_survey_without_works_or_decisions_is_a_valid_export_of_nothing() -> None:
    nothing = edited([])
    assert {name: READERS[name](FORMATS[name].write(nothing)) for name in FORMATS} == {
        name: [] for name in FORMATS
    }
