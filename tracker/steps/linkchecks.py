"""Checking links, composed: the included works' links, asked, judged and remembered."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker import curation as files
from tracker.curation import Curation
from tracker.curation.canonical import Unreadable
from tracker.curation.canonical import load as parsed
from tracker.errors import CurationError
from tracker.identity import canonical_url
from tracker.links import CheckedLink, judge, read_exceptions
from tracker.problems import summary
from tracker.progress import Say, silent
from tracker.publish.exports.text import web_address
from tracker.publish.links import Prober, in_turns
from tracker.settings import Settings
from tracker.store import links as history
from tracker.store import open_store

EXCEPTIONS = f"{files.FOLDER}/links.yaml"


@dataclass(frozen=True)
class LinkReport:
    """The links as they stand: checked ones, and by address the reasons of those left out.

    ``works`` are the identifiers of the works that have a link, by its address.
    """

    links: tuple[CheckedLink, ...]
    excused: Mapping[str, str]
    works: Mapping[str, tuple[str, ...]]

    @property
    def ok(self) -> bool:
        return not any(link.state == "gone" for link in self.links)

    @property
    def lines(self) -> list[str]:
        count = Counter(link.state for link in self.links)
        states = f"{count['fine']} fine, {count['gone']} gone, {count['unclear']} unclear"
        left_out = f"{len(self.excused)} left out with a reason"
        said = [f"{len(self.links)} links checked: {states}; {left_out}"]
        for link in sorted(self.links, key=lambda link: (link.state, link.url)):
            if link.state != "fine":
                times = f", {link.failures} times in a row" if link.failures > 1 else ""
                works = ", ".join(self.works[link.url])
                said.append(f"{link.state}: {link.url} {link.why}{times} ({works})")
        return said

    def as_json(self) -> dict[str, Any]:
        return {
            "links": [
                {**asdict(link), "checked_at": link.checked_at.isoformat(),
                 "works": list(self.works[link.url])}
                for link in self.links
            ],
            "excused": dict(self.excused),
        }  # fmt: skip


def check(settings: Settings, prober: Prober | None = None, progress: Say = silent) -> LinkReport:
    """Ask for every link of an included work that ``links.yaml`` does not leave out.

    Each result is kept at once, so a run that is stopped loses nothing. Raises
    CurationError or StoreError.
    """
    curation = files.require(files.load(settings.root))
    reasons = exceptions(settings.root)
    works = _links(curation)
    excused = {url: reasons[key] for url in works if (key := canonical_url(url)) in reasons}
    prober = prober or Prober(f"survey-tracker/{__version__} {settings.contact}".strip())
    engine = open_store(settings.database_url)
    before = history.checked(engine)
    found: dict[str, CheckedLink] = {}
    for url in in_turns(url for url in works if url not in excused):
        progress(f"links: {len(found) + 1} of {len(works) - len(excused)}")
        answer = prober.ask(url, before.get(url))
        found[url] = judge(url, answer, settings.clock(), before.get(url))
        history.save(engine, found[url])
    engine.dispose()
    return LinkReport(tuple(found[url] for url in works if url in found), excused, works)


def exceptions(root: Path) -> dict[str, str]:
    """The links that people left out, with their reasons; none if there is no such file."""
    path = root / EXCEPTIONS
    if not path.exists():
        return {}
    try:
        found, problems = read_exceptions(parsed(path.read_bytes().decode()), EXCEPTIONS)
    except (Unreadable, OSError, UnicodeDecodeError) as fault:
        raise CurationError(f"{EXCEPTIONS} cannot be read: {fault}") from None
    if problems:
        raise CurationError(summary(problems), problems)
    return found


def _links(curation: Curation) -> dict[str, tuple[str, ...]]:
    """Every address of an included work, in their order, and the works that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for standing in curation.record.of("included"):
        work = standing.work
        for url in dict.fromkeys((work.url, *(link.url for link in work.links))):
            if address := web_address(url):
                found[address].append(str(work.id))
    return {url: tuple(dict.fromkeys(works)) for url, works in found.items()}
