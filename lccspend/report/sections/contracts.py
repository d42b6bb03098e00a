"""The register's links to payments in, spend on and off contract and what is about to end out."""

from lccspend.agreements import ContractFigures, ContractGroup, ContractTotals, ContractYear, Horizon, LinkTally
from lccspend.report.filters import count, day, millions, percent
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.scope import Scope
from lccspend.report.words import ROUNDED, population

NAMES = {"all": "All suppliers", "procurement": "Procurement suppliers"}


def build(scope: Scope) -> Section:
    section = Section(id="contracts", heading="Spend on and off contract")
    contracts = scope.figures.contracts
    years = [y for y in contracts.years if y.financial_year == scope.year] if contracts else []
    procurement = next((y for y in years if y.population == "procurement"), None)
    if contracts is None or procurement is None or procurement.spend <= 0:
        return section
    on = percent(share(procurement.on_contract, procurement.spend))
    said = (
        f"{on} of spend with procurement suppliers in {scope.year}, or {millions(procurement.on_contract)}, is linked "
        f"to a contract of the register.",
        "A payment is linked by the best sign that it carries; one that is not linked need not be without a contract. "
        "The value of a contract is never added to spend.",
    )
    tables = (
        _on_and_off(scope, tuple(years)),
        *_by_category(scope, procurement),
        _links(scope, procurement),
        *_ending(contracts),
    )
    return Section(section.id, section.heading, statements=said, tables=tables)


def _on_and_off(scope: Scope, years: tuple[ContractTotals, ...]) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            NAMES[y.population],
            y.spend,
            y.on_contract,
            share(y.on_contract, y.spend),
            y.contract_not_told,
            y.off_contract,
        )
        for y in years
    )
    return Table(
        name="on-contract",
        title=f"Spend on and off contract, {scope.year}",
        columns=(
            Column("population", "Suppliers"),
            Column("spend", "Spend", "pounds"),
            Column("on_contract", "On contract", "pounds"),
            Column("percent_on_contract", "Share on contract", "share"),
            Column("contract_not_told", "Of it, of several contracts", "pounds"),
            Column("off_contract", "Off contract", "pounds"),
        ),
        rows=rows,
        population="All suppliers, and procurement suppliers in a row of their own; on and off contract make up spend.",
        trace=scope.trace("total"),
    )


def _by_category(scope: Scope, year: ContractYear) -> tuple[Table, ...]:
    if not year.categories:
        return ()

    def cells(name: str, of: ContractGroup | ContractYear) -> Row:
        return (name, of.spend, of.on_contract, share(of.on_contract, of.spend), of.off_contract)

    return (
        Table(
            name="on-contract-by-category",
            title=f"Spend on and off contract by category, {scope.year}",
            columns=(
                Column("category", "Category", "name"),
                Column("spend", "Spend", "pounds"),
                Column("on_contract", "On contract", "pounds"),
                Column("percent_on_contract", "Share on contract", "share"),
                Column("off_contract", "Off contract", "pounds"),
            ),
            rows=tuple(cells(group.group or "(none)", group) for group in year.categories),
            totals=(cells("Total", year),),
            population=population("procurement", scope.settings),
        ),
    )


def _links(scope: Scope, year: ContractTotals) -> Table:
    rows = tuple(_link(link, year) for link in year.links)
    return Table(
        name="contract-links",
        title=f"How payments were linked to contracts, {scope.year}",
        columns=(
            Column("method", "Linked by"),
            Column("payments", "Payments", "count"),
            Column("spend", "Spend", "pounds"),
            Column("percent", "Share of spend", "share"),
        ),
        rows=rows,
        totals=(("Total", sum(link.payments for link in year.links), year.spend, share(year.spend, year.spend)),),
        population=population("procurement", scope.settings),
        notes=ROUNDED if uneven(row[3] for row in rows) else (),
    )


def _link(link: LinkTally, year: ContractTotals) -> Row:
    return (link.method, link.payments, link.spend, share(link.spend, year.spend))


def _ending(contracts: ContractFigures) -> tuple[Table, ...]:
    if not contracts.horizons:
        return ()
    return (
        Table(
            name="contracts-ending",
            title=f"Contracts that end, or may be extended, from {day(contracts.as_at)}",
            columns=(
                Column("within", "Within"),
                Column("ending", "Contracts that end", "count"),
                Column("ending_value", "Their value", "pounds"),
                Column("extendable", "Contracts that may be extended", "count"),
                Column("extendable_value", "Their value if extended", "pounds"),
            ),
            rows=tuple(_horizon(horizon) for horizon in contracts.horizons),
            population="Contracts of the register, by the value that it gives; each line holds those above it.",
            notes=_without_value(contracts.horizons[-1]),
        ),
    )


def _horizon(one: Horizon) -> Row:
    return (f"{one.months} months", one.ending, one.ending_value, one.extendable, one.extendable_value)


def _without_value(last: Horizon) -> tuple[str, ...]:
    return (f"Contracts without a value on the register: {count(last.without_value)}.",) if last.without_value else ()
