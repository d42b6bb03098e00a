"""A report and one of its files in, the tables out whose figures the file does not print as the report has them."""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import fastexcel
from pdf_pages import text_of_pages
from report_pages import tables

from lccspend.report.filters import printed
from lccspend.report.model import Absent, Cell, Report, Revised, Share, Table
from lccspend.report.workbook import sheet_name


def in_html(report: Report, data: bytes) -> set[str]:
    return unlike(report, tables(data.decode()))


def unlike(report: Report, page: dict[str, list[list[str]]]) -> set[str]:
    """The tables whose rows, as a page prints them, are not those of the report."""
    return {t.name for t in report.tables if page.get(t.name) != [shown(t, row) for row in all_rows(t)]}


def in_pdf(report: Report, data: bytes) -> set[str]:
    """Rows are looked for in their order, each as one run of characters; a new page may part them."""
    text = squeezed("".join(text_of_pages(data)))
    wrong, at = set(), 0
    for table in report.tables:
        at = max(at, text.find(squeezed(f"Table {table.number}{table.title}"), at))
        for row in all_rows(table):
            found = text.find(squeezed("".join(shown(table, row))), at)
            if found < 0:
                wrong.add(table.name)
            at = max(at, found)
    return wrong


def in_csv(report: Report, files: dict[str, bytes]) -> set[str]:
    wrong = set()
    for table in report.tables:
        rows = list(csv.reader(io.StringIO(files[f"tables/{table.name}.csv"].decode())))[1:]
        told = [[stored(cell, column.kind) for column, cell in table.cells(row)] for row in all_rows(table)]
        if told != [list(map(unquoted, row)) for row in rows]:
            wrong.add(table.name)
    return wrong


def stored(cell: Cell, kind: str) -> str:
    """A quantity keeps the decimals that it was given."""
    return f"{cell:f}" if kind == "quantity" and isinstance(cell, Decimal) else plain(cell)


def in_xlsx(report: Report, data: bytes) -> set[str]:
    book = fastexcel.read_excel(data)
    wrong = set()
    for table in report.tables:
        sheet = book.load_sheet(sheet_name(table), header_row=None, dtypes="string").to_polars().rows()
        rows = all_rows(table)
        kept = sheet[-len(rows) :] if rows else []
        if [numbers(row) for row in rows] != [in_cells(cells, row) for cells, row in zip(kept, rows, strict=True)]:
            wrong.add(table.name)
    return wrong


def in_json(report: Report, data: bytes) -> set[str]:
    """Each figure in pounds of the tables that the document holds, looked up where the document has it."""
    held = dict(pounds_of(json.loads(data), report.financial_year))
    wrong = set()
    for table in report.tables:
        if table.name in held:
            rows = [[plain(c) for k, c in table.cells(row) if k.kind in {"pounds", "about"}] for row in table.rows]
            said = [[figure for figure in row if figure] for row in rows]
            if said != held[table.name]:
                wrong.add(table.name)
    return wrong


def pounds_of(document: dict[str, Any], label: str) -> Iterator[tuple[str, list[list[str]]]]:
    def year(answer: Any, **more: str) -> dict[str, Any]:
        wanted = {"financial_year": label, **more}
        return next(y for y in answer["years"] if wanted.items() <= y.items())

    places = ("lancashire", "north_west", "elsewhere", "overseas", "unknown")
    years = document["locality"]["years"]
    yield "locality-by-place", [[y[key] for key in places] for y in years]
    named = [g["total"] for g in year(document["districts"])["groups"] if g["group"] not in places]
    yield "districts", [[total] for total in (*named, *(year(document["locality"])[key] for key in places[1:]))]
    tops = year(document["suppliers"], population="procurement")["suppliers"]
    yield "top-suppliers", [[supplier["spend"]] for supplier in tops]
    for population in ("all", "procurement"):
        tail = year(document["tail"], population=population)
        yield f"bands-{population}", [[band["spend"]] for band in (*tail["bands"], tail["nil_or_credit"])]
    yield "awards", [[month["value"]] for month in year(document["awards"])["months"]]
    yield "books", [[document["books"][key]["pounds"]] for key in ("counted", "excluded", "rejected")]
    yield "files", [[file["pounds"]] for file in document["books"]["files"]]


def all_rows(table: Table) -> list[tuple[Cell, ...]]:
    return [*table.rows, *table.totals]


def shown(table: Table, row: tuple[Cell, ...]) -> list[str]:
    return [" ".join(printed(cell, column.kind).split()) for column, cell in table.cells(row)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def plain(cell: Cell) -> str:
    value = exact(cell)
    if isinstance(value, Absent):
        return ""
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def exact(cell: Cell) -> Any:
    return cell.exact if isinstance(cell, Share) else cell.value if isinstance(cell, Revised) else cell


def unquoted(text: str) -> str:
    return text.removeprefix("'")


def numbers(row: tuple[Cell, ...]) -> list[Decimal]:
    return [Decimal(value) for value in map(exact, row) if isinstance(value, int | Decimal)]


def in_cells(cells: tuple[Any, ...], row: tuple[Cell, ...]) -> list[Decimal | str]:
    """What the sheet holds where the row has numbers: a spreadsheet's number is binary, so pence are rounded back."""
    found = [c for c, value in zip(cells, map(exact, row), strict=False) if isinstance(value, int | Decimal)]
    return [round(Decimal(c), 2) if re.fullmatch(r"-?\d+(\.\d+)?", str(c)) else str(c) for c in found]
