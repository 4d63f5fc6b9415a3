"""A survey read from disk: in good order it is whole, and each fault is one problem."""

from pathlib import Path

import pytest

from tests.record.surveys import (
    DOI,
    FILES,
    ONE,
    PMID,
    TAXONOMY,
    TWO,
    decided,
    journal,
    line,
    minute,
    problems,
    put,
    survey,
)
from tracker.curation import Curation, load, require, write_work
from tracker.curators import Curator
from tracker.decisions import Decision
from tracker.errors import CurationError, SettingsError
from tracker.identity import WorkId
from tracker.works import Work

WORK = 'ids:\n- "arxiv:2407.12341"\ntitle: "One"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return survey(tmp_path)


def test_a_survey_in_good_order_is_read_whole(root: Path) -> None:
    works = [Work((ONE, DOI), "One", ("Ada",)), Work((PMID,), "Two")]
    for work in works:
        write_work(root, work)
    mine = decided(0, "include", labels=("kind:model",))
    theirs = decided(1, "exclude", TWO, "Grace", title="Off")
    journal(root, mine)
    journal(root, theirs, by="grace")
    curation = load(root)
    assert (curation.taxonomy, curation.curators, curation.works, curation.decisions) == (
        TAXONOMY,
        (Curator("ada", "Ada"), Curator("Grace", "Grace")),
        tuple(works),
        (mine, theirs),
    )
    assert [(s.work.id, s.status) for s in curation.record.standings] == [
        (ONE, "included"),
        (TWO, "excluded"),
        (PMID, "undecided"),
    ]
    assert curation.problems == ()
    assert require(curation) is curation
    assert curation.curator("GRACE") == Curator("Grace", "Grace")


def test_a_folder_without_a_survey_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CurationError) as fault:
        load(tmp_path)
    assert str(fault.value) == (
        f"no curation/ in {tmp_path}; go to a survey's folder or run tracker init"
    )


@pytest.mark.parametrize("name", FILES)
def test_each_missing_file_is_one_problem_and_makes_no_other(root: Path, name: str) -> None:
    journal(root, decided(0, "include", labels=("kind:model",)))
    (root / "curation" / name).unlink()
    assert problems(root) == [
        f"curation/{name}: is missing; restore it from git, or let tracker init write one"
    ]


@pytest.mark.parametrize("name", [*FILES, "works/x.yaml"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: \xff\xfe", "is not UTF-8 text"),
        ("a: é".encode("utf-16"), "is not UTF-8 text"),
        (b"a: [", "is not YAML at line 2, column 1: did not find expected node content"),
        (b"a: 1\na: 1", "is not YAML at line 2, column 1: the key 'a' stands twice"),
        (
            b"a: &a [1]\nb: *a",
            "is not YAML at line 2, column 4: an alias (*name) is not allowed here",
        ),
        (
            b"- " * 50_000,
            "is not YAML at line 1, column 101: is more than 50 lists and mappings deep",
        ),
        (b"x" * 1_000_001, "is larger than 1,000,000 bytes"),
        (b"[1]", "must be a mapping of fields, not a list"),
    ],
    ids=["bytes", "utf-16", "broken", "repeated", "alias", "deep", "large", "list"],
)
def test_each_unreadable_file_is_one_problem(
    root: Path, name: str, content: bytes, sentence: str
) -> None:
    put(root, name, content)
    assert problems(root) == [f"curation/{name}: {sentence}"]


@pytest.mark.parametrize("name", ["taxonomy.yaml", "works/x.yaml"])
def test_a_folder_in_place_of_a_file_is_one_problem(root: Path, name: str) -> None:
    path = root / "curation" / name
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    assert problems(root) == [f"curation/{name}: cannot be read: Is a directory"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "works/arxiv-2407.12341.yaml",
            "ids: [2407.12340]\ntitle: T\n",
            ":ids[0]: must be text in quotes, not the float 2407.1234",
        ),
        (
            "works/arxiv-2407.12341.yaml",
            WORK.replace('"One"', "One"),
            ": is not in canonical form; run tracker format",
        ),
        (
            "works/arxiv-2407.12341.yaml",
            WORK.replace("\n", "\r\n"),
            ": is not in canonical form; run tracker format",
        ),
        ("works/one.yaml", WORK, ": must be named arxiv-2407.12341.yaml"),
        (
            "works/arxiv-2407.12341.yaml",
            WORK + 'stars: "5"\n',
            (
                ":stars: is not a field here; known are ids, title, authors, published_on, "
                "short_name, sizes, base_model, links, sections, category, withdrawn_on, journal"
            ),
        ),
        (
            "curators.yaml",
            'curators: [{handle: "ada"}, {handle: "ADA"}]\n',
            ":curators[1].handle: 'ADA' is used twice",
        ),
        (
            "curators.yaml",
            'curators: [{handle: "a--b"}]\n',
            ":curators[0].handle: 'a--b' is not a handle: letters, digits, single hyphens",
        ),
    ],
)
def test_each_fault_of_a_file_is_one_problem(
    root: Path, name: str, content: str, sentence: str
) -> None:
    put(root, name, content.encode())
    assert problems(root) == [f"curation/{name}{sentence}"]


def test_one_identifier_in_two_files_is_one_problem(root: Path) -> None:
    write_work(root, Work((ONE, DOI), "One"))
    write_work(root, Work((DOI, PMID), "Two"))
    assert problems(root) == [
        (
            "curation/works/doi-10.1038-sdata.2016.35.yaml:ids: doi:10.1038/sdata.2016.35 also "
            "stands in arxiv-2407.12341.yaml; merge the two files into one, or take it out of one"
        )
    ]


@pytest.mark.parametrize("settled", [("split",), ("split", "undo"), ("split", "join")])
def test_an_identifier_that_was_split_off_may_have_a_file_of_its_own(
    root: Path, settled: tuple[str, ...]
) -> None:
    write_work(root, Work((ONE, DOI), "One"))
    write_work(root, Work((DOI,), "Two"))
    split = decided(0, "split", ONE, other=DOI)
    after = {
        "undo": decided(1, "undo", undoes=split.key),
        "join": decided(1, "join", ONE, other=DOI),
    }
    journal(root, split, *(after[name] for name in settled[1:]))
    assert problems(root) == []
    assert len(load(root).record.standings) == (2 if settled == ("split",) else 1)


JOURNAL = "curation/decisions/ada/2026-11.jsonl"
FINE = decided(0, "exclude").line


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (FINE + "\n" + FINE[:40], "line 2: is cut off; delete or finish it"),
        (
            f"{FINE[:40]}\n{FINE}\n",
            "line 1: is not a JSON line; restore it from git or delete it",
        ),
        (f"\n{FINE}\n", "line 1: is not a JSON line; restore it from git or delete it"),
        (
            f"{FINE}\n{'[' * 19_000}\n",
            "line 2: is not a JSON line; restore it from git or delete it",
        ),
        (f"{FINE}\n{'x' * 20_001}\n", "line 2: is longer than 20,000 characters"),
        (
            FINE.replace('": "', '":"') + "\n",
            "line 1: is not in canonical form; run tracker format",
        ),
        (FINE + "\r\n", "line 1: is not in canonical form; run tracker format"),
        (
            FINE.replace('"work"', '"by": "ada", "work"') + "\n",  # a repeated field
            "line 1: is not a JSON line; restore it from git or delete it",
        ),
        (decided(0, "exclude", by="Grace").line + "\n", "line 1: is by Grace: not this folder's"),
        (
            line(work=2407.12340) + "\n",
            "line 1.work: must be text in quotes, not the float 2407.1234",
        ),
    ],
)
def test_each_damaged_line_is_one_problem(root: Path, content: str, sentence: str) -> None:
    put(root, "decisions/ada/2026-11.jsonl", content)
    assert problems(root) == [f"{JOURNAL}:{sentence}"]


def test_a_journal_that_is_not_text_is_one_problem_and_loses_nobody_elses(root: Path) -> None:
    put(root, "decisions/ada/2026-11.jsonl", b"\xff\n")
    theirs = decided(0, "exclude", by="Grace")
    journal(root, theirs, by="grace")
    curation = load(root)
    assert [str(one) for one in curation.problems] == [f"{JOURNAL}: is not UTF-8 text"]
    assert curation.decisions == (theirs,)


def test_a_damaged_line_loses_no_other(root: Path) -> None:
    one, two = decided(0, "exclude"), decided(1, "include")
    put(root, "decisions/ada/2026-11.jsonl", f"{one.line}\n<<<<<<< HEAD\n{two.line}\n")
    assert load(root).decisions == (one, two)


AT = "2026-11-21T19:01:00.000Z"


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (
            decided(1, "include", labels=("kind:modle",)),
            "no label 'kind:modle' in the taxonomy; did you mean 'kind:model'?",
        ),
        (
            decided(1, "include", labels=("kind:model", "kind:dataset")),
            "Kind takes one label, not kind:model, kind:dataset",
        ),
        (
            decided(1, "undo", undoes="feedfacefeedface"),
            "undoes 'feedfacefeedface', which is no decision here",
        ),
        (
            decided(1, "undo", undoes=decided(2, "exclude").key),
            f"undoes '{decided(2, 'exclude').key}', which is later than itself",
        ),
    ],
)
def test_each_decision_that_contradicts_other_files_is_one_problem(
    root: Path, decision: Decision, sentence: str
) -> None:
    journal(root, decision, decided(2, "exclude"))
    assert problems(root) == [f"{JOURNAL}:at {AT}: {sentence}"]


def test_a_decision_by_nobody_is_one_problem(root: Path) -> None:
    journal(root, decided(1, "exclude", by="eve"), by="eve")
    assert problems(root) == [
        f"curation/decisions/eve/2026-11.jsonl:at {AT}: no curator 'eve' in curation/curators.yaml"
    ]
    with pytest.raises(SettingsError) as fault:
        load(root).curator("eve")
    assert str(fault.value) == (
        "no curator 'eve' in curation/curators.yaml; add the handle there first"
    )


def test_a_label_retired_since_is_no_problem_in_old_decisions(root: Path) -> None:
    journal(root, decided(1, "include", labels=("task:old",)))
    assert problems(root) == []


def test_all_problems_are_found_at_once_and_summed_up_in_one_sentence(root: Path) -> None:
    (root / "curation" / "queries.yaml").unlink()
    put(root, "works/x.yaml", "ids: [")
    put(root, "decisions/ada/2026-11.jsonl", "x\ny\n")
    curation = load(root)
    assert len(curation.problems) == 4
    with pytest.raises(CurationError) as fault:
        require(curation)
    assert fault.value.problems == curation.problems
    assert str(fault.value) == (
        "4 problems in the curation; run tracker check: curation/queries.yaml: is missing; restore "
        "it from git, or let tracker init write one; curation/works/x.yaml: is not YAML at line 2, "
        "column 1: did not find expected node content; curation/decisions/ada/2026-11.jsonl:line 1"
        ": is not a JSON line; restore it from git or delete it; and 1 more"
    )


def test_what_a_crash_left_beside_the_works_is_not_read(root: Path) -> None:
    put(root, "works/.x1y2.part", "ids:\n- ")
    assert problems(root) == []


def many(count: int) -> list[Decision]:
    """Decisions of two years by two curators: a third included, the rest excluded."""
    return [
        Decision(
            minute(-n * 42),
            "ada" if n % 2 else "Grace",
            "exclude" if n % 3 else "include",
            WorkId("arxiv", f"25{1 + n // 5000:02}.{10000 + n}"),
            title=f"Paper {n}",
            labels=() if n % 3 else ("kind:model",),
        )
        for n in range(count)
    ]


def test_twenty_five_thousand_decisions_are_all_read(root: Path) -> None:
    history = many(25_000)
    journals: dict[str, list[str]] = {}
    for one in history:
        journals.setdefault(f"{one.by.lower()}/{one.at:%Y-%m}", []).append(one.line + "\n")
    for name, lines in journals.items():
        put(root, f"decisions/{name}.jsonl", "".join(lines))
    curation: Curation = load(root)
    assert len(journals) == 50
    assert curation.problems == ()
    assert curation.decisions == tuple(reversed(history))
    record = curation.record
    assert {status: len(record.of(status)) for status in ("included", "excluded")} == {
        "included": 8_334,
        "excluded": 16_666,
    }
