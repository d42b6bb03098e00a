"""A year by district in, where each pound goes out."""

from lccspend.figures import LOCALITIES
from lccspend.report.comparison import place_share
from lccspend.report.filters import millions, percent
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.plots.places import home_groups, pounds_by_place, tile_map
from lccspend.report.scope import Scope
from lccspend.report.words import ROUNDED, absent_notes, population


def build(scope: Scope) -> Section:
    return Section(
        id="districts",
        heading="Where each pound goes",
        statements=_statements(scope),
        charts=(*pounds_by_place(scope), *tile_map(scope)),
        tables=(_table(scope),),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    year, region = scope.locality, scope.places["north_west"]
    if year.total <= 0:
        return (f"No spend is left in {scope.year} after credits, so it is not shared out by place.",)
    if "x" in year.marks:
        return (
            f"Too few places are known in {scope.year} to say where its spend went; the table shows what is known.",
        )
    wider = year.north_west
    return (
        f"The {region[0].lower()}{region[1:]} received {millions(wider)}, or {percent(share(wider, year.total))} of "
        f"what was paid in {scope.year}. Suppliers elsewhere in the UK received {millions(year.elsewhere)}, or "
        f"{percent(share(year.elsewhere, year.total))}.",
        "A payment belongs to the district of the site that was paid, which need not be where the work was done or "
        "where the supplier has its head office.",
    )


def _table(scope: Scope) -> Table:
    year = scope.locality
    home: tuple[Row, ...] = tuple(
        (g.group, scope.told(f"{scope.year} district {g.group}", g.total), place_share(g.total, year))
        for g in home_groups(scope)
    )
    wider: tuple[Row, ...] = tuple(
        (
            scope.places[key],
            scope.told(f"{scope.year} {key}", getattr(year, key)),
            place_share(getattr(year, key), year),
        )
        for key in LOCALITIES[1:]
    )
    local: Row = (
        f"{scope.places.area} in all",
        scope.told(f"{scope.year} lancashire", year.lancashire),
        place_share(year.lancashire, year),
    )
    total: Row = ("Total", scope.told(f"{scope.year} total", year.total), place_share(year.total, year))
    rounded = ROUNDED if uneven(row[2] for row in (*home, *wider)) else ()
    return Table(
        name="districts",
        title=f"Spend by district and beyond, {scope.year}",
        columns=(
            Column("place", "Place", "name"),
            Column("spend", "Spend", "pounds"),
            Column("percent", "Share of spend", "share"),
        ),
        rows=(*home, *wider),
        totals=(local, total),
        population=population("all", scope.settings),
        notes=(*rounded, *absent_notes((total,), scope.settings)),
        trace=scope.trace("district NAME", *LOCALITIES, "total"),
    )
