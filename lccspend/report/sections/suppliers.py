"""The suppliers of the year in, the twenty largest out, as the council publishes them: procurement, to £100,000."""

from lccspend.report.filters import millions, percent
from lccspend.report.model import Column, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import TOP, Scope
from lccspend.report.words import population


def build(scope: Scope) -> Section:
    return Section(
        id="suppliers",
        heading="The largest suppliers",
        statements=_statements(scope),
        tables=(_table(scope),),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    top, year = scope.suppliers("procurement")[:TOP], scope.tail("procurement")
    if not top or year is None:
        return (f"No procurement supplier was paid in {scope.year}.",)
    spend = sum((supplier.spend for supplier in top), start=0 * top[0].spend)
    who = "The only procurement supplier" if len(top) == 1 else f"The {len(top)} largest procurement suppliers"
    return (
        f"{who} received {millions(spend)} in {scope.year}, or {percent(share(spend, year.spend))} of spend with "
        f"procurement suppliers.",
        "A supplier counts once, however many sites, spellings or numbers it has. Amounts are printed to the nearest "
        "£100,000; the data files hold pounds and pence.",
    )


def _table(scope: Scope) -> Table:
    top = scope.suppliers("procurement")[:TOP]
    return Table(
        name="top-suppliers",
        title=f"Largest suppliers by approximate spend, {scope.year}",
        columns=(
            Column("supplier", "Supplier", "name"),
            Column("spend", "Approximate spend", "about"),
            Column("category", "Category", "name"),
            Column("locality", "Place of most spend", "name"),
        ),
        rows=tuple((s.supplier, s.spend, s.category or "(none)", scope.places[s.locality]) for s in top),
        population=population("procurement", scope.settings),
        trace=scope.trace("supplier NAME"),
    )
