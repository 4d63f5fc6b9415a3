"""The register of models: one is present, the others are kept without their guesses."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from tests.store.records import LATER, NOW
from tracker.store.models import KnownModel, find, present, register

FIRST = KnownModel("m1", NOW, NOW, None, {"labels": ["a"], "guesses": {"w": {"relevant": 0.5}}})
SECOND = KnownModel("m2", LATER, LATER, None, {"labels": ["b"], "guesses": {}})


def test_there_is_no_present_model_before_the_first(engine: sa.Engine) -> None:
    assert (present(engine), find(engine, "m1")) == (None, None)


def test_a_promoted_model_retires_the_present_one_and_its_guesses(engine: sa.Engine) -> None:
    register(engine, FIRST)
    assert present(engine) == FIRST
    register(engine, SECOND)
    assert present(engine) == SECOND
    assert find(engine, "m1") == replace(FIRST, retired_at=LATER, figures={"labels": ["a"]})


def test_a_refused_model_is_known_and_changes_nothing(engine: sa.Engine) -> None:
    register(engine, FIRST)
    register(engine, replace(SECOND, promoted_at=None))
    assert present(engine) == FIRST
    assert find(engine, "m2") == KnownModel("m2", LATER, None, None, {"labels": ["b"]})


def test_a_model_that_comes_back_is_the_present_one_again(engine: sa.Engine) -> None:
    again = LATER + timedelta(days=1)
    for model in (FIRST, SECOND, replace(FIRST, fitted_at=again, promoted_at=again)):
        register(engine, model)
    assert present(engine) == replace(FIRST, fitted_at=again, promoted_at=again)
    retired = find(engine, "m2")
    assert retired is not None and retired.retired_at == again
