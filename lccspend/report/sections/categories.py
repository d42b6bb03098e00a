"""How well categories tell what was bought in: portfolios, headings without a place in the map, and conflicts out."""

from lccspend.payees import CategoryYear
from lccspend.report.filters import count, listed, millions
from lccspend.report.model import Column, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import Scope
from lccspend.report.words import part_of, population

NAMED = 5
"""Headings that a sentence names; the JSON has more."""


def build(scope: Scope) -> Section:
    section = Section(id="categories", heading="Categories and portfolios")
    years = scope.figures.payees.categories if scope.figures.payees else ()
    year = next((y for y in years if y.financial_year == scope.year), None)
    if year is None:
        return section
    tables = (*_portfolios(scope, year), *_conflicts(scope, year))
    return Section(section.id, section.heading, statements=_statements(year), tables=tables)


def _statements(year: CategoryYear) -> tuple[str, ...]:
    said = []
    if year.unmapped is not None:
        named = listed([f"‘{heading}’" for heading in year.unmapped_headings[:NAMED]])
        which = f", the most under {named}" if year.unmapped and named else ""
        said.append(
            f"Headings that the council's map does not name hold {millions(year.unmapped)}"
            f"{part_of(year.unmapped, year.total, 'spend')}{which}."
        )
    if year.other:
        said.append(
            f"Categories that say nothing of what was bought hold {millions(year.other)}"
            f"{part_of(year.other, year.total, 'spend')}."
        )
    if year.conflicts:
        of = "supplier was" if year.conflicts == 1 else "suppliers were"
        said.append(
            f"{count(year.conflicts)} {of} paid {millions(year.conflicting)} in a category other than the one that "
            f"most of their payments fall into."
        )
    return tuple(said)


def _portfolios(scope: Scope, year: CategoryYear) -> tuple[Table, ...]:
    if not year.portfolios:
        return ()
    return (
        Table(
            name="portfolios",
            title=f"Spend by portfolio, {scope.year}",
            columns=(
                Column("portfolio", "Portfolio", "name"),
                Column("spend", "Spend", "pounds"),
                Column("percent", "Share of spend", "share"),
            ),
            rows=tuple((one.portfolio, one.spend, share(one.spend, year.total)) for one in year.portfolios),
            totals=(("Total", year.total, share(year.total, year.total)),),
            population=population("all", scope.settings),
            trace=scope.trace("total"),
        ),
    )


def _conflicts(scope: Scope, year: CategoryYear) -> tuple[Table, ...]:
    if not year.largest:
        return ()
    return (
        Table(
            name="category-conflicts",
            title=f"Payments outside a supplier's usual category, {scope.year}",
            columns=(
                Column("supplier", "Supplier", "name"),
                Column("usual", "Usual category", "name"),
                Column("others", "Other categories", "name"),
                Column("payments", "Payments", "count"),
                Column("spend", "Spend", "pounds"),
            ),
            rows=tuple((o.supplier, o.usual, "; ".join(o.others), o.payments, o.spend) for o in year.largest),
            population=population("all", scope.settings),
            notes=("The largest are listed.",) if year.conflicts > len(year.largest) else (),
            trace=scope.trace("supplier NAME"),
        ),
    )
