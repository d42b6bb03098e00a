"""Counted payments, and what was let and promised, in; every figure of a build out, and the checks on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import polars as pl

from lccspend.agreements import AwardTotal, ContractFigures, MembersYear, SocialValue
from lccspend.agreements.payments import PaymentFigures
from lccspend.etl import checks
from lccspend.etl.checks import Control
from lccspend.etl.dealings import Dealings
from lccspend.etl.ledger import IS_PAID, Decisions
from lccspend.etl.payees import with_own_columns
from lccspend.etl.registers import Registers
from lccspend.evidence import RegisterUsed, SupplierEvidence
from lccspend.figures import (
    AwardYear,
    Books,
    Cell,
    Check,
    GroupedYear,
    LocalityYear,
    MonthOfSource,
    Population,
    SupplierYear,
    TailYear,
    Tally,
)
from lccspend.geography.locality import locality_of
from lccspend.metrics.awards import award_years
from lccspend.metrics.basis import cross_years, office_cells
from lccspend.metrics.bridge import bridge_years
from lccspend.metrics.categories import category_quality
from lccspend.metrics.cells import GROUPS, cells_of, months_of_sources, sums_of_places
from lccspend.metrics.contracts import contract_figures, link
from lccspend.metrics.evidence import evidence_years, paid_when_closed
from lccspend.metrics.frameworks import award_totals
from lccspend.metrics.locality import grouped_years, locality_years
from lccspend.metrics.members import members_years
from lccspend.metrics.payment_performance import payment_figures
from lccspend.metrics.register import register_of
from lccspend.metrics.sensitivity import area_years, home_areas, sensitivity_years
from lccspend.metrics.social_value import social_value
from lccspend.metrics.spent import Spent, by_year, sums_paid
from lccspend.metrics.suppliers import (
    NumbersOf,
    PaidByYear,
    in_population,
    numbers_paid,
    paid_suppliers,
    ranked_years,
)
from lccspend.metrics.tail import tail_years
from lccspend.money import pounds
from lccspend.payees import PayeeFigures
from lccspend.settings import Settings
from lccspend.store import OFFICE

POPULATIONS: tuple[Population, ...] = get_args(Population)


@dataclass(frozen=True)
class Measured:
    """The figures of a build, and the cells from which tables for other home areas are added up."""

    cells: dict[str, list[Cell]]
    locality: tuple[LocalityYear, ...]
    district: tuple[GroupedYear, ...]
    category: tuple[GroupedYear, ...]
    tail: tuple[TailYear, ...]
    suppliers: tuple[SupplierYear, ...]
    awards: tuple[AwardYear, ...]
    months: tuple[MonthOfSource, ...]
    evidence: tuple[SupplierEvidence, ...]
    registers: tuple[RegisterUsed, ...]
    contracts: ContractFigures | None
    members: tuple[MembersYear, ...]
    award_totals: tuple[AwardTotal, ...]
    social_value: SocialValue | None
    payees: PayeeFigures
    payments: PaymentFigures

    @property
    def stored(self) -> dict[str, Any]:
        """The figures that are stored with the build, by their names there."""
        return {name: value for name, value in vars(self).items() if name != "cells"}


@dataclass(frozen=True)
class Counted:
    """The counted payments: as in the ledger, and with their cells and the columns of their payees."""

    narrow: pl.LazyFrame
    rows: pl.LazyFrame
    payees: pl.DataFrame
    """All payees, in the order of their numbers."""
    aside: Path | None
    """A folder for what is put there while many rows are compared; None where rows are held in memory."""

    @property
    def paid(self) -> pl.DataFrame:
        """The payees with a counted payment."""
        return self.payees.filter(IS_PAID)


@dataclass(frozen=True)
class _Added:
    """What is added up from sums of payments, which take much memory and are then let go."""

    cells: dict[str, list[Cell]]
    sites: list[Cell]
    """Cells of the sites paid by year alone: their group is empty."""
    months: tuple[MonthOfSource, ...]
    paid: PaidByYear
    numbers_of: NumbersOf
    payees: PayeeFigures


def measure(paid: Counted, dealings: Dealings, registers: Registers, decisions: Decisions, today: date) -> Measured:
    """Each figure, from payments and payees with their registered offices; lists come in a fixed order."""
    settings, home = decisions.settings, decisions.home
    counted = paid.rows
    contracted = link(counted, paid.paid, register_of(dealings.contracts.rows))
    payments = payment_figures(counted, contracted.register, contracted.known, paid.aside)
    added = _added(paid, decisions)
    years = locality_years(added.sites, added.months, home, settings.locality.minimum_coverage)
    known, late = registers.evidence, paid_when_closed(counted, registers.evidence)
    of = {p: in_population(added.paid, p, settings.populations.not_procurement) for p in POPULATIONS}
    appointed = dealings.awards.rows
    return Measured(
        cells=added.cells,
        locality=years,
        district=grouped_years(added.sites, years, home, "district"),
        category=grouped_years(added.cells["category"], years, home, "category"),
        tail=tuple(t for p in POPULATIONS for t in tail_years(of[p], p, settings.tail)),
        suppliers=ranked_years(of, added.numbers_of, known, contracted.contracts_of),
        awards=award_years(appointed, lambda code: locality_of(code, home)),
        months=added.months,
        evidence=evidence_years(of, known, late),
        registers=registers.used,
        contracts=contract_figures(contracted, settings, today),
        members=tuple(m for p in POPULATIONS for m in members_years(of[p], p, settings.tail, contracted.contracts_of)),
        award_totals=award_totals(appointed, lambda code: locality_of(code, home)),
        social_value=social_value(dealings.social.rows, contracted.register, today),
        payees=added.payees,
        payments=payments,
    )


def _added(found: Counted, decisions: Decisions) -> _Added:
    years, payees = by_year(found.narrow), found.paid
    placed = {year: with_own_columns(own, found.payees) for year, own in years.items()}
    sums, spent = sums_of_places(placed), sums_paid(years, payees)
    cells = {
        "month": cells_of(sums, GROUPS["month"]),
        "category": cells_of(spent.by_payee(), GROUPS["category"]),
        "business-unit": cells_of(sums, GROUPS["business-unit"]),
        OFFICE: office_cells(placed, payees, sums),
    }
    sites = cells_of(sums, pl.lit(""))
    return _Added(
        cells=cells,
        sites=sites,
        months=months_of_sources(sums),
        paid=paid_suppliers(spent, decisions.home, decisions.settings.tail.bands),
        numbers_of=numbers_paid(spent),
        payees=_payees(found.narrow, spent, sites, cells[OFFICE], decisions),
    )


def _payees(
    counted: pl.LazyFrame, spent: Spent, sites: list[Cell], offices: list[Cell], decisions: Decisions
) -> PayeeFigures:
    settings, home = decisions.settings, decisions.home
    locality, authority = settings.locality, settings.authority
    areas = home_areas(home, locality, authority.region)
    return PayeeFigures(
        bridge=bridge_years(spent.by_supplier.lazy(), settings.populations.not_procurement),
        categories=category_quality(counted, spent.by_supplier.lazy(), settings.categories.other),
        cross=cross_years(spent.by_payee(), home),
        sensitivity=sensitivity_years(sites, offices, areas, locality.minimum_coverage),
        areas=area_years(sites, home, locality, authority),
    )


def checks_of(
    books: Books, measured: Measured, settings: Settings, controls: Sequence[Control], days: pl.DataFrame
) -> Iterable[Check]:
    """Every check, in the order in which they are printed; days are `sums_by_day` of all payments."""
    return [
        checks.books_balance(books),
        checks.control_totals(books, controls, _totals_rows(days)),
        checks.rejected_share(books, settings),
        checks.months_covered(measured.locality),
        checks.months_by_system(measured.months),
        checks.small_months(measured.months),
        checks.export_limits(books),
        checks.overlap(books),
        checks.coverage(measured.locality, settings),
        checks.bands_add_up(measured.tail),
        checks.order(measured.tail, measured.suppliers),
        checks.one_population(measured.tail, measured.locality),
        checks.stale_registers(measured.registers, settings),
        checks.closed_suppliers(measured.evidence),
        checks.categories(measured.payees.categories, settings),
        checks.file_warnings(books),
    ]


def _totals_rows(days: pl.DataFrame) -> dict[str, Tally]:
    """The totals rows of each file, which a control total does not count."""
    own = days.filter(pl.col("rule") == "total_row").group_by("file").agg(pl.col("rows", "pence").sum())
    return {file: Tally(rows=count, pounds=pounds(pence)) for file, count, pence in own.iter_rows()}
