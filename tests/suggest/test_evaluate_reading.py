"""Labelled works as CSV: what is read, and one clear sentence for everything that cannot be."""

import gzip
import lzma
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.suggest import Example
from tracker.suggest.labelled_csv import named, read_labelled, require_classes, taxonomy_of
from tracker.taxonomy import Dimension, Label, Taxonomy

GOOD = 'title,abstract,labels\nOne,"First, abstract",a|b\nTwo,,b ; c\nThree,Third,\n,,a\n'
WORKS = (
    Example("00000001", "One\nFirst, abstract", frozenset({"a", "b"})),
    Example("00000002", "Two", frozenset({"b", "c"})),
    Example("00000003", "Three\nThird", frozenset()),
)


def test_works_are_read_plain_or_packed_with_either_separator(tmp_path: Path) -> None:
    data = GOOD.encode()
    for name, packed in {
        "a.csv": data,
        "b.csv": b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        "c.csv.gz": gzip.compress(data),
        "d.csv.xz": lzma.compress(data),
    }.items():
        (tmp_path / name).write_bytes(packed)
        assert read_labelled(tmp_path / name) == WORKS, name


def test_a_text_column_stands_in_for_the_abstract(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text,labels\n7,Some  words,x\n")
    assert read_labelled(tmp_path / "a.csv") == (
        Example("00000001", "Some words", frozenset({"x"})),
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "is empty; its first line must name the columns"),
        ("a.csv", b"title,label\nA,x\n", "has no column 'labels', only 'title', 'label'"),
        ("a.csv", b"name,labels\nA,x\n", "has no column 'title', 'abstract' or 'text', only"),
        ("a.csv", b"title,labels\n", "holds no work"),
        ("a.csv", b"title,labels\n,x\n", "holds no work"),
        ("a.csv", b"title,labels\nCaf\xe9,x\n", "is not UTF-8 text at byte 16; save it as UTF-8"),
        ("a.csv", b"title,labels\nA,x,y\n", ":2 has more fields than the heading"),
        ("a.csv", b'title,labels\n"' + b"A" * 1_000_001 + b'",x\n', "is not CSV: field larger"),
        ("a.csv.xz", b"no xz", "it is damaged or not packed as its name says"),
        ("a.csv.gz", gzip.compress(b"title,labels\nA,x\n" * 9)[:-9], "it is damaged or not packed"),
        ("a.csv.gz", b"no gz", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SettingsError) as fault:
        read_labelled(tmp_path / name)
    said = str(fault.value)
    assert says in said and said.startswith(str(tmp_path / name)) and "\n" not in said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.csv cannot be read: No such file"):
        read_labelled(tmp_path / "none.csv")


def test_works_that_no_label_parts_are_refused() -> None:
    path = Path("a.csv")
    with pytest.raises(SettingsError, match="gives every work the same labels"):
        require_classes([WORKS[0], WORKS[0]], path)
    with pytest.raises(SettingsError, match="gives no work a label"):
        require_classes([WORKS[2]], path)
    require_classes(WORKS, path)


def test_labels_in_use_make_a_taxonomy_of_names() -> None:
    labels = tuple(Label(f"label:{name}", name, "") for name in "abc")
    assert taxonomy_of(WORKS) == Taxonomy(1, (Dimension("label", "Label", "any", labels),))


def test_labels_are_found_by_name_key_or_alias_and_an_unknown_one_is_named() -> None:
    labels = (
        Label("task:qa", "Question answering", "Answers.", aliases=("QA",)),
        Label("task:sum", "Summarization", "Shortens."),
    )
    taxonomy = Taxonomy(1, (Dimension("task", "Task", "any", labels),))
    work = Example("1", "T", frozenset({"question answering", "task:sum"}))
    assert named([work], taxonomy, Path("b.csv")) == (
        Example("1", "T", frozenset({"task:qa", "task:sum"})),
    )
    with pytest.raises(SettingsError) as fault:
        named([Example("1", "T", frozenset({"Coding"}))], taxonomy, Path("b.csv"))
    assert str(fault.value) == (
        "b.csv: nothing to learn the label 'Coding' from; give training works or a taxonomy with it"
        " (known are Question answering, Summarization)"
    )
