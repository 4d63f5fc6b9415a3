"""Suggesting, composed: a model fitted on the curation judges what is in the store."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tracker import curation as files
from tracker.curation import Curation
from tracker.papers import PaperVersion, text_of
from tracker.progress import Say, silent
from tracker.settings import Settings
from tracker.suggestions import RELEVANT, Suggestion

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tracker.suggest.drift import Moved
    from tracker.suggest.examples import Example
    from tracker.suggest.guidance import Guidance
    from tracker.suggest.model import Model

BACKGROUND = 5_000  # unjudged papers the model sees; more changes nothing measurable
# Labels of a paper hardly anybody will look at would fill the database for nothing.
LABELLED_FROM = 0.05
COMPARED = 3  # confirmed works named for a paper
_BATCH = 1_000


@dataclass(frozen=True)
class SuggestReport:
    """What the model learned from, and of the papers in the store how many it judged now.

    A model that is not ``promoted`` judged only papers that had no suggestion; ``reason``
    says why, and ``present`` names the model whose suggestions stand. ``drift`` is how this
    week's papers differ from those of the weeks before.
    """

    model: str
    included: int
    excluded: int
    background: int
    papers: int
    judged: int
    likely: int
    promoted: bool = True
    reason: str = ""
    present: str = ""
    drift: "tuple[Moved, ...]" = ()

    @property
    def ok(self) -> bool:
        """Whether there was anything to judge: an empty store is no success."""
        return self.papers > 0

    @property
    def summary(self) -> str:
        if not self.papers:
            return "there is no paper in the store to judge; run tracker pull first"
        moved = [one.sentence for one in self.drift if one.moved]
        if not moved and any(one.state == "steady" for one in self.drift):
            moved = ["no drift"]
        return "; ".join([self._judging, *moved])

    @property
    def _judging(self) -> str:
        judged = (
            f"{self.judged:,} papers judged by model {self.model} (from {self.included} included, "
            f"{self.excluded} excluded and {self.background:,} unjudged), {self.likely:,} likely"
        )
        if not self.promoted:
            kept = f"model {self.model} is not promoted, suggestions of {self.present} stay"
            return f"{kept}: {self.reason}" + (f"; {judged}" if self.judged else "")
        return judged if self.judged else f"model {self.model} has judged every paper already"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"summary": self.summary}


def suggest(settings: Settings, say: Say = silent, promote: bool = False) -> SuggestReport:
    """Fit on the decisions as they stand and judge every paper this model has not judged.

    The same decisions and papers make the same model, which then has nothing left to do. One
    that is worse than the present model (``tracker.steps.promotions``) judges only papers without a
    suggestion, unless told to ``promote``.
    """
    from tracker.steps.drifts import drift_of
    from tracker.steps.promotions import verdict_on
    from tracker.store import open_store
    from tracker.store import suggestions as store
    from tracker.suggest.examples import Training
    from tracker.suggest.fingerprint import fingerprint
    from tracker.suggest.fitting import fit

    curation = files.require(files.load(settings.root))
    database = open_store(settings.database_url)
    examples = list(examples_of(curation, database))
    bare = sum("\n" not in example.text for example in examples) / max(1, len(examples))
    background = background_of(curation, database, bare)
    training = Training.of(examples, background)
    guidance = guidance_of(settings, curation, database)
    mark = fingerprint(curation.taxonomy, training, 0, guidance)
    now, papers = settings.clock(), store.considered(database)
    learnt = curation, examples, background, guidance
    verdict = verdict_on(database, *learnt, mark, now, forced=promote) if papers else None
    stale = store.stale(database, mark if verdict and verdict.promoted else None)
    likely, known = 0, None
    if stale:
        say(f"fitting on {len(examples)} works")
        model = fit(curation.taxonomy, examples, background, 0, guidance)
        known = model.vocabulary.columns
        for place in range(0, len(stale), _BATCH):
            say(f"judging {place:,} of {len(stale):,}")
            some = stale[place : place + _BATCH]
            found = list(_judged(model, database, some))
            likely += sum(one.label == RELEVANT and one.probability >= 0.5 for one in found)
            store.replace_all(database, some, found, now)
    return SuggestReport(
        mark,
        len(training.included),
        len(training.excluded),
        len(training.background),
        len(papers),
        len(stale),
        likely,
        verdict is None or verdict.promoted,
        verdict.reason if verdict else "",
        mark if verdict is None or verdict.promoted else verdict.present,
        drift_of(database, curation, known, now) if papers else (),
    )


def guidance_of(settings: Settings, curation: Curation, database: "sa.Engine") -> "Guidance":
    """What people tell the model beside the works they judged: the scope, how sure it is to be,
    and by audit draws, once there are enough, how many papers belong."""
    from tracker.review.audit import prevalence
    from tracker.store.suggestions import considered
    from tracker.suggest.cuts import Aims
    from tracker.suggest.guidance import UNGUIDED, Guidance

    told = prevalence(len(considered(database)), curation.record)
    aims = Aims(settings.doubt or curation.preferences.doubt, curation.preferences.precision)
    return Guidance(curation.scope, told or UNGUIDED.prevalence, aims)


def examples_of(curation: Curation, database: "sa.Engine") -> Iterator["Example"]:
    """Every work people judged, with its abstract where arXiv gave us one."""
    from tracker.store.papers import by_ids
    from tracker.suggest.examples import Example

    judged = [one for one in curation.record.standings if one.status != "undecided"]
    names = [i.value for one in judged for i in one.work.ids if i.scheme == "arxiv"]
    papers = by_ids(database, names)
    for one in judged:
        paper = next((papers[i.value] for i in one.work.ids if i.value in papers), None)
        yield Example(
            key=str(one.work.id),
            text=text_of(one.work.title, paper.abstract if paper else ""),
            labels=frozenset(one.labels) if one.status == "included" else None,
            relevant={"included": True, "excluded": False}.get(one.status),
        )


def background_of(curation: Curation, database: "sa.Engine", bare: float) -> list[str]:
    """A sample of papers nobody judged: always the same one of the same papers.

    Works from elsewhere than arXiv have no abstract here. So that the lack of one speaks for
    nothing, the share ``bare`` of the sample is given once more by its titles alone.
    """
    from tracker.store.papers import by_ids
    from tracker.store.suggestions import considered

    judged = {i.value for one in curation.record.standings for i in one.work.ids}
    names = [name for name in considered(database) if name not in judged]
    names.sort(key=lambda name: hashlib.sha256(name.encode()).digest())
    chosen = by_ids(database, names[:BACKGROUND])
    titles = [chosen[name].title for name in names[: round(bare * len(chosen))]]
    return [*(paper.text for paper in chosen.values()), *titles]


def _judged(model: "Model", database: "sa.Engine", names: Sequence[str]) -> Iterator[Suggestion]:
    from tracker.store.papers import by_ids

    papers: list[PaperVersion] = list(by_ids(database, names).values())
    texts = [paper.text for paper in papers]
    for paper, suggested in zip(papers, model.suggest(texts, LABELLED_FROM), strict=True):
        own = f"arxiv:{paper.arxiv_id}"
        for one in suggested:
            yield Suggestion(
                paper.arxiv_id,
                one.label,
                paper.version,
                one.probability,
                tuple(asdict(piece) for piece in one.evidence),
                model.fingerprint,
                one.tier,
                tuple(asdict(piece) for piece in one.against),
                tuple(asdict(near) for near in one.nearest if near.work != own)[:COMPARED],
            )
