"""The contract register in, what was paid above its value, how its contracts are let and what it lacks out."""

from collections.abc import Sequence
from decimal import Decimal

from lccspend.agreements import ContractFigures, RegisterContract
from lccspend.plurals import how_many
from lccspend.report.filters import count, day, listed, not_listed, pounds
from lccspend.report.model import Absent, Column, Row, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import TOP, Scope

BASIS = "Contracts of the register, by the value that it gives."


def build(scope: Scope) -> Section:
    section = Section(id="register", heading="The contract register")
    contracts = scope.figures.contracts
    if contracts is None or not contracts.contracts:
        return section
    tables = (
        *_over(contracts.overspent),
        *_shared(contracts.shared),
        *_by_value(scope, contracts),
        *((_by_regime(contracts),) if scope.is_in_england else ()),
        _quality(contracts),
    )
    return Section(section.id, section.heading, statements=tuple(_said(contracts)), tables=tables)


def _said(contracts: ContractFigures) -> list[str]:
    over, shared, held = contracts.overspent, contracts.shared, len(contracts.contracts)
    said = [f"The register as at {day(contracts.as_at)} holds {how_many(held, 'contract')}."]
    if over:
        excess = sum((one.overspend or Decimal(0) for one in over), Decimal("0.00"))
        said.append(
            f"More was paid under {how_many(len(over), 'contract')}, in all years held, than the total value in the "
            f"register: {pounds(excess)} above it. A value that was not raised with an extension shows in the same way."
        )
    if shared:
        have = "has" if len(shared) == 1 else "have"
        said.append(f"{how_many(len(shared), 'contract')} {have} several suppliers or lots.")
    return said


def _name(one: RegisterContract) -> str:
    return ": ".join(filter(None, (one.reference, one.title))) or "(none)"


def _value(amount: Decimal | None) -> Decimal | Absent:
    return Absent("x") if amount is None else amount


def _over(over: Sequence[RegisterContract]) -> tuple[Table, ...]:
    if not over:
        return ()
    more = len(over) - TOP
    return (
        Table(
            name="contracts-overspent",
            title="Contracts paid above their value, the largest excess first",
            columns=(
                Column("contract", "Contract", "name"),
                Column("supplier", "Supplier", "name"),
                Column("total_value", "Total value", "pounds"),
                Column("spend", "Paid in all years", "pounds"),
                Column("overspend", "Above value", "pounds"),
                Column("percent_spent", "Paid as share of value", "share"),
            ),
            rows=tuple(_over_row(one) for one in over[:TOP]),
            population=f"{BASIS} Paid: every payment that is linked to the contract.",
            notes=(not_listed(more, "contract"),) if more > 0 else (),
        ),
    )


def _over_row(one: RegisterContract) -> Row:
    value, excess = _value(one.total_value), _value(one.overspend)
    return (_name(one), _suppliers(one), value, one.spend, excess, share(one.spend, one.total_value or 0))


def _suppliers(one: RegisterContract) -> str:
    several = len(one.suppliers) > 1
    return f"{count(len(one.suppliers))} suppliers" if several else listed(one.suppliers) or "(none)"


def _shared(shared: Sequence[RegisterContract]) -> tuple[Table, ...]:
    if not shared:
        return ()
    order = sorted(shared, key=lambda one: (-len(one.suppliers), -one.lots, _name(one)))
    more = len(order) - TOP
    unvalued = any(one.total_value is None for one in order[:TOP])
    return (
        Table(
            name="contracts-shared",
            title="Contracts with several suppliers or lots",
            columns=(
                Column("contract", "Contract", "name"),
                Column("suppliers", "Suppliers", "count"),
                Column("lots", "Lots", "count"),
                Column("total_value", "Total value", "pounds"),
                Column("spend", "Paid in all years", "pounds"),
            ),
            rows=tuple(
                (_name(one), len(one.suppliers), one.lots, _value(one.total_value), one.spend) for one in order[:TOP]
            ),
            population=BASIS,
            notes=(
                *((not_listed(more, "contract"),) if more > 0 else ()),
                *(("[x] Not available: the register gives no value.",) if unvalued else ()),
            ),
        ),
    )


def _by_value(scope: Scope, contracts: ContractFigures) -> tuple[Table, ...]:
    year = next((one for one in contracts.values if one.financial_year == scope.year), None)
    if year is None or not year.contracts:
        return ()
    rest = (("No value given", year.without_value, Absent("x"), Absent("x")),) if year.without_value else ()
    return (
        Table(
            name="contracts-by-value",
            title=f"Contracts running in {scope.year} by value",
            columns=(
                Column("band", "Value of the contract"),
                Column("contracts", "Contracts", "count"),
                Column("value", "Their value", "pounds"),
                Column("suppliers", "Suppliers", "count"),
            ),
            rows=(*((band.band, band.contracts, band.value, band.suppliers) for band in year.bands), *rest),
            population=f"{BASIS} It is for the whole life of a contract, and no part of what was paid in the year.",
            notes=("A supplier counts in each band in which it has a contract.", *_absent(rest)),
        ),
    )


def _absent(rest: Sequence[Row]) -> tuple[str, ...]:
    return ("[x] Not available: without a value they lie in no band.",) if rest else ()


def _by_regime(contracts: ContractFigures) -> Table:
    names = sorted({one.regime or "Not known" for one in contracts.contracts})
    rows = []
    for name in names:
        own = [one for one in contracts.contracts if (one.regime or "Not known") == name]
        told = sum(one.regime_basis == "start of procurement" for one in own)
        value = sum((one.total_value or Decimal(0) for one in own), Decimal("0.00"))
        rows.append((name, len(own), told, value))
    whole = tuple(sum((row[at] for row in rows), type(rows[0][at])(0)) for at in (1, 2, 3))
    return Table(
        name="contracts-by-regime",
        title="Contracts by regime of procurement law",
        columns=(
            Column("regime", "Regime"),
            Column("contracts", "Contracts", "count"),
            Column("by_procurement", "Of them, by the start of procurement", "count"),
            Column("value", "Their value", "pounds"),
        ),
        rows=tuple(rows),
        totals=(("Total", *whole),),
        population=BASIS,
        notes=("Where the register does not say when a procurement began, the start of the contract stands for it.",),
    )


def _quality(contracts: ContractFigures) -> Table:
    return Table(
        name="register-quality",
        title="What the register lacks",
        columns=(
            Column("fault", "Fault"),
            Column("count", "Found", "count"),
            Column("examples", "For example", "name"),
        ),
        rows=tuple(
            (one.fault.capitalize(), one.count, ", ".join(one.examples) or "(none)") for one in contracts.quality
        ),
        population="Contracts, rows or payments, as the fault says; one contract may have several faults.",
    )
