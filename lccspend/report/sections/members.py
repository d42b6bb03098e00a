"""Members' tables in, the suppliers of the named bands with their contracts out, and counts by category below them."""

from lccspend.agreements import MemberBand, MembersYear, NamedSupplier
from lccspend.plurals import how_many
from lccspend.report.filters import pounds
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.scope import Scope
from lccspend.report.words import mark_meaning, population

CONTRACTS = (Column("contracts", "Contracts", "count"), Column("contracts_value", "Value of contracts", "pounds"))


def build(scope: Scope) -> Section:
    section = Section(id="members", heading="Suppliers by band, as members asked")
    years = (y for y in scope.figures.members if y.financial_year == scope.year and y.population == "procurement")
    year = next(years, None)
    if year is None:
        return section
    tables = (
        *(_named(scope, band) for band in year.bands if band.names),
        *_contracts(scope, year),
        *_counted(scope, year),
    )
    return Section(section.id, section.heading, statements=_statements(scope) if tables else (), tables=tables)


def _statements(scope: Scope) -> tuple[str, ...]:
    bands = "Bands are of what a supplier was paid in the year."
    value = (
        "The value of its contracts is what the register says of those running in the year, over their whole life, and "
        "is no part of what was paid."
    )
    return (f"{bands} {value}" if _register(scope) else bands,)


def _register(scope: Scope) -> bool:
    """Whether a contract register is held: without one nothing can be said of a supplier's contracts."""
    return scope.figures.contracts is not None


def _named(scope: Scope, band: MemberBand) -> Table:
    told = _register(scope)
    rows: tuple[Row, ...] = tuple(
        (one.supplier, one.category or "(none)", one.spend, *((len(one.contracts), _value(one)) if told else ()))
        for one in band.names
    )
    return Table(
        name=f"named-{pounds(band.lower)[1:].replace(',', '')}",
        title=f"Suppliers paid {band.band}, {scope.year}",
        columns=(
            Column("supplier", "Supplier", "name"),
            Column("category", "Category", "name"),
            Column("spend", "Paid", "pounds"),
            *(CONTRACTS if told else ()),
        ),
        rows=rows,
        population=population("procurement", scope.settings),
        notes=(*_not_named(band), *_marks(rows)),
        trace=scope.trace("supplier NAME"),
    )


def _value(one: NamedSupplier) -> Cell:
    """Nothing is not the value of contracts that there are not, nor of those that the register gives no value."""
    return one.contracts_value or Absent("x" if one.contracts else "z")


def _marks(rows: tuple[Row, ...]) -> tuple[str, ...]:
    used = {cell.mark for row in rows for cell in row if isinstance(cell, Absent)}
    meanings = {
        "x": "[x] Not available: the register gives its contracts no value.",
        "z": "[z] Not applicable: the register holds no contract of the supplier that ran in the year.",
    }
    return tuple(meaning for mark, meaning in meanings.items() if mark in used)


def _not_named(band: MemberBand) -> tuple[str, ...]:
    if band.not_named == 0:
        return ()
    who = "Private persons" if band.not_named is None else how_many(band.not_named, "name")
    are = "is" if band.not_named == 1 else "are"
    return (f"{who} {are} not printed, with {pounds(band.not_named_spend)}.",)


def _contracts(scope: Scope, year: MembersYear) -> tuple[Table, ...]:
    """Each contract of each supplier that is named."""
    rows: tuple[Row, ...] = tuple(
        (one.supplier, contract.reference or "(none)", contract.title or "(none)", contract.suppliers,
         Absent("x") if contract.value is None else contract.value)
        for band in year.bands for one in band.names for contract in one.contracts
    )  # fmt: skip
    if not rows:
        return ()
    unvalued = any(isinstance(row[-1], Absent) for row in rows)
    return (
        Table(
            name="named-contracts",
            title=f"Contracts of the suppliers named, running in {scope.year}",
            columns=(
                Column("supplier", "Supplier", "name"),
                Column("reference", "Contract", "name"),
                Column("title", "Title", "name"),
                Column("suppliers", "Suppliers", "count"),
                Column("value", "Value", "pounds"),
            ),
            rows=rows,
            population="Contracts of the register, in the order of the suppliers; a contract of several suppliers "
            "stands with each that is named, at its whole value.",
            notes=("[x] Not available: the register gives no value.",) if unvalued else (),
        ),
    )


def _counted(scope: Scope, year: MembersYear) -> tuple[Table, ...]:
    rows: tuple[Row, ...] = tuple(
        (band.band, one.category or "(none)", one.suppliers or Absent("c"), one.spend)
        for band in year.bands
        if not band.named
        for one in band.categories
    )
    if not rows:
        return ()
    return (
        Table(
            name="bands-by-category",
            title=f"Suppliers of the other bands by category, {scope.year}",
            columns=(
                Column("band", "Band"),
                Column("category", "Category", "name"),
                Column("suppliers", "Suppliers", "count"),
                Column("spend", "Paid", "pounds"),
            ),
            rows=rows,
            population=population("procurement", scope.settings),
            notes=(mark_meaning("c", scope.settings),) if any(isinstance(row[2], Absent) for row in rows) else (),
        ),
    )
