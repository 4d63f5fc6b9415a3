"""Promoting, composed: the register of models, the decisions since, and the stated test."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tracker.curation import Curation
from tracker.record import Record

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tracker.store.models import KnownModel
    from tracker.suggest.examples import Example
    from tracker.suggest.guidance import Guidance
    from tracker.suggest.promotion import Guess, Verdict

FOLDS = 5
SEED = 0


def verdict_on(
    database: "sa.Engine",
    curation: Curation,
    works: Collection["Example"],
    background: Collection[str],
    guidance: "Guidance",
    mark: str,
    now: datetime,
    *,
    forced: bool = False,
) -> "Verdict":
    """Whether the model named ``mark`` takes the place of the present one; put on record.

    A model that was refused, or is the present one already, is not asked again.
    """
    from tracker.store import models
    from tracker.suggest.promotion import Verdict

    present, known = models.present(database), models.find(database, mark)
    if present is not None and present.fingerprint == mark:
        return Verdict(True, "it is the present model", mark)
    if known and not forced and known.promoted_at is None and present is not None:
        said = known.figures["verdict"]
        if said["present"] == present.fingerprint:
            return Verdict(False, said["reason"], said["present"])
    verdict, figures = _judged(curation, works, background, guidance, present, forced)
    figures["verdict"] = verdict.as_json()
    promoted_at = now if verdict.promoted else None
    models.register(database, models.KnownModel(mark, now, promoted_at, None, figures))
    return verdict


def _judged(
    curation: Curation,
    works: Collection["Example"],
    background: Collection[str],
    guidance: "Guidance",
    present: "KnownModel | None",
    forced: bool,
) -> tuple["Verdict", dict[str, Any]]:
    from tracker.suggest.examples import Training
    from tracker.suggest.fingerprint import recipe
    from tracker.suggest.folds import balanced, strata
    from tracker.suggest.heldout import held_out
    from tracker.suggest.promotion import ENOUGH, Verdict, compare, guesses

    training = Training.of(works, background)
    asked = training.judged
    labels = [label.key for label in curation.taxonomy if not label.retired]
    figures: dict[str, Any] = {"recipe": recipe(), "labels": labels}
    said: dict[str, Guess] = {}
    if len(asked) >= ENOUGH:
        parts = balanced([strata(work) for work in asked], FOLDS, SEED)
        held = held_out(curation.taxonomy, asked, training.background, parts, SEED, guidance)
        said = guesses(held)
        thresholds = zip(held.labels, held.thresholds.tolist(), strict=True)
        figures["thresholds"] = {label.key: round(value, 4) for label, value in thresholds}
        figures["guesses"] = {key: guess.as_json() for key, guess in said.items()}
    if present is None:
        return Verdict(True, "it is the first model"), figures
    if forced:
        return Verdict(True, "it was asked for", present.fingerprint), figures
    known = set(labels) & set(present.figures["labels"])
    name, since = present.fingerprint, guesses_since(curation.record, present.fingerprint)
    return compare(name, asked, since, guesses_then(present), said, known, SEED), figures


def guesses_since(record: Record, model: str) -> dict[str, "Guess"]:
    """What a model had said of each work before it was decided on, by the works' keys.

    Of works decided on before, imports included, the model may have learnt: they are left out.
    """
    from tracker.suggest.acceptance import said_of, shown
    from tracker.suggest.promotion import Guess

    # Of papers that hardly belong no labels are kept: none shown is not none probable.
    return {
        str(standing.work.id): Guess(one.relevant, said_of(one.decision) or None)
        for standing in record.standings
        for one in shown([standing], ())
        if not one.again and one.decision.shown.get("model") == model
    }


def guesses_then(model: "KnownModel") -> dict[str, "Guess"]:
    """What a model said of works held out when it was fitted."""
    from tracker.suggest.promotion import Guess

    return {key: Guess(**said) for key, said in model.figures.get("guesses", {}).items()}
