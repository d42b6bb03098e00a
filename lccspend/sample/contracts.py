"""Suppliers in, the council's contract register out: contracts that payments name, others that they do not, and gaps.

Of the suppliers of £100,000 and more, every fourth works under a contract that its payments name. Of the others some
hold one contract, some two at once, and most none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from lccspend.money import pounds
from lccspend.sample.suppliers import Supplier
from lccspend.sample.targets import POUND

COLUMNS = (
    "Contract Reference,Contract Title,Supplier,Supplier Number,Category,Start Date,End Date,Extension End Date,"
    "Annual Value,Total Value,Procurement Route"
)
"""In the order of contract section 2."""

LARGE = 100_000 * POUND
EARLIEST_END = 2025
FRAMEWORK, SUPPLIERS_OF_FRAMEWORK = "LCC-2022-F001", 6
NEVER_PAID = "EXAMPLE BRIDGE INSPECTIONS LTD"
CARE = {"Adult Social Care", "Children & Young People", "Public Health"}
ROUTES = ("Open procedure", "Further competition under a framework", "Quotation", "Restricted procedure")


@dataclass(frozen=True)
class Line:
    """A row of the register; values in pence, None where the register leaves them blank."""

    reference: str
    title: str
    supplier: str
    number: str
    category: str
    start: date | None
    end: date | None
    extension_end: date | None
    annual: int | None
    total: int | None
    route: str


def reference_of(supplier: Supplier) -> str:
    """The contract that a supplier's payments name, "" where they name none."""
    if supplier.kind or supplier.base < LARGE or supplier.key % 4:
        return ""
    return f"LCC-{2019 + supplier.key % 5}-{supplier.key:04d}"


def contract_rows(suppliers: list[Supplier]) -> Iterator[list[str]]:
    """The register as it is published; its last rows are those with faults."""
    for line in register(suppliers):
        yield [
            *(line.reference, line.title, line.supplier, line.number, line.category),
            *(f"{day:%d/%m/%Y}" if day else "" for day in (line.start, line.end, line.extension_end)),
            *("" if value is None else f"{pounds(value):,}" for value in (line.annual, line.total)),
            line.route,
        ]


def register(suppliers: list[Supplier]) -> list[Line]:
    fit = [one for one in suppliers if not one.kind and one.base >= LARGE and one.fusion_number]
    lines = [line for one in fit for line in _lines(one)]
    return [*lines, *_framework(fit), *_lots(fit), *_faulty(lines)]


def _lines(supplier: Supplier) -> Iterator[Line]:
    """What the payments name; of the other suppliers one contract, or two that run at once."""
    reference = reference_of(supplier)
    if reference:
        yield _line(supplier, reference, "services")
    elif supplier.key % 12 == 1:
        known = _line(supplier, f"LCC-{2019 + supplier.key % 5}-{supplier.key:04d}", "services")
        yield known if supplier.key % 24 == 1 else replace(known, number="")
    elif supplier.key % 20 == 2:
        yield _line(supplier, f"LCC-2021-{supplier.key:04d}A", "core services")
        yield _line(supplier, f"LCC-2022-{supplier.key:04d}B", "additional services")
    elif supplier.key % 36 == 5:
        later = _line(supplier, f"LCC-2025-{supplier.key:04d}", "services from 2025")
        route = "PSR most suitable provider" if supplier.category == "Public Health" else later.route
        yield replace(later, route=route)


def _line(supplier: Supplier, reference: str, what: str) -> Line:
    """Yearly values somewhat above what was paid in 2023/24.

    Some contracts ended too soon and some were let for too little, but only of made-up suppliers.
    """
    year, key = int(reference[4:8]), supplier.key
    made_up = supplier.group != "published"
    over = made_up and key % 29 == 0 and year < 2022
    end = date(2023, 3, 31) if over else _last_day(max(EARLIEST_END, year + 3) + key % 4, key)
    annual = (supplier.base * (105 + key % 37) // 100 // (1_000 * POUND) + 1) * 1_000 * POUND
    short = made_up and key % 40 == 0
    route = "Light touch" if supplier.category in CARE else ROUTES[key // 4 % len(ROUTES)]
    return Line(
        reference=reference,
        title=f"{supplier.category}: {what}",
        supplier=supplier.name,
        number=supplier.fusion_number,
        category=supplier.category,
        start=date(year, 9, 1) if key % 16 == 0 else date(year, 4, 1),
        end=end,
        extension_end=end.replace(year=end.year + 2) if key % 3 and not over else None,
        annual=annual,
        total=supplier.base // 2 if short else annual * max(end.year - year, 1),
        route=route,
    )


def _last_day(year: int, key: int) -> date:
    return date(year, 9, 30) if key % 5 == 0 else date(year, 3, 31)


def _framework(fit: list[Supplier]) -> Iterator[Line]:
    """Several suppliers under one reference, each row with the value of the whole."""
    for supplier in islice((one for one in fit if one.key % 4 == 3 and one.group == "middle"), SUPPLIERS_OF_FRAMEWORK):
        line = _line(supplier, FRAMEWORK, "framework")
        yield replace(line, title="Framework for professional support", annual=None, total=150_000_000 * POUND)


def _lots(fit: list[Supplier]) -> Iterator[Line]:
    """Two lots of one supplier under one reference, each with its own value."""
    supplier = next(one for one in fit if one.key % 8 == 7 and one.group == "middle")
    for lot in (1, 2):
        line = _line(supplier, "LCC-2021-L001", f"lot {lot}")
        yield replace(line, total=(line.total or 0) // 2 * lot)


def _faulty(lines: list[Line]) -> Iterator[Line]:
    """A row repeated, and contracts without an end, a value or a paid supplier, with their dates out of order."""
    model = replace(lines[0], supplier=NEVER_PAID, number="")
    yield lines[0]
    yield replace(model, reference="LCC-2020-X001", end=None, extension_end=None)
    yield replace(model, reference="LCC-2020-X002", annual=None, total=None)
    yield replace(model, reference="LCC-2020-X003", start=date(2024, 4, 1), end=date(2023, 4, 1), extension_end=None)
