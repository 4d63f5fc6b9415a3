"""The command reference, docs/cli.md, written from the commands themselves.

python docs/generate.py            write it
python docs/generate.py --check    say whether it is stale (exit 1), write nothing
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

PAGE = Path(__file__).parent / "cli.md"
HEAD = """\
# The command

Written by `python docs/generate.py` from the commands' own help; edit that, not this page.
"""
# Every command has --help, and completion is the shell's business.
UNSAID = ("help", "install_completion", "show_completion")


def main(arguments: list[str]) -> int:
    from tracker.cli import app

    page = render(app, "tracker")
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/cli.md is stale; run: python docs/generate.py", file=sys.stderr)
    return 1


def render(app: typer.Typer, name: str) -> str:
    """The page for an application: a heading a command, in the order of its help."""
    return "\n".join([HEAD, *_sections(get_command(app), name, None)])


# Typer's commands are Click's, but the module they come from differs between its versions,
# hence Any.
def _sections(command: Any, name: str, parent: Any) -> Iterator[str]:
    context = command.context_class(
        command, info_name=name, parent=parent, terminal_width=200, color=False
    )
    yield f"## {context.command_path}\n"
    yield f"{(command.help or '').strip()}\n"
    yield f"```\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    if rows := list(_rows(command, context)):
        yield "| | |\n|---|---|\n" + "\n".join(rows) + "\n"
    for child, one in getattr(command, "commands", {}).items():
        if not one.hidden:
            yield from _sections(one, child, context)


def _rows(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and parameter.name not in UNSAID:
            spelling, meaning = (_cell(text) for text in record)
            yield f"| `{spelling}` | {meaning} |"


def _cell(text: str) -> str:
    """Text as it may stand in a Markdown table: one line, no bar that would end the cell."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
