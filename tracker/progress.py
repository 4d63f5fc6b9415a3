"""Telling a watcher what is going on."""

from collections.abc import Callable

Say = Callable[[str], None]


def silent(_: str) -> None:
    """For runs that nobody watches."""
