"""A curator's sitting over the results that wait, composed: one at a time, each word on disk.

Works are read one after the other as the sitting comes to them, those with results to check
again first. Before every result and every word it looks whether others wrote meanwhile.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tracker import curation as files
from tracker.benchmarks import folded
from tracker.curation import Curation, watch
from tracker.errors import CurationError, SettingsError
from tracker.extract.reported import bounded, suggest
from tracker.identity import WorkId
from tracker.papers import PaperVersion
from tracker.results import ReportedResult, read_result, result_fields, stale, standing, without
from tracker.sentences import sentences
from tracker.settings import Settings
from tracker.steps.findings import OpenResult, is_about, known_of, on_file, unsettled
from tracker.steps.rechecks import again
from tracker.steps.vouching import put, restated, said_last, undoing, words
from tracker.works import one_line


@dataclass(frozen=True)
class Slip:
    """A result before the curator: as it ``waits``, and ``said`` as she would confirm it now.

    ``paper`` is the newest stored version of its source, ``title`` the work's; ``others`` are
    the results on file for the same test.
    """

    waits: OpenResult
    said: ReportedResult
    paper: PaperVersion | None
    title: str
    others: tuple[ReportedResult, ...]

    @property
    def moved(self) -> bool:
        """Whether another sentence stands in place of the one on file."""
        return self.said.quote != self.waits.result.quote


class Sitting:
    """One curator over all results that wait, or those of one work.

    ``slip`` is the result shown, None at the end. ``said`` counts her words of this sitting
    that stand, ``passed`` are the results she skipped, ``news`` is a sentence about what others
    changed. Raises SettingsError for an unknown handle or work.
    """

    def __init__(self, settings: Settings, handle: str, work: WorkId | None = None) -> None:
        self._settings, self._work = settings, work
        self._seen = watch.results(settings.root)
        self._take(files.load(settings.root))
        self.by = self.curation.curator(handle).handle
        self._papers, results = known_of(settings, self.curation, work)
        self._found: dict[WorkId, tuple[ReportedResult, ...]] = {}
        self._order, self._place = self._sources(results), 0
        self.passed: set[ReportedResult] = set()
        self.said, self.news = 0, ""
        self.slip = self._next()

    def settle(self, confirm: bool, note: str = "") -> ReportedResult:
        """Put the curator's word on the result shown on disk, and go on to the next.

        Raises SettingsError or CurationError, and then nothing was written.
        """
        slip = self._present()
        chosen = slip.waits.result
        # A rejection is of what stands, in its own words.
        said = slip.said if confirm else replace(chosen, note=slip.said.note)
        said = replace(said, note=one_line(note)) if note else said
        results, now = self.curation.results, self._settings.clock()
        made = words(results, slip.paper, chosen, said, confirm, self.by, now)
        self._put(made)
        self.said += 1
        self.slip = self._next()
        return made[0]

    def skip(self) -> None:
        """Leave the result shown for another sitting."""
        if self.slip is not None:
            self.passed.add(self.slip.waits.result)
            self.slip = self._next()

    def correct(self, field: str, text: str) -> None:
        """State a field of the result shown otherwise; nothing is on file yet.

        An empty text takes out what was found. Raises SettingsError where it cannot be so.
        """
        slip = self._present()
        said = without(slip.said, field)
        if text:
            said = restated(self.curation, slip.said, {field: text})
        vouched = replace(said, by=self.by, at=self._settings.clock())
        _, faults = read_result(dict(result_fields(vouched)), "")
        if faults:
            raise SettingsError("; ".join(f"{one.place}: {one.what}" for one in faults))
        self.slip = replace(slip, said=said, others=self._others(slip.waits.result, said))

    def take_back(self) -> tuple[ReportedResult, ...]:
        """Take back what the curator said last, in this sitting or before, and show it again.

        Raises SettingsError if there is nothing.
        """
        self._refresh()
        taken = said_last(self.curation.results, self.by)
        self._put(undoing(self.curation.results, taken, self.by, self._settings.clock()))
        self.said = max(0, self.said - 1)
        if taken[0].source in self._order:
            self._place = self._order.index(taken[0].source)
        self.passed -= {one.result for one in self._of(taken[0].source)}
        self.slip = self._restored(taken[0], self._next())
        return taken

    def names(self, field: str) -> tuple[str, ...]:
        """The vocabulary's names for a field; empty where anything may stand."""
        known = self.curation.benchmarks
        if field == "dataset":
            return tuple(one.name for one in known.datasets)
        return tuple(one.name for one in known.metrics) if field == "metric" else ()

    # What waits

    def _sources(self, results: Sequence[ReportedResult]) -> tuple[WorkId, ...]:
        """The works to go through: first those with results to check again."""
        stored = {one.value: paper for one, paper in self._papers.items()}
        first = [one.source for one, _ in again(results, stored)]
        here = [one.source for one in results] if self._work else []
        return tuple(dict.fromkeys([*first, *here, *self._papers]))

    def _next(self) -> Slip | None:
        """The first result that waits, from the present work on; then from the first."""
        self._refresh()
        for place in (*range(self._place, len(self._order)), *range(self._place)):
            waits = next(
                (w for w in self._of(self._order[place]) if w.result not in self.passed), None
            )
            if waits:
                self._place = place
                return self._slip(waits)
        return None

    def _restored(self, taken: ReportedResult, slip: Slip | None) -> Slip | None:
        """The result shown with all that was stated of it, if that is what was taken back."""
        if slip is None or taken.status != "confirmed" or not is_about(taken, slip.waits.result):
            return slip
        now = slip.said
        said = replace(taken, status=now.status, by=now.by, at=now.at, version=now.version)
        return replace(slip, said=said, others=self._others(slip.waits.result, said))

    def _of(self, source: WorkId) -> Iterator[OpenResult]:
        """What waits of one work, results to check again before what its abstract reports."""
        results = self._filed.get(source, [])
        paper = self._papers.get(source)
        stored = {source.value: paper} if paper else {}
        yield from on_file(results, stored, whole=self._work is not None)
        if paper and source not in self._found:
            self._found[source] = suggest(paper, self.curation.benchmarks)
        yield from unsettled(results, self._found.get(source, ()))

    def _slip(self, waits: OpenResult) -> Slip:
        result = waits.result
        known, paper = (
            self.curation.record.by_id.get(result.source),
            self._papers.get(result.source),
        )
        title = known.work.title if known else paper.title if paper else ""
        said = result
        if paper and stale(result, {paper.arxiv_id: (paper.version, paper.text)}):
            said = _as_it_stands_now(result, paper)
        return Slip(waits, said, paper, title, self._others(result, said))

    def _others(self, waits: ReportedResult, said: ReportedResult) -> tuple[ReportedResult, ...]:
        """What is on file for the same dataset, split and metric, the same model first."""
        test = _test(said)
        found = [one for one in standing(self.curation.results)
                 if _test(one) == test and one.claim != waits.claim]  # fmt: skip
        return tuple(sorted(found, key=lambda one: folded(one.model) != folded(said.model)))

    # The files

    def _present(self) -> Slip:
        """The result shown; raises SettingsError if it waits no longer, and goes on."""
        if self.slip is None:
            raise SettingsError("no result is shown")
        self._refresh()
        waits = self.slip.waits
        if any(one.result == waits.result for one in self._of(waits.result.source)):
            return self.slip
        self.slip = self._next()
        raise SettingsError(
            f"somebody has settled {waits.result.value} of {waits.result.source} meanwhile; "
            "nothing was written"
        )

    def _put(self, made: Sequence[ReportedResult]) -> None:
        put(self._settings, made)
        self._take(replace(self.curation, results=(*self.curation.results, *made)))
        for one in made:
            path = self._settings.root / files.FOLDER / one.path
            if seen := watch.mark(path):
                self._seen[str(path)] = seen

    def _take(self, curation: Curation) -> None:
        self.curation = curation
        self._filed: dict[WorkId, list[ReportedResult]] = {}
        for one in curation.results:
            self._filed.setdefault(one.source, []).append(one)

    def _refresh(self) -> None:
        """Read the curation again if others changed its results."""
        try:
            seen = watch.results(self._settings.root)
            if seen == self._seen:
                return
            self._take(files.load(self._settings.root))
        except CurationError as fault:
            self.news = f"{fault}; what was read before goes on being used."
            return
        self._seen, self.news = seen, "The curation changed on disk and was read again."


def _test(one: ReportedResult) -> tuple[str, ...]:
    return folded(one.dataset), folded(one.split), folded(one.metric)


def _as_it_stands_now(result: ReportedResult, paper: PaperVersion) -> ReportedResult:
    """The result with the newest version's sentence that holds its value and is most like its
    quote; as it was if none holds the value."""
    value = re.compile(rf"(?<![\d.]){re.escape(result.value)}(?![\d]|\.\d)")
    found = []
    for one in sentences(paper.text):
        text = paper.text[one.start : one.end]
        if place := value.search(text):
            likeness = SequenceMatcher(None, result.quote, text, autojunk=False).ratio()
            found.append((likeness, *bounded(text, place.start())))
    if not found:
        return result
    _, quote, offset = max(found)
    return replace(result, quote=quote, offset=offset)
