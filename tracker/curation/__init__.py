"""The files under ``curation/``: reading all of them at once, and adding to them safely."""

from tracker.curation.journal import append, write_work
from tracker.curation.reader import FOLDER, Curation, load, require
from tracker.curation.reported import write_result

__all__ = ["FOLDER", "Curation", "append", "load", "require", "write_result", "write_work"]
