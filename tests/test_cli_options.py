"""The shared options, wrong uses, and what reaches standard error."""

import json
from pathlib import Path

import pytest
from cli_project import lccspend, publish, run, stand_in

from lccspend import store
from lccspend.project import Project

COMMANDS = (
    *("build-report", "ingest", "locality", "tail", "suppliers", "awards", "check", "trace", "postcode"),
    *("sample", "init", "doctor", "runs", "schedule"),
)


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


def test_a_name_in_a_message_cannot_steer_the_terminal(tmp_path: Path) -> None:
    publish(tmp_path)
    assert "\x1b" not in lccspend("-C", str(tmp_path), "tail", "--year", "\x1b[2J").stderr


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
