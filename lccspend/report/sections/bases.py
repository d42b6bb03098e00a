"""Localities by other choices in: of the home area, the address and the unknown; by areas and rings; side by side."""

from itertools import groupby

from lccspend.figures import LOCALITIES
from lccspend.geography.locality import home_area, home_names
from lccspend.payees import AreaSpend, AreaYear, CrossYear, PayeeFigures, SensitivityYear, Variant
from lccspend.report.comparison import place_share
from lccspend.report.filters import listed
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import Scope
from lccspend.report.words import absent_notes, population

ADDRESSES = {
    "site": "Site that was paid",
    "registered-office": "Registered office",
    "operations": "Recorded place of operations",
}

RINGS = "Each ring holds those above it, so they do not add up."


def build(scope: Scope) -> Section:
    section = Section(id="bases", heading="Locality by other choices")
    payees = scope.figures.payees or PayeeFigures()
    tables = (
        *(_sensitivity(scope, one) for one in payees.sensitivity if one.financial_year == scope.year),
        *(_cross(scope, one) for one in payees.cross if one.financial_year == scope.year and _tells(one)),
        *(table for one in payees.areas if one.financial_year == scope.year for table in _areas(scope, one)),
    )
    said = (
        f"How much stays in {scope.places.area} depends on what counts as the area, which address of a supplier "
        f"counts, and what is done with spend whose place is not known. The headline is the first share of the first "
        f"table.",
    )
    return Section(section.id, section.heading, statements=said if tables else (), tables=tables)


def _sensitivity(scope: Scope, year: SensitivityYear) -> Table:
    groups = groupby(year.variants, key=lambda v: (v.definition, v.basis))
    known = [(key, list(variants)) for key, variants in groups]
    rows: tuple[Row, ...] = tuple(
        (definition, ADDRESSES[basis], *_shares(variants))
        for (definition, basis), variants in known
        if basis == "site" or _is_known(variants)
    )
    return Table(
        name="sensitivity",
        title=f"The share that stays, by other choices, {scope.year}",
        columns=(
            Column("definition", "Home area"),
            Column("address", "Address"),
            Column("unknown_outside", "Not known: outside", "share"),
            Column("unknown_inside", "Not known: inside", "share"),
            Column("unknown_left_out", "Not known: left out", "share"),
        ),
        rows=rows,
        population=population("all", scope.settings),
        notes=(*_home_areas(scope, year), *absent_notes(rows, scope.settings)),
        trace=scope.trace("lancashire", "unknown", "total"),
    )


def _home_areas(scope: Scope, year: SensitivityYear) -> tuple[str, ...]:
    """How each other home area differs from the report's own, by the names of its authorities."""
    names = list(dict.fromkeys(v.definition for v in year.variants))
    home, *others = ((name, set(home_names(home_area(scope.settings, name)))) for name in names)
    said = []
    for name, held in others:
        parts = ((" with ", held - home[1]), (" without ", home[1] - held))
        words = " and".join(f"{joint}{listed(sorted(found))}" for joint, found in parts if found)
        said.append(f"{name} is {home[0]}{words}.")
    return tuple(said)


def _is_known(variants: list[Variant]) -> bool:
    """Whether any spend has such an address in the area, or most of it has one somewhere."""
    return any(v.percent is not None or (v.local and v.unknown == "outside") for v in variants)


def _shares(variants: list[Variant]) -> Row:
    found = {v.unknown: v for v in variants}
    return tuple(_share(found[key]) for key in ("outside", "inside", "left out"))


def _share(variant: Variant) -> Cell:
    if variant.total > 0 and variant.percent is None:
        return Absent("x")
    return share(variant.local, variant.total)


def _tells(year: CrossYear) -> bool:
    """Whether the other locality is known of any spend."""
    return any(row.total != row.unknown for row in year.rows)


def _cross(scope: Scope, year: CrossYear) -> Table:
    address = ADDRESSES[year.against]
    return Table(
        name=f"site-and-{year.against}",
        title=f"Site that was paid, against {address.lower()}, {scope.year}",
        columns=(
            Column("site", "Site", "name"),
            *(Column(key, scope.places[key], "pounds", f"{address}: {scope.places[key]}") for key in LOCALITIES),
            Column("total", "Total", "pounds"),
        ),
        rows=tuple(
            (scope.places[row.site], *(getattr(row, key) for key in LOCALITIES), row.total) for row in year.rows
        ),
        population=population("all", scope.settings),
        notes=(f"A row holds what was paid to sites there; its columns say where the {address.lower()} is.",),
        trace=scope.trace(*LOCALITIES),
    )


def _areas(scope: Scope, year: AreaYear) -> tuple[Table, ...]:
    areas = _spends(scope, "areas", f"Spend by area, {scope.year}", year.areas)
    rings = _spends(scope, "rings", f"Spend by ring, {scope.year}", year.rings, RINGS)
    return tuple(table for table in (areas, rings) if table.rows)


def _spends(scope: Scope, name: str, title: str, spends: tuple[AreaSpend, ...], *notes: str) -> Table:
    rows: tuple[Row, ...] = tuple(
        (scope.places[one.area], one.spend, place_share(one.spend, scope.locality)) for one in spends
    )
    return Table(
        name=name,
        title=title,
        columns=(
            Column("area", "Area", "name"),
            Column("spend", "Spend", "pounds"),
            Column("percent", "Share of spend", "share"),
        ),
        rows=rows,
        population=population("all", scope.settings),
        notes=(*notes, *absent_notes(rows, scope.settings)),
        trace=scope.trace("total"),
    )
