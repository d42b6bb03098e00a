"""A half-written command line in, what a shell offers out; and docs/commands.md against the program."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_project import lccspend

ROOT = Path(__file__).parents[1]
SCRIPTS = {"bash": "-F _lccspend_completion lccspend", "zsh": "#compdef lccspend", "fish": "--command lccspend",
           "powershell": "Register-ArgumentCompleter"}  # fmt: skip


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_shell_gets_a_script_that_asks_the_program(shell: str) -> None:
    result = lccspend("completion", shell)
    assert result.exit_code == 0
    assert SCRIPTS[shell] in result.stdout
    assert "_LCCSPEND_COMPLETE" in result.stdout
    assert result.stderr == ""


def test_a_shell_that_is_not_known_is_a_wrong_use() -> None:
    result = lccspend("completion", "ksh")
    assert result.exit_code == 2
    assert "powershell" in result.stderr


def asked(shell: str, words: str) -> dict[str, str]:
    """The environment in which a shell's script calls the program."""
    variables = {
        "bash": {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))},
        "zsh": {"_TYPER_COMPLETE_ARGS": words},
        "fish": {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        "powershell": {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.split()[-1]},
    }
    return {**variables[shell], "_LCCSPEND_COMPLETE": f"complete_{shell}"}


def offered(patch: pytest.MonkeyPatch, shell: str, words: str) -> str:
    for name, value in asked(shell, words).items():
        patch.setenv(name, value)
    return lccspend().stdout


@pytest.mark.parametrize("shell", SCRIPTS)
def test_commands_and_values_of_options_are_completed(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = offered(monkeypatch, shell, "lccspend soc")
    assert "social-value" in answer
    assert "trace" not in answer
    assert "month" in offered(monkeypatch, shell, "lccspend locality --by mo")


def test_completing_loads_nothing_that_a_build_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lccspend"],
        env={**os.environ, **asked("bash", "lccspend soc")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "social-value\n"
    heavy = ("polars", "weasyprint", "xlsxwriter", "jinja2", "rich")
    assert [name for name in heavy if f" {name}\n" in done.stderr] == []


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_the_shell_itself_takes_the_script(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    script.write_text(lccspend("completion", shell).stdout)
    line = {
        "bash": f". {script}; COMP_WORDS=(lccspend soc); COMP_CWORD=1; _lccspend_completion lccspend; echo $COMPREPLY",
        "fish": f"source {script}; complete -C 'lccspend soc' | string split -f1 \\t",
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"PATH": path, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run([shell, "-c", line[shell]], env=home, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["social-value"]


def test_the_page_of_commands_is_what_the_program_says() -> None:
    spec = importlib.util.spec_from_file_location("commands_page", ROOT / "tools" / "commands.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == tool.page(), "run `make docs`"
