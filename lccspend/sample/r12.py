"""Payments in, R12 exports out: pipe-separated Windows-1252 text between a title and an end-of-report line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lccspend.money import pounds
from lccspend.sample import cells
from lccspend.sample.payments import Payment

COLUMNS = (
    "OPERATING_UNIT,VENDOR_NAME,VENDOR_NUM,VENDOR_SITE_CODE,ADDRESS_LINE1,ADDRESS_LINE2,CITY,COUNTY,ZIP,COUNTRY,"
    "INVOICE_ID,INVOICE_NUM,INVOICE_TYPE_LOOKUP_CODE,INVOICE_DATE,INVOICE_AMOUNT,INVOICE_PAYMENT_ID,CHECK_NUMBER,"
    "CHECK_DATE,PAYMENT_AMOUNT,CURRENCY,BASE_AMOUNT,STATUS_LOOKUP_CODE,REVERSAL_FLAG,SOURCE,PAYMENT_METHOD_CODE,"
    "PO_NUMBER,CATEGORY,DESCRIPTION"
)
"""In the order of contract section 2."""

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FIRST_ID = 4_000_000
ROWS_TO_A_PAGE = 6_000


@dataclass(frozen=True)
class Style:
    """How one export prints days and pence."""

    day: Callable[[date], str]
    amount: Callable[[int], str]


def long_day(day: date) -> str:
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"


def short_day(day: date) -> str:
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year % 100:02d}"


def bracketed(pence: int) -> str:
    return f"({pounds(-pence)})" if pence < 0 else str(pounds(pence))


def with_commas(pence: int) -> str:
    return f"{pounds(pence):,}"


def minus_last(pence: int) -> str:
    return f"{pounds(-pence)}-" if pence < 0 else str(pounds(pence))


def write_r12(path: Path, title: str, payments: list[Payment], style: Style) -> None:
    """Windows line ends; the headings stand again every ROWS_TO_A_PAGE rows."""
    heading = COLUMNS.replace(",", "|")
    lines = [title, "", heading]
    for at, payment in enumerate(payments, 1):
        lines.append("|".join(_row(payment, style)))
        if at % ROWS_TO_A_PAGE == 0:
            lines.append(heading)
    lines += ["", "*** End of Report ***", ""]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def _row(payment: Payment, style: Style) -> list[str]:
    supplier = payment.supplier
    amount = style.amount(cells.paid_pence(payment))
    row = [
        payment.unit,
        cells.spelt(payment, supplier.r12_name),
        supplier.r12_number,
        payment.site.code,
        *_address(payment),
        str(FIRST_ID + payment.invoice),
        cells.invoice_number(payment),
        payment.invoice_type,
        style.day(cells.invoice_day(payment)),
        amount,
        str(FIRST_ID + payment.serial),
        str(FIRST_ID + payment.check),
        style.day(payment.day),
        amount,
        "EUR" if cells.is_in_euros(payment) else "GBP",
        cells.base_amount(payment),
        payment.status,
        "Y" if payment.reversal else "",
        payment.source,
        payment.method,
        cells.order_number(payment),
        supplier.category,
        cells.description(payment),
    ]
    return list(_with_faults(row, payment))


def _address(payment: Payment) -> list[str]:
    """Address lines, city, county, postcode and country: all blank where the export lost the addresses."""
    place = payment.site.place
    if not payment.placed:
        return [""] * 6
    return [payment.site.address, "", place.town, place.county, cells.postcode(payment), place.country]


def _with_faults(row: list[str], payment: Payment) -> Iterator[str]:
    faults = dict(payment.cells)
    return (
        (faults.get(column, cell) for column, cell in zip(COLUMNS.split(","), row, strict=True))
        if faults
        else iter(row)
    )
