"""Counted payments in, the two short tables out that most figures are added up from: the payees, and the sums paid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

import polars as pl

from lccspend.dates import days_of, years_between
from lccspend.schema import NO_GROUP, WORD

KEY = ("financial_year", "supplier_key")
"""A supplier's year."""

SUPPLIER = ("supplier", "supplier_class", "rule_class", "operations", "ranked")
"""What all payments of a supplier have in common, beside its supplier_key."""


@dataclass(frozen=True)
class Spent:
    """What was paid: pence, gross (the sum of absolute amounts, in pence) and payments (how many)."""

    payees: pl.DataFrame
    sums: pl.DataFrame
    """By financial_year, payee and category: a long table of numbers, texts being put beside it where asked for."""

    by_supplier: pl.DataFrame
    """By financial_year, supplier_key and category (`NO_GROUP` where there is none), with private and `SUPPLIER`."""

    def by_payee(self) -> pl.LazyFrame:
        """The sums with what is known of each payee: supplier_key, place, estimated, office and operations."""
        return _beside(self.sums, self.payees, ("supplier_key", "place", "estimated", "office", "operations"))

    def by_year(self) -> Iterator[tuple[str, "Spent"]]:
        """What was paid in each year, the earliest first."""
        for year in self.sums["financial_year"].unique().sort():
            is_of_year = pl.col("financial_year") == year
            yield year, Spent(self.payees, self.sums.filter(is_of_year), self.by_supplier.filter(is_of_year))


Years = Mapping[str, pl.LazyFrame]
"""The payments of each financial year that has any."""


def sums_paid(years: Years, payees: pl.DataFrame) -> Spent:
    """The sums paid to each payee."""
    sums = sums_of_years(years, ("payee", "category"))
    return Spent(payees, sums, _by_supplier(sums, payees))


def by_year(counted: pl.LazyFrame) -> Years:
    """The payments of each financial year, by their days: a file says which of its parts hold them.

    Where nothing is counted, that is one part of no year.
    """
    day = pl.col("paid_on")
    first, last = counted.select(day.min(), last=day.max()).collect().row(0)
    years = years_between(first, last) if first else []
    return {year: counted.filter(day.is_between(*days_of(year))) for year in years} or {"": counted}


def sums_of_years(years: Years, key: Sequence[str | pl.Expr]) -> pl.DataFrame:
    """Payments (how many), pence and gross by financial_year and the rest of a key.

    They are added up year by year, so that few of them are arranged at a time.
    """
    pence = pl.col("pence")
    sums = (pence.sum(), pl.len().alias("payments"), pence.abs().sum().alias("gross"))
    return pl.concat(
        own.group_by(key).agg(sums).select(pl.lit(year, WORD).alias("financial_year"), pl.all()).collect()
        for year, own in years.items()
    )


def _by_supplier(sums: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    own = (
        _beside(sums, payees, ("supplier_key", "private"))
        .group_by(*KEY, pl.col("category").fill_null(NO_GROUP))
        .agg(pl.col("pence", "gross", "payments").sum(), pl.col("private").any())
    )
    suppliers = payees.lazy().group_by("supplier_key").agg(pl.col(SUPPLIER).first())
    return own.join(suppliers, on="supplier_key", how="left", maintain_order="left").collect()


def _beside(sums: pl.DataFrame, payees: pl.DataFrame, columns: Iterable[str]) -> pl.LazyFrame:
    own = payees.lazy().select("payee", *columns)
    return sums.lazy().join(own, on="payee", how="left", maintain_order="left")


def records(frame: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame, equal texts being one and the same: a hundred thousand rows hold the names of a few."""
    texts = {column.name: _texts(column) for column in frame if column.dtype in (pl.String, pl.Categorical)}
    for part in frame.iter_slices():
        yield from zip(*(_values(column, texts.get(column.name)) for column in part), strict=True)


def _texts(column: pl.Series) -> dict[Any, str | None]:
    """The texts of a column by what they are held as."""
    distinct = column.unique()
    texts = (text and intern(text) for text in distinct.to_list())
    return dict(zip(distinct.to_physical().to_list(), texts, strict=True))


def _values(column: pl.Series, texts: dict[Any, str | None] | None) -> list[Any]:
    held = column.to_physical().to_list() if texts else column.to_list()
    return [texts[value] for value in held] if texts else held
