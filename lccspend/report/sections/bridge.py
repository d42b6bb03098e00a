"""A year's bridge in, the way from all spend to spend that procurement can address out, closed to the penny."""

from lccspend.payees import BridgeYear
from lccspend.report.filters import millions
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.scope import Scope
from lccspend.report.words import mark_meaning, part_of, population


def build(scope: Scope) -> Section:
    section = Section(id="bridge", heading="From all spend to procurement spend")
    years = scope.figures.payees.bridge if scope.figures.payees else ()
    year = next((y for y in years if y.financial_year == scope.year), None)
    if year is None or not year.left_out:
        return section
    said = (
        f"Of {millions(year.total)} paid in {scope.year}, {millions(year.addressable)}"
        f"{part_of(year.addressable, year.total, 'it')}, went to procurement suppliers. The rest went to classes of "
        f"payee from whom the council does not buy by procurement."
    )
    return Section(section.id, section.heading, statements=(said,), tables=(_table(scope, year),))


def _table(scope: Scope, year: BridgeYear) -> Table:
    everyone = scope.tail("all")
    rows: tuple[Row, ...] = (
        ("All payments to suppliers", everyone.suppliers if everyone else Absent("x"), year.total),
        *((f"Less: {line.supplier_class}", _count(line.suppliers), -line.spend) for line in year.left_out),
    )
    few = any(line.suppliers is None for line in year.left_out)
    return Table(
        name="bridge",
        title=f"From all spend to procurement spend, {scope.year}",
        columns=(
            Column("line", "Line", "name"),
            Column("suppliers", "Suppliers", "count"),
            Column("spend", "Spend", "pounds"),
        ),
        rows=rows,
        totals=(("Procurement spend", year.addressable_suppliers, year.addressable),),
        population=population("all", scope.settings),
        notes=(mark_meaning("c", scope.settings),) if few else (),
        trace=scope.trace("total"),
    )


def _count(suppliers: int | None) -> Cell:
    return Absent("c") if suppliers is None else suppliers
