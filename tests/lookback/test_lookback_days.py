"""Every day of a survey's life, looked back on, gives the bytes that it gave on that day."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.lookback.past import Past, at, contents, lived
from tests.results.reports import result
from tracker import curation
from tracker.figures import FILE, Figures
from tracker.identity import parse

RESULT = result(
    source=parse("arxiv:2503.00001"), model="Clinical model 1", dataset="medqa",
    quote="It reaches 57.3% on MedQA.", by="ann", at=at(1, 11),
)  # fmt: skip
DAYS = range(1, 11)


@dataclass
class Kept:
    """What the commands gave at the end of each day: pages, an export, the site's files."""

    folder: Path
    commits: dict[int, str] = field(default_factory=dict)
    pages: dict[int, dict[str, bytes]] = field(default_factory=dict)
    export: dict[int, str] = field(default_factory=dict)
    site: dict[int, dict[str, bytes]] = field(default_factory=dict)

    def evening(self, past: Past, day: int, code: int = 0) -> None:
        """Render, keep what came of it, and commit all of it."""
        now, site = at(day, 20), self.folder / f"site-{day}"
        assert past.run("render", now=now).code == code
        self.pages[day] = past.pages()
        self.export[day] = past.run("export", now=now).out
        past.run("site", "--output", str(site), now=now)
        self.site[day] = contents(site)
        self.commits[day] = past.commit(at(day, 21))


def live(past: Past, merge: str, kept: Kept) -> None:
    """Ten days, what happens on each, and one more after them that changes everything."""
    past.decide(1, at(1))
    past.decide(2, at(1), labels=("nlp_task:sum", "kind:model"))
    curation.write_result(past.root, RESULT)
    kept.evening(past, 1)
    past.edit("README.md", "Our words.", "Better words.")
    kept.evening(past, 2)
    past.git("checkout", "--quiet", "-b", "bob")
    past.decide(3, at(3), by="Bob")
    past.commit(at(3, 22), "Bob's evening")
    past.git("checkout", "--quiet", "main")
    kept.evening(past, 3)  # nothing of that has reached the branch
    past.edit("curation/works/arxiv-2503.00001.yaml", '-01"\n', '-01"\nsizes:\n- "2.7B"\n')
    kept.evening(past, 4)
    past.edit("curation/taxonomy.yaml", "sum: {name: Summarization", "brief: {name: Briefs")
    past.edit("curation/decisions/ann/2025-03.jsonl", "nlp_task:sum", "nlp_task:brief")
    kept.evening(past, 5)
    past.git("merge", "--quiet", f"--{merge}", "bob", when=at(6))
    kept.evening(past, 6)
    curation.write_result(past.root, replace(RESULT, status="rejected", at=at(7)))
    kept.evening(past, 7)
    past.edit("curation/tables.yaml", "dimensions: [nlp_task]}\ntime", "dimensions: [kind]}\ntime")
    kept.evening(past, 8)  # a page that is no longer made says so
    past.write(FILE, Figures(seen=7, considered=5).text)
    past.edit("README.md", "[Clinical model 3]", "[Clinical model 3b]")
    past.edit("pages/models.md", "[Clinical model 1]", "[Clinical model 1b]")
    kept.evening(past, 9, code=1)  # the edits wait
    past.run("edits", "--accept", "--as", "ann", now=at(10))
    kept.evening(past, 10)
    for name in ("README.md", "curation/taxonomy.yaml", "pages/timeline.svg"):
        past.write(name, "Somebody broke it.")
    past.commit(at(12))


@pytest.mark.parametrize(("merge", "below"), [("squash", ""), ("no-ff", "a folder/our survey [1]")])
def test_each_day_gives_what_it_gave(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    merge: str, below: str,
) -> None:  # fmt: skip
    past, kept = lived(tmp_path / "top", capsys, monkeypatch, below), Kept(tmp_path)
    live(past, merge, kept)
    told = list(kept.pages.values())  # only on the third day nothing reached the branch
    assert [told.index(pages) for pages in told] == [0, 1, 1, 3, 4, 5, 6, 7, 8, 9]
    before = past.state()
    for day in DAYS:
        then, out = f"2025-03-{day:02}", tmp_path / f"then-{day}"
        done = past.run("render", "--as-of", then, "--output", str(out), "--json")
        assert (done.code, done.json) == (0, {
            "as_of": then, "basis": kept.commits[day], "folder": str(out),
            "files": sorted(kept.pages[day]), "written": True,
        })  # fmt: skip
        assert contents(out) == kept.pages[day]
        edited = "2 edits waited in the pages to be taken over then; what people wrote stays"
        assert done.err == (f"tracker: {edited}\n" if day == 9 else "")
        assert past.run("render", "--as-of", then).out.encode() == kept.pages[day]["README.md"]
        assert past.run("export", "--as-of", then).out == kept.export[day]
        past.run("site", "--as-of", then, "--output", str(tmp_path / f"again-{day}"))
        assert contents(tmp_path / f"again-{day}") == kept.site[day]
    assert past.state() == before
