"""Asking and telling in lines: by terminal, screen reader or pipe."""

import shutil
import textwrap
from collections.abc import Iterable
from typing import TextIO

from tracker.visible import visible

LEAST = 20  # columns; narrower ones are no terminal to read in


class Talk:
    """A stream of answers and a stream of lines; strangers' text is told without controls."""

    def __init__(self, answers: TextIO, out: TextIO) -> None:
        self._answers, self._out = answers, out

    def ask(self, prompt: str) -> str | None:
        """The next answer; None at the end of the input."""
        self._out.write(prompt)
        self._out.flush()
        line = self._answers.readline()
        if not line:
            self._out.write("\n")
            return None
        return line.strip()

    def tell(self, lines: Iterable[str]) -> None:
        """Lines, broken between words where a terminal shows them."""
        watched = self._out.isatty()
        width = max(LEAST, shutil.get_terminal_size().columns) if watched else 0
        for line in map(visible, lines):
            parts = textwrap.wrap(line, width, break_on_hyphens=False) if watched else [line]
            self._out.write("".join(f"{part}\n" for part in parts or [""]))
        self._out.flush()
