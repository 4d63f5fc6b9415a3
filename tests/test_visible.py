"""Strangers' text on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.visible import on_one_line, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, with a\ttab", "plain, with a\ttab"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("عربي 医療 $\\alpha$", "عربي 医療 $\\alpha$"),
        ("👩\u200d⚕\ufe0f", "👩⚕"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
    ],
)
def test_nothing_steers_hides_or_reorders(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_no_control_or_format_character_ever_comes_through(text: str) -> None:
    shown = on_one_line(text)
    assert not any(unicodedata.category(one).startswith("C") for one in shown)
    assert "\n" not in shown
