"""The shared options, the exit codes, and what reaches standard error."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_project import lccspend, publish, stand_in

from lccspend import store
from lccspend.__main__ import press_again
from lccspend.errors import CheckFailedError, ProjectLockedError, SourceError, SpendError
from lccspend.project import Project

COMMANDS = (
    *("build-report", "ingest", "locality", "tail", "suppliers", "awards", "check", "trace", "postcode"),
    *("sample", "init", "doctor", "runs", "schedule"),
)


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "lccspend", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )


def breaking(patch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def read_summary(_project: object) -> None:
        raise fault

    patch.setattr(store, "read_summary", read_summary)


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("suppliers --show ACME --year 2023/24", "--year does not go with --show"),
        ("suppliers --show ACME --size", "--size does not go with --show"),
        ("suppliers --size --band nonsense", "--band does not go with --size"),
        ("suppliers --size --search zzz", "--search does not go with --size"),
        ("suppliers --size --top 3", "--top does not go with --size"),
        ("suppliers --duplicates --population procurement", "--population does not go with --duplicates"),
        ("suppliers --accept 1", "--accept goes with --duplicates"),
        ("suppliers --author AB", "--author goes with --duplicates"),
        ("suppliers --duplicates --reason same", "--author and --reason go with --accept"),
        ("suppliers --duplicates --accept 1", "An alias needs the name of who decided it."),
        ("runs --to again", "--to goes with `runs rebuild ID`."),
        ("contracts --expiring 18m --by supplier", "--by does not go with --expiring"),
        ("contracts --expiring 18m --population procurement", "--population does not go with --expiring"),
    ],
)
def test_an_option_without_a_meaning_beside_another_is_refused_and_never_passed_over(
    call: str, fault: str, tmp_path: Path
) -> None:
    result = lccspend("-C", str(tmp_path), *call.split())
    assert (result.exit_code, fault in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "call", ["tail --format xml", "--log-format xml tail", "completion xml", "locality --by xml", "schedule xml"]
)
def test_a_word_that_is_no_choice_is_told_in_plain_words(call: str) -> None:
    result = lccspend(*call.split())
    assert result.exit_code == 2
    assert ": 'xml' is not one of '" in result.stderr
    assert "Value error" not in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = lccspend(command, "--help")
    assert result.exit_code == 0
    assert "--project" in result.stdout
    assert result.stdout.splitlines()[2].strip().endswith((".", "?"))


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("option", ["-C", "--project"])
def test_the_project_may_be_named_before_or_after_the_command(tmp_path: Path, option: str, before: bool) -> None:
    publish(tmp_path)
    where = [option, str(tmp_path)]
    result = lccspend(*where, "check") if before else lccspend("check", *where)
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_project_named_after_the_command_wins(tmp_path: Path) -> None:
    publish(tmp_path / "right")
    (tmp_path / "wrong").mkdir()
    assert lccspend("-C", str(tmp_path / "wrong"), "check", "-C", str(tmp_path / "right")).exit_code == 0


def test_the_project_may_come_from_the_environment_or_from_a_folder_above(tmp_path: Path) -> None:
    publish(tmp_path / "p")
    (tmp_path / "p" / "lccspend.toml").touch()
    publish(tmp_path / "p")
    below = tmp_path / "p" / "data" / "raw"
    assert run("check", cwd=tmp_path, LCCSPEND_PROJECT=str(tmp_path / "p")).returncode == 0
    assert run("check", cwd=below, LCCSPEND_PROJECT="").returncode == 0
    assert run("check", cwd=tmp_path, LCCSPEND_PROJECT="").returncode == 1


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


def test_a_fault_of_the_program_is_one_sentence_and_exit_code_70(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, ZeroDivisionError("division by zero"))
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


@pytest.mark.parametrize(
    "wrong",
    [
        ["nonsense"],
        ["locality", "--nonsense"],
        ["locality", "--by", "moon"],
        ["suppliers", "--top", "0"],
        ["build-report", "--years", "0"],
        ["tail", "--format", "pdf"],
        ["trace"],
        ["postcode"],
        ["-C", "/nonexistent/folder", "check"],
    ],
)
def test_wrong_use_ends_in_exit_code_2(wrong: list[str]) -> None:
    result = lccspend(*wrong)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_wrong_setting_is_named_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "lccspend.toml").write_text("[tail]\ntreshold = 5\n")
    result = lccspend("-C", str(tmp_path), "postcode", "PR1 8XJ")
    assert result.exit_code == 1
    assert "tail.treshold; did you mean threshold?" in result.stderr


def test_messages_can_be_json_lines(tmp_path: Path) -> None:
    project = publish(tmp_path)
    (project.raw / "new.csv").write_text("x")
    lines = lccspend("-C", str(tmp_path), "check", "--log-format", "json").stderr.splitlines()
    assert [json.loads(line)["level"] for line in lines] == ["warning"]
    error = json.loads(lccspend("-C", str(tmp_path), "tail", "--year", "x", "--log-format", "json", "--quiet").stderr)
    assert error["level"] == "error"
    assert error["message"].startswith("No figures are held for x.")


def test_a_log_file_keeps_what_quiet_leaves_out(tmp_path: Path) -> None:
    project = publish(tmp_path)
    (project.raw / "new.csv").write_text("x")
    log = tmp_path / "run.log"
    result = lccspend("-C", str(tmp_path), "tail", "--quiet", "--year", "x", "--log-file", str(log))
    assert result.stderr.startswith("Error: ")
    assert "Warning: data/raw has changed" in log.read_text(encoding="utf-8")
    assert "Error: No figures" in log.read_text(encoding="utf-8")


def test_a_log_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    result = lccspend("check", "--log-file", str(tmp_path / "no" / "run.log"))
    assert result.exit_code == 1
    assert "run.log cannot be written" in result.stderr


def test_a_name_in_a_message_cannot_steer_the_terminal(tmp_path: Path) -> None:
    publish(tmp_path)
    assert "\x1b" not in lccspend("-C", str(tmp_path), "tail", "--year", "\x1b[2J").stderr


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    publish(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        [sys.executable, "-m", "lccspend", "-C", str(tmp_path), "check"],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    publish(tmp_path)
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "lccspend", "-C", str(tmp_path), "check"],
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


def test_names_survive_a_locale_without_them(tmp_path: Path) -> None:
    publish(tmp_path)
    result = run("-C", str(tmp_path), "suppliers", "--format", "table", PYTHONIOENCODING="ascii")
    assert "Café £" in result.stdout
    assert result.returncode == 0


def test_a_locked_project_ends_in_exit_code_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "lccspend.etl.build", prepare=None)
    with store.lock(Project(tmp_path)):
        result = lccspend("-C", str(tmp_path), "ingest")
    assert result.exit_code == 4
    assert "Another run holds" in result.stderr
