"""The whole story offline: two nights of real papers, from arXiv's answer to the pull request.

Nothing here is special to the demonstration but the servers: they listen on this machine
and hold a small sample. The steps are those of every night.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.assets import asset
from tracker.demo.arxiv import LoopbackArxiv
from tracker.demo.arxiv.announcements import Announcement
from tracker.demo.arxiv.records import read_records
from tracker.demo.github import LoopbackGitHub
from tracker.errors import SettingsError
from tracker.settings import Settings
from tracker.steps import nights, publications, queues, renderings, reviews
from tracker.steps.tidying import start

TOKEN = "demo-token"
CURATOR = "ada"
_SHOWN_FROM = 0.02  # the sample is rich in papers that belong, which the model cannot know
_DAYS = 5  # back from the first night: the sample holds nothing older but updates
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scene:
    """The stage: a survey in a folder, its two services, and where the story is told."""

    settings: Settings
    arxiv: LoopbackArxiv
    github: LoopbackGitHub
    say: Callable[[str], None]

    def at(self, instant: datetime) -> "Scene":
        """The same stage some hours later; arXiv's clock moves along."""
        self.arxiv.now = instant
        return replace(self, settings=replace(self.settings, now=instant))


def sample() -> list[Announcement]:
    """The bundled papers: real bibliographic facts, summaries written for this sample."""
    with (_HERE / "sample.jsonl").open(encoding="utf-8") as lines:
        return list(read_records(lines))


def script() -> list[dict[str, Any]]:
    """The decisions a curator takes in the story."""
    decisions: list[dict[str, Any]] = json.loads((_HERE / "decisions.json").read_text("utf-8"))
    return decisions


def tell(folder: Path | None, say: Callable[[str], None]) -> Settings:
    """Play the story in a new folder and leave it there to look at; returns its settings.

    Raises SettingsError if the folder holds something already.
    """
    root = _new_folder(folder)
    papers = sample()
    nights = sorted({paper.announced_at for paper in papers})[-2:]
    _survey(root)
    with (
        LoopbackArxiv(papers, now=nights[0]) as arxiv,
        LoopbackGitHub(_files(root), repository="demo/survey", token=TOKEN) as github,
    ):
        scene = Scene(_settings(root, arxiv, github), arxiv, github, say)
        say(f"A survey in {root}, an arXiv at {arxiv.search_url}, a GitHub at {github.url}.")
        for number, night in enumerate(nights, start=1):
            _night(scene.at(night + timedelta(hours=8)), number)
    _ending(scene)
    return scene.settings


def _night(scene: Scene, number: int) -> None:
    """Pull, suggest, a curator's evening, publish."""
    settings, say = scene.settings, scene.say
    say("")
    say(f"── Night {number}: {settings.clock():%A, %d %B %Y, %H:%M} UTC")
    since = settings.clock().date() - timedelta(days=_DAYS)
    say(f"pull     {nights.pull(settings, since).summary}")
    say(f"suggest  {nights.suggest(settings).summary}")
    waits = queues.waiting(settings, _SHOWN_FROM)
    say(f"queue    {len(waits.waiting)} wait, {waits.below} unlikely papers are not shown; first:")
    for one in waits.waiting[:5]:
        chance = "    " if one.relevance is None else f"{one.relevance:4.0%}"
        say(f"         {chance} {one.why:9} {one.title[:78]}")
    _evening(scene, [str(one.work) for one in waits.waiting])
    rendering = renderings.render(settings)
    say(f"render   {rendering.page} {'written' if rendering.written else 'was current'}")
    report = publications.publish(settings)
    say(f"publish  {report.summary}")
    for line in report.body.splitlines():
        if line.startswith(("- ", "#")):
            say(f"         {line[:110]}")


def _evening(scene: Scene, waiting: Iterable[str]) -> None:
    """The curator decides on what the script has for the papers that wait."""
    due = set(waiting)
    for line in script():
        if line["work"] in due:
            work = reviews.parsed(line["work"])
            decision = reviews.decide(
                scene.settings, work, line["verdict"], CURATOR, line["labels"], note=line["note"]
            )
            labels = f" {', '.join(decision.labels)}" if decision.labels else ""
            scene.say(f"decide   {decision.verdict:8}{work}{labels}"[:110])


def _survey(root: Path) -> None:
    """The shipped survey's curation, with one more curator, and a page of its own."""
    shutil.copytree(asset("curation"), root / "curation")
    curators = root / "curation" / "curators.yaml"
    with curators.open("a", encoding="utf-8") as file:
        file.write(f"  - handle: {CURATOR}\n    name: Ada, who reads in the evening\n")
    settings = Settings(root=root, database_url="")
    start(settings, "Small language models in healthcare", example=False)
    renderings.render(settings)


def _files(root: Path) -> dict[str, bytes]:
    """What the survey's repository on GitHub holds when the story begins."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _settings(root: Path, arxiv: LoopbackArxiv, github: LoopbackGitHub) -> Settings:
    return Settings(
        root=root,
        database_url=f"sqlite:///{root / 'db' / 'tracker.sqlite'}",
        arxiv_url=arxiv.search_url,
        oai_url=arxiv.oai_url,
        arxiv_delay=0.0,
        github_url=github.url,
        repository=github.repository,
        github_token=TOKEN,
        now=datetime(2025, 1, 1, tzinfo=UTC),
    )


def _new_folder(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="tracker-demo-")).resolve()
    folder = folder.expanduser().resolve()
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError(f"{folder} is not empty; give the demonstration a folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _ending(scene: Scene) -> None:
    root = scene.settings.root
    say = scene.say
    say("")
    say("Look at")
    say(f"  {root}/README.md                the tables readers get")
    say(f"  {root}/curation/decisions/      every decision, one line each")
    say(f"  tracker --root {root} coverage   what is proven complete")
    say(f"  tracker --root {root} show 2511.13043")
    say("Next, on the live arXiv, from your survey's folder:")
    say("  tracker pull        three seconds between requests, a few minutes a night")
    say("  tracker suggest && tracker queue")
    say("  tracker decide ID include --as HANDLE --label nlp_task:qa")
    say("  tracker publish --dry-run")
