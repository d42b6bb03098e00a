"""Counted payments in, the suppliers of each year out: one entry for each, however many sites, spellings or numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import polars as pl

from lccspend.figures import Population, Supplier, SupplierYear
from lccspend.geography.locality import Definition, locality_of
from lccspend.metrics.register import Contract
from lccspend.money import pounds
from lccspend.registers.records import Evidence
from lccspend.schema import NO_GROUP


class Paid(msgspec.Struct, frozen=True):
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


KEY = ("financial_year", "supplier_key")

PaidByYear = dict[str, list[Paid]]

ContractsOf = Callable[[Paid], Sequence[Contract]]
"""The contracts of the register that a supplier is known to hold in its year."""
"""The suppliers of each year, the earliest year and in it the largest supplier first."""


def paid_suppliers(counted: pl.LazyFrame, home: Definition) -> list[Paid]:
    """Every supplier of every year, the largest of a year first."""
    sums = counted.group_by(KEY).agg(
        pl.col("supplier", "supplier_class", "ranked", "private").first(),
        spend=pl.col("pence").sum(),
        payments=pl.len(),
    )
    parts = (_numbers(counted), _main_category(counted), _localities(counted, home))
    found = sums.collect()
    for part in parts:
        found = found.join(part, on=KEY, how="left", maintain_order="left")
    order = found.sort("financial_year", "spend", "supplier", "supplier_key", descending=[False, True, False, False])
    rows = order.select(Paid.__struct_fields__).iter_rows(named=True)
    return [Paid(**{**row, "numbers": tuple(row["numbers"] or ())}) for row in rows]


def _numbers(counted: pl.LazyFrame) -> pl.DataFrame:
    """The supplier's numbers of a year, sorted; no row where it has none."""
    distinct = counted.select(*KEY, "supplier_number").drop_nulls().unique().collect()
    return distinct.sort("supplier_number").group_by(KEY, maintain_order=True).agg(numbers=pl.col("supplier_number"))


def _main_category(counted: pl.LazyFrame) -> pl.DataFrame:
    """The category that most of a supplier's spend of a year went to; of equals, the first in the alphabet."""
    named = counted.with_columns(pl.col("category").fill_null(NO_GROUP))
    sums = named.group_by(*KEY, "category").agg(spend=pl.col("pence").sum()).collect()
    first = sums.sort("spend", "category", descending=[True, False]).unique(KEY, keep="first", maintain_order=True)
    return first.select(*KEY, "category")


def _localities(counted: pl.LazyFrame, home: Definition) -> pl.DataFrame:
    """Where at least half of a supplier's spend of a year went, else mixed (contract section 6)."""
    pence = pl.col("pence")
    places = counted.group_by(*KEY, "place").agg(net=pence.sum(), gross=pence.abs().sum()).collect()
    codes = places["place"].unique()
    where = pl.Series([locality_of(code, home) for code in codes], dtype=pl.String)
    sums = (
        places.with_columns(locality=pl.col("place").replace_strict(codes, where, return_dtype=pl.String))
        .group_by(*KEY, "locality")
        .agg(pl.col("net", "gross").sum())
        .with_columns(size=pl.when(pl.col("net").sum().over(KEY) > 0).then("net").otherwise("gross"))
        .with_columns(whole=pl.col("size").sum().over(KEY))
    )
    most = sums.sort("size", "locality", descending=[True, False]).unique(KEY, keep="first", maintain_order=True)
    is_mixed = 2 * pl.col("size") < pl.col("whole")
    return most.select(*KEY, locality=pl.when(is_mixed).then(pl.lit("mixed")).otherwise("locality"))


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
