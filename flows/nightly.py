"""The night: pull → suggest → publish, as Prefect sees it.

Started by `tracker nightly`, by `tracker serve`, or by a worker (prefect.yaml). Nothing is
decided here: every step is one function of `tracker.steps`. Settings are read from the
environment inside each task, because Prefect stores a run's parameters and a token must
not be among them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from prefect import State, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

from tracker.errors import GitHubError, SourceUnavailable, TrackerError
from tracker.settings import Settings, from_environment
from tracker.steps import nights

# Seconds. The transports have already retried for minutes when these begin; what is left
# is a service that is down, and arXiv's nights are quiet until the curators wake.
WAITS = (300.0, 900.0, 2700.0)


class Report(Protocol):
    """What a step says when it is done."""

    @property
    def ok(self) -> bool: ...
    @property
    def summary(self) -> str: ...
    def as_json(self) -> Mapping[str, Any]: ...


Step = Callable[[Settings], Report]


@flow(name="nightly")
def nightly() -> State[Any]:
    """One night. Ends Failed, naming the step, when any step could not do all of its work."""
    try:
        with nights.alone(from_environment(), "night"):
            return night(nights.pull, nights.suggest, nights.publish)
    except TrackerError as fault:
        return Failed(message=str(fault), data=fault)


def night(pull: Step, suggest: Step, publish: Step, waits: Sequence[float] = WAITS) -> State[Any]:
    """The three steps in turn, to be called inside a flow.

    All three are tried: when arXiv is down, what curators decided is still published.
    """
    outcomes = [
        attempt("pull", pull, waits),
        attempt("suggest", suggest),
        attempt("publish", publish, waits),
    ]
    message = "; ".join(said for _, said in outcomes)
    return Completed(message=message) if all(ok for ok, _ in outcomes) else Failed(message=message)


def attempt(name: str, step: Step, waits: Sequence[float] = ()) -> tuple[bool, str]:
    """Whether a step did all of its work, and what it said.

    ``waits`` belongs to the steps that touch the network: seconds before each new try.
    """

    def run() -> Report | State[Any]:
        try:
            report = step(from_environment())
        except TrackerError as fault:  # a sentence for a person, so no traceback in the log
            return Failed(message=str(fault), data=fault)
        create_markdown_artifact(markdown(name, report), key=f"{name}-report")
        return report

    def again(_task: object, _run: object, state: State[Any]) -> bool:
        fault = state.result(raise_on_failure=False)
        if passing(fault):
            get_run_logger().warning("%s; %s is tried again later", fault, name)
        return passing(fault)

    state: State[Any] = task(
        name=name,
        retries=len(waits),
        retry_delay_seconds=list(waits),
        retry_condition_fn=again,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(run)(return_state=True)
    done = state.result(raise_on_failure=False)
    if isinstance(done, BaseException):
        return False, f"{name} failed: {done}"
    return done.ok, f"{name}: {done.summary}"


def passing(fault: object) -> bool:
    """Whether waiting may mend it: a service that is away or busy, not one that refuses."""
    if isinstance(fault, GitHubError):
        return fault.status is None or fault.status == 429 or fault.status >= 500
    return isinstance(fault, SourceUnavailable)


def markdown(name: str, report: Report) -> str:
    """A report as Prefect's pages show it: its line, then all it counted."""
    counted = json.dumps(report.as_json(), indent=2, ensure_ascii=False)
    return f"## {name}\n\n{report.summary}\n\n```json\n{counted}\n```\n"
