"""The survey's own list, read whole and compared with the spreadsheet kept beside it."""

import csv
import re

from tests.replay import shared_folder
from tracker.adopt.entries import read_page, split_lines
from tracker.adopt.labels import match, read_labels
from tracker.adopt.works import gather


def survey_text(name: str) -> str:
    return shared_folder(f"survey/{name}").read_text(encoding="utf-8")


def test_all_86_entries_are_read_as_the_spreadsheet_has_them() -> None:
    page = read_page(survey_text("companion_README.md"), "README.md")
    rows = list(csv.DictReader(survey_text("survey_seed.csv").splitlines()))
    read = [(" > ".join(entry.section), entry.title) for entry in page.entries]
    assert read == [(row["section_path"], row["title"].rstrip(".")) for row in rows]
    assert len(page.entries) == 86
    elsewhere = [
        row["entry_no"]
        for entry, row in zip(page.entries, rows, strict=True)
        if (row["url"] or row["model_or_data_link"]) != entry.links[0].url
    ]
    # The page gives entry 43 the link of entry 42; the spreadsheet has the right one.
    assert elsewhere == ["43"]
    assert {entry.note for entry in page.entries} == {""}


def test_its_eleven_sections_are_blocks_that_hold_every_entry_and_no_prose() -> None:
    text = survey_text("companion_README.md")
    page = read_page(text, "README.md")
    assert [block.section for block in page.blocks] == list(
        dict.fromkeys(entry.section for entry in page.entries)
    )
    assert len(page.blocks) == 11
    taken = {n for b in page.blocks for n in range(b.first_line, b.last_line + 1)}
    kept = [line for n, line in enumerate(split_lines(text), 1) if n not in taken and line.strip()]
    assert [line for line in kept if not line.startswith("#")] == kept[1:2]
    assert page.passed_over == ()


def test_its_entries_are_74_works_of_which_twelve_stand_in_two_sections() -> None:
    page = read_page(survey_text("companion_README.md"), "README.md")
    listings, problems = gather(page, "README.md")
    assert len(listings) == 74
    assert [listing.title.split(":")[0] for listing in listings if len(listing.sections) == 2] == [
        "epfl-llm/guidelines",
        "BioMedLM",
        "MentalQLM",
        "mhGPT",
        "Apollo",
        "BioMistral",
        "AlpaCare",
        "Chain of thought utilization in large language models and application in nephrology",
        "ATSCOT",
        "CoMT",
        "Surgraw",
        "AutoMedPrompt",
    ]
    shared = [one for one in listings if one.links[0].url.endswith("/AIdbp2300040")]
    assert [[str(work) for work in listing.ids] for listing in shared] == [
        ["doi:10.1056/aidbp2300040"],
        ["title:leveraging-large-language-models-for-clinical-abbreviation-disambiguation"],
    ]
    assert [problem.place for problem in page.problems] == ["line 10", "line 72"]
    quoted = [re.findall(r"(?:^|[ (])'(.*?)'(?=[ ):])", problem.what) for problem in problems]
    assert [(problem.place, *titles) for problem, titles in zip(problems, quoted, strict=True)] == [
        ("line 8", listings[3].title),
        ("line 23", listings[14].title),
        (
            "line 41",
            "MEDITRON-7B: Scaling Medical Pretraining for Large Language Models",
            listings[7].title,
        ),
        ("line 56", shared[1].title, shared[0].title),
        (
            "line 78",
            "Alpacare: Instruction-tuned large language models for medical application",
            "AlpaCare:Instruction-tuned Large Language Models for Medical Application",
        ),
    ]
    assert [listings[n].title.split(":")[0].split(",")[0] for n in (3, 14)] == [
        "BI55/MedText",
        "TinyLlama-1.1B-Medical",
    ]


def test_every_row_of_its_spreadsheet_finds_its_entry() -> None:
    page = read_page(survey_text("companion_README.md"), "README.md")
    vocabulary = {
        word: f"nlp_task:{word}" for word in ("qa", "ner", "re", "ie", "nli_nlu", "cls", "sum")
    }
    sheet = read_labels(survey_text("survey_seed.csv"), vocabulary)
    assert sheet.label_columns == ("nlp_task",)
    assert match(sheet.rows, page.entries) == (sheet.rows, ())
