"""The shape of the house: imports go one way, each outside thing has one door."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("tracker", "flows", "db", "docs", "benchmarks")

STAGES = frozenset({"adopt", "extract", "harvest", "suggest", "review", "publish"})
COMPOSERS = frozenset({"store", "steps", "scheduler", "demo", "screen", "cli"})
EVERYTHING = STAGES | COMPOSERS | {"noun"}
# Which rooms of the package a room may import, besides itself.
MAY = {
    "noun": frozenset[str](),
    "store": frozenset({"noun"}),
    **{stage: frozenset({"noun"}) for stage in STAGES},
    "steps": STAGES | {"noun", "store"},
    "scheduler": frozenset({"noun", "steps"}),
    "demo": STAGES | {"noun", "steps"},
    "screen": frozenset({"noun", "review", "steps"}),
    "cli": EVERYTHING,
    "flows": EVERYTHING - {"cli"},
    "db": frozenset({"noun", "store"}),
    "docs": EVERYTHING,
    "benchmarks": EVERYTHING,
}
DOORS = {
    "alembic": ("tracker.store", "db"),
    "arxiv": ("tracker.harvest",),
    "jinja2": ("tracker.publish.site", "benchmarks"),
    "matplotlib": ("tracker.publish", "tracker.suggest"),
    "prefect": ("flows", "tracker.scheduler"),
    "psycopg": ("tracker.store",),
    "requests": ("tracker.harvest", "tracker.publish"),
    "sklearn": ("tracker.suggest",),
    "sqlalchemy": ("tracker.store", "db"),
    "sqlmodel": ("tracker.store", "db"),
    "textual": ("tracker.screen",),
    "threadpoolctl": ("tracker.suggest",),
    "urllib3": ("tracker.harvest", "tracker.publish"),
    "yaml": ("tracker.curation", "benchmarks"),
}
HEAVY = (
    "arxiv",
    "jinja2",
    "lxml",
    "markdown_it",
    "matplotlib",
    "numpy",
    "prefect",
    "requests",
    "sklearn",
    "sqlalchemy",
    "textual",
)


def room(module: str) -> str:
    """The room a module lives in; what is no stage and composes nothing is a noun."""
    top, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    if top != "tracker":
        return top
    if name == "__main__":  # the command by another door
        return "cli"
    return name if name in STAGES | COMPOSERS else "noun"


def imports(node: ast.AST, typed: bool = False) -> Iterator[tuple[str, bool]]:
    """Every module a tree imports, at any depth, and whether only for its types."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, typed) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide which room they reach into"
            whole = child.module in ("tracker", "tracker.demo")
            for alias in child.names:
                yield f"{child.module}.{alias.name}" if whole else str(child.module), typed
        else:
            checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from imports(child, typed or checking)


def offences(module: str, source: str) -> list[str]:
    """What a module imports against the rules, one sentence each."""
    found = []
    here = room(module)
    for name, typed in imports(ast.parse(source)):
        there = room(name)
        if name.partition(".")[0] == "tracker" and there not in MAY[here] | {here}:
            found.append(f"{module} ({here}) imports {name} ({there})")
        doors = DOORS.get(name.partition(".")[0])
        if doors and not typed and not f"{module}.".startswith(tuple(f"{d}." for d in doors)):
            found.append(f"{module} opens {name}, whose door is {' or '.join(doors)}")
    return found


def files(*rooms: str) -> list[Path]:
    return sorted(path for name in rooms for path in (ROOT / name).rglob("*.py"))


def test_imports_go_one_way_and_outside_things_have_one_door() -> None:
    found = []
    for path in files(*ROOMS):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found += offences(module, path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("tracker.works", "from tracker.harvest.oai import x", "(noun) imports tracker.harvest"),
        ("tracker.works", "from tracker import store", "(noun) imports tracker.store"),
        ("tracker.review.keys", "import tracker.suggest.model", "(review) imports tracker.suggest"),
        ("tracker.publish", "from tracker.store import x", "(publish) imports tracker.store"),
        ("tracker.store.papers", "from tracker.cli import app", "(store) imports tracker.cli"),
        ("tracker.steps", "from tracker.cli import app", "(steps) imports tracker.cli"),
        ("flows.nightly", "from tracker.cli import app", "(flows) imports tracker.cli"),
        ("tracker.cli", "import prefect", "opens prefect, whose door is flows"),
        ("tracker.suggest", "def f():\n import sqlmodel", "opens sqlmodel"),
        ("tracker.harvesting", "import arxiv", "opens arxiv"),
        ("tracker.review.x", "import yaml", "opens yaml, whose door is tracker.curation"),
    ],
)
def test_the_rules_bite(module: str, source: str, expected: str) -> None:
    (found,) = offences(module, source)
    assert expected in found


def test_what_the_rules_allow() -> None:
    assert offences("tracker.harvest.oai", "import arxiv\nfrom tracker import errors") == []
    types_only = "if TYPE_CHECKING:\n    import sqlalchemy"
    assert offences("tracker.steps", types_only + "\nfrom tracker.store import x") == []


def test_the_command_starts_without_anything_heavy() -> None:
    script = f"import sys, tracker.cli; print(*sorted({set(HEAVY)} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*ROOMS)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_a_surveys_folders_are_listed_by_what_says_so_if_it_cannot() -> None:
    """`glob` and `os.walk` pass over a folder that may not be listed (`tracker.folders`)."""
    silent = re.compile(r"\.(?:r?glob|iterdir)\(|os\.(?:walk|listdir|scandir)\(")
    own = {"tracker/folders.py", "tracker/store/schema.py", "tracker/steps/fingerprints.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files("tracker")
        if silent.search(path.read_text(encoding="utf-8"))
    }
    assert found == own | {"tracker/demo/story.py"}  # its own code, and a folder it just made


def test_folders_that_travel_as_data_are_no_packages() -> None:
    assert [path for path in files("db", "flows") if path.name == "__init__.py"] == []
