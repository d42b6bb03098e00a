"""What changes while a build runs: files that are still being copied wait, and decisions are obeyed whole."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger import project, r12, table
from rebuilds import APPROVED, on, run, two_files

from lccspend import store
from lccspend.errors import SourceError, SpendError
from lccspend.etl import build as etl_build
from lccspend.etl import sources
from lccspend.project import Project
from lccspend.store import changes_since, inputs, read_figures


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", on("2024-06-30"))


@pytest.fixture
def counted(tmp_path: Path) -> Project:
    return two_files(tmp_path, None)


def meanwhile(patch: pytest.MonkeyPatch, label: str, event: Callable[[], object]) -> None:
    """Something happens to a file of data/raw while it is read, each time it is."""
    real = sources.read_grids

    def spy(path: Path, name: str, *rest: object) -> object:
        grids = list(real(path, name, *rest))
        if name == label:
            event()
        return grids

    patch.setattr(sources, "read_grids", spy)


def grow(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "ACME LTD,1,9,2023-06-01,1.00\n", encoding="utf-8")


def test_a_new_file_that_is_still_being_copied_is_left_for_the_next_run(
    counted: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = run(counted, None).figures.books.counted
    late = counted.raw / "late.csv"
    late.write_text(r12({"invoice": "7"}), encoding="utf-8")
    with monkeypatch.context() as patch:
        meanwhile(patch, "late.csv", lambda: grow(late))
        outcome = run(counted, None)
    assert (outcome.left, outcome.figures.books.counted) == (("late.csv",), before)
    assert "Still being copied, so left for the next run: late.csv." in caplog.text
    assert "late.csv" in changes_since(counted, read_figures(counted))[0]
    assert run(counted, None).figures.books.counted.pounds == 301


def test_a_file_that_is_being_replaced_counts_as_it_was_until_the_next_run(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    with monkeypatch.context() as patch:
        meanwhile(patch, "a.csv", lambda: grow(path))
        outcome = run(counted, None)
    assert (outcome.left, outcome.figures.books.counted.pounds) == (("a.csv",), 200)
    assert (run(counted, None).left, read_figures(counted).books.counted.pounds) == ((), 106)


def test_a_file_that_is_taken_away_while_it_is_read_is_gone(counted: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    meanwhile(monkeypatch, "a.csv", path.unlink)
    outcome = run(counted, None)
    assert (outcome.left, outcome.gone, outcome.figures.books.counted.pounds) == ((), ("a.csv",), 100)


def test_a_file_that_cannot_be_read_while_it_is_copied_does_not_stop_the_others(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = counted.raw / "late.csv"
    late.write_text("", encoding="utf-8")
    real = sources.read_grids

    def spy(path: Path, name: str, *rest: object) -> object:
        if path == late:
            grow(late)
        return real(path, name, *rest)

    monkeypatch.setattr(sources, "read_grids", spy)
    assert run(counted, None).left == ("late.csv",)


def test_files_that_never_come_to_rest_end_in_an_error_that_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(tmp_path, {"a.csv": r12({})})
    meanwhile(monkeypatch, "a.csv", lambda: grow(made.raw / "a.csv"))
    with pytest.raises(SpendError, match="There are no payments"):
        run(made)
    monkeypatch.setattr(inputs.Inputs, "moving", lambda _self: {"a.csv"})
    with pytest.raises(SourceError, match=r"a\.csv: changed again and again"):
        run(made)


def test_a_file_whose_time_or_rights_change_while_it_is_read_stands_still(
    counted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = counted.raw / "a.csv"
    path.write_text(r12({"amount": "5.00"}), encoding="utf-8")
    meanwhile(monkeypatch, "a.csv", lambda: (path.chmod(0o600), os.utime(path, (5, 5))))
    assert (run(counted, None).left, read_figures(counted).books.counted.pounds) == ((), 105)


def test_a_file_that_stands_still_is_read_whatever_its_time(counted: Project) -> None:
    (counted.raw / "c.csv").write_text(r12({"invoice": "8"}), encoding="utf-8")
    os.utime(counted.raw / "c.csv", (4_000_000_000, 4_000_000_000))
    assert (run(counted, None).left, read_figures(counted).books.counted.rows) == ((), 3)
    assert run(counted, None).built == "nothing"


EXCLUDED = "supplier_number,supplier,invoice_number,invoice_type,category,business_unit,reason,author,date"


@pytest.mark.parametrize("place", ["data/reference/exclusions.csv", "lccspend.toml"])
def test_a_decision_that_is_changed_while_a_build_runs_is_the_one_obeyed(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {"a.csv": r12({"amount": "1.00", "number": "1"}, {"amount": "2.00", "number": "2", "supplier": "DOE"})}
    lines = {number: table(EXCLUDED, f"{number},,,,,,r,a,d") for number in "12"}
    made = project(tmp_path, rows, APPROVED, {"exclusions.csv": lines["1"]})
    later = {"data/reference/exclusions.csv": lines["2"], "lccspend.toml": "[tail]\nthreshold = 5\n"}
    real, calls = etl_build.read_registers, []

    def change_once(*given: object) -> object:
        if not calls:
            (tmp_path / place).write_text(later[place])
        calls.append(1)
        return real(*given)

    monkeypatch.setattr(etl_build, "read_registers", change_once)
    found = run(made, None).figures
    assert len(calls) == 2
    assert (found.books.counted.pounds, found.tail[0].threshold) == ((1, 100000) if place[0] == "d" else (2, 5))
    assert run(Project(tmp_path), None).built == "nothing"


def test_decisions_that_are_changed_all_the_time_are_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(tmp_path, {"a.csv": r12({})}, APPROVED)
    numbers = iter(range(99))
    monkeypatch.setattr(store, "settings_digest", lambda _made: str(next(numbers)))
    with pytest.raises(SourceError, match="The settings or files in data/reference: changed again and again"):
        run(made, None)
