"""Who may decide."""

import re
from dataclasses import dataclass
from typing import Any

from tracker.problems import Problem
from tracker.shapes import Shape

# GitHub's own rule for logins, so that a handle can be the login of its curator.
HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
IMPORT = "import"


@dataclass(frozen=True)
class Curator:
    """A person (or the import of an older list) whose decisions count."""

    handle: str
    name: str


def read_curators(data: Any, file: str) -> tuple[tuple[Curator, ...], list[Problem]]:
    """The curators in ``curators.yaml``, and everything wrong with them."""
    top = Shape(data, file)
    curators: dict[str, Curator] = {}
    for part in top.shapes("curators"):
        handle = part.text("handle")
        if handle and not HANDLE.fullmatch(handle):
            part.problem("handle", f"{handle!r} is not a handle: letters, digits, single hyphens")
        elif handle.lower() in curators:
            part.problem("handle", f"{handle!r} is used twice")
        elif handle:
            curators[handle.lower()] = Curator(handle, part.text("name", default=handle))
        part.only("handle", "name")
    top.only("curators")
    if not curators and not top.problems:
        top.problem("curators", "names nobody, so nobody could decide")
    return tuple(curators.values()), top.problems
