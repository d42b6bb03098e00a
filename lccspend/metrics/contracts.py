"""The contract register and linked payments in, spend on and off contract and the state of each contract out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from lccspend.agreements import (
    OFF,
    SEVERAL,
    TOLD,
    ContractFigures,
    ContractGroup,
    ContractValues,
    ContractYear,
    LinkMethod,
    LinkTally,
    Population,
    RegisterContract,
    ValueBand,
)
from lccspend.dates import days_of
from lccspend.metrics.bands import band_label, limits
from lccspend.metrics.expiry import horizons
from lccspend.metrics.linked import NOTHING_LINKED, ContractSum, Linked, sum_up
from lccspend.metrics.links import Ledger, Linker, linker, read_ledger
from lccspend.metrics.quality import faults_of
from lccspend.metrics.register import Contract, Register
from lccspend.metrics.suppliers import is_procured
from lccspend.money import percent, pounds
from lccspend.settings import Settings

METHODS: tuple[LinkMethod, ...] = (*TOLD, SEVERAL, *OFF)


@dataclass(frozen=True)
class Contracted:
    """The register, the suppliers paid, how the two meet, and the sums of the payments linked."""

    register: Register
    ledger: Ledger
    known: Linker
    linked: Linked

    def contracts_of(self, year: str, supplier: int) -> list[Contract]:
        """The contracts of a supplier that are known to run on any day of a financial year."""
        if supplier not in self.known.by_supplier:
            return []
        return [self.register.contracts[n] for n in self.known.contracts_between(supplier, *days_of(year))]


def link(counted: pl.LazyFrame, payees: pl.DataFrame, register: Register) -> Contracted:
    """Every counted payment linked; an empty register leaves them all off contract."""
    if not register.contracts:
        return Contracted(register, Ledger(), Linker(), NOTHING_LINKED)
    ledger = read_ledger(payees.lazy())
    known = linker(register, ledger)
    return Contracted(register, ledger, known, sum_up(counted, register, known))


def contract_figures(found: Contracted, settings: Settings, as_at: date) -> ContractFigures | None:
    """All figures of the register; None where there is none, so that nothing is called off contract for want of one."""
    register = found.register
    if not register.contracts:
        return None
    contracts = [state_of(c, found.linked.contracts.get(n)) for n, c in enumerate(register.contracts)]
    years = sorted(found.linked.sums["financial_year"].unique())
    return ContractFigures(
        as_at=as_at,
        files=register.files,
        years=contract_years(found.linked.sums, years, settings.populations.not_procurement),
        contracts=tuple(contracts),
        values=tuple(_values(register, year, settings.tail.bands) for year in years),
        horizons=horizons(contracts, as_at),
        quality=faults_of(register, found.ledger, found.linked, years),
    )


def contract_years(
    sums: pl.DataFrame, years: Sequence[str], not_procurement: Iterable[str]
) -> tuple[ContractYear, ...]:
    """Each population, and in it each of the years, also one in which nothing is of it; takes `Linked.sums`."""
    procured = sums.filter(is_procured(sums["supplier_class"], not_procurement))
    of: tuple[tuple[Population, pl.DataFrame], ...] = (("all", sums), ("procurement", procured))
    return tuple(
        _year(year, population, own.filter(pl.col("financial_year") == year))
        for population, own in of
        for year in years
    )


_PENCE, _METHOD = pl.col("pence"), pl.col("link_method")
_SPENT = (
    _PENCE.sum().alias("total"),
    _PENCE.filter(_METHOD.is_in(OFF)).sum().alias("off"),
    _PENCE.filter(_METHOD == SEVERAL).sum().alias("not_told"),
)
"""Pence in all, off contract, and on contract with the contract not told."""


def _year(label: str, population: Population, sums: pl.DataFrame) -> ContractYear:
    total = _group("", *sums.select(_SPENT).row(0))
    methods = sums.group_by("link_method").agg(pl.col("payments").sum(), _PENCE.sum())
    paid_by = {method: (payments, pence) for method, payments, pence in methods.iter_rows()}
    return ContractYear(
        financial_year=label,
        population=population,
        spend=total.spend,
        on_contract=total.on_contract,
        contract_not_told=total.contract_not_told,
        off_contract=total.off_contract,
        percent_on_contract=total.percent_on_contract,
        links=tuple(_tally(method, *paid_by.get(method, (0, 0))) for method in METHODS),
        categories=_groups(sums, "category"),
        suppliers=_groups(sums, "supplier", "supplier_key"),
    )


def _tally(method: LinkMethod, payments: int, pence: int) -> LinkTally:
    return LinkTally(method=method, payments=payments, spend=pounds(pence))


def _groups(sums: pl.DataFrame, name: str, *key: str) -> tuple[ContractGroup, ...]:
    """The groups of a column, the largest first; those of one name are apart by key."""
    found = sums.group_by(name, *key).agg(_SPENT).with_columns(pl.col(name).cast(pl.String))
    ordered = found.sort(-pl.col("total"), name, *key)
    return tuple(_group(*row) for row in ordered.select(name, "total", "off", "not_told").iter_rows())


def _group(name: str, total: int, off: int, not_told: int) -> ContractGroup:
    on_contract = total - off
    return ContractGroup(
        group=name,
        spend=pounds(total),
        on_contract=pounds(on_contract),
        contract_not_told=pounds(not_told),
        off_contract=pounds(off),
        percent_on_contract=percent(on_contract, total),
    )


def state_of(contract: Contract, paid: ContractSum | None) -> RegisterContract:
    """A contract as the register has it, with what was paid under it; None where nothing was."""
    spent = paid or ContractSum()
    total, annual, applied = contract.total, contract.annual, contract.regime
    over = None if total is None else max(spent.pence - total, 0)
    return RegisterContract(
        reference=contract.reference,
        title=contract.title,
        suppliers=contract.suppliers,
        category=contract.first_filled("category"),
        procurement_route=contract.first_filled("route"),
        start=contract.start,
        end=contract.end,
        extension_end=contract.extension_end,
        annual_value=None if annual is None else pounds(annual),
        total_value=None if total is None else pounds(total),
        rows=len(contract.entries),
        lots=contract.lots,
        regime=applied.regime.name if applied else None,
        regime_basis=applied.basis if applied else None,
        spend=pounds(spent.pence),
        spend_by_reference=pounds(spent.by_reference),
        spend_outside_dates=pounds(spent.outside),
        overspend=None if over is None else pounds(over),
        percent_spent=None if total is None else percent(spent.pence, total),
    )


def _values(register: Register, year: str, bands: Sequence[Decimal]) -> ContractValues:
    running = [c for c in register.contracts if c.runs_between(*days_of(year))]
    valued = [(c, c.total) for c in running]
    known = [(c, value) for c, value in valued if value is not None]
    return ContractValues(
        financial_year=year,
        contracts=len(running),
        value=pounds(sum(value for _, value in known)),
        without_value=len(running) - len(known),
        bands=tuple(_value_band(known, lower, upper) for lower, upper in limits(bands)),
    )


def _value_band(known: Iterable[tuple[Contract, int]], lower: int, upper: int | None) -> ValueBand:
    inside = [(c, value) for c, value in known if value >= lower and (upper is None or value < upper)]
    return ValueBand(
        band=band_label(lower, upper),
        contracts=len(inside),
        value=pounds(sum(value for _, value in inside)),
        suppliers=len({e.known_as for c, _ in inside for e in c.entries if e.known_as}),
    )
