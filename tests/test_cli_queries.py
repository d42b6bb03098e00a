"""The queries: filtered copies of the last published build, years checked, and a warning when it is out of date."""

import json
from pathlib import Path
from typing import Any

import ledger
import pytest
from cli_project import lccspend, publish, stand_in
from msgspec.structs import replace
from output_answers import award_year, figures

from lccspend import store
from lccspend.figures import Cell


@pytest.fixture
def here(tmp_path: Path) -> str:
    return str(publish(tmp_path).root)


def answer(here: str, *arguments: str) -> Any:
    result = lccspend("-C", here, *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_locality_gives_every_year_with_the_keys_of_the_contract(here: str) -> None:
    given = answer(here, "locality")
    assert given["definition"] == "lancashire-12"
    assert [year["financial_year"] for year in given["years"]] == ["2022/23", "2023/24"]
    assert list(given["years"][1]) == [
        *("financial_year", "total", "lancashire", "north_west", "elsewhere", "overseas", "unknown"),
        *("percent", "percent_low", "percent_high", "percent_estimated", "coverage_percent"),
        *("months", "months_missing", "sources", "marks"),
    ]


@pytest.mark.parametrize("text", ["2023/24", "2023-24", "2023/2024"])
def test_a_year_is_understood_as_people_write_it(here: str, text: str) -> None:
    assert [y["financial_year"] for y in answer(here, "locality", "--year", text)["years"]] == ["2023/24"]


def test_years_asked_for_twice_and_backwards_come_once_and_in_order(here: str) -> None:
    given = answer(here, "locality", "--year", "2023-24", "--year", "2022/23", "--year", "2023/24")
    assert [year["financial_year"] for year in given["years"]] == ["2022/23", "2023/24"]


@pytest.mark.parametrize("command", ["locality", "tail", "suppliers", "awards"])
@pytest.mark.parametrize("year", ["2019/20", "nonsense", "2023/25"])
def test_an_unknown_year_names_the_years_held(here: str, command: str, year: str) -> None:
    result = lccspend("-C", here, command, "--year", year)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"No figures are held for {year}.\nYears held: 2022/23, 2023/24." in result.stderr


def test_stored_groups_answer_for_the_stored_home_area(here: str) -> None:
    groups = answer(here, "locality", "--by", "district", "--definition", "lancashire-12")["years"][0]["groups"]
    assert [group["group"] for group in groups] == ["Preston", "north_west"]


@pytest.fixture
def with_cells(here: str) -> str:
    """£600 in Preston in April 2023 and £400 in Blackburn in May, as the store keeps them."""
    cells = [
        Cell("2023/24", "2023-04", "E07000123", "E07000123", 60000, 60000),
        Cell("2023/24", "2023-05", "E06000008", "E06000008", 40000, 40000),
    ]
    store.write_json(Path(here) / "data" / "processed" / store.cells_file("month"), cells)
    return here


@pytest.mark.parametrize(("home", "inside"), [("lancashire-14", "1000.00"), ("lancashire-12", "600.00")])
def test_another_home_area_is_answered_without_a_rebuild(with_cells: str, home: str, inside: str) -> None:
    years = answer(with_cells, "locality", "--definition", home, "--by", "month", "--year", "2023-24")["years"]
    assert [year["lancashire"] for year in years] == [inside]
    assert [(group["group"], group["total"]) for group in years[0]["groups"]] == [
        ("2023-04", "600.00"),
        ("2023-05", "400.00"),
    ]


def test_an_unknown_home_area_is_the_users_to_mend(with_cells: str) -> None:
    result = lccspend("-C", with_cells, "locality", "--definition", "lancashire-13")
    assert result.exit_code == 1
    assert "lancashire-14" in result.stderr


def test_tail_is_of_all_unless_procurement_is_asked_for(here: str) -> None:
    assert [year["population"] for year in answer(here, "tail")["years"]] == ["all", "all"]
    assert {year["population"] for year in answer(here, "tail", "--population", "procurement")["years"]} == {
        "procurement"
    }


def listed(given: Any) -> list[int]:
    return [supplier["rank"] for supplier in given["years"][-1]["suppliers"]]


def test_suppliers_are_cut_at_the_top_asked_for(here: str) -> None:
    assert listed(answer(here, "suppliers", "--top", "3")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("label", "ranks"),
    [("£5m and over", [1]), ("£1m-£5m", [2]), ("£50k-£1m", [3]), ("under £50k", [4, 5, 6]), ("UNDER £50K", [4, 5, 6])],
)
def test_a_band_holds_its_lower_limit_and_the_lowest_nothing_or_less(here: str, label: str, ranks: list[int]) -> None:
    assert listed(answer(here, "suppliers", "--band", label)) == ranks


def test_an_unknown_band_names_the_known_ones(here: str) -> None:
    result = lccspend("-C", here, "suppliers", "--band", "£2m")
    assert result.exit_code == 1
    assert "Bands: £5m and over, £1m-£5m, £50k-£1m, under £50k." in result.stderr


@pytest.mark.parametrize(("text", "ranks"), [("cafe", [5]), ("AND SONS", [1]), ("& sons", [1]), ("zzz", [])])
def test_a_search_looks_anywhere_in_the_name_whatever_case_and_accents(here: str, text: str, ranks: list[int]) -> None:
    assert listed(answer(here, "suppliers", "--search", text)) == ranks


def test_awards_list_all_twelve_months(here: str) -> None:
    months = answer(here, "awards", "--year", "2023/24")["years"][0]["months"]
    assert [month["month"] for month in months][::11] == ["2023-04", "2024-03"]
    assert months[0]["notes"] == ["=cmd", "a second; note"]


def test_a_year_without_awards_is_empty_and_says_so(here: str) -> None:
    result = lccspend("-C", here, "awards", "--year", "2022/23", "--format", "json")
    assert json.loads(result.stdout) == {"years": []}
    assert "No contract awards are held for 2022/23." in result.stderr


def test_a_failed_check_is_shown_and_ends_in_exit_code_3(tmp_path: Path) -> None:
    publish(tmp_path, figures(verdict="fail"))
    result = lccspend("-C", str(tmp_path), "check", "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["verdict"] == "fail"
    assert "Failed: coverage." in result.stderr


def test_a_warning_does_not_fail_the_check(here: str) -> None:
    assert answer(here, "check")["verdict"] == "warn"


def test_a_query_before_any_build_says_what_to_run(tmp_path: Path) -> None:
    result = lccspend("-C", str(tmp_path), "locality")
    assert result.exit_code == 1
    assert "Run `lccspend ingest`." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_changed_raw_file_warns_on_standard_error_only(tmp_path: Path) -> None:
    project = publish(tmp_path)
    (project.raw / "new.csv").write_text("x")
    result = lccspend("-C", str(tmp_path), "tail", "--format", "json")
    assert result.exit_code == 0
    assert "Warning: data/raw has changed" in result.stderr
    json.loads(result.stdout)


def test_quiet_leaves_the_warning_out(tmp_path: Path) -> None:
    project = publish(tmp_path)
    (project.raw / "new.csv").write_text("x")
    assert lccspend("-C", str(tmp_path), "tail", "--quiet").stderr == ""


def test_a_postcode_needs_no_build(tmp_path: Path) -> None:
    given = answer(str(tmp_path), "postcode", "pr1 8xj", "nonsense")
    assert [(entry["input"], entry["postcode"], entry["locality"]) for entry in given] == [
        ("pr1 8xj", "PR1 8XJ", "lancashire"),
        ("nonsense", None, "unknown"),
    ]


@pytest.mark.parametrize("style", ["json", "csv", "markdown", "table"])
def test_bytes_that_are_no_text_are_answered_in_every_format(tmp_path: Path, style: str) -> None:
    ledger.project(tmp_path, {})
    target = tmp_path / "answer"
    result = lccspend("-C", str(tmp_path), "postcode", "\udcff", "--format", style, "--output", str(target))
    assert (result.exit_code, result.stderr) == (0, "")
    assert b"none" in target.read_bytes()


def test_a_project_folder_whose_name_is_no_text_is_the_users_to_rename(tmp_path: Path) -> None:
    folder = tmp_path / "p\udcff"
    for command in ("init", "ingest", "doctor"):
        result = lccspend("-C", str(folder), command)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "is no UTF-8 text.\nRename the folder." in result.stderr
        folder.mkdir(exist_ok=True)


def test_the_words_of_a_figure_need_no_quotes(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from decimal import Decimal

    from lccspend.traces import Trace

    def rows_behind(_project: object, figure: str) -> Trace:
        return Trace(figure=figure, value=Decimal("0.00"), rows=(), sum=Decimal("0.00"))

    stand_in(monkeypatch, "lccspend.etl.trace", trace=rows_behind)
    assert answer(here, "trace", "2023/24", "supplier", "ACME LTD")["figure"] == "2023/24 supplier ACME LTD"


def test_an_answer_goes_to_the_file_asked_for_and_nowhere_else(here: str, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    result = lccspend("-C", here, "locality", "--output", str(target))
    assert result.stdout == ""
    assert target.read_bytes().startswith(b"definition,financial_year,total,")


@pytest.mark.parametrize(("ending", "start"), [("json", "{"), ("md", "**"), ("csv", "definition,"), ("dat", "defin")])
def test_the_ending_of_a_file_says_its_format(here: str, tmp_path: Path, ending: str, start: str) -> None:
    target = tmp_path / f"answer.{ending}"
    lccspend("-C", here, "locality", "--output", str(target))
    assert target.read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    "command",
    [
        ("locality", "--output"),
        ("check", "--log-file"),
        ("schedule", "cron", "--to"),
        ("runs", "rebuild", "latest", "--to"),
        ("sample",),
    ],
    ids=" ".join,
)
def test_nothing_is_written_into_data_raw(here: str, command: tuple[str, ...]) -> None:
    result = lccspend("-C", here, *command, f"{here}/data/raw/new")
    assert result.exit_code == 1
    assert "lies in data/raw, where nothing is written." in result.stderr
    assert list((Path(here) / "data/raw").iterdir()) == []


@pytest.mark.parametrize(
    "command", [("ingest",), ("suppliers", "--duplicates", "--accept", "1", "--author", "A"), ("publish-transparency",)]
)
@pytest.mark.parametrize(
    ("file", "code", "words"),
    [
        ("nowhere/answer.csv", 1, "answer.csv cannot be written: No such file or directory."),
        ("data/raw/answer.csv", 1, "answer.csv lies in data/raw"),
        ("lccspend.toml/answer.csv", 1, "answer.csv cannot be written: Not a directory."),
        ("data", 2, "data is a folder."),
        ("", 2, "--output names no file: . is a folder."),
    ],
)
def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], file: str, code: int, words: str
) -> None:
    ledger.build(ledger.project(tmp_path, {"f.csv": ledger.fusion({"amount": "900.00"})}))
    before = sorted(tmp_path.rglob("*"))
    (tmp_path / "data" / "raw" / "f.csv").write_text(ledger.fusion({"amount": "800.00"}))
    monkeypatch.chdir(tmp_path)
    result = lccspend(*command, "--output", file)
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert answer(".", "locality")["years"][0]["total"] == "900.00"


def test_a_pipe_gets_csv_unless_told_otherwise(here: str) -> None:
    assert lccspend("-C", here, "tail").stdout.startswith("financial_year,population,part,band,from,to,")
    assert "£5m and over" in lccspend("-C", here, "tail", "--format", "table").stdout
    assert lccspend("-C", here, "tail", "--format", "markdown").stdout.startswith("**Suppliers")


def test_a_year_with_awards_alone_is_held_for_awards_alone(tmp_path: Path) -> None:
    made = figures()
    here = str(publish(tmp_path, replace(made, awards=(award_year(2018), *made.awards))).root)
    assert len(answer(here, "awards", "--year", "2018/19")["years"]) == 1
    assert lccspend("-C", here, "tail", "--year", "2018/19").exit_code == 1
