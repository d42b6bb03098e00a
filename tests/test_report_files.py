"""The files of a report: HTML, CSV, XLSX and JSON say the same, whatever names the data hold."""

import csv
import io
import json
import os
import re
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import fastexcel
import pytest
from report_figures import (
    TODAY,
    five_years,
)
from report_odd import SAMPLE, YEAR, odd_figures
from report_pages import parsed, sections, tables, text_of

from lccspend.errors import SettingsError, SpendError
from lccspend.figures import Figures
from lccspend.report.context import build_report
from lccspend.report.filters import printed
from lccspend.report.model import Absent, Column, Kind, Report, Share, Table
from lccspend.report.render import render
from lccspend.report.tables import to_csv
from lccspend.report.templates import template_folders
from lccspend.report.workbook import sheet_name, to_xlsx
from lccspend.sample.targets import POUND, YEARS
from lccspend.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "report"


def written(of: Figures, folder: Path, settings: Settings = SAMPLE, *formats: str) -> tuple[Report, dict[str, bytes]]:
    report = build_report(of, settings, YEAR, 10, TODAY)
    paths = render(report, settings, folder, formats or ("html", "xlsx", "csv", "json"))
    return report, {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def html_of(of: Figures, folder: Path, settings: Settings = SAMPLE) -> str:
    return written(of, folder, settings, "html")[1]["procurement-spend-2023-24.html"].decode()


@cache
def odd(name: str) -> tuple[Report, dict[str, bytes]]:
    """Every file but the PDF of one of the odd reports, or of the one of five years; each is made once."""
    of = five_years() if name == "five years" else odd_figures()[name]
    with TemporaryDirectory() as folder:
        return written(of, Path(folder))


def page_of(name: str) -> str:
    return odd(name)[1]["procurement-spend-2023-24.html"].decode()


def test_the_files_have_the_names_that_are_promised() -> None:
    _, files = odd("five years")
    assert {name for name in files if "/" not in name} == {
        "procurement-spend-2023-24.html",
        "procurement-spend-2023-24.xlsx",
        "procurement-spend-2023-24.json",
    }
    assert {"tables/locality-by-year.csv", "tables/top-suppliers.csv", "tables/data-dictionary.csv"} <= set(files)


@pytest.mark.parametrize("name", odd_figures())
def test_odd_figures_print_whole_tables_and_agree_in_every_format(name: str) -> None:
    report, files = odd(name)
    page = tables(files["procurement-spend-2023-24.html"].decode())
    book = fastexcel.read_excel(files["procurement-spend-2023-24.xlsx"])
    for table in report.tables:
        rows = [*table.rows, *table.totals]
        text = list(csv.reader(io.StringIO(files[f"tables/{table.name}.csv"].decode())))
        assert text[0] == [column.key for column in table.columns]
        sheet = book.load_sheet(sheet_name(table), header_row=None, dtypes="string").to_polars().rows()
        for row, on_page, in_csv, in_sheet in zip(rows, page[table.name], text[1:], sheet[-len(rows) :], strict=True):
            for (column, cell), shown, stored, kept in zip(table.cells(row), on_page, in_csv, in_sheet, strict=False):
                assert shown == " ".join(printed(cell, column.kind).split())
                assert shown
                assert_equal(cell, stored, str(kept))


def test_no_column_is_called_like_the_kind_of_another_whose_style_it_would_take() -> None:
    for table in odd("five years")[0].tables:
        assert {column.key for column in table.columns if column.key != column.kind} & set(get_args(Kind)) == set()


@pytest.mark.parametrize("name", ["five years", *sorted(odd_figures())])
def test_every_mark_that_stands_in_a_cell_is_explained_below_its_table(name: str) -> None:
    for table in odd(name)[0].tables:
        marks = {f"[{c.mark}]" for row in (*table.rows, *table.totals) for c in row if isinstance(c, Absent)}
        assert marks <= {note[:3] for note in table.notes}, table.name


def assert_equal(cell: object, stored: str, kept: str) -> None:
    """One cell in CSV and in XLSX: numbers are exact, text is itself, behind a quote where it could be a formula."""
    exact = cell.exact if isinstance(cell, Share) else cell
    if isinstance(exact, Absent):
        assert (stored, kept) == ("", f"[{exact.mark}]")
    elif isinstance(exact, str):
        assert stored.removeprefix("'") == exact
        assert stored[0] not in "=+-@\t\r"
        assert kept[0] not in "=+-@\t\r"
    else:
        assert Decimal(stored) == Decimal(kept) == exact  # type: ignore[arg-type]


@pytest.mark.parametrize("name", odd_figures())
def test_a_page_is_well_formed_and_accessible_whatever_it_holds(name: str) -> None:
    root = parsed(page_of(name))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in root.iter("table"):
        assert text_of(table.find("caption"))
        assert all(th.get("scope") == "col" for th in table.findall("thead/tr/th"))
        assert all(row.find("th").get("scope") == "row" for row in table.findall("tbody/tr"))
        assert len({len(row) for row in table.iter("tr")}) == 1
    for drawing in root.iter("svg"):
        assert text_of(drawing[0])
        assert drawing.get("aria-labelledby") == drawing[0].get("id")
    targets = {element.get("href", "#")[1:] for element in root.iter("a")}
    assert targets <= set(ids)


@pytest.mark.parametrize("name", ["hostile", "credits"])
def test_a_page_asks_for_nothing_and_runs_nothing(name: str) -> None:
    html = page_of(name)
    root = parsed(html)
    assert not list(root.iter("script"))
    assert not [e.tag for e in root.iter() for a in e.attrib if a.startswith("on") or a in {"src", "srcset", "action"}]
    assert {e.get("href", "")[:1] for e in root.iter() if e.get("href")} == {"#"}
    assert set(re.findall(r"url\(.{12}", html)) == {'url("data:font/w'}
    assert "@import" not in html


@pytest.mark.parametrize("name", ["five years", *sorted(odd_figures())])
def test_one_thing_is_told_in_the_singular(name: str) -> None:
    things = "checks|contracts|invoices|months|names|rows|suppliers"
    assert re.findall(rf"(?<![\d,.])1 (?:{things})\b", text_of(parsed(page_of(name)))) == []


def test_names_from_outside_print_as_they_are_and_are_never_run() -> None:
    rows = tables(page_of("hostile"))["top-suppliers"]
    assert [row[0] for row in rows][:3] == ["<script>alert(1)</script>", "{{7*7}}", "{% for x in y %}"]
    assert rows[8][0] == "AB C"


def test_text_that_begins_like_a_formula_is_quoted_in_csv_and_xlsx_but_amounts_and_json_are_not() -> None:
    _, files = odd("hostile")
    lines = files["tables/top-suppliers.csv"].decode()
    assert "\n'=HYPERLINK(1)," in lines
    assert "\n'-1 LTD," in lines
    credit = to_csv(build_report(odd_figures()["credits"], SAMPLE, YEAR, 5, TODAY).tables[0])
    assert "\n2023/24,-40.00,-70.00," in credit
    names = [s["supplier"] for s in document(files)["suppliers"]["years"][0]["suppliers"]]
    assert "=HYPERLINK(1)" in names


def test_a_quantity_keeps_its_decimals_in_csv() -> None:
    column = Column("hours", "Hours", "quantity")
    rows = ((Decimal("0.005"),), (Decimal("-1234.375"),), (Decimal(30),))
    assert to_csv(Table("hours", "Hours given", (column,), rows)) == "hours\n0.005\n-1234.375\n30\n"


def document(files: dict[str, bytes]) -> dict:
    return json.loads(files["procurement-spend-2023-24.json"])


def test_json_holds_the_figures_as_the_commands_print_them() -> None:
    _, files = odd("five years")
    year = document(files)["locality"]["years"][2]
    assert (year["financial_year"], year["percent"], year["unknown"]) == ("2021/22", None, "1090000000.00")
    assert document(files)["tail"]["years"][0]["bands"][-1]["from"] == "0.00"
    assert document(files)["sample"] is True


def test_csv_keeps_pence_and_two_decimals_of_a_percentage() -> None:
    _, files = odd("five years")
    lines = files["tables/locality-by-year.csv"].decode().splitlines()
    assert lines[0] == "financial_year,lancashire,total,percent,marks"
    assert lines[3] == "2021/22,,1090000000.00,,[x]"
    assert lines[5] == "2023/24,850000000.00,1638345678.91,51.88,[b]"


def test_the_workbook_opens_with_contents_that_list_each_table() -> None:
    report, files = odd("five years")
    book = fastexcel.read_excel(files["procurement-spend-2023-24.xlsx"])
    assert book.sheet_names == ["Contents", "Notes", *(sheet_name(table) for table in report.tables)]
    rows = book.load_sheet("Contents", header_row=None, dtypes="string").to_polars().rows()
    assert "SAMPLE DATA" in str(rows[1][0])
    assert [row[1] for row in rows[-len(report.tables) :]] == [table.title for table in report.tables]


def test_sample_data_is_stamped_on_the_page_and_only_there_where_it_is_one(tmp_path: Path) -> None:
    stamped, plain = page_of("five years"), html_of(odd_figures()["three rows"], tmp_path, Settings())
    assert text_of(next(parsed(stamped).iter("title"))).endswith("(DRAFT, SAMPLE DATA)")
    assert stamped.count("SAMPLE DATA") >= 3
    assert "SAMPLE DATA" not in plain


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(five_years(), tmp_path)[1] == odd("five years")[1]


def test_a_workbook_bears_the_day_of_the_report_and_no_clock(tmp_path: Path) -> None:
    report, _ = written(five_years(), tmp_path, SAMPLE, "csv")
    assert to_xlsx(report) == to_xlsx(report)


def test_another_council_is_not_told_of_the_first(tmp_path: Path) -> None:
    rutland = Settings(authority={"name": "Rutland County Council", "area": "Rutland", "region": "London"})  # type: ignore[arg-type]
    html = html_of(odd_figures()["three rows"], tmp_path, rutland)
    names = {"lancashire-12", "West Lancashire", "2023/24 lancashire"}  # the test's own districts; a name to trace by
    for name in names:
        html = html.replace(name, "")
    assert not re.search("lancashire", re.sub(r"<[^>]+>", "", html), re.IGNORECASE)
    assert "Rest of London" in html


def test_code_and_templates_name_no_council_and_hold_no_published_figure() -> None:
    published = [str(pence // POUND) for year in YEARS for pence in (year.total, year.home) if pence]
    sources = [
        *(ROOT / "lccspend" / "report").rglob("*.py"),
        *(ROOT / "lccspend" / "metrics").rglob("*.py"),
        *(ROOT / "lccspend" / "report" / "charts").glob("*.vl.json"),
        *(path for path in (ROOT / "reports" / "templates").rglob("*") if path.is_file()),
    ]
    assert len(sources) > 30
    for path in sources:
        text = path.read_text("utf-8")
        assert "Lancashire" not in text, path
        bare = text.replace(",", "").replace("_", "")
        assert not [figure for figure in published if figure in bare], path


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")) or ["locality"])
def test_a_section_is_the_golden_one(name: str) -> None:
    """To write the golden files anew: REWRITE_GOLDEN=1 pytest tests/test_report_files.py, then read the difference."""
    made = sections(page_of("five years"))
    if os.environ.get("REWRITE_GOLDEN"):
        for section, text in made.items():
            (GOLDEN / f"{section}.html").write_text(text, "utf-8")
    assert set(made) == {path.stem for path in GOLDEN.glob("*.html")}
    assert made[name] == (GOLDEN / f"{name}.html").read_text("utf-8")


def own_templates(folder: Path, old: str, new: str) -> Settings:
    """A copy of report.html alone, with one text of it replaced; the other templates are those of the package."""
    folder.mkdir(parents=True)
    page = (template_folders()[0] / "report.html").read_text("utf-8")
    (folder / "report.html").write_text(page.replace(old, new), "utf-8")
    return Settings(report={"templates": folder})  # type: ignore[arg-type]


def test_a_council_may_bring_its_own_templates(tmp_path: Path) -> None:
    settings = own_templates(tmp_path / "own", "<footer>", "<footer>Printed in house. ")
    assert "Printed in house." in html_of(five_years(), tmp_path, settings)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("{{ report.no_such_thing }}", "no_such_thing"),
        ("{% for %}", "report.html, line"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_fault_in_a_template_is_named_and_prints_nothing(new: str, said: str, tmp_path: Path) -> None:
    settings = own_templates(tmp_path / "own", "<footer>", f"<footer>{new}")
    with pytest.raises(SpendError, match=said):
        html_of(five_years(), tmp_path, settings)
    assert not list(tmp_path.glob("*.html"))


def test_templates_that_are_not_there_are_asked_for_by_name(tmp_path: Path) -> None:
    settings = Settings(report={"templates": tmp_path / "none"})  # type: ignore[arg-type]
    with pytest.raises(SpendError, match=r"no folder .*none"):
        html_of(five_years(), tmp_path, settings)


def test_a_colour_too_pale_to_read_is_refused(tmp_path: Path) -> None:
    toml = tmp_path / "lccspend.toml"
    toml.write_text('[report]\ncolour = "#9fd3e8"\n', "utf-8")
    with pytest.raises(SettingsError, match="too pale to read on white"):
        read_settings(toml)
