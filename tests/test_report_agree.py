"""Every number of every table is the same in the PDF, the web page, the workbook, the CSV files and the JSON.

And each comparison fails when a number of its file is altered, which is tried for every table.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from report_figures import TODAY, five_years
from report_numbers import in_csv, in_html, in_json, in_pdf, in_xlsx, unlike
from report_pages import tables, tables_read_fast

from lccspend.report.charts import draw
from lccspend.report.context import build_report
from lccspend.report.model import Report
from lccspend.report.pdf import to_pdf
from lccspend.report.render import render
from lccspend.report.templates import template_folders, to_html
from lccspend.settings import Settings

STEM = "procurement-spend-2023-24"


@cache
def made() -> tuple[Report, dict[str, bytes]]:
    report = build_report(five_years(), Settings(), "2023/24", 5, TODAY)
    with TemporaryDirectory() as folder:
        paths = render(report, Settings(), Path(folder), ("html", "xlsx", "csv", "json"))
        return report, {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def with_numbers() -> list[str]:
    """The tables that hold a figure."""
    kinds = {"pounds", "about", "count", "share", "quantity"}
    return [table.name for table in made()[0].tables if kinds & {column.kind for column in table.columns}]


def other(text: str) -> str:
    """The text with its last digit changed."""
    at = max(at for at, character in enumerate(text) if character.isdigit())
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def altered_html(html: str, name: str) -> str:
    """The page with the first figure of one table changed."""
    start = html.index(f'id="table-{name}"')
    cell = re.compile(r'<td class="(?:pounds|about|count|share|quantity) \w+">[^<]*\d[^<]*</td>').search(html, start)
    assert cell
    shown = cell[0].removesuffix("</td>").rpartition(">")[2]
    changed = cell[0].replace(f">{shown}<", f">{other(shown)}<")
    return html[: cell.start()] + changed + html[cell.end() :]


def test_the_files_agree_with_the_report_and_so_with_each_other() -> None:
    report, files = made()
    assert in_html(report, files[f"{STEM}.html"]) == set()
    assert in_csv(report, files) == set()
    assert in_xlsx(report, files[f"{STEM}.xlsx"]) == set()
    assert in_json(report, files[f"{STEM}.json"]) == set()


def test_an_altered_figure_of_any_table_is_found_in_the_web_page() -> None:
    report, files = made()
    html = files[f"{STEM}.html"].decode()
    assert tables_read_fast(html) == tables(html)
    found = {name: unlike(report, tables_read_fast(altered_html(html, name))) for name in with_numbers()}
    assert found == {name: {name} for name in with_numbers()}


def test_an_altered_figure_of_any_table_is_found_in_its_csv_file() -> None:
    report, files = made()
    for name in with_numbers():
        key = f"tables/{name}.csv"
        head, _, rows = files[key].decode().partition("\n")
        assert in_csv(report, {**files, key: f"{head}\n{other(rows)}".encode()}) == {name}


def test_an_altered_figure_of_any_table_is_found_in_the_workbook() -> None:
    report, files = made()
    for name in with_numbers():
        number = next(table.number for table in report.tables if table.name == name)
        assert in_xlsx(report, altered_sheet(files[f"{STEM}.xlsx"], number + 2)) == {name}


def altered_sheet(book: bytes, number: int) -> bytes:
    """The workbook with the last number of a sheet changed; the sheets begin with contents and notes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                cell = list(re.finditer(rb'<c r="\w+" s="\d+"><v>([-\d.]+)</v>', text))[-1]
                text = text[: cell.start(1)] + other(cell[1].decode()).encode() + text[cell.end(1) :]
            new.writestr(name, text)
    return buffer.getvalue()


YEAR = "2023/24"
PLACES: dict[str, Callable[[dict[str, Any]], tuple[dict[str, Any], str]]] = {
    "locality-by-place": lambda d: (d["locality"]["years"][1], "overseas"),
    "districts": lambda d: (of_year(d["districts"])["groups"][0], "total"),
    "bands-all": lambda d: (of_year(d["tail"], "all")["bands"][3], "spend"),
    "bands-procurement": lambda d: (of_year(d["tail"], "procurement")["nil_or_credit"], "spend"),
    "top-suppliers": lambda d: (of_year(d["suppliers"], "procurement")["suppliers"][19], "spend"),
    "awards": lambda d: (of_year(d["awards"])["months"][11], "value"),
    "books": lambda d: (d["books"]["rejected"], "pounds"),
    "files": lambda d: (d["books"]["files"][1], "pounds"),
}


def of_year(answer: dict[str, Any], population: str | None = None) -> dict[str, Any]:
    years = (year for year in answer["years"] if year["financial_year"] == YEAR)
    return next(year for year in years if population in {None, year.get("population")})


@pytest.mark.parametrize("table", PLACES)
def test_an_altered_figure_is_found_in_the_json(table: str) -> None:
    report, files = made()
    document = json.loads(files[f"{STEM}.json"])
    holder, key = PLACES[table](document)
    holder[key] = other(holder[key])
    assert in_json(report, json.dumps(document).encode()) == {table}


@pytest.mark.pango
def test_the_pdf_agrees_and_an_altered_figure_of_any_table_is_found_in_it() -> None:
    report, _ = made()
    folders = template_folders()
    html = to_html(report, draw(report.charts, report.palette), "pdf", folders)
    assert in_pdf(report, to_pdf(html, folders, "build")) == set()
    for name in with_numbers():
        html = altered_html(html, name)
    assert in_pdf(report, to_pdf(html, folders, "build")) == set(with_numbers())
