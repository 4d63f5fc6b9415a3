"""The command reference says what the commands say."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_shows_every_visible_command_with_its_options(generate: ModuleType) -> None:
    app = typer.Typer()

    @app.callback()
    def main() -> None:
        """Keeps a list."""

    @app.command()
    def pull(
        name: Annotated[str, typer.Argument(help="Which list.")],
        kind: Annotated[str, typer.Option(help="One of a|b.")] = "a",
    ) -> None:
        """Fetch it."""

    @app.command(hidden=True)
    def secret() -> None:
        """Not for people."""

    assert generate.render(app, "lists") == generate.HEAD + "\n" + "\n".join(
        [
            "## lists\n",
            "Keeps a list.\n",
            "```\nlists [OPTIONS] COMMAND [ARGS]...\n```\n",
            "## lists pull\n",
            "Fetch it.\n",
            "```\nlists pull [OPTIONS] {name}\n```\n",
            "| | |\n|---|---|",
            "| `name <str>` | Which list. [required] |",
            "| `--kind <str>` | One of a\\|b. [default: a] |\n",
        ]
    )


def test_the_reference_is_fresh(generate: ModuleType) -> None:
    assert generate.main(["--check"]) == 0, "run: python docs/generate.py"


def test_every_command_and_every_option_is_explained() -> None:
    from tracker.cli import app

    assert list(_unexplained(get_command(app), "tracker", None)) == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs/adr").glob("*.md")), ids=lambda p: p.stem)
def test_every_decision_on_record_has_its_decision_and_its_price(page: Path) -> None:
    begun = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:2] == "**"]
    assert any(line.startswith(("**Decision.**", "**Decision:")) for line in begun)
    assert any(line.startswith("**Price.**") for line in begun)


def _unexplained(command: Any, name: str, parent: Any) -> list[str]:
    context = command.context_class(command, info_name=name, parent=parent)
    silent = [] if command.help else [context.command_path]
    silent += [
        f"{context.command_path} {parameter.name}"
        for parameter in command.get_params(context)
        if not parameter.hidden and not parameter.help
    ]
    for child, one in getattr(command, "commands", {}).items():
        silent += _unexplained(one, child, context)
    return silent
