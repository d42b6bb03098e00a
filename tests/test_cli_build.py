"""build-report and ingest: what they publish, which year they report, and what they print."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_project import lccspend, stand_in
from msgspec.structs import replace
from output_answers import figures, locality_year

from lccspend import store
from lccspend.commands.editions import default_year
from lccspend.errors import CheckFailedError, SpendError
from lccspend.figures import Figures
from lccspend.project import Project


def with_months(**months: int) -> Figures:
    years = tuple(locality_year(f"20{label[1:3]}/{label[3:]}", count) for label, count in months.items())
    return replace(figures(), locality=years)


@pytest.mark.parametrize(
    ("months", "year"),
    [
        ({"y2122": 12, "y2223": 12, "y2324": 11}, "2022/23"),
        ({"y2122": 3, "y2223": 9, "y2324": 9}, "2023/24"),
        ({"y2122": 10, "y2223": 9}, "2021/22"),
    ],
)
def test_the_report_is_of_the_newest_complete_year_else_of_the_one_with_most_months(
    months: dict[str, int], year: str
) -> None:
    assert default_year(with_months(**months)) == year


def test_no_year_is_reported_when_nothing_is_counted() -> None:
    with pytest.raises(SpendError, match="Nothing is counted"):
        default_year(replace(figures(), locality=()))


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A pipeline and a report that only write down what they were asked for."""
    asked: list[Any] = []

    def prepare(project: Project, progress: Any, _inputs: Any) -> Figures:
        progress("Reading", 1, 2)
        store.write_json(store.staging(project) / store.FIGURES, figures())
        return figures()

    def build_report(
        _figures: Figures, _settings: object, year: str, years: int, _today: object, _edition: object
    ) -> str:
        asked.append((year, years))
        return year

    def render(_report: str, _settings: object, folder: Path, _formats: object) -> list[Path]:
        (folder / "tables").mkdir()
        made = [folder / "procurement-spend.pdf", folder / "tables" / "tail.csv"]
        for path in made:
            path.write_text("x")
        return made

    stand_in(monkeypatch, "lccspend.etl.build", prepare=prepare)
    stand_in(monkeypatch, "lccspend.report.context", build_report=build_report, narrative_of=dict)
    stand_in(monkeypatch, "lccspend.report.render", render=render)
    return asked


def test_build_report_prints_the_paths_it_wrote_and_nothing_else(tmp_path: Path, reported: list[Any]) -> None:
    result = lccspend("-C", str(tmp_path), "build-report", "--years", "3")
    assert result.exit_code == 0
    paths = [Path(line) for line in result.stdout.splitlines()]
    output = tmp_path.resolve() / "reports" / "output"
    assert paths == [output / "procurement-spend.pdf", output / "tables" / "tail.csv"]
    assert all(path.is_file() for path in paths)
    assert sorted(path.name for path in output.iterdir()) == ["procurement-spend.pdf", "tables"]
    assert reported == [("2023/24", 3)]


def test_build_report_reports_the_year_asked_for_with_five_years_of_history(
    tmp_path: Path, reported: list[Any]
) -> None:
    assert lccspend("-C", str(tmp_path), "build-report", "--year", "2022-23").exit_code == 0
    assert reported == [("2022/23", 5)]


def test_an_unknown_year_publishes_nothing(tmp_path: Path, reported: list[Any]) -> None:
    result = lccspend("-C", str(tmp_path), "build-report", "--year", "1999/00")
    assert result.exit_code == 1
    assert "Years held: 2022/23, 2023/24." in result.stderr
    assert not (tmp_path / "data" / "processed" / store.FIGURES).exists()
    assert reported == []


def test_a_format_whose_package_is_missing_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: list[Any]
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = lccspend("-C", str(tmp_path), "build-report", "--formats", "docx,html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "pip install python-docx" in result.stderr
    assert not (tmp_path / "data" / "processed" / store.FIGURES).exists()
    assert reported == []


def test_warnings_of_the_checks_and_the_sum_go_to_standard_error(tmp_path: Path, reported: list[Any]) -> None:
    result = lccspend("-C", str(tmp_path), "build-report", "--verbose")
    assert "Warning: coverage: Look | at this." in result.stderr
    assert "Counted 2 rows, £120.00." in result.stderr
    assert "Reading (1 of 2)" in result.stderr
    assert reported


@pytest.mark.usefixtures("reported")
def test_ingest_prints_the_books(tmp_path: Path) -> None:
    result = lccspend("-C", str(tmp_path), "ingest", "--format", "json")
    books = json.loads(result.stdout)
    assert books["balanced"] is True
    assert books["excluded_by_rule"] == {"void_unpaired": {"rows": 1, "pounds": "10.00"}}
    assert books["files"][0]["first_date"] == "2019-04-01"
    assert (tmp_path / "data" / "processed" / store.FIGURES).is_file()


def test_a_failed_check_of_a_build_ends_in_exit_code_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(_project: Project, _progress: Any, _inputs: Any) -> Figures:
        raise CheckFailedError("12 of 100 rows were rejected.", fix="See data/processed/refused.")

    stand_in(monkeypatch, "lccspend.etl.build", prepare=prepare)
    result = lccspend("-C", str(tmp_path), "ingest")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "Error: 12 of 100 rows were rejected.\nSee data/processed/refused.\n"
