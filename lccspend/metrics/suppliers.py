"""Sums paid to suppliers in, the suppliers of each year out: one for each, whatever its sites, names or numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import polars as pl

from lccspend.figures import Population, Supplier, SupplierYear
from lccspend.geography.locality import Definition, locality_of
from lccspend.metrics.register import Contract
from lccspend.metrics.spent import KEY, Spent, records
from lccspend.money import pounds
from lccspend.registers.records import Evidence
from lccspend.schema import WORD


class Paid(msgspec.Struct, frozen=True, gc=False):
    """What one supplier was paid in a year; spend in pence. Redacted and nameless payees are not ranked."""

    financial_year: str
    supplier_key: int
    supplier: str
    supplier_class: str
    ranked: bool
    spend: int
    payments: int
    category: str
    locality: str
    private: bool = False
    """A person, whose name is printed nowhere."""
    numbers: tuple[str, ...] = ()


PaidByYear = dict[str, list[Paid]]

ContractsOf = Callable[[Paid], Sequence[Contract]]
"""The contracts of the register that a supplier is known to hold in its year."""
"""The suppliers of each year, the earliest year and in it the largest supplier first."""


def paid_suppliers(spent: Spent, home: Definition) -> list[Paid]:
    """Every supplier of every year, the earliest year and in it the largest supplier first."""
    numbers_of, placed = _numbers(spent), _placed(spent.payees, home)
    years = (_of_year(year, placed) for year in spent.by_year())
    return [Paid(*(*row, numbers_of(row[0], row[1]))) for row in records(years)]


def _of_year(spent: Spent, placed: pl.LazyFrame) -> pl.DataFrame:
    """The suppliers of one year with the fields of `Paid`, but for the numbers."""
    sums = spent.by_supplier.lazy()
    found = sums.group_by("supplier_key").agg(
        pl.col("financial_year", "supplier", "supplier_class", "ranked").first(),
        pl.col("private").any(),
        spend=pl.col("pence").sum(),
        payments=pl.col("payments").sum(),
    )
    for part in (_main_category(sums), _localities(spent, placed)):
        found = found.join(part, on="supplier_key", how="left")
    order = ("spend", "supplier", "supplier_key")
    return found.sort(order, descending=[True, False, False]).select(Paid.__struct_fields__[:-1]).collect()


def _numbers(spent: Spent) -> Callable[[str, int], tuple[str, ...]]:
    """The numbers that a supplier was paid under in a year, sorted; nearly every supplier always has the same one."""
    number = pl.col("supplier_number")
    own = spent.payees.select("payee", "supplier_key", number, is_same=number.n_unique().over("supplier_key") == 1)
    same = own.filter("is_same").select("supplier_key", number).drop_nulls().unique()
    always = {key: (one,) for key, one in same.iter_rows()}
    changing = spent.sums.join(own.filter(~pl.col("is_same")), on="payee").group_by(KEY)
    years = changing.agg(number.drop_nulls().unique().sort())
    of_year = {(year, key): tuple(numbers) for year, key, numbers in years.iter_rows()}
    return lambda year, key: always.get(key) or of_year.get((year, key), ())


def _main_category(sums: pl.LazyFrame) -> pl.LazyFrame:
    """The category that most of a supplier's spend of a year went to; of equals, the first in the alphabet."""
    return sums.filter(_is_most("pence")).group_by("supplier_key").agg(pl.col("category").min())


def _is_most(size: str) -> pl.Expr:
    return pl.col(size) == pl.col(size).max().over("supplier_key")


def _placed(payees: pl.DataFrame, home: Definition) -> pl.LazyFrame:
    """The locality of each payee's place, with payee and supplier_key."""
    codes = payees["place"].unique()
    localities = pl.Series([locality_of(code, home) for code in codes], dtype=pl.String)
    locality = pl.col("place").replace_strict(codes, localities, return_dtype=WORD)
    return payees.select("payee", "supplier_key", locality=locality).lazy()


def _localities(spent: Spent, placed: pl.LazyFrame) -> pl.LazyFrame:
    """Where at least half of a supplier's spend of a year went, else mixed (contract section 6)."""
    own = "supplier_key"
    sums = (
        spent.sums.lazy()
        .join(placed, on="payee", how="left")
        .group_by(own, "locality")
        .agg(net=pl.col("pence").sum(), gross=pl.col("gross").sum())
        .with_columns(size=pl.when(pl.col("net").sum().over(own) > 0).then("net").otherwise("gross"))
        .with_columns(whole=pl.col("size").sum().over(own))
    )
    most = sums.filter(_is_most("size")).group_by(own).agg(pl.col("locality").min(), pl.col("size", "whole").first())
    is_mixed = 2 * pl.col("size") < pl.col("whole")
    return most.select(own, locality=pl.when(is_mixed).then(pl.lit("mixed", WORD)).otherwise("locality"))


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
