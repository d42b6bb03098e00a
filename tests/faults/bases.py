"""Nothing in, small exports of every format out; of text the kind of each line is known."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

FUSION = ("Supplier", "Supplier Number", "Invoice Number", "Invoice Payment ID", "Payment Date", "Payment Amount")
R12 = ("VENDOR_NAME", "VENDOR_NUM", "INVOICE_NUM", "INVOICE_PAYMENT_ID", "CHECK_DATE", "PAYMENT_AMOUNT")
PUBLISHED = ("Service label", "Organisational unit", "Transaction number", "Supplier name", "Date", "Amount")
NAMES = ("Amber Paving Ltd", "Café Noir", "Total Energies", "Ropes & Sons", "Tents plc", "Violins of Pendle")


@dataclass(frozen=True)
class Base:
    """A file to be damaged. For text, lines holds (kind, text) and encoding and ending say how they were joined."""

    name: str
    content: bytes
    lines: tuple = ()
    encoding: str = ""
    ending: str = ""


@dataclass(frozen=True)
class Look:
    """How a text file is written."""

    delimiter: str
    encoding: str
    ending: str
    quoted: bool = False


def _rows(dates, amounts):
    """Eleven payments; two of them equal in all but their number."""
    return [
        (
            NAMES[at % 6],
            str(100 + at % 6),
            f"INV-{at:03d}",
            str(7000 + at),
            dates.format(at + 1),
            amounts[at % len(amounts)],
        )
        for at in range(11)
    ]


def text(name, headings, rows, look, around=((), ())):
    """Title lines, headings, rows, and what stands after them."""
    before, after = around
    lines = [("title", line) for line in before]
    lines.append(("heading", _line(headings, look)))
    lines += [("row", _line(row, look)) for row in rows]
    lines += [("end", line) for line in after]
    return Base(name, joined(lines, look.encoding, look.ending), tuple(lines), look.encoding, look.ending)


def _line(cells, look):
    return look.delimiter.join(f'"{cell}"' if look.quoted or look.delimiter in cell else cell for cell in cells)


def joined(lines, encoding, ending):
    return "".join(f"{line}{ending}" for _, line in lines).encode(encoding)


def workbook():
    """Typed cells under a title, a hidden second sheet, and notes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in (book.add_worksheet("Results"), book.add_worksheet("More")):
            sheet.write_string(0, 0, "Paid invoices")
            sheet.write_row(2, 0, FUSION)
            for at, row in enumerate(_rows("{:02d}", ["10.5"])):
                sheet.write_row(3 + at, 0, row[:3])
                sheet.write_string(3 + at, 3, f"{sheet.name}{row[3]}")
                sheet.write_datetime(3 + at, 4, datetime(2023, 5, at + 1), dates)  # noqa: DTZ001
                sheet.write_number(3 + at, 5, 12.34 * (at - 3))
        sheet.hide()
        book.add_worksheet("Notes").write_string(0, 0, "Run by finance")
    return Base("results.xlsx", made.getvalue())


def page():
    rows = [FUSION, *_rows("{:02d}-MAY-2023", ["1,000.00", "(12.50)"])]
    cells = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return Base("page.xls", f"<html><body><table>{cells}</table></body></html>".replace("&", "&amp;").encode())


def spreadsheetml():
    rows = [FUSION, *_rows("2023-05-{:02d}", ["10.00", "-3.5"])]
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    ).replace("&", "&amp;")
    return Base(
        "sheet.xls",
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="R"><Table>'
            f"{cells}</Table></Worksheet></Workbook>"
        ).encode(),
    )


def archive(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in members:
            packed.writestr(zipfile.ZipInfo(member.name, (2024, 1, 1, 0, 0, 0)), member.content)
    return Base("packed.zip", made.getvalue())


def texts():
    """One file for each way of writing text."""
    iso, uk, oracle = "2023-05-{:02d}", "{:02d}/05/2023", "{:02d}-MAY-23"
    plain, marked = ["10.00", "-3.50", "1234.5"], ["1,000.00", "(12.50)", "£7.00", "3.00-"]
    report = (
        ("Lancashire County Council", "Report Date: 02-APR-2024"),
        ("*** End of Report ***",),
    )
    return [
        text("plain.csv", FUSION, _rows(iso, plain), Look(",", "utf-8", "\n")),
        text("report.txt", R12, _rows(oracle, marked), Look("|", "cp1252", "\r\n"), report),
        text("returns.csv", PUBLISHED, _rows(uk, marked), Look(",", "cp1252", "\r", quoted=True)),
        text("unicode.txt", FUSION, _rows(uk, marked), Look("\t", "utf-16-le", "\r\n")),
        text("semicolons.csv", R12, _rows(iso, plain), Look(";", "utf-8-sig", "\n")),
        text("quoted.csv", FUSION, _rows(uk, marked), Look(",", "utf-8", "\r\n", quoted=True), report),
    ]


def bases():
    every = texts()
    return [*every, workbook(), page(), spreadsheetml(), archive(every[0], every[1]), archive(workbook())]
