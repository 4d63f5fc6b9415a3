"""What lands in site-packages, and that both locks say one thing."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import numpy
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;]+)(.*?)(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)
HASH = re.compile(r"sha256:[0-9a-f]{64}")


def run(*command: str | Path, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a checkout that has been worked in: a database beside the migrations."""
    checkout, into = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for name in ("tracker", "db", "flows", "curation"):
        shutil.copytree(ROOT / name, checkout / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "db" / "tracker.sqlite").touch()
    (checkout / "db" / "tracker.sqlite-wal").touch()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into, cwd=checkout)
    (built,) = into.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_the_data_that_travels_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    version = wheel.name.split("-")[1]
    assert tops == {"tracker", f"survey_tracker-{version}.dist-info"}
    shipped = {
        "tracker/py.typed",
        "tracker/demo/sample.jsonl",
        *(
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / "tracker/publish/site/templates").iterdir()
        ),
        "tracker/_shipped/db/env.py",
        "tracker/_shipped/db/script.py.mako",
        "tracker/_shipped/flows/nightly.py",
        "tracker/_shipped/curation/taxonomy.yaml",
        *(f"tracker/_shipped/{path.relative_to(ROOT)}" for path in ROOT.glob("db/versions/*.py")),
    }
    assert shipped - names == set()
    assert [name for name in names if re.search(r"\.sqlite|__pycache__|/\.", name)] == []


def test_the_wheel_works_from_any_folder_and_takes_no_other_name(
    wheel: Path, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    # Dependencies come from this environment. A path added by a .pth file is not searched for
    # further .pth files, so the checkout that is installed there stays out of sight.
    (site / "dependencies.pth").write_text(str(Path(numpy.__file__).parents[1]) + "\n")
    installer = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index")
    run(sys.executable, *installer, wheel, cwd=tmp_path)

    said = run(tmp_path / "venv" / "bin" / "tracker", "--version", cwd=Path("/"))
    assert said == f"tracker {wheel.name.split('-')[1]}\n"
    script = (
        "from importlib.util import find_spec; import tracker; from tracker.assets import asset; "
        "print([find_spec(n) for n in ('db', 'flows', 'curation', 'tests', 'docs')], "
        "tracker.__file__, *(asset(n).is_dir() for n in ('db', 'flows', 'curation')))"
    )
    nothing = [None] * 5
    assert run(python, "-c", script, cwd=Path("/")) == (
        f"{nothing} {site / 'tracker' / '__init__.py'} True True True\n"
    )


def test_the_two_locks_hold_the_same_files() -> None:
    packages = toml("uv.lock")["package"]
    locked = {
        (package["name"], package["version"]): {
            file["hash"]
            for file in [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        }
        for package in packages
        if package["name"] != "survey-tracker"
    }
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    exported: dict[tuple[str, str], set[str]] = {}
    for name, version, rest in PINNED.findall(text):
        exported.setdefault((name, version), set()).update(HASH.findall(rest))
    assert exported == locked, "run: make lock"


def test_the_lock_was_made_for_these_dependencies() -> None:
    project = toml("pyproject.toml")
    (own,) = (one for one in toml("uv.lock")["package"] if one["name"] == "survey-tracker")
    extras = project["project"]["optional-dependencies"].values()
    asked = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    assert bounds(own["metadata"]["requires-dist"]) == bounds(asked), "run: make lock"
    development = own["metadata"]["requires-dev"]["dev"]
    assert bounds(development) == bounds(project["dependency-groups"]["dev"]), "run: make lock"


def test_the_lock_names_the_public_index_and_nothing_else() -> None:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = set(re.findall(r"\w+://([^/\"]+)", text))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def bounds(requirements: list[Any]) -> set[tuple[str, str]]:
    """Name and bounds of each requirement, as pyproject.toml or as uv.lock writes them."""
    parsed = [
        Requirement(one if isinstance(one, str) else one["name"] + one.get("specifier", ""))
        for one in requirements
    ]
    return {(one.name, str(one.specifier)) for one in parsed}
