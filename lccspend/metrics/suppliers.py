"""Sums paid to suppliers in, the suppliers of each year out: one for each, whatever its sites, names or numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl
from msgspec.structs import replace

from lccspend.figures import Population, Supplier, SupplierYear
from lccspend.geography.locality import Definition, locality_of
from lccspend.metrics.bands import band_of
from lccspend.metrics.register import Contract
from lccspend.metrics.spent import KEY, Spent, records
from lccspend.money import pounds
from lccspend.privacy import PERSON
from lccspend.registers.records import Evidence
from lccspend.schema import WORD

PAID = (
    *("supplier_key", "supplier", "supplier_class", "ranked", "is_person"),
    *("spend", "payments", "category", "locality", "band"),
)
"""What one supplier was paid in a year; spend in pence. Redacted and nameless payees are not ranked, and the name of a
private person is printed nowhere. band is that of `bands.band_of`."""

PaidByYear = dict[str, pl.DataFrame]
"""The suppliers of each year with the columns of `PAID`, the earliest year and in it the largest supplier first."""

NumbersOf = Callable[[str, int], tuple[str, ...]]
"""The numbers that a supplier was paid under in a year, sorted."""

ContractsOf = Callable[[str, int], Sequence[Contract]]
"""The contracts of the register that a supplier is known to hold in a year."""


def paid_suppliers(spent: Spent, home: Definition, bands: Sequence[Decimal]) -> PaidByYear:
    """Every supplier of every year that has payments."""
    placed = _placed(spent.payees, home)
    return {year: _of_year(own, placed, bands) for year, own in spent.by_year()}


def _of_year(spent: Spent, placed: pl.LazyFrame, bands: Sequence[Decimal]) -> pl.DataFrame:
    sums = spent.by_supplier.lazy()
    kind = pl.col("supplier_class").first()
    found = sums.group_by("supplier_key").agg(
        pl.col("supplier", "ranked").first(),
        kind,
        is_person=pl.col("private").any() | (kind.cast(pl.String).str.to_lowercase() == PERSON),
        spend=pl.col("pence").sum(),
        payments=pl.col("payments").sum(),
    )
    for part in (_main_category(sums), _localities(spent, placed)):
        found = found.join(part, on="supplier_key", how="left")
    order = ("spend", "supplier", "supplier_key")
    ordered = found.sort(order, descending=[True, False, False])
    return ordered.with_columns(band=band_of(pl.col("spend"), bands)).select(PAID).collect()


def numbers_paid(spent: Spent) -> NumbersOf:
    """Nearly every supplier always has the same number."""
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


def in_population(paid: PaidByYear, population: Population, not_procurement: Iterable[str]) -> PaidByYear:
    """`all` is everything counted; `procurement` leaves out the classes that the settings name (section 3.8).

    Every year that has payments is there, even where the population is empty.
    """
    if population == "all":
        return paid
    return {year: own.filter(is_procured(own["supplier_class"], not_procurement)) for year, own in paid.items()}


def is_procured(classes: pl.Series, not_procurement: Iterable[str]) -> pl.Series:
    """Whether each class of a supplier is of the population `procurement`."""
    left_out = {name.casefold() for name in not_procurement}
    return ~classes.is_in([kind for kind in classes.unique() if kind.casefold() in left_out])


def ranked_years(
    paid: Mapping[Population, PaidByYear],
    numbers_of: NumbersOf,
    evidence: Mapping[int, Evidence],
    contracts_of: ContractsOf,
) -> tuple[SupplierYear, ...]:
    """The ranked suppliers of each population and year, the largest first, with numbers, contracts, size and sector."""

    def suppliers(year: str, own: pl.DataFrame) -> Iterator[tuple[int, Supplier]]:
        rows = records(own.filter("ranked").select(_PRINTED))
        for rank, (key, supplier, spend, payments, category, locality) in enumerate(rows, start=1):
            known = evidence[key]
            one = Supplier(
                rank=rank,
                supplier=supplier,
                supplier_numbers=numbers_of(year, key),
                category=category,
                locality=locality,
                spend=pounds(spend),
                payments=payments,
                contracts=len(contracts_of(year, key)),
                sme=known.sme,
                vcse=known.vcse,
            )
            yield key, one

    everyone = {year: dict(suppliers(year, own)) for year, own in paid["all"].items()}
    return tuple(
        SupplierYear(financial_year=year, population=population, suppliers=tuple(_in_rank(own, everyone[year])))
        for population, years in paid.items()
        for year, own in years.items()
    )


_PRINTED = ("supplier_key", "supplier", "spend", "payments", "category", "locality")


def _in_rank(paid: pl.DataFrame, known: Mapping[int, Supplier]) -> Iterator[Supplier]:
    """The ranked suppliers of one population; one whose rank is the same among all suppliers is the same value."""
    for rank, key in enumerate(paid.filter("ranked")["supplier_key"], start=1):
        one = known[key]
        yield one if one.rank == rank else replace(one, rank=rank)
