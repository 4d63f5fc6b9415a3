"""The files under ``curation/``: reading all of them at once, and adding to them safely."""

from tracker.curation.journal import append, write_work
from tracker.curation.reader import Curation, load, require

__all__ = ["Curation", "append", "load", "require", "write_work"]
