"""What registers say of the suppliers of a year in, spend by size and sector out, with what is not determined."""

from decimal import Decimal

from lccspend.evidence import SupplierEvidence
from lccspend.report.filters import day, percent
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.scope import Scope
from lccspend.report.words import ROUNDED, population


def build(scope: Scope) -> Section:
    section = Section(id="evidence", heading="The size and sector of suppliers")
    years = scope.figures.evidence
    year = next((y for y in years if y.financial_year == scope.year and y.population == "procurement"), None)
    if year is None or not scope.figures.registers or year.total <= 0:
        return section
    known = share(year.total - year.sme_not_determined, year.total)
    said = (
        f"Registers give evidence of size for {percent(known)} of spend with procurement suppliers in {scope.year}, by "
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


def _registers(scope: Scope) -> tuple[str, ...]:
    used = scope.figures.registers
    return tuple(f"{one.register}: as of {day(one.as_of) if one.as_of else 'a day not stated'}." for one in used)
