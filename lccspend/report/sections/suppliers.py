"""The suppliers of the year in, the twenty largest out, as the council publishes them: to £100,000."""

from decimal import Decimal

from lccspend.figures import Supplier
from lccspend.report.filters import HUNDRED_THOUSAND, millions
from lccspend.report.model import Column, Section, Table
from lccspend.report.scope import TOP, Scope
from lccspend.report.words import part_of, population


def build(scope: Scope) -> Section:
    return Section(
        id="suppliers",
        heading="The largest suppliers",
        statements=_statements(scope),
        tables=(_table(scope),) if scope.suppliers("procurement") else (),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    top, year = scope.suppliers("procurement")[:TOP], scope.tail("procurement")
    if not top or year is None:
        return (f"No procurement supplier was paid in {scope.year}.",)
    spend = sum((supplier.spend for supplier in top), Decimal("0.00"))
    who = "The only procurement supplier" if len(top) == 1 else f"The {len(top)} largest procurement suppliers"
    rounded = (
        " Amounts are printed to the nearest £100,000; the data files hold pounds and pence." if _large(top) else ""
    )
    return (
        f"{who} received {millions(spend)} in {scope.year}"
        f"{part_of(spend, year.spend, 'spend with procurement suppliers')}.",
        f"A supplier counts once, however many sites, spellings or numbers it has.{rounded}",
    )


def _large(top: tuple[Supplier, ...]) -> bool:
    """Whether £100,000 is a fine enough step to tell these suppliers from nothing."""
    return all(supplier.spend >= HUNDRED_THOUSAND for supplier in top)


def _table(scope: Scope) -> Table:
    top = scope.suppliers("procurement")[:TOP]
    rounded = _large(top)
    return Table(
        name="top-suppliers",
        title=f"Largest suppliers by {'approximate ' if rounded else ''}spend, {scope.year}",
        columns=(
            Column("supplier", "Supplier", "name"),
            Column("spend", "Approximate spend" if rounded else "Spend", "about" if rounded else "pounds"),
            Column("category", "Category", "name"),
            Column("locality", "Place of most spend", "name"),
        ),
        rows=tuple((s.supplier, s.spend, s.category or "(none)", scope.places[s.locality]) for s in top),
        population=population("procurement", scope.settings),
        trace=scope.trace("supplier NAME"),
    )
