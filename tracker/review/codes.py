"""Two letters for each label: the dimension's, which also marks its words, and its own."""

import string
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.errors import SettingsError
from tracker.taxonomy import Label, Taxonomy

_SPARE = string.ascii_lowercase + string.digits


@dataclass(frozen=True)
class Codes:
    """``letter`` by dimension key, ``code`` by label key; retired labels have none.

    A dimension or label beyond the thirty-sixth has no code and is given by its name.
    """

    letter: dict[str, str]
    code: dict[str, str]


def codes_of(taxonomy: Taxonomy) -> Codes:
    """The codes of a taxonomy: the same for the same taxonomy, whoever asks."""
    letter = _given((dimension.key, (dimension.name,)) for dimension in taxonomy.dimensions)
    code: dict[str, str] = {}
    for dimension in taxonomy.dimensions:
        present = [label for label in dimension.labels if not label.retired]
        own = _given((label.key, (label.abbreviation, label.name)) for label in present)
        if dimension.key in letter:
            code |= {key: letter[dimension.key] + one for key, one in own.items()}
    return Codes(letter, code)


def _given(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """A letter for each key: of the first letters of its names, then of any, then a spare one."""
    found: dict[str, str] = {}
    for key, names in named:
        words = " ".join(names).lower().split()
        wanted = [*(word[0] for word in words), *"".join(words), *_SPARE]
        free = (c for c in wanted if c in _SPARE and c not in found.values())
        if (one := next(free, None)) is not None:
            found[key] = one
    return found


def label_of(taxonomy: Taxonomy, codes: Codes, text: str) -> Label:
    """The present label that was typed: by code, key, name or abbreviation, or a part of one.

    Raises SettingsError if it is none, several or retired.
    """
    typed = " ".join(text.lower().split())
    by_code = {code: key for key, code in codes.code.items()}
    key = by_code.get(typed) or taxonomy.names().get(typed)
    if key is None:
        found = sorted({known for form, known in taxonomy.names().items() if typed in form})
        if not typed or not found:
            raise SettingsError(f"no label {text.strip()[:40]!r}; press ? for their codes")
        if len(found) > 1:
            few = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
            raise SettingsError(f"{text.strip()[:40]!r} fits several labels: {few}")
        key = found[0]
    if faults := list(taxonomy.faults([key])):
        raise SettingsError(faults[0])
    return taxonomy.by_key[key]
