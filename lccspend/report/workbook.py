"""A report in, an XLSX file out: contents, notes, then one table to a sheet, with real numbers and no formulas."""

import io
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from lccspend.report.filters import clean, day, month
from lccspend.report.model import Absent, Cell, Column, Report, Revised, Share, Table
from lccspend.safetext import guarded

NUMBERS = {
    "pounds": "#,##0.00",
    "about": "#,##0.00",
    "count": "#,##0",
    "share": "0.00",
    "quantity": "#,##0.00",
    "days": "0.00",
}
UNITS = {"pounds": " (£)", "about": " (£)", "share": " (%)"}
LONGEST_COLUMN = 60
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def to_xlsx(report: Report) -> bytes:
    """The workbook; it bears the day of the report as its date, so that the same report gives the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, PLAIN_TEXT)
    book.set_properties(
        {
            "title": report.full_title,
            "author": clean(report.authority),
            "comments": f"{report.vintage}; build {report.build_id}",
            "created": datetime.combine(report.written_on, time(), UTC).replace(tzinfo=None),
        }
    )
    formats = _formats(book, report)
    _contents(book.add_worksheet("Contents"), report, formats)
    _notes(book.add_worksheet("Notes"), report, formats)
    for table in report.tables:
        _sheet(book.add_worksheet(sheet_name(table)), table, report, formats)
    book.close()
    return buffer.getvalue()


def sheet_name(table: Table) -> str:
    return f"{table.number} {table.name.replace('-', ' ')}"[:31]


def _formats(book: Any, report: Report) -> dict[str, Any]:
    base = {"font_name": "Arial", "font_size": 11, "valign": "top"}
    formats = {
        "text": book.add_format({**base, "text_wrap": True}),
        "line": book.add_format(base),
        "title": book.add_format({**base, "bold": True, "font_size": 15, "font_color": report.palette.strong}),
        "head": book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 2}),
        "number-head": book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 2, "align": "right"}),
        "link": book.add_format({**base, "font_color": report.palette.strong, "underline": 1}),
        "absent": book.add_format({**base, "align": "right"}),
    }
    for kind, code in NUMBERS.items():
        formats[kind] = book.add_format({**base, "num_format": code})
        formats[f"{kind} revised"] = book.add_format({**base, "num_format": f'{code}" [r]";-{code}" [r]"'})
    return formats


def _contents(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    lines = [
        f"{report.authority}: {report.title} {report.financial_year}",
        *(["SAMPLE DATA: invented payments, not those of any council"] if report.sample else []),
        f"Final report, approved by {report.approved_by}." if report.final else "DRAFT: figures may change.",
        f"{report.period}. Written on {day(report.written_on)} from build {report.build_id}. {report.vintage}.",
        "Each sheet holds one table. Amounts are in pounds and pence, shares in percent with two decimals.",
        "Marks in square brackets are explained on the sheet Notes.",
    ]
    for at, text in enumerate(lines):
        sheet.write_string(at, 0, guarded(clean(text)), formats["title" if at == 0 else "line"])
    top = len(lines) + 1
    for column, heading in enumerate(("Table", "What it shows", "Which suppliers or rows")):
        sheet.write_string(top, column, heading, formats["head"])
    for at, table in enumerate(report.tables, start=top + 1):
        name = sheet_name(table)
        sheet.write_url(at, 0, f"internal:'{name}'!A1", formats["link"], f"Table {table.number}")
        sheet.write_string(at, 1, guarded(clean(table.title)), formats["text"])
        sheet.write_string(at, 2, guarded(clean(table.population)), formats["text"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 2, LONGEST_COLUMN)
    sheet.freeze_panes(top + 1, 0)


def _notes(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    """How to read the tables, what they cannot say and how they were made, as a table of its own."""
    entries = (*report.reading, *(entry for section in report.sections for entry in section.entries))
    sheet.write_string(0, 0, "Notes and sources", formats["title"])
    for across, heading in enumerate(("Note", "About", "What to know")):
        sheet.write_string(2, across, heading, formats["head"])
    for down, entry in enumerate(entries, start=1):
        sheet.write_number(2 + down, 0, down, formats["count"])
        sheet.write_string(2 + down, 1, guarded(clean(entry.heading)), formats["text"])
        sheet.write_string(2 + down, 2, guarded(clean(entry.text)), formats["text"])
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 100)
    sheet.freeze_panes(3, 0)


def _sheet(sheet: Any, table: Table, report: Report, formats: dict[str, Any]) -> None:
    notes = [table.population, *table.notes, *(f'lccspend trace "{name}"' for name in table.trace)]
    above = [f"Table {table.number}: {table.title}", *(["SAMPLE DATA"] if report.sample else []), *filter(None, notes)]
    for at, text in enumerate(above):
        sheet.write_string(at, 0, guarded(clean(text)), formats["title" if at == 0 else "line"])
    top = len(above) + 1
    _head(sheet, table, top, formats)
    for down, row in enumerate((*table.rows, *table.totals), start=top + 1):
        for across, (column, cell) in enumerate(table.cells(row)):
            _write(sheet, (down, across), column, cell, formats)
    sheet.freeze_panes(top + 1, 1)


def _head(sheet: Any, table: Table, top: int, formats: dict[str, Any]) -> None:
    """The headings, and the mark of a table around them and the rows, by which a screen reader finds its way."""
    heads = [guarded(clean(column.heading) + UNITS.get(column.kind, "")) for column in table.columns]
    kinds = ["number-head" if column.kind in NUMBERS else "head" for column in table.columns]
    rows = len(table.rows) + len(table.totals)
    columns = [{"header": head, "header_format": formats[kind]} for head, kind in zip(heads, kinds, strict=True)]
    options = {"name": f"table_{table.number}", "columns": columns, "style": None, "autofilter": False}
    if rows:
        sheet.add_table(top, 0, top + rows, len(columns) - 1, options)
    for at in range(len(columns)):
        sheet.set_column(at, at, _width(table, at))


def _write(sheet: Any, at: tuple[int, int], column: Column, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, Absent):
        sheet.write_string(*at, f"[{cell.mark}]", formats["absent" if column.kind in NUMBERS else "line"])
    elif isinstance(cell, str):
        text = month(cell) if column.kind == "month" and cell[:1].isdigit() else clean(cell)
        sheet.write_string(*at, guarded(text), formats["text"])
    elif isinstance(cell, Revised):
        sheet.write_number(*at, cell.value, formats[f"{column.kind} revised"])
    else:
        number = cell.exact if isinstance(cell, Share) else Decimal(cell)
        sheet.write_number(*at, number, formats[column.kind])


def _width(table: Table, at: int) -> int:
    """Wide enough for the longest text or number of the column, within reason; a heading may take two lines."""
    cells = [c.value if isinstance(c := row[at], Revised) else c for row in (*table.rows, *table.totals)]
    longest = max((len(f"{cell:,}") + 1 if isinstance(cell, Decimal) else len(str(cell)) for cell in cells
                   if not isinstance(cell, Share | Absent)), default=6)  # fmt: skip
    return min(max(longest + 2, len(table.columns[at].heading) // 2 + 4, 10), LONGEST_COLUMN)
