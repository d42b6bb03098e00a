"""Exports in, a project folder out: each file in a style of its own; the exports then hold what was written."""

import csv
import html
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from oracle.ledger import PAYMENTS
from oracle.sheets import Sheet
from oracle.styles import CellStyle

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16")
ENDINGS = ("\n", "\r\n", "\r")
DELIMITERS = (",", ",", "\t", "|", ";")


def write_project(ledger, folder, rng):
    """Writes data/raw, data/reference and lccspend.toml; renames the exports and renders their cells in place."""
    raw, reference = folder / "data" / "raw", folder / "data" / "reference"
    reference.mkdir(parents=True)
    for name, rows in ledger.reference.items():
        if rows:
            (reference / name).write_text(_csv([list(rows[0]), *[list(row.values()) for row in rows]], ",", "\n"))
    waiting, told = list(ledger.exports), []
    while waiting:
        together = [waiting.pop() for _ in range(min(len(waiting), rng.choice((1, 1, 1, 2))))]
        _write_some(together, raw, rng, told)
    (folder / "lccspend.toml").write_text(_toml(ledger.settings, told))


def _write_some(exports, raw, rng, told):
    place = rng.choice(("", "some folder/", "2020/"))
    (raw / place).mkdir(parents=True, exist_ok=True)
    kind = rng.choice(("text", "text", "text", "workbook", "workbook", "zip", "page"))
    if kind == "workbook":
        name = f"{place}{exports[0].file}.xlsx"
        (raw / name).write_bytes(workbook(exports, name, rng))
        return
    if kind == "zip":
        _write_zip(exports, raw, f"{place}{exports[0].file}.zip", rng)
        return
    for export in exports:
        content = page(export, rng) if kind == "page" else text(export, rng, told)
        export.file = place + export.file + rng.choice((".csv", ".txt", ".xls", ""))
        (raw / export.file).write_bytes(content)


def _write_zip(exports, raw, name, rng):
    with zipfile.ZipFile(raw / name, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for export in exports:
            inner = f"{rng.choice(('', 'in/'))}{export.file}.csv"
            archive.writestr(inner, text(export, rng))
            export.file = f"{name}/{inner}"


def text(export, rng, told=None):
    """The export as delimited text, whose encoding holds every character that it has.

    Where told is given, a file may stand there without headings, its columns added to told.
    """
    encoding = rng.choice(ENCODINGS)
    style = CellStyle(rng, encoding)
    export.rows = [style.written(row) for row in export.rows]
    bare = told is not None and export.layout in PAYMENTS and rng.random() < 0.1
    sheet = Sheet(rng, export, bare)
    if bare:
        told.append((export, sheet.columns))
    lines = sheet.padded() if rng.random() < 0.5 else sheet.lines
    trailing = rng.random() < 0.1
    written = _csv(
        [[*line, ""] if trailing and line else line for line in lines], rng.choice(DELIMITERS), rng.choice(ENDINGS)
    )
    return written.encode(encoding)


def _csv(lines, delimiter, ending):
    made = io.StringIO(newline="")
    # Python quotes a line feed in a cell only where records end in one.
    quoting = csv.QUOTE_ALL if ending == "\r" else csv.QUOTE_MINIMAL
    writer = csv.writer(made, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows(lines)
    return made.getvalue()


def page(export, rng):
    """The export as a web page, as Oracle's reports are when they are called .xls."""
    style = CellStyle(rng)
    export.rows = [_as_shown(style.written(row)) for row in export.rows]
    sheet = Sheet(rng, export)
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in line)}</tr>\n" for line in sheet.padded()
    )
    return f"<html><head><meta charset='utf-8'></head><body><table>\n{rows}</table></body></html>".encode()


def _as_shown(row):
    """A page shows any white space as one space, so that is what the row holds."""
    return {heading: " ".join(str(value).split()) for heading, value in row.items()}


def workbook(exports, name, rng):
    """The exports as sheets of one workbook, with cells of their types or as text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        formats = [book.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "yyyy-mm-dd hh:mm", "d mmm yy")]
        if rng.random() < 0.2:
            book.add_worksheet("Notes").write_string(0, 0, "Prepared by the finance team")
        for export in exports:
            sheet_name = f"{rng.choice(('Results', 'Sheet 1', 'Apr 24'))} {export.file}"[:31]
            sheet = book.add_worksheet(sheet_name)
            if rng.random() < 0.1:
                sheet.very_hidden()
            _fill(sheet, export, rng, rng.choice(formats))
            export.file = f"{name}#{sheet_name}"
    return made.getvalue()


def _fill(sheet, export, rng, dates):
    if rng.random() < 0.5:
        style = CellStyle(rng)
        export.rows = [style.written(row) for row in export.rows]
    for at, line in enumerate(Sheet(rng, export).lines):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), dates)  # noqa: DTZ001
            elif isinstance(value, Decimal):
                sheet.write_number(at, column, float(value))
            elif value:
                sheet.write_string(at, column, value)


def _toml(settings, told):
    lines = ["[authority]", f'home = "{settings["home"]}"', f'region = "{settings["region"]}"']
    lines += ["[locality]", f"minimum_coverage = {settings['minimum_coverage']}", "[locality.definitions]"]
    lines += [f"{name} = {codes!r}" for name, codes in settings["definitions"].items()]
    lines += ["[sources]", f"fusion_go_live = {settings['fusion_go_live']}", "[exclusions]"]
    lines += [f"{name} = {values!r}" for name, values in settings["exclusions"].items()]
    lines += ["[populations]", f"not_procurement = {settings['not_procurement']!r}"]
    lines += ["[tail]", f"threshold = {settings['threshold']}", f"bands = {settings['bands']!r}"]
    lines += ["[checks]", "maximum_rejected_share = 0.9"]
    for export, columns in told:
        lines += [
            "[[sources.files]]",
            f'match = "{export.file}"',
            f'layout = "{export.layout}"',
            f"columns = {columns!r}",
        ]
    return "\n".join(lines)
