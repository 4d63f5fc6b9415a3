"""The night under Prefect: all three steps are tried, passing faults are tried again."""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from prefect import State, flow
from prefect.artifacts import Artifact
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from tracker.errors import CurationError, GitHubError, SourceUnavailable
from tracker.settings import Settings

FLOW = Path(__file__).parents[2] / "flows" / "nightly.py"


@dataclass(frozen=True)
class Told:
    """A report as a step would give it."""

    summary: str
    ok: bool = True

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "seen": 3}


@dataclass
class Rehearsal:
    """Three steps that do as they are told, and the order in which they were called."""

    says: dict[str, list[Told | Exception]]
    called: list[str] = field(default_factory=list)
    given: list[Settings] = field(default_factory=list)

    def step(self, name: str) -> Callable[[Settings], Told]:
        def run(settings: Settings) -> Told:
            self.called.append(name)
            self.given.append(settings)
            said = self.says[name].pop(0)
            if isinstance(said, Exception):
                raise said
            return said

        return run


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Without the recorders, which fight the flows over one SQLite file for seconds at a time."""
    with pytest.MonkeyPatch.context() as environment:
        for service in ("TASK_RUN_RECORDER", "EVENT_PERSISTER"):
            environment.setenv(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        yield


@pytest.fixture(scope="module")
def nightly(quiet: None) -> Iterator[ModuleType]:
    """flows/nightly.py, loaded by path as Prefect does, with a server that lives in memory."""
    # Joining the heartbeat's thread, which nothing else can disable, costs a second a run.
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        spec = importlib.util.spec_from_file_location("rehearsed_nightly", FLOW)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        yield module


@pytest.fixture
def play(nightly: ModuleType) -> Callable[[Rehearsal], State[Any]]:
    def play(rehearsal: Rehearsal) -> State[Any]:
        @flow(name="rehearsal")
        def whole() -> State[Any]:
            steps = (rehearsal.step(name) for name in ("pull", "suggest", "publish"))
            state: State[Any] = nightly.night(*steps, waits=(0, 0))
            return state

        state: State[Any] = whole(return_state=True)
        return state

    return play


def test_a_good_night_is_completed_and_leaves_its_reports(
    play: Callable[[Rehearsal], State[Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("TRACKER_ROOT", str(tmp_path))
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_of_this_test_alone")
    rehearsal = Rehearsal(
        {"pull": [Told("3 new")], "suggest": [Told("2 likely")], "publish": [Told("#7 updated")]}
    )
    state = play(rehearsal)

    said = "pull: 3 new; suggest: 2 likely; publish: #7 updated"
    assert (state.type.value, state.message) == ("COMPLETED", said)
    assert rehearsal.called == ["pull", "suggest", "publish"]
    assert {settings.root for settings in rehearsal.given} == {tmp_path}
    assert {settings.github_token for settings in rehearsal.given} == {"ghp_of_this_test_alone"}

    artifact: Any = Artifact.get("pull-report")
    counted = json.dumps({"ok": True, "seen": 3}, indent=2)
    assert artifact.data == f"## pull\n\n3 new\n\n```json\n{counted}\n```\n"

    assert caplog.messages
    assert "ghp_of_this_test_alone" not in caplog.text


def test_when_arxiv_stays_away_the_rest_of_the_night_happens_and_the_flow_is_failed(
    play: Callable[[Rehearsal], State[Any]], caplog: pytest.LogCaptureFixture
) -> None:
    away = SourceUnavailable("arXiv did not answer; try again tomorrow")
    rehearsal = Rehearsal(
        {"pull": [away, away, away], "suggest": [Told("0 likely")], "publish": [Told("#7")]}
    )
    state = play(rehearsal)

    said = "pull failed: arXiv did not answer; try again tomorrow; suggest: 0 likely; publish: #7"
    assert (state.type.value, state.message) == ("FAILED", said)
    assert rehearsal.called == ["pull", "pull", "pull", "suggest", "publish"]
    assert caplog.messages.count(f"{away}; pull is tried again later") == 2


def test_only_passing_faults_are_tried_again(play: Callable[[Rehearsal], State[Any]]) -> None:
    rehearsal = Rehearsal(
        {
            "pull": [SourceUnavailable("arXiv is down"), Told("1 cell open", ok=False)],
            "suggest": [CurationError("taxonomy.yaml cannot be read")],
            "publish": [
                GitHubError("GitHub did not answer"),
                GitHubError("GitHub refuses the token; give it the repo scope", 403),
            ],
        }
    )
    state = play(rehearsal)

    said = (
        "pull: 1 cell open; suggest failed: taxonomy.yaml cannot be read; "
        "publish failed: GitHub refuses the token; give it the repo scope"
    )
    assert (state.type.value, state.message) == ("FAILED", said)
    assert rehearsal.called == ["pull", "pull", "suggest", "publish", "publish"]
