"""Payments in, Fusion exports out: CSV as OTBI writes it, and a workbook with a title row and a cover sheet."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from lccspend.dates import LONDON
from lccspend.money import pounds
from lccspend.sample import cells
from lccspend.sample.payments import Payment

HEADINGS = (
    "Business Unit,Supplier,Supplier Number,Supplier Site,Address Line 1,City,Postal Code,Country,Invoice ID,"
    "Invoice Number,Invoice Type,Invoice Date,Invoice Received Date,Invoice Amount,Invoice Payment ID,Payment Number,"
    "Payment Date,Payment Amount,Payment Currency,Base Amount,Payment Status,Payment Method,Invoice Source,"
    "Purchase Order,Category,Description,Contract Reference,Legacy Supplier Number"
)
"""In the order of contract section 2."""
COLUMNS = HEADINGS.split(",")

DATES = {"Invoice Date", "Invoice Received Date", "Payment Date"}
AMOUNTS = {"Invoice Amount", "Payment Amount", "Base Amount"}
FIRST_ID = 300_000_000_000_000
WRITTEN = datetime(2024, 4, 12, 9, 30)  # noqa: DTZ001 - a workbook's creation date has no zone; fixed for equal bytes
TYPES = {"STANDARD": "Standard", "CREDIT": "Credit memo", "EXPENSE REPORT": "Expense report", "AWT": "AWT"}
STATUSES = {"RECONCILED": "Cleared", "NEGOTIABLE": "Negotiable", "VOIDED": "Voided"}


def iso_day(day: date) -> str:
    return day.isoformat()


def utc_midnight(day: date) -> str:
    """Midnight in London as OTBI may print it: in summer, 23:00 of the day before in UTC."""
    shift = datetime.combine(day, time(), ZoneInfo(LONDON)).utctimetuple()
    return f"{shift.tm_year}-{shift.tm_mon:02d}-{shift.tm_mday:02d}T{shift.tm_hour:02d}:00:00.000+00:00"


def write_fusion(path: Path, payments: list[Payment], day: Callable[[date], str], *, bom: bool, total: bool) -> None:
    """CSV in UTF-8; with total, a last line that sums the payment amounts."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(row_of(payment, day) for payment in payments)
        if total:
            figure = str(pounds(sum(cells.paid_pence(payment) for payment in payments)))
            writer.writerow(
                [{"Business Unit": "Grand Total", "Payment Amount": figure}.get(name, "") for name in COLUMNS]
            )


def row_of(payment: Payment, day: Callable[[date], str]) -> list[str]:
    supplier = payment.supplier
    number = supplier.second_number if supplier.second_number and payment.serial % 2 else supplier.fusion_number
    amount = str(pounds(cells.paid_pence(payment)))
    row = [
        payment.unit,
        cells.spelt(payment, supplier.name),
        number,
        f"{payment.site.code}-01",
        *_address(payment),
        str(FIRST_ID + payment.invoice),
        cells.invoice_number(payment),
        TYPES[payment.invoice_type],
        day(cells.invoice_day(payment)),
        day(cells.received_day(payment)) if payment.invoice % 19 else "",
        amount,
        str(FIRST_ID + payment.serial),
        str(500_000 + payment.check),
        day(payment.day),
        amount,
        "EUR" if cells.is_in_euros(payment) else "GBP",
        cells.base_amount(payment),
        STATUSES[payment.status],
        payment.method,
        payment.source,
        cells.order_number(payment),
        supplier.category,
        cells.description(payment),
        cells.contract_reference(payment),
        _legacy_number(payment),
    ]
    faults = dict(payment.cells)
    return [faults.get(name, cell) for name, cell in zip(COLUMNS, row, strict=True)] if faults else row


def _address(payment: Payment) -> list[str]:
    place = payment.site.place
    if not payment.placed or payment.supplier.shown == "listed":
        return [""] * 4
    country = "United Kingdom" if place.country == "GB" and payment.supplier.key % 3 == 0 else place.country
    return [payment.site.address, place.town, cells.postcode(payment), country]


def _legacy_number(payment: Payment) -> str:
    """The R12 number, where the migration kept it: always where nothing else links the two."""
    supplier = payment.supplier
    kept = supplier.link == "legacy" or (supplier.link == "name" and supplier.key % 5 < 3)
    return supplier.r12_number if kept else ""


def write_workbook(path: Path, title: str, payments: list[Payment]) -> None:
    """A results sheet with true dates and numbers under a title row, and a cover sheet behind it."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": title, "created": WRITTEN})
    sheet = book.add_worksheet("Results")
    sheet.write_string(0, 0, title)
    sheet.write_row(2, 0, COLUMNS)
    for at, payment in enumerate(payments, 3):
        for column, (name, cell) in enumerate(zip(COLUMNS, row_of(payment, iso_day), strict=True)):
            if cell and name in DATES:
                sheet.write_datetime(at, column, date.fromisoformat(cell))
            elif cell and name in AMOUNTS:
                sheet.write_number(at, column, Decimal(cell))
            elif cell:
                sheet.write_string(at, column, cell)
    cover = book.add_worksheet("Cover")
    cover.write_column(0, 0, [title, "Synthetic payments for trying out lccspend", f"{len(payments)} rows"])
    book.close()
