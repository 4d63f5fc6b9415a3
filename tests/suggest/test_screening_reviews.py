"""Labelled reviews as files: what is read, and one sentence for each that cannot be."""

import gzip
import lzma
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.suggest.reviews_csv import Review, read_review

HEAD = "title,abstract,label_included\n"
ROWS = 'One,"An abstract,\nin two lines",1\nTwo,,0\nThree,C,0\nFour,D,1\n'
REVIEW = Review(
    ("One", "Two", "Three", "Four"),
    ("An abstract,\nin two lines", "", "C", "D"),
    (True, False, False, True),
)


def written(folder: Path, data: bytes, name: str = "review.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_review_is_read_plain_or_compressed_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    data = (HEAD + ROWS).encode()
    assert read_review(written(tmp_path, data)) == REVIEW
    assert read_review(written(tmp_path, b"\xef\xbb\xbf" + data)) == REVIEW
    assert read_review(written(tmp_path, gzip.compress(data), "r.csv.gz")) == REVIEW
    assert read_review(written(tmp_path, lzma.compress(data), "r.csv.xz")) == REVIEW


def test_the_final_label_counts_before_that_of_the_abstract(tmp_path: Path) -> None:
    head = "label_abstract_screening,title,abstract,label_included\n"
    rows = "1,A,a,1\n1,B,b,0\n1,C,c,0\n0,D,d,1\n"
    assert read_review(written(tmp_path, (head + rows).encode())).relevant == (
        True, False, False, True,
    )  # fmt: skip
    alone = head.replace(",label_included", "") + "1,A,a\n1,B,b\n0,C,c\n0,D,d\n"
    assert read_review(written(tmp_path, alone.encode())).relevant == (True, True, False, False)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty; it must be CSV with title, abstract and a label"),
        (b" \n", "is empty; it must be CSV with title, abstract and a label"),
        (b"title,year\nA,1\n", "has no column abstract, no column label_included or label_abs"),
        (HEAD.encode(), "has 0 relevant records by label_included; a replay needs at least 2"),
        (HEAD.encode() + b"A,a,1\nB,b,1\n", "has 0 irrelevant records by label_included"),
        (HEAD.encode() + b"A,a,1\nB,b,0\nC,c,0\n", "has 1 relevant record by label_included"),
        (HEAD.encode() + b"A,a,1\nB,b,maybe\n", ", line 3: label_included is 'maybe'; it must"),
        (HEAD.encode() + b"A,a\n", ", line 2: label_included is ''; it must be 1 or 0"),
        (HEAD.encode() + b"Caf\xe9,a,1\n", "is not UTF-8 at byte 33; save it as UTF-8"),
        (HEAD.encode() + b'A,"a,1\n', "is not CSV at line 2: unexpected end of data"),
    ],
)
def test_a_file_that_is_no_review_gets_one_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(SettingsError) as fault:
        read_review(written(tmp_path, data))
    assert says in str(fault.value) and "\n" not in str(fault.value)


@pytest.mark.parametrize("name", ["r.csv.gz", "r.csv.xz"])
def test_a_broken_archive_gets_one_sentence(tmp_path: Path, name: str) -> None:
    whole = (gzip if name.endswith("gz") else lzma).compress((HEAD + ROWS).encode())
    for data in (b"no archive", whole[: len(whole) // 2], whole[:12] + b"\xff" * 40):
        with pytest.raises(SettingsError, match="cannot be"):
            read_review(written(tmp_path, data, name))


def test_a_missing_file_and_a_folder_get_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            read_review(path)
