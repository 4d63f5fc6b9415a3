"""The full screen in process: what each key does, and what is shown at which size."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.screen.desks import decisions, evening, paper, survey, told
from tracker.screen.app import Review
from tracker.settings import Settings

Act = Callable[[Pilot[None], Review], Awaitable[None]]


@pytest.fixture
def three(tmp_path: Path) -> Settings:
    return survey(tmp_path, [paper(1), paper(2), paper(3)])


def played(
    settings: Settings, act: Act, size: tuple[int, int] = (80, 24), blind: bool = False
) -> Review:
    """The screen after somebody acted on it."""

    async def play() -> Review:
        app = Review(evening(settings, blind=blind))
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            await act(pilot, app)
        return app

    return asyncio.run(play())


def shown(app: Review, name: str) -> str:
    return str(app.query_one(f"#{name}", Static).content)


def ticked(app: Review) -> tuple[str, ...]:
    return app.evening.session.choices.labels


def test_one_keystroke_accepts(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("enter")
        assert "Clinical model 2" in shown(app, "text")
        assert "1 decided" in shown(app, "status")

    played(three, act)
    assert told(three) == ["include 2503.00001 nlp_task:qa"]


def test_labels_are_ticked_by_two_letters_by_name_and_by_cursor(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("e", "n", "s", "k", "m")
        assert ticked(app) == ("nlp_task:qa", "nlp_task:sum", "kind:model")
        await pilot.press("slash", *"Datas", "tab", "enter")
        assert ticked(app)[-1] == "kind:dataset"
        await pilot.press("escape", "space", "enter")

    played(three, act)
    assert told(three) == ["include 2503.00001 nlp_task:qa nlp_task:sum"]


def test_a_reason_is_one_digit_or_words_and_escape_writes_nothing(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("x", "2")
        await pilot.press("x", "escape", "x", *"too old", "enter")

    played(three, act)
    assert [one.reason for one in decisions(three)] == ["wrong kind of work", "too old"]


def test_facts_come_filled_in_and_are_corrected_in_place(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("f", *"MedNote", "enter")
        assert app.query_one("#entry", Input).value == "2.7B"
        await pilot.press("backspace", "backspace", "backspace", "backspace", *"3B", "enter")
        await pilot.press("escape", "a")

    played(three, act)
    (one,) = decisions(three)
    assert one.facts is not None
    assert one.facts.as_json() == {
        "short_name": "MedNote",
        "sizes": ["3B"],
        "base_model": "Llama 3.1",
    }


@pytest.mark.parametrize("size", [(60, 16), (40, 12)])
@pytest.mark.parametrize("value", ["x" * 480, "many words " * 40, "医療" * 200])
def test_a_refused_fact_leaves_its_question_on_the_screen(
    three: Settings, size: tuple[int, int], value: str
) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("f", "enter")
        app.query_one("#entry", Input).value = value
        await pilot.press("enter")
        await pilot.pause()
        lines = [line.text.rstrip() for line in app.screen._compositor.render_strips()]
        question = "sizes (Enter keeps, empty drops, Esc stops):"
        assert question in " ".join(lines)
        assert "is not a parameter count such as 2.7B" in app.evening.session.said

    played(three, act, size)


def test_note_search_jump_undo_and_redo(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("slash", *"model 3", "enter")
        assert "Clinical model 3" in shown(app, "text")
        await pilot.press("n", *"mine", "enter", "d", "g", "2", "enter")
        assert "Clinical model 2" in shown(app, "text")
        await pilot.press("u")
        assert "note: mine" in shown(app, "facts")
        await pilot.press("r", "o")
        assert "Open https://arxiv.org/abs/2503.0000" in shown(app, "said")

    played(three, act)
    assert [one.verdict for one in decisions(three)] == ["defer", "undo", "undo"]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_words_that_carried_a_label_are_marked_by_signs(
    three: Settings, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        assert "every »question«[n] in a ward" in shown(app, "text")
        assert ">[x] nq  90% Question answering" in shown(app, "rows")
        assert "against: ward (-0.4)" in shown(app, "facts")
        await pilot.press("j")
        assert "every question[n] in a ward" in shown(app, "text")
        await pilot.press("question_mark")
        assert "Take your last decision back" in shown(app, "text")

    played(three, act, size)


def test_blind_nothing_of_the_model_is_shown(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("e")
        whole = "".join(shown(app, name) for name in ("text", "rows", "facts", "status"))
        assert "%" not in whole
        assert "«" not in whole
        assert "blind" in whole

    played(three, act, blind=True)


def test_a_window_too_small_says_so_decides_nothing_and_recovers(three: Settings) -> None:
    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert shown(app, "small") == "20×5 is too small: 40×12 at least. Nothing is lost."
        assert app.query_one("#small").display
        await pilot.press("a", "d", "x")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.query_one("#body").display
        await pilot.press("d")

    played(three, act)
    assert told(three) == ["defer 2503.00001"]


def test_strangers_titles_neither_steer_the_terminal_nor_break_the_lines(tmp_path: Path) -> None:
    title = "\x1b[2J[b]Bold[/b] $\\alpha$ 医療 عربي 👩‍⚕️ \u202eabc e" + "\u0301" * 50
    settings = survey(tmp_path, [paper(1, title=title, abstract="\x07one\u2066two\x9b31m")])

    async def act(pilot: Pilot[None], app: Review) -> None:
        text = shown(app, "text")
        assert "�[2J[b]Bold[/b] $\\alpha$ 医療 عربي 👩⚕ �abc e" in text
        assert text.count("\u0301") == 4
        assert "�one�two�31m" in text
        for line in app.screen._compositor.render_strips():
            assert line.cell_length == 80

    played(settings, act)


def test_the_last_decision_leaves_a_calm_sentence(tmp_path: Path) -> None:
    settings = survey(tmp_path, [paper(1)])

    async def act(pilot: Pilot[None], app: Review) -> None:
        await pilot.press("d", "a")
        assert shown(app, "said") == "No paper is shown; u takes back, q leaves."
        await pilot.press("q")

    assert played(settings, act).evening.over
