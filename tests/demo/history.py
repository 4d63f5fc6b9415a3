"""A short invented history: four papers, seven announcements, three nights in May 2025."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import requests

from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.papers import PaperVersion

MONDAY, TUESDAY, WEDNESDAY = (datetime(2025, 5, day, tzinfo=UTC) for day in (6, 7, 8))

TRIAGE = PaperVersion(
    arxiv_id="2505.00011",
    version=1,
    title="Triage & Dialogue: <Small> Language Models in the Emergency Room, Compared with Nurses",
    abstract="We ask whether language models can sort patients. " * 4 + "They can, if p < 0.05.",
    authors=("Ana Müller", "Bo Li", "Carla D'Este"),
    categories=("cs.CL", "cs.AI"),
    primary_category="cs.CL",
    submitted_at=datetime(2025, 5, 5, 9, 59, 59, tzinfo=UTC),
    updated_at=datetime(2025, 5, 5, 9, 59, 59, tzinfo=UTC),
    comment='12 pages, "in press"',
    journal_ref="J. Triage 1 (2025) 1-12",
    doi="10.1000/triage.1",
)
STRINGS = PaperVersion(
    arxiv_id="2505.00012",
    version=1,
    title="Strings and membranes",
    abstract="A short note.",
    authors=("Dmitri Orlov",),
    categories=("hep-th",),
    primary_category="hep-th",
    submitted_at=datetime(2025, 5, 5, 10, 0, tzinfo=UTC),
    updated_at=datetime(2025, 5, 5, 10, 0, tzinfo=UTC),
)
GALAXY = PaperVersion(
    arxiv_id="astro-ph/0601001",
    version=3,
    title="A galaxy with a language model",
    abstract="We model a galaxy.",
    authors=("Eve Adams", "Finn Berg"),
    categories=("astro-ph.GA", "stat.ML"),
    primary_category="astro-ph.GA",
    submitted_at=datetime(2006, 1, 2, 14, 57, 58, tzinfo=UTC),
    updated_at=datetime(2025, 5, 5, 20, 0, tzinfo=UTC),
)
CODES = replace(
    STRINGS,
    arxiv_id="2505.00013",
    title="Codes for language",
    authors=("Gus Hill", "Ana Müller"),
    categories=("cs.IT", "cs.CL"),
    primary_category="cs.IT",
    submitted_at=datetime(2025, 5, 6, 7, 0, tzinfo=UTC),
    updated_at=datetime(2025, 5, 6, 7, 0, tzinfo=UTC),
)
TRIAGE_2 = replace(
    TRIAGE, version=2, title="Triage revisited", updated_at=datetime(2025, 5, 6, 8, 0, tzinfo=UTC)
)
STRINGS_CROSSED = replace(STRINGS, categories=("hep-th", "math.MP"))
CODES_GONE = replace(
    CODES,
    version=2,
    updated_at=datetime(2025, 5, 7, 8, 0, tzinfo=UTC),
    comment="Equation 3 is wrong",
    withdrawn=True,
)
HISTORY = (
    Announcement(MONDAY, TRIAGE),
    Announcement(MONDAY, STRINGS),
    Announcement(MONDAY, GALAXY),
    Announcement(TUESDAY, CODES),
    Announcement(TUESDAY, TRIAGE_2),
    Announcement(WEDNESDAY, STRINGS_CROSSED),
    Announcement(WEDNESDAY, CODES_GONE),
)


@contextmanager
def loopback(now: datetime = MONDAY, **options: Any) -> Iterator[LoopbackArxiv]:
    """The history on a server, at the first night unless told otherwise."""
    with LoopbackArxiv(HISTORY, now=now, **options) as server:
        yield server


def get(url: str, **params: str | int) -> requests.Response:
    """One request with these parameters; an underscore behind a name (``from_``) is dropped."""
    named = {name.removesuffix("_"): value for name, value in params.items()}
    return requests.get(url, params=named, timeout=5)
