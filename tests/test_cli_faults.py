"""What goes wrong while a command runs: the sentence on standard error, and the exit code."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_project import PanicException, lccspend, publish, run

from lccspend import store
from lccspend.__main__ import press_again
from lccspend.errors import CheckFailedError, ProjectLockedError, SourceError, SpendError

LONG = "x" * 300
"""A name that no file can bear."""


def breaking(patch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def read_summary(_project: object) -> None:
        raise fault

    patch.setattr(store, "read_summary", read_summary)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (SpendError("What.", fix="How."), 1),
        (SourceError("What.", fix="How."), 1),
        (CheckFailedError("What.", fix="How."), 3),
        (ProjectLockedError("What.", fix="How."), 4),
    ],
)
def test_each_error_ends_in_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: SpendError, code: int
) -> None:
    breaking(monkeypatch, fault)
    result = lccspend("-C", str(tmp_path), "check")
    assert result.exit_code == code
    assert result.stderr == "Error: What.\nHow.\n"
    assert result.stdout == ""


@pytest.mark.parametrize("fault", [ZeroDivisionError("division by zero"), PanicException("a panic")])
def test_a_fault_of_the_program_is_one_sentence_and_exit_code_70(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    breaking(monkeypatch, fault)
    result = lccspend("-C", str(tmp_path), "check")
    assert result.exit_code == 70
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "Traceback" in lccspend("-C", str(tmp_path), "check", "--debug").stderr


def test_a_refusal_of_the_system_is_the_users_to_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, PermissionError(13, "Permission denied", "figures.json"))
    result = lccspend("-C", str(tmp_path), "check")
    assert result.exit_code == 1
    assert (
        result.stderr == "Error: figures.json: Permission denied.\nGive the user who runs lccspend the right to it.\n"
    )


def test_an_interrupt_that_a_library_drops_comes_again_and_other_faults_are_told_as_ever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Dropping:
        def __init__(self, fault: BaseException) -> None:
            self.fault = fault

        def __del__(self) -> None:
            raise self.fault

    monkeypatch.setattr(sys, "unraisablehook", press_again)
    Dropping(ValueError("told"))
    assert "ValueError: told" in capsys.readouterr().err
    with pytest.raises(KeyboardInterrupt):
        wait_after(Dropping(KeyboardInterrupt()))
    assert capsys.readouterr().err == ""


def wait_after(dropping: object) -> None:
    del dropping
    for _ in range(2000):
        time.sleep(0.01)


def test_an_interrupt_ends_in_130_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, KeyboardInterrupt())
    result = lccspend("-C", str(tmp_path), "check")
    assert (result.exit_code, result.output) == (130, "")


def test_a_log_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    result = lccspend("check", "--log-file", str(tmp_path / "no" / "run.log"))
    assert result.exit_code == 1
    assert "run.log cannot be written" in result.stderr


@pytest.mark.parametrize("asked", ["check", "--help", "check --help"])
def test_a_reader_that_stops_early_is_no_error(tmp_path: Path, asked: str) -> None:
    publish(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        [sys.executable, "-m", "lccspend", "-C", str(tmp_path), *asked.split()],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


@pytest.mark.parametrize("asked", ["check", "--help", "check --help"])
def test_a_full_disk_is_told_once(tmp_path: Path, asked: str) -> None:
    publish(tmp_path)
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "lccspend", "-C", str(tmp_path), *asked.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        b"Error: The answer cannot be written: No space left on device.",
        b"Free some room, or send it elsewhere.",
    ]


def test_the_program_runs_without_standard_streams(tmp_path: Path) -> None:
    publish(tmp_path)
    closed = f"exec '{sys.executable}' -m lccspend -C '{tmp_path}' tail --year nonsense >&- 2>&-"
    assert subprocess.run(["/bin/sh", "-c", closed], check=False).returncode == 1


@pytest.mark.parametrize("call", ["tail --output", "publish-transparency --compare", "check -C", "sample"])
def test_a_name_that_no_file_can_bear_is_told_and_ends_in_exit_code_1(tmp_path: Path, call: str) -> None:
    publish(tmp_path)
    result = run(*call.split(), LONG, cwd=tmp_path)
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert LONG in result.stderr
    assert "File name too long" in result.stderr


def test_a_log_file_on_a_full_disk_is_warned_of_once_and_changes_nothing_else(tmp_path: Path) -> None:
    project = publish(tmp_path)
    (project.raw / "new.csv").write_text("x")
    plain = run("-C", str(tmp_path), "tail")
    logged = run("-C", str(tmp_path), "tail", "--verbose", "--log-file", "/dev/full")
    assert (logged.returncode, logged.stdout) == (0, plain.stdout)
    assert (
        logged.stderr == plain.stderr + "Warning: The log file /dev/full cannot be written: No space left on device.\n"
    )


@pytest.mark.parametrize(
    "call", ["check", "init", "check -C .", "tail --output answer.csv", "check --log-file run.log"]
)
def test_a_current_folder_that_was_deleted_is_told(tmp_path: Path, call: str) -> None:
    (tmp_path / "gone").mkdir()
    within = f"cd gone && rmdir ../gone && exec '{sys.executable}' -m lccspend {call}"
    result = subprocess.run(["/bin/sh", "-c", within], cwd=tmp_path, capture_output=True, text=True, check=False)
    told = "Error: The current folder is not there any more.\nChange to one that is.\n"
    assert (result.returncode, result.stderr) == (1, told)


@pytest.mark.parametrize("place", ["data/processed", "data"])
def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).touch()
    result = lccspend("-C", str(tmp_path), "ingest")
    assert result.exit_code == 1
    assert f"Error: {tmp_path / 'data' / 'processed'}: " in result.stderr
    assert "Move away what bears the name that is needed there." in result.stderr


def test_a_file_that_is_a_link_to_itself_cannot_be_written(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "round").symlink_to("round")
    result = lccspend("-C", str(tmp_path), "tail", "--output", str(tmp_path / "round"))
    assert (result.exit_code, str(tmp_path / "round") in result.stderr) == (1, True)
