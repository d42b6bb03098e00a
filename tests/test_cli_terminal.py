"""What a person at a terminal of eighty columns sees."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import ledger
import pytest
from cli_project import publish

MOVING = """
from lccspend.cli.log import log_to_stderr
from lccspend.output.progress import progress_bar
import logging
with log_to_stderr("text", logging.INFO), progress_bar(quiet={quiet}) as progress:
    progress("Reading a.csv", 1, 2)
    logging.getLogger("lccspend").warning("look")
"""


def on_terminal(*arguments: str, **environment: str) -> str:
    """Everything that a process writes on a terminal."""
    try:
        ours, theirs = pty.openpty()
    except OSError as fault:  # a chroot without /dev/pts
        pytest.skip(f"no terminal can be opened here: {fault.strerror or fault}")
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env={**kept, "COLUMNS": "80", "TERM": "xterm", **environment},
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # how Linux says that the other side has been closed
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0, shown
    return shown.decode()


def test_a_terminal_gets_a_table_with_styles(tmp_path: Path) -> None:
    publish(tmp_path)
    shown = on_terminal("-m", "lccspend", "-C", str(tmp_path), "tail")
    assert "£5m and over" in shown
    assert "\x1b[1m" in shown


def test_a_table_in_a_file_is_plain_and_wide_wherever_it_is_called(tmp_path: Path) -> None:
    publish(tmp_path)
    asked = ("-m", "lccspend", "-C", str(tmp_path), "locality", "--format", "table", "--output")
    on_terminal(*asked, str(tmp_path / "shown.txt"))
    subprocess.run([sys.executable, *asked, str(tmp_path / "piped.txt")], check=True)
    assert (tmp_path / "shown.txt").read_bytes() == (tmp_path / "piped.txt").read_bytes()


@pytest.mark.parametrize("wish", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_wants_no_colour_gets_none(tmp_path: Path, wish: dict[str, str]) -> None:
    publish(tmp_path)
    shown = on_terminal("-m", "lccspend", "-C", str(tmp_path), "tail", **wish)
    assert "£5m and over" in shown
    assert "\x1b[" not in shown


def test_a_message_stands_on_a_line_of_its_own_while_the_bar_moves() -> None:
    shown = on_terminal("-c", MOVING.format(quiet=False))
    assert "Reading a.csv" in shown
    assert "Warning: look\r\n" in shown.replace("\x1b[2K", "").replace("\x1b[1A", "")


def test_no_bar_breaks_a_line_of_json(tmp_path: Path) -> None:
    made = ledger.project(tmp_path, {"a.csv": ledger.r12({})})
    asked = ("-m", "lccspend", "-C", str(made.root), "ingest", "--output", str(tmp_path / "books.csv"))
    lines = on_terminal(*asked, "--log-format", "json").splitlines()
    assert any("months_covered" in json.loads(line)["message"] for line in lines)


def test_quiet_moves_no_bar() -> None:
    assert "Reading" not in on_terminal("-c", MOVING.format(quiet=True))
