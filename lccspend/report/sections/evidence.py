"""What registers say of the suppliers of a year in, spend by size and sector out, with what is not determined."""

from decimal import Decimal

from lccspend.evidence import EvidenceLine, SupplierEvidence
from lccspend.report.filters import day, percent
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.scope import Scope
from lccspend.report.words import LAYOUTS, ROUNDED, population


def build(scope: Scope) -> Section:
    section = Section(id="evidence", heading="The size and sector of suppliers")
    years = scope.figures.evidence
    year = next((y for y in years if y.financial_year == scope.year and y.population == "procurement"), None)
    if year is None or not scope.figures.registers or year.total <= 0:
        return section
    known = share(year.total - year.sme_not_determined, year.total)
    said = (
        f"There is evidence of size for {percent(known)} of spend with procurement suppliers in {scope.year}, by "
        f"value. A filing regime is evidence of size and no measurement; what is not determined is in neither group."
    )
    return Section(
        section.id,
        section.heading,
        statements=(said,),
        tables=(
            _table(scope, year, "size", ("Small or medium (SME)", "Not small or medium"),
                   (year.sme, year.not_sme, year.sme_not_determined)),
            _table(scope, year, "sector", ("Voluntary, community or social enterprise (VCSE)", "Other"),
                   (year.vcse, year.not_vcse, year.vcse_not_determined)),
            *_kinds(scope, year),
            *_closed(scope),
        ),
    )  # fmt: skip


def _table(
    scope: Scope, year: SupplierEvidence, what: str, labels: tuple[str, str], pounds: tuple[Decimal, ...]
) -> Table:
    named = zip((*(f"{label}, evidenced" for label in labels), "Not determined"), pounds, strict=True)
    rows: tuple[Row, ...] = tuple((label, spend, share(spend, year.total)) for label, spend in named)
    return Table(
        name=f"supplier-{what}",
        title=f"Spend by {what} of the supplier, {scope.year}",
        columns=(
            Column("group", "Suppliers"),
            Column("spend", "Spend", "pounds"),
            Column("percent", "Share of spend", "share"),
        ),
        rows=rows,
        totals=(("Total", year.total, share(year.total, year.total)),),
        population=population("procurement", scope.settings),
        notes=(*(ROUNDED if uneven(row[2] for row in rows) else ()), *_registers(scope)),
    )


def _kinds(scope: Scope, year: SupplierEvidence) -> tuple[Table, ...]:
    """What the findings rest on, and of which days that was true."""
    rows: tuple[Row, ...] = tuple(
        (what, line.finding, line.basis, _days(line), line.spend, share(line.spend, year.total))
        for what, lines in (("SME", year.size), ("VCSE", year.sector))
        for line in lines
    )
    columns = (
        Column("what", "Question"),
        Column("finding", "Finding"),
        Column("kind_of_evidence", "Evidence", "name"),
        Column("as_of", "As of"),
        Column("spend", "Spend", "pounds"),
        Column("percent", "Share of spend", "share"),
    )
    title = f"What size and sector rest on, {scope.year}"
    table = Table("supplier-evidence", title, columns, rows, population=population("procurement", scope.settings))
    return (table,) if rows else ()


def _days(line: EvidenceLine) -> str:
    if line.oldest is None or line.newest is None:
        return "not dated"
    return day(line.newest) if line.oldest == line.newest else f"{day(line.oldest)} to {day(line.newest)}"


def _closed(scope: Scope) -> tuple[Table, ...]:
    """Suppliers of any class whose company was closed before they were paid."""
    years = (y for y in scope.figures.evidence if y.financial_year == scope.year and y.population == "all")
    closed = next((y.closed for y in years), ())
    rows: tuple[Row, ...] = tuple(
        (c.supplier, c.company_number, c.status, day(c.dissolved_on) if c.dissolved_on else "not stated", c.paid_since)
        for c in closed
    )
    columns = (
        Column("supplier", "Supplier", "name"),
        Column("company_number", "Company number"),
        Column("status", "Status"),
        Column("dissolved_on", "Dissolved"),
        Column("paid_since", "Paid since", "pounds"),
    )
    title = f"Suppliers paid after their company was closed, {scope.year}"
    table = Table(
        "closed-suppliers", title, columns, rows, population=population("all", scope.settings),
        trace=scope.trace("supplier NAME"),
    )  # fmt: skip
    return (table,) if rows else ()


def _registers(scope: Scope) -> tuple[str, ...]:
    used = scope.figures.registers
    return tuple(
        f"{LAYOUTS[one.register]}: as of {day(one.as_of) if one.as_of else 'a day not stated'}." for one in used
    )
