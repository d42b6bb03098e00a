"""Sums paid to suppliers in, the suppliers of each year out: one for each, whatever its sites, names or numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import polars as pl

from lccspend.figures import Population, Supplier, SupplierYear
from lccspend.geography.locality import Definition, locality_of
from lccspend.metrics.register import Contract
from lccspend.metrics.spent import KEY, shared
from lccspend.money import pounds
from lccspend.registers.records import Evidence
from lccspend.schema import NO_GROUP


class Paid(msgspec.Struct, frozen=True, gc=False):
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


def paid_suppliers(sums: pl.LazyFrame, home: Definition) -> list[Paid]:
    """Every supplier of every year, the largest of a year first; sums as `sums_paid` gives them."""
    found = sums.group_by(KEY).agg(
        pl.col("supplier", "supplier_class", "ranked").first(),
        pl.col("private").any(),
        spend=pl.col("pence").sum(),
        payments=pl.col("payments").sum(),
    )
    for part in (_numbers(sums), _main_category(sums), _localities(sums, home)):
        found = found.join(part, on=KEY, how="left", maintain_order="left")
    order = ("financial_year", "spend", "supplier", "supplier_key")
    rows = found.sort(order, descending=[False, True, False, False]).select(Paid.__struct_fields__).collect()
    columns = {name: rows[name].to_list() for name in rows.columns}
    columns |= {name: shared(columns[name]) for name in _TEXTS}
    columns["numbers"] = shared(tuple(numbers or ()) for numbers in columns["numbers"])
    return [Paid(*row) for row in zip(*columns.values(), strict=True)]


_TEXTS = ("financial_year", "supplier", "supplier_class", "category", "locality")


def _numbers(sums: pl.LazyFrame) -> pl.LazyFrame:
    """The supplier's numbers of a year, sorted; no row where it has none."""
    distinct = sums.select(*KEY, "supplier_number").drop_nulls().unique()
    return distinct.sort("supplier_number").group_by(KEY, maintain_order=True).agg(numbers=pl.col("supplier_number"))


def _main_category(sums: pl.LazyFrame) -> pl.LazyFrame:
    """The category that most of a supplier's spend of a year went to; of equals, the first in the alphabet."""
    named = sums.with_columns(pl.col("category").fill_null(NO_GROUP))
    spent = named.group_by(*KEY, "category").agg(size=pl.col("pence").sum())
    return spent.filter(_IS_MOST).group_by(KEY).agg(pl.col("category").min())


_IS_MOST = pl.col("size") == pl.col("size").max().over(KEY)


def _localities(sums: pl.LazyFrame, home: Definition) -> pl.LazyFrame:
    """Where at least half of a supplier's spend of a year went, else mixed (contract section 6)."""
    codes = sums.select(pl.col("place").unique()).collect()
    where = codes.with_columns(
        locality=pl.Series([locality_of(code, home) for code in codes["place"]], dtype=pl.String)
    )
    spent = (
        sums.join(where.lazy(), on="place", how="left", maintain_order="left")
        .group_by(*KEY, "locality")
        .agg(net=pl.col("pence").sum(), gross=pl.col("gross").sum())
        .with_columns(size=pl.when(pl.col("net").sum().over(KEY) > 0).then("net").otherwise("gross"))
        .with_columns(whole=pl.col("size").sum().over(KEY))
    )
    most = spent.filter(_IS_MOST).group_by(KEY).agg(pl.col("locality").min(), pl.col("size", "whole").first())
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
        known = evidence[one.supplier_key]
        yield Supplier(
            rank=rank,
            supplier=one.supplier,
            supplier_numbers=one.numbers,
            category=one.category,
            locality=one.locality,
            spend=pounds(one.spend),
            payments=one.payments,
            contracts=len(contracts_of(one)),
            sme=known.sme,
            vcse=known.vcse,
        )
