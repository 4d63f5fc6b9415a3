"""Reviewing results in lines: an answer is a line, a key and the text it may need.

Whatever is said is on disk before the next result shows; leaving keeps everything.
"""

from collections.abc import Iterator

from tracker.benchmarks import Benchmarks
from tracker.errors import TrackerError
from tracker.results import UNKNOWN, ReportedResult
from tracker.review.keys import Key
from tracker.screen.talk import Talk
from tracker.steps.sittings import Sitting, Slip
from tracker.visible import on_one_line

KEYS = (
    Key(
        "confirm",
        ("a", ""),
        "confirm",
        "Confirm it as it is shown; Enter alone does so too; text after the key is its note.",
    ),
    Key("reject", ("x",), "reject", "It is no result; text after the key says why."),
    Key("skip", ("s", "l"), "skip", "Leave it for another time."),
    Key(
        "correct", ("c", "e"), "correct", "State a field otherwise: c, or c dataset MedQA.", "field"
    ),
    Key("undo", ("u",), "undo", "Take back what you said last, an earlier time's too."),
    Key("help", ("?",), "help", "These keys."),
    Key("leave", ("q",), "quit", "Stop. Everything you said is on disk already."),
)
_BARE = frozenset({"skip", "undo", "help", "leave"})  # they take no text after their keys
FIELDS = ("model", "dataset", "split", "metric", "unit", "setting", "precision", "quote", "note")
_BY_KEY = {key: one for one in KEYS for key in one.keys}
_PROMPT = " · ".join(f"{one.keys[0]} {one.short}" for one in KEYS) + " > "
_NOT_YET = "Enter belongs to that answer; a confirms, ? lists the keys."
_UNSAID = "not stated"
_MOST = 5  # results listed that are on file for the same test
_CHOICES = {
    "unit": "percent, fraction or score",
    "setting": "zero-shot, few-shot, 5-shot, fine-tuned or unknown",
    "precision": "of the weights, such as 4-bit",
    "quote": "the sentence that holds the value",
}


class ResultLines:
    """One sitting over a stream of answers and a stream of lines."""

    def __init__(self, sitting: Sitting, talk: Talk) -> None:
        self.sitting, self._talk = sitting, talk
        self._mistyped = False  # the last answer was no key

    def run(self) -> None:
        """Until the curator leaves, nothing waits, or the answers end."""
        shown: Slip | None = None
        while self.sitting.slip is not None:
            if self.sitting.slip is not shown:
                shown = self.sitting.slip
                self._talk.tell([*self._news(), *slip_lines(shown, self.sitting)])
            answer = self._talk.ask(_PROMPT)
            if answer is None or not self._answered(answer):
                break
        self._talk.tell([*self._news(), _ending(self.sitting)])

    def _answered(self, answer: str) -> bool:
        """Carry out an answer; False to leave."""
        name, _, text = answer.partition(" ")
        key = _BY_KEY.get(name)
        if key is None or (self._mistyped and not name):
            self._mistyped = True
            mistyped = f"{name[:20]!r} is no key; ? lists them."
            self._talk.tell([mistyped if name else _NOT_YET])
            return True
        self._mistyped = False
        if text and key.action in _BARE:
            self._talk.tell([f"{name} takes no text, and nothing was done; ? lists the keys."])
            return True
        try:
            self._do(key.action, text.strip())
        except TrackerError as fault:
            self._talk.tell([f"{fault}."])
        return key.action != "leave"

    def _do(self, action: str, text: str) -> None:
        match action:
            case "confirm" | "reject":
                said = self.sitting.settle(action == "confirm", text)
                self._talk.tell([f"{said.status.capitalize()}: {_brief(said)} (u takes it back)"])
            case "skip":
                self.sitting.skip()
            case "correct":
                self._correct(text)
            case "undo":
                taken = self.sitting.take_back()
                self._talk.tell(f"Taken back: {one.status} {_brief(one)}." for one in taken)
            case "help":
                self._talk.tell(f"  {' '.join(filter(None, one.keys)):5}{one.help}" for one in KEYS)

    def _correct(self, text: str) -> None:
        field, _, value = text.partition(" ")
        field = field or self._talk.ask(f"field ({', '.join(FIELDS)}) > ") or ""
        if field not in FIELDS:
            self._talk.tell([f"{field[:20]!r} is no field; known are {', '.join(FIELDS)}."])
            return
        if not value:
            names = ", ".join(self.sitting.names(field))
            self._talk.tell([names] if names else [])
            known = f" ({_CHOICES[field]})" if field in _CHOICES else ""
            asked = self._talk.ask(f"{field}{known} (Enter keeps, - takes it out) > ")
            if not asked:
                return
            value = asked
        self.sitting.correct(field, "" if value.strip() == "-" else value.strip())

    def _news(self) -> list[str]:
        news, self.sitting.news = self.sitting.news, ""
        return [news] if news else []


def slip_lines(slip: Slip, sitting: Sitting) -> Iterator[str]:
    """A result as it is shown: where it stands, its fields, its quote, what else is on file."""
    said, known = slip.said, sitting.curation.benchmarks
    yield from ("", on_one_line(slip.title) or "(no title)")
    version = f" v{slip.paper.version}" if slip.paper else ""
    yield f"{said.source}{version} · {said.url or said.source.url} · {slip.waits.why}"
    for name, value in _fields(said, known):
        yield f"  {name:10}{value}"
    if slip.moved:
        yield f"  {'before':10}{on_one_line(slip.waits.result.quote)}"
    yield f"  {'quote':10}{marked(said)}"
    if slip.others:
        yield f"on file for this test: {len(slip.others):,}"
        yield from (f"  {_other(one)}" for one in slip.others[:_MOST])


def marked(said: ReportedResult) -> str:
    """The quote on one line, its value between » and «."""
    start = said.quote.find(said.value) if said.offset is None else said.offset
    end = start + len(said.value)
    if start < 0 or said.quote[start:end] != said.value:
        return on_one_line(said.quote)
    before, after = said.quote[:start], said.quote[end:]
    return on_one_line(f"{before}»{said.value}«{after}")


def _fields(said: ReportedResult, known: Benchmarks) -> Iterator[tuple[str, str]]:
    yield "model", on_one_line(said.model) or _UNSAID
    yield "dataset", _known(known.dataset_name(said.dataset), known.dataset(said.dataset))
    usual = known.dataset(said.dataset)
    split, metric = (usual.split, known.metric_name(usual.metric)) if usual else ("", "")
    yield "split", on_one_line(said.split) or _unsaid(split)
    named = _known(known.metric_name(said.metric), known.metric(said.metric))
    yield "metric", named if said.metric else _unsaid(metric)
    yield "value", f"{said.value} {said.unit}"
    yield "setting", _UNSAID if said.setting == UNKNOWN else said.setting
    for name, text in (("precision", said.precision), ("note", said.note)):
        if text:
            yield name, on_one_line(text)


def _unsaid(usual: str) -> str:
    return f"{_UNSAID} (reports that do not say usually mean {usual})" if usual else _UNSAID


def _known(name: str, entry: object) -> str:
    """A dataset's or metric's name, and a word where the vocabulary has none such."""
    return f"{on_one_line(name)}{'' if entry else ' (not in the vocabulary)'}" if name else _UNSAID


def _brief(said: ReportedResult) -> str:
    return f"{on_one_line(said.model) or 'a model not named'}, {said.value} {said.unit}"


def _other(one: ReportedResult) -> str:
    parts = (one.setting if one.setting != UNKNOWN else "", one.precision)
    how = ", ".join(on_one_line(part) for part in parts if part)
    version = f" v{one.version}" if one.version else ""
    return f"{_brief(one)}{f', {how}' if how else ''} · {one.source}{version} · {one.status}"


def _ending(sitting: Sitting) -> str:
    left = "" if sitting.slip else "; nothing else waits"
    passed = len(sitting.passed)
    skipped = f", {passed:,} skipped" if passed else ""
    return f"{sitting.said:,} said{skipped}{left}; all of it is on disk."
