"""The gate: one request at a time over all processes, and a pause between any two."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.harvest.gate import Gate, gate_path

_VISITOR = """
import sys, time
from pathlib import Path
from tracker.harvest.gate import Gate
gate = Gate(Path(sys.argv[1]), 0.1)
for _ in range(3):
    with gate():
        begun = time.time()
        time.sleep(0.01)
        print(begun, time.time(), flush=True)
"""
_SITTER = """
import sys, time
from pathlib import Path
from tracker.harvest.gate import Gate
with Gate(Path(sys.argv[1]), 3.0)():
    print("in", flush=True)
    time.sleep(60)
"""


def process(code: str, gate: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(gate)], stdout=subprocess.PIPE, text=True
    )


def at(path: Path, clock: float, waits: list[float], delay: float = 3.0) -> Gate:
    return Gate(path, delay, waits.append, lambda: clock)


def test_three_processes_never_ask_together_and_always_pause(tmp_path: Path) -> None:
    running = [process(_VISITOR, tmp_path / "gate") for _ in range(3)]
    visits = sorted(
        (float(begun), float(ended))
        for each in running
        for begun, ended in (line.split() for line in each.communicate(timeout=60)[0].splitlines())
    )
    pauses = [later[0] - earlier[1] for earlier, later in itertools.pairwise(visits)]
    assert len(visits) == 9
    assert min(pauses) >= 0.1


def test_a_process_killed_in_the_gate_opens_it_and_its_request_still_counts(tmp_path: Path) -> None:
    path, waits = tmp_path / "gate", list[float]()
    sitter = process(_SITTER, path)
    assert sitter.stdout and sitter.stdout.readline() == "in\n"
    sitter.kill()
    sitter.communicate()
    begun = float(path.read_text())
    with at(path, begun + 1, waits)():
        entered = True
    assert (entered, waits) == (True, [2.0])


def test_the_first_request_ever_does_not_wait(tmp_path: Path) -> None:
    waits = list[float]()
    with at(tmp_path / "new" / "gate", 1000.0, waits)():
        pass
    assert waits == []


def test_the_pause_counts_from_the_end_of_the_last_request(tmp_path: Path) -> None:
    waits = list[float]()
    with at(tmp_path / "gate", 1000.0, waits)():
        pass
    with at(tmp_path / "gate", 1000.5, waits)():
        pass
    with at(tmp_path / "gate", 1003.5, waits)():
        pass
    assert waits == [2.5]


def test_a_request_that_failed_counts_as_one(tmp_path: Path) -> None:
    waits = list[float]()
    with pytest.raises(OSError, match="refused"), at(tmp_path / "gate", 1000.0, waits)():
        raise OSError("refused")
    with at(tmp_path / "gate", 1001.0, waits)():
        pass
    assert waits == [2.0]


@pytest.mark.parametrize(("last", "waited"), [("5000.0", [3.0]), ("rubbish", []), ("", [])])
def test_a_clock_set_back_costs_one_pause_and_a_damaged_file_none(
    last: str, waited: list[float], tmp_path: Path
) -> None:
    (tmp_path / "gate").write_text(last)
    waits = list[float]()
    with at(tmp_path / "gate", 1000.0, waits)():
        pass
    assert waits == waited


def test_a_gate_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="set XDG_CACHE_HOME"), Gate(tmp_path / "file/g", 1)():
        pass


def test_all_surveys_of_a_user_share_the_gate_of_the_same_addresses() -> None:
    arxiv, mirror = ("https://a/api", "https://b/oai"), ("https://c/api", "https://b/oai")
    assert gate_path("/cache", arxiv) == gate_path("/cache", arxiv)
    assert gate_path("/cache", arxiv) != gate_path("/cache", mirror)
    assert gate_path("/cache", arxiv).parent == Path("/cache/survey-tracker")
    assert gate_path(None, arxiv).parent == Path.home() / ".cache" / "survey-tracker"
