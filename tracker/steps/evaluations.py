"""Evaluating, composed: how good suggestions are on the survey itself, measured honestly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.progress import Say, silent
from tracker.record import Record
from tracker.settings import Settings
from tracker.steps.learning import background_of, examples_of, guidance_of
from tracker.steps.promotions import guesses_since, guesses_then

if TYPE_CHECKING:
    from tracker.store.models import KnownModel
    from tracker.suggest.examples import Example, Training
    from tracker.suggest.folds import Part
    from tracker.suggest.guidance import Guidance
    from tracker.suggest.heldout import HeldOut
    from tracker.taxonomy import Taxonomy

FOLDS = 5
SEED = 0
FEW_DAYS = 5
"""Decisions of fewer distinct days than this (an import) say nothing about time."""
FEW_DATED = 20
"""With fewer dated works than this nothing is measured by time."""


@dataclass(frozen=True)
class SurveyReport:
    """What was measured, as plain data: the same for the same decisions and papers."""

    data: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether anything was decided that suggestions could be held against."""
        return bool(self.data["works"]["judged"])

    @property
    def summary(self) -> str:
        counts = self.data["works"]
        if not self.ok:
            return "nothing is decided yet, so there is nothing to measure; decide on works first"
        return (
            f"{counts['judged']} works judged: {counts['included']} included, "
            f"{counts['excluded']} excluded, {counts['labelled']} with labels; "
            f"{counts['inferred']} imported and confirmed by nobody, "
            f"{counts['without_abstract']} without an abstract; "
            f"{counts['background']:,} papers that nobody judged"
        )

    def as_json(self) -> dict[str, Any]:
        return {**self.data, "summary": self.summary}


def evaluate(settings: Settings, say: Say = silent) -> SurveyReport:
    """Measure suggestions against the survey's own decisions; changes none of them."""
    from tracker.store import models, open_store
    from tracker.suggest.acceptance import acceptance, shown
    from tracker.suggest.examples import Training
    from tracker.suggest.intervals import DRAWS, LEVEL

    curation = files.require(files.load(settings.root))
    database = open_store(settings.database_url)
    examples = list(examples_of(curation, database))
    bare = sum("\n" not in one.text for one in examples) / max(1, len(examples))
    training = Training.of(examples, background_of(curation, database, bare))
    guidance = guidance_of(settings, curation, database)
    counts = _counts(training, curation.record)
    if not training.judged:
        return SurveyReport({"works": counts})
    seen = shown(curation.record.standings, curation.taxonomy.by_key)
    return SurveyReport(
        {
            "works": counts,
            "level": LEVEL,
            "draws": DRAWS,
            "seed": SEED,
            **_held_out(curation, training, guidance, models.present(database), say),
            "live": acceptance(seen, curation.taxonomy),
        }
    )


def _counts(training: "Training", record: Record) -> dict[str, int]:
    works = training.judged
    imported = {str(one.work.id) for one in record.standings if one.inferred}
    return {
        "judged": len(works),
        "included": len(training.included),
        "excluded": len(training.excluded),
        "labelled": len(training.labelled),
        "inferred": sum(work.key in imported for work in works),
        "without_abstract": sum("\n" not in work.text for work in works),
        "background": len(training.background),
    }


def _held_out(
    curation: Curation,
    training: "Training",
    guidance: "Guidance",
    present: "KnownModel | None",
    say: Say,
) -> dict[str, Any]:
    """Both protocols, and the last fitted model on the works of the first."""
    from tracker.suggest.folds import balanced, strata

    parts = balanced([strata(work) for work in training.judged], FOLDS, SEED)
    held = _asked(curation.taxonomy, training, guidance, parts, say)
    by_time, dated, heads = dated_parts(training.judged, curation.record)
    later = _asked(curation.taxonomy, training, guidance, by_time, say, dated)
    return {
        "cross_validation": {"folds": len(parts), **_figures(held, "there is but one work")},
        "by_time": {**heads, **_figures(later, heads["reason"])},
        "last_model": _last(held, present, curation.record),
    }


def _asked(
    taxonomy: "Taxonomy",
    training: "Training",
    guidance: "Guidance",
    parts: Sequence["Part"],
    say: Say,
    works: Sequence["Example"] | None = None,
) -> "HeldOut | None":
    from tracker.suggest.heldout import held_out

    if not parts:
        return None
    asked = training.judged if works is None else works
    return held_out(taxonomy, asked, training.background, parts, SEED, guidance, say)


def _figures(held: "HeldOut | None", reason: str) -> dict[str, Any]:
    from tracker.suggest.measure import labels_report, relevance_report

    if held is None:
        return {"reason": reason, "labels": None, "relevance": None}
    return {
        "reason": "",
        "labels": labels_report(held, SEED),
        "relevance": relevance_report(held.relevance),
    }


def dated_parts(
    works: Sequence["Example"], record: Record
) -> tuple[tuple["Part", ...], tuple["Example", ...], dict[str, Any]]:
    """Parts by time, the works that have a day, and what is said about it.

    A day is that of the decision; where decisions carry too few distinct ones, as after an
    import, it is that of publication, which some works lack.
    """
    from tracker.suggest.folds import in_time

    standings = {str(one.work.id): one for one in record.standings}
    own = [standings[work.key] for work in works]
    days, by = [f"{one.decided_at:%Y-%m-%d}" if one.decided_at else "" for one in own], "decision"
    if len(set(days)) < FEW_DAYS:
        days, by = [one.work.published_on for one in own], "publication"
    dated = [(work, day) for work, day in zip(works, days, strict=True) if day]
    parts = in_time([day for _, day in dated]) if len(dated) >= FEW_DATED else ()
    reason = ""
    if len(dated) < FEW_DATED:
        reason = f"not enough: {len(dated)} works have a day of {by}, {FEW_DATED} are needed"
    elif not parts:
        reason = f"not enough: all works have one day of {by}"
    said = {
        "by": by,
        "days": [part.day for part in parts],
        "asked": sum(len(part.unseen) for part in parts),
        "undated": len(works) - len(dated),
        "reason": reason,
    }
    return parts, tuple(work for work, _ in dated), said


def _last(
    held: "HeldOut | None", present: "KnownModel | None", record: Record
) -> dict[str, Any] | None:
    """The last model's word on works it had not seen, beside that of models fitted now.

    Its word is what decisions were shown, else what it said of works held out when it was
    fitted; None where there is neither.
    """
    from tracker.suggest.lastmodel import beside

    if held is None or present is None:
        return None
    said = {**guesses_then(present), **guesses_since(record, present.fingerprint)}
    figures = beside(held, said, present.figures.get("thresholds", {}), SEED)
    return {"model": present.fingerprint, **figures} if figures else None


def drawn(report: SurveyReport) -> str:
    """The reliability diagram of a report that is ``ok``, as SVG.

    Relevance is drawn only where people both included and excluded: of one kind alone
    every bin would be all true or all false.
    """
    from tracker.suggest.reliability import Bin, picture

    found, series = report.data["cross_validation"], {}
    if found["labels"] is not None:
        series["labels"] = [Bin(**row) for row in found["labels"]["reliability"]]
        decided = found["relevance"]["decided"]
        if decided["relevant"] and decided["not"]:
            series["relevance"] = [Bin(**row) for row in decided["reliability"]]
    return picture(series)
