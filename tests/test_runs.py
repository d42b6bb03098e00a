"""Builds of a tiny ledger: the record of each, what `runs` says of them, and reports that are built again."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cli_project import PanicException, lccspend
from filelock import FileLock
from ledger import project, r12, table
from registers import companies, written

from lccspend.project import Project
from lccspend.runs.record import Run
from lccspend.runs.shelf import begin, folder_of, kept_text, last_run_file, records, run_id

ROWS = (
    {"number": "1", "supplier": "ACME LTD", "amount": "100.00", "invoice": "A"},
    {"number": "2", "supplier": "BETA PLC", "amount": "60.00", "invoice": "B"},
    {"number": "3", "supplier": "Ann Quernwick", "amount": "70.00", "invoice": "C"},
)
CLASSES = table("supplier_number,supplier,class,reason,author,date", "3,Ann Quernwick,individual,carer,AB,2024-01-01")
NAME = "quernwick"
CSV_AND_JSON = ("build-report", "--formats", "csv,json", "--quiet")


def asked(made: Project, *arguments: str) -> Any:
    result = lccspend("-C", str(made.root), *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def results(made: Project) -> list[tuple[str, int | None]]:
    return [(run["result"], run["exit_code"]) for run in asked(made, "runs")["runs"]]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A report; then a file more, a file under another name and a changed setting; then a refused run."""
    made = project(
        tmp_path_factory.mktemp("runs"),
        {"a.csv": r12(*ROWS[:2]), "old/c.csv": r12(ROWS[2])},
        "[tail]\nthreshold = 100\n",
        {"supplier_classes.csv": CLASSES},
    )
    assert lccspend("-C", str(made.root), *CSV_AND_JSON).output == ""
    (made.raw / "old" / "c.csv").rename(made.raw / "renamed.csv")
    project(made.root, {"b.csv": r12({**ROWS[0], "amount": "0.50", "invoice": "D"})}, "[tail]\nthreshold = 50\n")
    assert lccspend("-C", str(made.root), *CSV_AND_JSON).exit_code == 0
    (made.raw / "notes.txt").write_text("what;is\nthis;file\n", encoding="utf-8")
    assert lccspend("-C", str(made.root), "ingest").exit_code == 1
    (made.raw / "notes.txt").unlink()
    return made


def test_every_run_is_listed_the_newest_first_the_refused_one_too(history: Project) -> None:
    runs = asked(history, "runs")["runs"]
    assert results(history) == [("refused", 1), ("published", 0), ("published", 0)]
    assert [run["inputs"] for run in runs] == [4, 3, 2]
    assert [run["command"] for run in runs] == ["ingest", "build-report", "build-report"]
    assert "notes.txt" in runs[0]["message"]
    assert sorted((run["id"] for run in runs), reverse=True) == [run["id"] for run in runs]


def test_a_run_shows_its_inputs_its_figures_by_their_names_and_its_checks(history: Project) -> None:
    run = asked(history, "runs", "show", "previous")
    assert (run["version"], run["asked"]["formats"]) == ("0.1.0", ["csv", "json"])
    assert run["inputs"]["a.csv"]["size"] == (history.raw / "a.csv").stat().st_size
    figures = run["figures"]
    assert (figures["2023/24 total"], figures["2023/24 supplier ACME LTD"]) == ("230.50", "100.50")
    assert (figures["books counted rows"], figures["2023/24 suppliers"]) == (4, 3)
    traced = asked(history, "trace", "2023/24 supplier ACME LTD")
    assert traced["value"] == figures["2023/24 supplier ACME LTD"]
    assert {"check": "books_balance", "verdict": "pass"}.items() <= run["checks"][0].items()
    assert "procurement-spend-2023-24.json" in run["reports"]
    assert any("months_covered" in warning for warning in run["warnings"]), "kept although --quiet showed none"


def test_a_diff_names_the_figures_that_changed_and_the_files_and_settings_behind_them(history: Project) -> None:
    first, second = (run["id"] for run in reversed(asked(history, "runs")["runs"][1:]))
    found = asked(history, "runs", "diff", first, second)
    assert [(i["name"], i["change"], i["from"]) for i in found["inputs"] if i["change"] == "renamed"] == [
        ("renamed.csv", "renamed", "old/c.csv")
    ]
    assert [i["name"] for i in found["inputs"] if i["change"] != "renamed"] == ["b.csv"]
    assert found["settings"] == [{"name": "tail.threshold", "change": "changed", "from": "100", "to": "50"}]
    assert (found["version"], found["reference"]) == ([], [])
    changes = {change["figure"]: change for change in found["figures"]}
    assert changes["2023/24 total"] == {
        "figure": "2023/24 total",
        "change": "changed",
        "from": "230.00",
        "to": "230.50",
        "difference": "0.50",
    }
    assert changes["2023/24 suppliers_under"]["difference"] == -2
    assert "2023/24 supplier BETA PLC" not in changes


def test_a_diff_with_a_run_that_published_nothing_says_so(history: Project) -> None:
    found = asked(history, "runs", "diff", "previous", "latest")
    assert (found["figures"], len(found["without_figures"])) == ([], 1)
    assert [(i["name"], i["change"]) for i in found["inputs"]] == [("notes.txt", "added")]


@pytest.mark.parametrize("command", [CSV_AND_JSON, ("ingest",)])
def test_a_file_that_was_only_touched_leaves_a_run_that_published_nothing_and_a_report_that_is_still_known(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    made = project(tmp_path, {"a.csv": r12(*ROWS[:2])})
    for _ in range(2):
        assert lccspend("-C", str(tmp_path), *command).exit_code == 0
        os.utime(made.raw / "a.csv", (1, 1))
    touched, first = records(made)
    assert [run.result for run in (first, touched)] == ["published", "unchanged"]
    assert touched.reports == first.reports
    if command == CSV_AND_JSON:
        rebuilt = asked(made, "runs", "rebuild", "latest", "--to", str(tmp_path / "again"))
        assert all(file["same"] for file in rebuilt["files"])


@pytest.mark.parametrize("command", [("show", "2"), ("show", "nonsense"), ("diff", "x", "latest")])
def test_an_id_that_is_not_unique_or_not_there_is_refused_with_those_that_are(
    history: Project, command: tuple[str, ...]
) -> None:
    result = lccspend("-C", str(history.root), "runs", *command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert folder_of(history).glob("*.json")
    assert next(records(history)).id in result.stderr


def test_no_person_is_named_in_a_record_or_the_summary_and_the_kept_texts_are_the_owners_alone(
    history: Project,
) -> None:
    shown = [*folder_of(history).glob("*.json"), last_run_file(history)]
    assert [path.name for path in shown if NAME in path.read_text("utf-8").casefold()] == []
    kept = [path for path in folder_of(history).rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    digest = next(records(history)).decided["data/reference/supplier_classes.csv"]
    assert NAME in (kept_text(history, digest) or b"").decode().casefold()


def test_a_report_is_rebuilt_to_the_byte_when_its_inputs_are_there_under_any_name(
    history: Project, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in history.root.rglob("*") if path.is_file()}
    first = asked(history, "runs")["runs"][2]["id"]
    (history.raw / "b.csv").rename(tmp_path / "b.csv")
    rebuilt = asked(history, "runs", "rebuild", first, "--to", str(tmp_path / "again"))
    (tmp_path / "b.csv").rename(history.raw / "b.csv")
    assert {file["file"] for file in rebuilt["files"]} >= {"procurement-spend-2023-24.json", "tables/bands-all.csv"}
    assert all(file["same"] for file in rebuilt["files"])
    assert '"230.00"' in (tmp_path / "again" / "procurement-spend-2023-24.json").read_text("utf-8")
    assert [path.name for path in (tmp_path / "again").iterdir() if path.name.startswith(".")] == []
    assert {path: path.stat().st_mtime_ns for path in history.root.rglob("*") if path.is_file()} == before


def test_a_report_whose_inputs_are_gone_or_changed_is_not_rebuilt_and_they_are_named(
    history: Project, tmp_path: Path
) -> None:
    aside, text = tmp_path / "renamed.csv", (history.raw / "a.csv").read_bytes()
    (history.raw / "renamed.csv").rename(aside)
    (history.raw / "a.csv").write_bytes(text + b"\n")
    result = lccspend("-C", str(history.root), "runs", "rebuild", "previous", "--to", str(tmp_path / "again"))
    aside.rename(history.raw / "renamed.csv")
    (history.raw / "a.csv").write_bytes(text)
    assert result.exit_code == 1
    assert "a.csv (changed), renamed.csv (gone)" in result.stderr
    assert not (tmp_path / "again").exists()


def test_only_a_run_that_wrote_a_report_is_rebuilt_and_only_into_an_empty_folder(
    history: Project, tmp_path: Path
) -> None:
    refused = lccspend("-C", str(history.root), "runs", "rebuild", "latest", "--to", str(tmp_path))
    assert "wrote no report" in refused.stderr
    (tmp_path / "mine.txt").touch()
    refused = lccspend("-C", str(history.root), "runs", "rebuild", "previous", "--to", str(tmp_path))
    assert (refused.exit_code, "is not an empty folder" in refused.stderr) == (1, True)


def begun(made: Project, second: int) -> Run:
    started = datetime(2024, 6, 30, 12, 0, second, tzinfo=UTC)
    made.processed.mkdir(parents=True, exist_ok=True)
    return Run(
        id=run_id(started),
        command="ingest",
        version="0.1.0",
        day=started.date(),
        started=started,
        settings="",
        decided={"lccspend.toml": "0" * 64},
    )


def test_a_run_that_never_ended_is_running_while_it_lives_and_interrupted_after(tmp_path: Path) -> None:
    made = project(tmp_path, {})
    alive = begin(made, begun(made, 1), {"0" * 64: b""})
    assert results(made) == [("running", None)]
    alive.release()
    assert results(made) == [("interrupted", None)]
    assert "interrupted" in lccspend("-C", str(tmp_path), "doctor", "--format", "csv").stdout


def test_the_oldest_runs_and_what_only_they_speak_of_are_forgotten(tmp_path: Path) -> None:
    made = project(tmp_path, {}, "[runs]\nkeep = 2\n")
    for second in (1, 2, 3):
        begin(made, begun(made, second), {"0" * 64: b""}).release()
    assert lccspend("-C", str(tmp_path), "ingest").exit_code == 1
    assert results(made) == [("refused", 1), ("interrupted", None)]
    (tmp_path / "lccspend.toml").write_text("[runs]\nkeep = 1\n", encoding="utf-8")
    lccspend("-C", str(tmp_path), "ingest")
    kept = [path.name for path in (folder_of(made) / "kept").iterdir()]
    assert kept == list(next(records(made)).decided.values())


def test_a_damaged_record_is_passed_over_and_no_run_is_an_empty_list(tmp_path: Path) -> None:
    made = project(tmp_path, {})
    assert asked(made, "runs") == {"runs": []}
    folder_of(made).mkdir(parents=True)
    for damaged in (b"{", b'{"id": "\xff"}'):
        (folder_of(made) / "20240630-120000-0000.json").write_bytes(damaged)
        assert asked(made, "runs") == {"runs": []}


def test_a_build_that_cannot_be_recorded_is_built_all_the_same(tmp_path: Path) -> None:
    made = project(tmp_path, {"a.csv": r12(ROWS[0])})
    made.processed.mkdir(parents=True)
    (made.processed / "runs").write_text("in the way", encoding="utf-8")
    result = lccspend("-C", str(tmp_path), "ingest", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["counted"]["rows"]) == (0, 1)
    assert "This run is not recorded" in result.stderr


@pytest.mark.parametrize("fault", [ZeroDivisionError, PanicException])
def test_a_fault_of_the_program_is_recorded_by_its_kind_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise fault("in the row of Ann Quernwick")

    monkeypatch.setattr("lccspend.commands.build.run", broken)
    made = project(tmp_path, {})
    assert lccspend("-C", str(tmp_path), "ingest").exit_code == 70
    run = asked(made, "runs", "show", "latest")
    assert (run["result"], run["message"]) == ("failed", f"lccspend met a fault of its own ({fault.__name__}).")


@pytest.mark.parametrize(
    "words", [("nonsense",), ("show", "a", "b"), ("diff", "a", "b", "c"), ("rebuild", "latest"), ("show", "--to", "x")]
)
def test_words_that_make_no_question_are_a_wrong_use_and_told_the_right_ones(
    history: Project, words: tuple[str, ...]
) -> None:
    result = lccspend("-C", str(history.root), "runs", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`runs rebuild ID --to DIR`" in result.stderr


def test_the_latest_run_is_shown_and_the_latest_two_are_compared_when_none_is_named(history: Project) -> None:
    assert asked(history, "runs", "show") == asked(history, "runs", "show", "latest")
    assert asked(history, "runs", "diff") == asked(history, "runs", "diff", "previous", "latest")


def test_a_run_that_another_one_keeps_out_is_recorded_without_reading_anything(tmp_path: Path) -> None:
    made = project(tmp_path, {"a.csv": r12(ROWS[0])})
    made.processed.mkdir(parents=True)
    with FileLock(made.processed / ".lock"):
        assert lccspend("-C", str(tmp_path), "ingest").exit_code == 4
    assert results(made) == [("refused", 4)]
    assert next(records(made)).inputs == {}


def test_registers_that_the_settings_name_are_inputs_and_found_again(tmp_path: Path) -> None:
    settings = '[registers]\ncompanies_house = "beside/companies.csv"\n'
    made = project(tmp_path / "p", {"a.csv": r12(ROWS[0])}, settings)
    (made.root / "beside").mkdir()
    written(made.root / "beside" / "companies.csv", companies({}))
    assert lccspend("-C", str(made.root), *CSV_AND_JSON).output == ""
    assert set(asked(made, "runs", "show")["inputs"]) == {"a.csv", "beside/companies.csv"}
    rebuilt = asked(made, "runs", "rebuild", "latest", "--to", str(tmp_path / "again"))
    assert all(file["same"] for file in rebuilt["files"])


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_run_that_is_refused_for_a_link_out_of_the_folder_is_recorded_too(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"a.csv": r12(ROWS[0])})
    (tmp_path / "outside.csv").write_text(r12(ROWS[1]), encoding="utf-8")
    (made.raw / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert lccspend("-C", str(made.root), "ingest").exit_code == 1
    assert results(made) == [("refused", 1)]
