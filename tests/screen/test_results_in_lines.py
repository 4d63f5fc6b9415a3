"""`tracker results review`, through a pipe and at a real terminal."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.results.boards import FIRST, SECOND, board, revise, said
from tests.results.reports import result
from tests.screen.terminals import opened
from tests.screen.test_line_mode import COMMAND, environment
from tracker.curation import load, write_result
from tracker.identity import parse
from tracker.results import standing
from tracker.settings import Settings
from tracker.steps.vouching import settle


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    return board(tmp_path / "s")


def told(settings: Settings, answers: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "results", "review", "--as", "ann", *more],
        input=answers,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_sitting_by_pipe(two: Settings) -> None:
    done = told(two, "?\na\nzz\nc model\nGPT-4 (2024)\nx copied\nu\n\nc setting zero-shot\ns\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert said(two) == [
        ("confirmed", "Ours-7B", "67.2", "ann"),
        ("rejected", "GPT-4", "81.4", "ann"),
        ("undone", "GPT-4", "81.4", "ann"),
        ("confirmed", "GPT-4", "81.4", "ann"),
    ]
    first = done.stdout.split("a confirm", 1)[0]
    assert first == (
        "\nClinical model 1\n"
        f"{FIRST} v1 · https://arxiv.org/abs/2503.00001 · suggested\n"
        "  model     Ours-7B\n"
        "  dataset   MedQA\n"
        "  split     not stated (reports that do not say usually mean test)\n"
        "  metric    Accuracy\n"
        "  value     67.2 percent\n"
        "  setting   not stated\n"
        "  quote     Ours-7B achieves »67.2«% accuracy on MedQA, while GPT-4 has 81.4% accuracy.\n"
    )
    for sentence in (
        "  x    It is no result; text after the key says why.",
        "'zz' is no key; ? lists them.",
        "Confirmed: Ours-7B, 67.2 percent (u takes it back)",
        "on file for this test: 1\n  Ours-7B, 67.2 percent · arxiv:2503.00001 v1 · confirmed",
        "  model     GPT-4 (2024)",
        "Rejected: GPT-4, 81.4 percent (u takes it back)",
        "Taken back: rejected GPT-4, 81.4 percent.",
        "  setting   zero-shot",
        "2 said, 1 skipped; nothing else waits; all of it is on disk.",
    ):
        assert sentence in done.stdout


def test_after_a_mistyped_answer_enter_confirms_nothing(two: Settings) -> None:
    done = told(two, "zz\n\n\nx copied\n\nq\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert said(two) == [
        ("rejected", "Ours-7B", "67.2", "ann"),
        ("confirmed", "GPT-4", "81.4", "ann"),
    ]
    assert done.stdout.count("'zz' is no key; ? lists them.") == 1
    assert done.stdout.count("Enter belongs to that answer; a confirms, ? lists the keys.") == 2


def test_a_field_is_asked_for_with_the_vocabularys_names(two: Settings) -> None:
    done = told(
        two, "c\ndataset\nPubMedQA\nc metric\n\nc unit\nfraction\nc nonsense\ne split -\na\n"
    )
    for sentence in (
        "setting, precision, quote, note) > MedQA, PubMedQA\n",
        "dataset (Enter keeps, - takes it out) > \nClinical model 1",
        "Accuracy, F1\nmetric (Enter keeps, - takes it out) > ",
        "unit (percent, fraction or score) (Enter keeps, - takes it out) > ",
        "value: 67.2 is outside 0 to 1, where every fraction lies.",
        "'nonsense' is no field; known are model, dataset,",
    ):
        assert sentence in done.stdout
    (one,) = load(two.root).results
    assert (one.dataset, one.metric, one.unit, one.split) == ("pubmedqa", "accuracy", "percent", "")


def test_the_end_of_the_answers_ends_the_sitting_and_keeps_what_was_said(two: Settings) -> None:
    done = told(two, "a\nc model")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 said; all of it is on disk.\n")
    assert said(two) == [("confirmed", "Ours-7B", "67.2", "ann")]


def test_one_work_can_be_gone_through_alone(two: Settings) -> None:
    done = told(two, "a\n", SECOND)
    assert done.stdout.endswith("1 said; nothing else waits; all of it is on disk.\n")
    assert said(two) == [("confirmed", "Theirs-2B", "0.83", "ann")]
    assert told(two, "", SECOND).stdout == "0 said; nothing else waits; all of it is on disk.\n"


def test_a_sentence_that_moved_is_shown_beside_the_one_on_file(two: Settings) -> None:
    settle(two, parse(SECOND), "1", "ann", True)
    revise(two, "The F1 of Theirs-2B on FooMed is 0.83.", "2503.00002")
    done = told(two, "a\nq\n")
    assert (
        "  before    On the FooMed dataset Theirs-2B has an F1 of 0.83.\n"
        "  quote     The F1 of Theirs-2B on FooMed is »0.83«.\n"
    ) in done.stdout
    assert f"{SECOND} v2 · https://arxiv.org/abs/2503.00002 · check again: gone in version 2" in (
        done.stdout
    )
    assert [one.version for one in standing(load(two.root).results)] == [2]


def test_strangers_text_steers_no_terminal(tmp_path: Path) -> None:
    settings = board(tmp_path, ["On MedQA \x1b[31mEvil\u202e-7B\x07 has 67.2% accuracy."])
    nasty = "Evil\x1b]0;x\x07 \u202e"
    write_result(tmp_path, result(source=parse("https://example.org/b"), version=None, model=nasty,
                                  dataset="medqa", place="page", by="ann"))  # fmt: skip
    done = told(settings, "c model \x1b[2JX\na\nq\n")
    assert said(settings)[-1][2] == "67.2"
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("--as", "eve"), 2, "no curator 'eve' in curation/curators.yaml"),
        (("arxiv:2001.00001",), 2, "no abstract of arxiv:2001.00001 is stored"),
        (("what",), 2, "'what' names no work; write arxiv:…"),
    ],
)
def test_what_cannot_be_gone_through_is_one_sentence(
    two: Settings, arguments: tuple[str, ...], code: int, expected: str
) -> None:
    done = told(two, "", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"tracker: {expected}")
    assert done.stderr.count("\n") == 1


def test_a_lost_line_ends_it_with_what_was_said_on_disk(two: Settings) -> None:
    running = subprocess.Popen(
        [*COMMAND, "results", "review", "--as", "ann"],
        env=environment(two),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write("a\n")
    running.stdin.flush()
    for line in running.stdout:
        if "Confirmed: " in line:
            break
    running.send_signal(signal.SIGHUP)
    _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (128 + signal.SIGHUP, "")
    assert said(two) == [("confirmed", "Ours-7B", "67.2", "ann")]


def test_ten_results_at_a_real_terminal_with_a_kill_in_the_middle(tmp_path: Path) -> None:
    sentence = "Ours-{0}B achieves {0}.5% accuracy on the Foo{0} dataset, which is long."
    settings = board(tmp_path / "s", [sentence.format(number) for number in range(10, 20)])
    with opened(settings, tmp_path.name, "results", "review", "--as", "ann") as terminal:
        terminal.start(60, 24)
        first = terminal.wait("quit >")
        assert "  quote     Ours-10B achieves »10.5«% accuracy on the Foo10\ndataset" in first
        for number in range(10, 15):
            terminal.wait(f"Ours-{number}B\n")
            terminal.press("Enter" if number % 2 else "a", *(() if number % 2 else ("Enter",)))
        terminal.wait("Ours-15B\n")
        os.kill(terminal.reviewer(), 9)
        terminal.end()
        assert [one[2] for one in said(settings)] == [f"{n}.5" for n in range(10, 15)]
        terminal.start(60, 24)
        terminal.wait("Ours-15B\n")
        terminal.press("u", "Enter")
        terminal.wait("Taken back: confirmed Ours-14B, 14.5 percent.")
        for _ in range(6):
            terminal.press("a", "Enter")
        terminal.wait("left 0")
    assert len(standing(load(settings.root).results)) == 10


def test_text_after_a_key_is_a_note_a_reason_or_refused(two: Settings) -> None:
    done = told(two, "s later\nq uit\na table 2 has it too\nx copied\nu that\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert said(two) == [
        ("confirmed", "Ours-7B", "67.2", "ann"),
        ("rejected", "GPT-4", "81.4", "ann"),
    ]
    assert "s takes no text, and nothing was done; ? lists the keys." in done.stdout


def test_the_keys_say_that_text_after_confirming_is_its_note(two: Settings) -> None:
    assert "does so too; text after the key is its note." in told(two, "?\n").stdout
