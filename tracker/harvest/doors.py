"""Opening arXiv's two doors behind one gate and one transport."""

from collections.abc import Callable
from pathlib import Path
from time import sleep as real_sleep

from tracker import __version__
from tracker.harvest.gate import Gate
from tracker.harvest.oai import OaiDoor
from tracker.harvest.search import SearchDoor
from tracker.harvest.transport import Transport


def user_agent(repository: str, contact: str) -> str:
    """Who we are, as arXiv asks of every client: the program, its survey and whom to write to."""
    about = [f"+https://github.com/{repository}" if repository else "", contact]
    note = "; ".join(part for part in about if part) or "no contact given"
    return f"survey-tracker/{__version__} ({note})".encode("ascii", "replace").decode()


def open_doors(
    search_url: str,
    oai_url: str,
    gate: Path,
    delay: float,
    agent: str,
    sleep: Callable[[float], None] = real_sleep,
) -> tuple[OaiDoor, SearchDoor]:
    """OAI-PMH and the search API; no request is made until one of them is asked."""
    transport = Transport(Gate(gate, delay, sleep), agent, sleep)
    return OaiDoor(oai_url, transport), SearchDoor(search_url, transport)
