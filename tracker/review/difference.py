"""What changed between two versions of a text, word by word, and whether it matters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "removed", "added"]
_WORD = re.compile(r"\d+(?:[.,]\d+)*\w*%?|\w+(?:[-'’]\w+)*")
_PLURAL = 3  # letters; the shortest word whose plural is no other word
_LONG = 6  # letters; in a shorter word one letter can be another word


@dataclass(frozen=True)
class Part:
    """Some words in a row that stayed, went or came."""

    change: Change
    text: str


def difference(old: str, new: str) -> tuple[Part, ...]:
    """The way from one text to the other, in whole words; white space does not count."""
    before, after = old.split(), new.split()
    parts: list[Part] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, start_new, end_new in matcher.get_opcodes():
        if what == "equal":
            parts.append(Part("same", " ".join(before[start:end])))
            continue
        if end > start:
            parts.append(Part("removed", " ".join(before[start:end])))
        if end_new > start_new:
            parts.append(Part("added", " ".join(after[start_new:end_new])))
    return tuple(parts)


def changed(parts: Iterable[Part]) -> bool:
    return any(part.change != "same" for part in parts)


def marked(part: Part) -> str:
    """Words with signs around them that say what became of them, without any colour."""
    around = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return around[part.change].format(part.text)


def brief(parts: Sequence[Part], most: int, beside: int = 3) -> str:
    """Only what changed, with ``beside`` words before and after, in at most ``most`` characters."""
    if not changed(parts):
        return ""
    pieces = []
    for place, part in enumerate(parts):
        words = part.text.split() if part.change == "same" else []
        after = words[:beside] if place else []
        before = words[-beside:] if place < len(parts) - 1 else []
        if len(words) > len(after) + len(before):
            pieces.append(" ".join([*after, "…", *before]))
        else:
            pieces.append(marked(part))
    whole = " ".join(pieces)
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def reopens(old: str, new: str, words: Iterable[str]) -> bool:
    """Whether a new version must be read again by a person.

    ``words`` are the phrases a decision rests on: those that carried its labels, and
    quoted results. It must if one of them stood in ``old`` and stands no more in ``new``.
    Case, punctuation, white space and plurals do not count, nor does one letter of a long word
    (a typo put right); a number counts to its last digit.
    """
    before, after = _words(old), _words(new)
    stood, stands = f" {' '.join(before)} ", f" {' '.join(after)} "
    for phrase in map(_words, words):
        exactly = f" {' '.join(phrase)} "
        if phrase and exactly in stood and exactly not in stands and not _stands(phrase, after):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("-", " "))


def _stands(phrase: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the phrase stands in a text, perhaps with typos put right."""
    reach = len(phrase)
    for start in range(len(text) - reach + 1):
        pairs = zip(phrase, text[start : start + reach], strict=True)
        if all(one == two or _is_typo(one, two) for one, two in pairs):
            return True
    return False


def _is_typo(one: str, two: str) -> bool:
    """Whether two words are one in number, or long and differ by one letter or by two neighbours
    that changed places."""
    shorter = min(len(one), len(two))
    if shorter < _PLURAL or not (one.isalpha() and two.isalpha()):
        return False
    if one.rstrip("s") == two.rstrip("s"):
        return True
    if shorter < _LONG:
        return False
    first = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if first is None:
        return abs(len(one) - len(two)) == 1
    rest, other = one[first:], two[first:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
