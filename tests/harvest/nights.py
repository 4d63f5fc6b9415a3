"""What the harvest's tests share: papers, one night as a call, and what is in the store after."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa

from tests.demo.history import STRINGS
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.harvest.calendar import announced_by
from tracker.harvest.gate import Gate
from tracker.harvest.night import Night, PullReport
from tracker.harvest.oai import OaiDoor
from tracker.harvest.pull import Window, pull
from tracker.harvest.search import PAGE, SearchDoor
from tracker.harvest.transport import Transport
from tracker.papers import PaperVersion
from tracker.queries import Query
from tracker.store import open_store
from tracker.store.ledger import Ledger

CL = Query("survey", ("cs.CL",))
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (
    date(2025, 5, day) for day in range(5, 11)
)
LATER = datetime(2025, 5, 20, 9, 30, tzinfo=UTC)  # all of that week is announced by then


def paper(number: int, day: date, hour: int = 10, **changes: Any) -> PaperVersion:
    """A cs.CL paper of that day; the number makes its id and title."""
    moment = datetime(day.year, day.month, day.day, hour, number % 60, 7, tzinfo=UTC)
    made = replace(
        STRINGS,
        arxiv_id=f"{day:%y%m}.{number:05}",
        title=f"Title {number}",
        categories=("cs.CL",),
        primary_category="cs.CL",
        submitted_at=moment,
        updated_at=moment,
    )
    return replace(made, **changes)


def papers(day: date, numbers: Iterable[int]) -> list[PaperVersion]:
    return [paper(number, day) for number in numbers]


def filled(*days: date, each: int) -> list[PaperVersion]:
    """So many papers on each of these days."""
    return [
        paper(100 * place + number, day) for place, day in enumerate(days) for number in range(each)
    ]


def announced(*made: PaperVersion) -> list[Announcement]:
    """Each paper, announced as soon as arXiv usually does."""
    return [Announcement(announced_by(each.updated_at.date()), each) for each in made]


@contextmanager
def arxiv(*made: PaperVersion, now: datetime = LATER, **options: Any) -> Iterator[LoopbackArxiv]:
    with LoopbackArxiv(announced(*made), now=now, **options) as server:
        yield server


def transport(folder: Path, **options: Any) -> Transport:
    """A transport that never really waits."""
    gate = Gate(folder / "gate", 0.0, lambda _: None)
    return Transport(gate, "tests (nobody@example.org)", lambda _: None, **options)


def doors(
    search_url: str, oai_url: str, folder: Path, page: int = PAGE, **options: Any
) -> tuple[OaiDoor, SearchDoor]:
    shared = transport(folder, **options)
    return OaiDoor(oai_url, shared), SearchDoor(search_url, shared, [page])


def store(folder: Path) -> sa.Engine:
    return open_store(f"sqlite:///{folder}/store.sqlite")


def one_night(
    server: LoopbackArxiv,
    folder: Path,
    days: tuple[date, date],
    now: datetime = LATER,
    queries: Sequence[Query] = (CL,),
    wanted: Sequence[str] = (),
    page: int = PAGE,
) -> PullReport:
    """One pull at an instant, from the first of these days to the last."""
    server.now = now
    return night_at((server.search_url, server.oai_url), folder, days, now, queries, wanted, page)


def night_at(
    urls: tuple[str, str],
    folder: Path,
    days: tuple[date, date],
    now: datetime = LATER,
    queries: Sequence[Query] = (CL,),
    wanted: Sequence[str] = (),
    page: int = PAGE,
) -> PullReport:
    """One pull from any server; ``urls`` are those of the search API and of OAI-PMH."""
    engine = store(folder)
    oai, search = doors(*urls, folder, page)
    try:
        return pull(Night(Ledger(engine), tuple(queries), now), oai, search, Window(*days), wanted)
    finally:
        engine.dispose()


def dump(folder: Path, *without: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table; columns named in ``without`` are left out."""
    engine = store(folder)
    inspector, rows = sa.inspect(engine), {}
    with engine.connect() as connection:
        for table in inspector.get_table_names():
            found = connection.execute(sa.text(f"SELECT * FROM {table}")).mappings()
            kept = [{k: v for k, v in row.items() if k not in without} for row in found]
            rows[table] = sorted(kept, key=repr)
    engine.dispose()
    return rows


def versions(folder: Path) -> dict[str, int]:
    """The stored papers and their versions."""
    return {row["arxiv_id"]: row["version"] for row in dump(folder)["paper"]}


def states(report: PullReport) -> dict[str, str]:
    """Each day of the window and its state."""
    return {f"{cell.day:%a %d}": cell.state for cell in report.cells}


def questions(server: LoopbackArxiv, since: int = 0) -> list[str]:
    """What was asked, short: "05-05..05-06 0+500", "ever 0+1", "ids a,b", "updated 0+500"."""
    return [_short(request.url) for request in server.requests[since:]]


def _short(url: str) -> str:
    asked = dict(parse_qsl(urlsplit(url).query))
    if "verb" in asked:
        return f"oai {asked.get('set', asked.get('resumptionToken', ''))}"
    if asked.get("id_list"):
        return f"ids {asked['id_list']}"
    _, _, span = asked["search_query"].partition("submittedDate:[")
    what = f"{span[4:6]}-{span[6:8]}..{span[20:22]}-{span[22:24]}" if span else "ever"
    if asked.get("sortOrder") == "descending":
        what = "updated"
    return f"{what} {asked['start']}+{asked['max_results']}"


@dataclass
class Answer:
    """What a scripted server sends; chunks of a body are sent one after the other."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@contextmanager
def scripted(answer: Callable[[str, dict[str, str]], Answer]) -> Iterator[str]:
    """A server that answers each path and its parameters as the function says; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            said = answer(parts.path, dict(parse_qsl(parts.query)))
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            self.end_headers()
            try:
                for chunk in [said.body] if isinstance(said.body, bytes) else said.body:
                    self.wfile.write(chunk)
                    self.wfile.flush()
            except OSError:
                return  # the client has heard enough

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
