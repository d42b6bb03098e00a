"""Counted payments in, the suppliers of each year out: one entry for each, however many sites, spellings or numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lccspend.figures import Population, Supplier, SupplierYear
from lccspend.geography.locality import Definition, locality_of
from lccspend.metrics.register import Contract
from lccspend.money import pounds
from lccspend.registers.records import Evidence
from lccspend.schema import NO_GROUP


@dataclass(frozen=True)
class Paid:
    """What one supplier was paid in a year; spend in pence. Redacted and nameless payees are not ranked."""

    financial_year: str
    supplier_key: int
    supplier: str
    supplier_class: str
    ranked: bool
    spend: int
    payments: int
    numbers: tuple[str, ...]
    category: str
    locality: str
    private: bool = False
    """A person, whose name is printed nowhere."""


PaidByYear = dict[str, list[Paid]]

ContractsOf = Callable[[Paid], Sequence[Contract]]
"""The contracts of the register that a supplier is known to hold in its year."""
"""The suppliers of each year, the earliest year and in it the largest supplier first."""


def paid_suppliers(counted: pl.LazyFrame, home: Definition) -> list[Paid]:
    """Every supplier of every year, the largest of a year first."""
    key = ["financial_year", "supplier_key"]
    sums = counted.group_by(key).agg(
        pl.col("supplier", "supplier_class", "ranked", "private").first(),
        spend=pl.col("pence").sum(),
        payments=pl.len(),
        numbers=pl.col("supplier_number").drop_nulls().unique().sort(),
    )
    order = sums.sort("financial_year", "spend", "supplier", "supplier_key", descending=[False, True, False, False])
    categories, localities = _main_category(counted, key), _localities(counted, key, home)
    return [
        Paid(
            **{k: v for k, v in row.items() if k != "numbers"},
            numbers=tuple(row["numbers"]),
            category=categories[row["financial_year"], row["supplier_key"]],
            locality=localities[row["financial_year"], row["supplier_key"]],
        )
        for row in order.collect().iter_rows(named=True)
    ]


def _main_category(counted: pl.LazyFrame, key: list[str]) -> dict[tuple[str, int], str]:
    """The category that most of a supplier's spend of a year went to; of equals, the first in the alphabet."""
    named = counted.with_columns(pl.col("category").fill_null(NO_GROUP))
    sums = named.group_by([*key, "category"]).agg(spend=pl.col("pence").sum())
    first = sums.sort("spend", "category", descending=[True, False]).group_by(key, maintain_order=True).first()
    return {(year, supplier): category for year, supplier, category, _ in first.collect().iter_rows()}


def _localities(counted: pl.LazyFrame, key: list[str], home: Definition) -> dict[tuple[str, int], str]:
    """Where at least half of a supplier's spend of a year went, else mixed (contract section 6)."""
    places = counted.group_by([*key, "place"]).agg(pl.col("pence").sum(), gross=pl.col("pence").abs().sum()).collect()
    net: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    gross: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, supplier, place, pence, absolute in places.iter_rows():
        where = locality_of(place, home)
        net[year, supplier][where] += pence
        gross[year, supplier][where] += absolute
    return {k: _most(sums if sum(sums.values()) > 0 else gross[k]) for k, sums in net.items()}


def _most(sums: dict[str, int]) -> str:
    largest = min(sums, key=lambda name: (-sums[name], name))
    return largest if 2 * sums[largest] >= sum(sums.values()) else "mixed"


def in_population(paid: Iterable[Paid], population: Population, not_procurement: Iterable[str]) -> PaidByYear:
    """`all` is everything counted; `procurement` leaves out the classes that the settings name (section 3.8).

    Every year that has payments is there, the earliest first, even where the population is empty.
    """
    left_out = {name.casefold() for name in not_procurement}
    years: PaidByYear = {}
    for one in paid:
        members = years.setdefault(one.financial_year, [])
        if population == "all" or one.supplier_class.casefold() not in left_out:
            members.append(one)
    return dict(sorted(years.items()))


def ranked_years(
    paid: PaidByYear, population: Population, evidence: Mapping[int, Evidence], contracts_of: ContractsOf
) -> tuple[SupplierYear, ...]:
    """The ranked suppliers of each year, the largest first, with their contracts, size and sector."""
    return tuple(
        SupplierYear(
            financial_year=year,
            population=population,
            suppliers=tuple(_rank((p for p in members if p.ranked), evidence, contracts_of)),
        )
        for year, members in paid.items()
    )


def _rank(paid: Iterable[Paid], evidence: Mapping[int, Evidence], contracts_of: ContractsOf) -> Iterable[Supplier]:
    for rank, one in enumerate(paid, start=1):
        yield Supplier(
            rank=rank,
            supplier=one.supplier,
            supplier_numbers=one.numbers,
            category=one.category,
            locality=one.locality,
            spend=pounds(one.spend),
            payments=one.payments,
            contracts=len(contracts_of(one)),
            sme=evidence[one.supplier_key].sme,
            vcse=evidence[one.supplier_key].vcse,
        )
