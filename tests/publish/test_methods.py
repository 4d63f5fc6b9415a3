"""The methods box: PRISMA's counts and the figures, each with how it is computed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.shown import tables
from tests.publish.test_render import curation, include, titled
from tracker.errors import CurationError
from tracker.figures import Figures, coverage, first_days, outdated, read_figures
from tracker.publish.front import render_page, with_methods
from tracker.publish.markers import find
from tracker.publish.methods import NOTHING, Flow, region
from tracker.publish.skeleton import new_page
from tracker.publish.stamp import stamped
from tracker.suggest.examples import Example
from tracker.suggest.promotion import Guess
from tracker.suggest.quality import LEAST, Quality, quality

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/schema/methods-1.json").read_text(encoding="utf-8"))
FULL = Figures(
    as_of=date(2025, 11, 20),
    open_days=(date(2025, 11, 21),),
    open=1,
    seen=4312,
    considered=4000,
    below=3900,
    threshold=0.05,
    waiting=52,
    audit_draws=80,
    audit_needed=60,
    recall=(0.9, 0.7, 0.98),
    model="0123abc",
    tested=140,
    precision=(0.8, 0.75, 0.85),
    label_recall=(0.7, 0.6, 0.8),
    f1=(0.75, 0.7, 0.8),
    ranked=150,
    auc=0.91,
    links_unclear=2,
    links_gone=1,
)
FLOW = Flow(
    included=130,
    unconfirmed=20,
    imported=110,
    screened=140,
    excluded=30,
    deferred=1,
    reasons=(("off topic", 25), ("@small | #1", 5)),
    curators=2,
    conflicts=1,
)


def told(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table] for table in tables(text)]


def test_the_box_has_prismas_counts_and_says_how_each_figure_is_computed() -> None:
    text = region(FLOW, (("the verdict", "Cohen's κ 0.81; 40 works, 2 curators"),), FULL)
    flow, good = told(text)
    assert text.startswith("Complete up to **2025-11-20**, the last day")
    assert [row[:2] for row in flow[1:]] == [
        ["Records identified from arXiv", "4,312"],
        ["Records removed before screening for other reasons", "312"],
        ["Records marked as ineligible by automation tools", "3,900"],
        ["Records awaiting screening", "52"],
        ["Records identified from websites", "110"],
        ["Records screened", "140"],
        ["Records excluded", "30"],
        ["… off topic", "25"],
        ["… @small | #1", "5"],
        ["Studies included in review", "130"],
    ]
    assert [row[:2] for row in good[1:]] == [
        ["Curators", "2"],
        ["Agreement on the verdict", "Cohen's κ 0.81; 40 works, 2 curators"],
        ["Model 0123abc: F1 of labels", "75% (95 % interval 70% to 80%)"],
        ["… precision of labels", "80% (95 % interval 75% to 85%)"],
        ["… recall of labels", "70% (95 % interval 60% to 80%)"],
        ["… ranking of papers", "0.91"],
        ["Estimated recall", "90% (95 % interval 70% to 98%)"],
        [
            "Open questions",
            "1 conflict between curators, 1 work put off, 2 unclear links, 1 link gone",
        ],
    ]
    assert all(row[2] for row in good)
    assert all(cell.live == () for table in tables(text) for row in table for cell in row)


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    flow, good = told(region(Flow(), (), None))
    assert region(Flow(), (), None).startswith(f"{NOTHING}\n\n| ")
    assert [row[1] for row in flow[1:]] == ["0"] * 4
    assert [row[:2] for row in good[1:]] == [
        ["Curators", "0"],
        ["Model", "not known yet"],
        ["Estimated recall", "not known yet"],
        ["Open questions", "none"],
    ]
    unproven = region(Flow(), (), Figures(seen=3, open=2))
    assert unproven.startswith("No day is proven complete yet.\n\n")


def test_reasons_beyond_ten_are_counted_together() -> None:
    flow = replace(FLOW, reasons=tuple((f"reason {n}", 20 - n) for n in range(12)))
    rows = told(region(flow, (), None))[0]
    assert [row[:2] for row in rows[-3:-1]] == [["… reason 9", "11"], ["… other reasons", "19"]]


def test_only_the_box_changes_and_its_rows_are_no_works() -> None:
    kept = curation((titled(1, "One"),), (include(titled(1, "One")),))
    page = render_page(new_page("x", kept.pages), kept)
    box = region(FLOW, (), FULL)
    other = with_methods(page, box, kept.pages)
    assert other == render_page(page, kept, box)
    assert other.replace(stamped(box), stamped(NOTHING)) == page
    assert [one.name for one in find(other)] == ["summary", "every", "methods"]
    assert with_methods("# No box\n", box, kept.pages) == "# No box\n"


def test_the_file_of_figures_is_read_as_written_and_answers_its_schema() -> None:
    for figures in (FULL, Figures()):
        assert read_figures(figures.text.encode()) == figures
        jsonschema.validate(json.loads(figures.text), SCHEMA)
    assert read_figures(None) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": 2}, "is not of schema 1"),
        ({"seen": -1}, "has a field of a wrong type"),
        ({"seen": True}, "has a field of a wrong type"),
        ({"model": "a\u202e" + "b"}, "has a field of a wrong type"),
        ({"f1": [0.5, 2, None]}, "has a field of a wrong type"),
        ({"as_of": "yesterday"}, "has a field of a wrong type"),
        ({"more": 1}, "has a field 'more' that means nothing here"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_its_reason(
    change: dict[str, object], said: str
) -> None:
    content = json.dumps(json.loads(FULL.text) | change).encode()
    with pytest.raises(CurationError) as caught:
        read_figures(content)
    assert str(caught.value) == (
        f"methods.json {said}; delete it, and the next tracker publish writes it anew"
    )


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail_otherwise(content: bytes) -> None:
    with pytest.raises(CurationError):
        read_figures(content)


def test_coverage_is_one_sentence_of_days_and_numbers() -> None:
    assert coverage(None) == ""
    assert coverage(FULL) == (
        "Coverage: complete up to 2025-11-20; still open: 2025-11-21; arXiv answered."
    )
    many = first_days([date(2025, 11, day) for day in range(1, 20)])
    assert coverage(Figures(open_days=many, open=19, answered=False)).endswith(
        "2025-11-10 and 9 more; arXiv gave no usable answer about some day."
    )


def test_figures_are_old_after_four_weeks_and_the_first_ones_are_always_news() -> None:
    later = replace(FULL, as_of=date(2025, 12, 17))
    assert [outdated(FULL, later), outdated(FULL, replace(later, as_of=date(2025, 12, 18)))] == [
        False,
        True,
    ]
    assert [outdated(None, FULL), outdated(FULL, None), outdated(Figures(), Figures())] == [
        True,
        False,
        False,
    ]
    assert outdated(Figures(), FULL)


def test_quality_is_of_works_held_out_each_label_at_its_threshold() -> None:
    works = [
        Example(str(n), "text", frozenset({"a"} if n % 2 else {"a", "b"}), n % 4 != 0)
        for n in range(40)
    ]
    said = {str(n): Guess(0.9 if n % 4 else 0.1, {"a": 0.6, "b": 0.45}) for n in range(40)}
    found = quality(works, said, {"a": 0.5, "b": 0.4, "never": 0.5})
    shares = (found.precision.value, found.recall.value, found.f1.value)
    assert shares == (0.75, 1.0, round(2 * 60 / 140, 4))
    assert (found.works, found.ranked, found.auc) == (40, 40, 1.0)
    assert found.f1.low is not None and found.f1.low < 0.8571 < (found.f1.high or 0)
    none = quality(works, said, {"a": 0.5, "b": 0.5})
    assert (none.precision.value, none.recall.value) == (1.0, round(40 / 60, 4))
    few = quality(works[: LEAST - 1], said, {"a": 0.5})
    assert few == Quality(works=LEAST - 1, ranked=LEAST - 1)
