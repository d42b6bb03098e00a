"""The command line in, docs/commands.md out: every command with its arguments and options, as --help gives them."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from lccspend.cli.options import shared_parameters
from lccspend.cli.typed import app

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

INTRODUCTION = """\
# Commands

Made from the program by `make docs`; change the help texts in `lccspend/cli`, not this page.

`lccspend COMMAND --help` prints the same. Exit codes and what is printed where: [README](../README.md#commands).
"""

COMPLETION = """\
## Completion

`lccspend completion SHELL` prints a script by which a shell completes commands, options and their values.
Where the folder of the file is not there yet, `mkdir -p` makes it.

| shell | how to have it in every session |
| --- | --- |
| bash | `lccspend completion bash > ~/.local/share/bash-completion/completions/lccspend` |
| zsh | `lccspend completion zsh > ~/.zfunc/_lccspend`, with `fpath+=~/.zfunc` before `compinit` in `~/.zshrc` |
| fish | `lccspend completion fish > ~/.config/fish/completions/lccspend.fish` |
| PowerShell | `lccspend completion powershell >> $PROFILE` |

The script calls `lccspend`, so the program must be on the `PATH`. Tried in bash 5.2, zsh 5.9 and fish 3.6; the script
for PowerShell is made and not tried.
"""


def main() -> int:
    """Write the page; with --check say whether it is out of date instead, by the exit code."""
    if "--check" in sys.argv:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def page() -> str:
    shared = {parameter.name for parameter in shared_parameters()}
    group = get_command(app)
    parts = [INTRODUCTION, "## Before or after every command\n", _table(_records(group, shared))]
    for name in group.list_commands(group.make_context("lccspend", ["--version"], resilient_parsing=True)):
        parts += _section(name, group.commands[name], shared)
    return "\n".join([*parts, COMPLETION])


def _section(name: str, command: object, shared: set[str]) -> Iterator[str]:
    own = [p for p in command.params if p.name not in shared]
    arguments = "".join(f" {p.metavar or p.name.upper()}" for p in own if p.param_type_name == "argument")
    yield f"## {name}\n"
    yield f"`lccspend {name}{arguments}{' [OPTIONS]' if _options(own) else ''}`\n"
    yield f"{command.help.strip()}\n"
    records = _records(command, {p.name for p in own}, True)
    if records:
        yield _table(records)


def _options(parameters: list) -> bool:
    return any(p.param_type_name == "option" and p.name != "help" for p in parameters)


def _context(command: object) -> object:
    return command.context_class(command, info_name=command.name)


def _records(command: object, names: set[str], arguments: bool = False) -> list[tuple[str, str]]:
    """The first and the second column of the help, parameter by parameter."""
    context = _context(command)
    wanted = [p for p in command.params if p.name in names and p.name != "help"]
    options = [p.get_help_record(context) for p in wanted if p.param_type_name == "option"]
    named = [(p.metavar or p.name.upper(), p.help or "") for p in wanted if p.param_type_name == "argument"]
    return [*(named if arguments else []), *filter(None, options)]


def _table(records: list[tuple[str, str]]) -> str:
    rows = [f"| `{option.replace('|', chr(92) + '|')}` | {_cell(words)} |" for option, words in records]
    return "\n".join(["| option | means |", "| --- | --- |", *rows, ""])


def _cell(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("|", "\\|").replace("[required]", "").strip()


if __name__ == "__main__":
    sys.exit(main())
