"""Bands of the year in, the tail out: few suppliers take most of the spend, many take little; for both populations."""

from decimal import Decimal

from lccspend.figures import Band, Population, TailYear, Top
from lccspend.plurals import how_many
from lccspend.report.filters import count, listed, millions, pounds
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.plots.tail import bands, concentration
from lccspend.report.scope import Scope
from lccspend.report.words import ROUNDED, absent_notes, part_of, population

POPULATIONS: tuple[tuple[Population, str], ...] = (("all", "All suppliers"), ("procurement", "Procurement suppliers"))


def build(scope: Scope) -> Section:
    return Section(
        id="tail",
        heading="The tail: how spend is spread over suppliers",
        statements=_statements(scope),
        charts=(*concentration(scope), *bands(scope)),
        tables=(*_concentration(scope), *(t for key, name in POPULATIONS for t in _bands(scope, key, name))),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    year = scope.tail("all")
    if year is None or year.suppliers == 0:
        return (f"No supplier was paid in {scope.year}.",)
    part, held = "p" in scope.locality.marks, how_many(scope.locality.months, "month")
    return (
        *(
            f"{name}: {_tops(tail)}; {under(tail)}."
            for key, name in POPULATIONS
            if (tail := scope.tail(key)) is not None and tail.suppliers
        ),
        *((f"What a supplier was paid is that of the {held} held, of 12.",) if part else ()),
    )


def _tops(year: TailYear) -> str:
    parts = [f"the {top.suppliers} largest received {millions(top.spend)}" for top in _smaller(year)]
    return listed(parts) or f"{how_many(year.suppliers, 'supplier')} received {millions(year.spend)}"


def _smaller(year: TailYear) -> list[Top]:
    """The groups of largest suppliers that are not simply all of them."""
    return [top for top in year.top if top.suppliers < year.suppliers]


def under(year: TailYear) -> str:
    verb = "was" if year.suppliers_under == 1 else "were"
    return (
        f"{how_many(year.suppliers_under, 'supplier')} of {count(year.suppliers)} {verb} paid less than "
        f"{pounds(year.threshold)}, in all {millions(year.spend_under)}"
        f"{part_of(year.spend_under, year.spend, 'the spend')}"
    )


def _concentration(scope: Scope) -> tuple[Table, ...]:
    """The two populations side by side; a size that only one of them has stands in a row of its own."""
    sizes = {key: _sizes(year) for key, _ in POPULATIONS if (year := scope.tail(key)) is not None}
    labels = dict.fromkeys(label for rows in sizes.values() for label in rows)
    nothing: Row = (Absent("z"),) * 3
    lines: tuple[Row, ...] = tuple(
        (label, *(cell for rows in sizes.values() for cell in rows.get(label, nothing))) for label in labels
    )
    table = Table(
        name="concentration",
        title=f"The largest suppliers and the tail, {scope.year}",
        columns=(
            Column("group", "Suppliers"),
            *(column for key, name in POPULATIONS if key in sizes for column in _columns(key, name.split(" ")[0])),
        ),
        rows=lines,
        population="All suppliers, and beside them procurement suppliers; a share is of its own population's spend.",
        notes=absent_notes(lines, scope.settings),
        trace=scope.trace("total", "band LABEL"),
    )
    return (table,) if labels else ()


def _columns(key: str, name: str) -> tuple[Column, ...]:
    return (
        Column(f"{key}_suppliers", f"{name}: suppliers", "count"),
        Column(f"{key}_spend", f"{name}: spend", "pounds"),
        Column(f"{key}_percent", f"{name}: share", "share"),
    )


def _sizes(year: TailYear) -> dict[str, Row]:
    rows: dict[str, Row] = {
        f"{top.suppliers} largest": (top.suppliers, top.spend, share(top.spend, year.spend)) for top in _smaller(year)
    }
    rows[f"Under {pounds(year.threshold)}"] = (
        year.suppliers_under,
        year.spend_under,
        share(year.spend_under, year.spend),
    )
    rows["In all"] = (year.suppliers, year.spend, share(year.spend, year.spend))
    return rows


def _bands(scope: Scope, key: Population, name: str) -> tuple[Table, ...]:
    year = scope.tail(key)
    if year is None:
        return ()
    nil = year.nil_or_credit
    rows = (
        *(_band(year, b.band, b.suppliers, b.spend, _told(scope, key, b)) for b in year.bands),
        _band(year, "Nil or credit", nil.suppliers, nil.spend),
    )
    rounded = ROUNDED if any(uneven(row[at] for row in rows) for at in (2, 4)) else ()
    table = Table(
        name=f"bands-{key}",
        title=f"{name} by band of spend, {scope.year}",
        columns=(
            Column("band", "Spend of the supplier in the year"),
            Column("suppliers", "Suppliers", "count"),
            Column("suppliers_percent", "Share of suppliers", "share"),
            Column("spend", "Spend", "pounds"),
            Column("spend_percent", "Share of spend", "share"),
        ),
        rows=rows,
        totals=(_band(year, "Total", year.suppliers, year.spend),),
        population=population(key, scope.settings),
        notes=(
            "A limit belongs to the band above it: a supplier paid exactly the lower limit is in the band.",
            *rounded,
            *absent_notes(rows, scope.settings),
        ),
        trace=scope.trace("band LABEL" if key == "all" else "supplier NAME"),
    )
    return (table,)


def _told(scope: Scope, key: Population, band: Band) -> Cell:
    return scope.told(f"{scope.year} band {band.band}", band.spend) if key == "all" else band.spend


def _band(year: TailYear, label: str, suppliers: int, spend: Decimal, told: Cell | None = None) -> Row:
    return (
        label,
        suppliers,
        share(suppliers, year.suppliers),
        spend if told is None else told,
        share(spend, year.spend),
    )
