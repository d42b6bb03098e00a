"""Counted payments in, the two short tables out that most figures are added up from: the payees, and the sums paid."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

import polars as pl

KEY = ("financial_year", "supplier_key")
"""A supplier's year."""

SUPPLIER = ("supplier", "supplier_class", "rule_class", "operations", "ranked")
"""What all payments of a supplier have in common, beside its supplier_key."""

H = TypeVar("H", bound=Hashable)


def sums_paid(counted: pl.LazyFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """What was paid to each supplier by year, category, place and supplier number.

    Gives financial_year, supplier_key, category, place, supplier_number; pence, gross (the sum of absolute amounts, in
    pence) and payments (how many); private; and what is the supplier's own: `SUPPLIER` and office, from the payees.
    """
    pence = pl.col("pence")
    sums = (
        counted.group_by(*KEY, "category", "place", "supplier_number")
        .agg(pence.sum(), pl.col("private").any(), gross=pence.abs().sum(), payments=pl.len())
        .collect()
    )
    suppliers = payees.select("supplier_key", *SUPPLIER, "office").unique("supplier_key")
    words = pl.col("financial_year", "category", "place", *SUPPLIER[:-1], "office")
    return sums.join(suppliers, on="supplier_key", how="left", maintain_order="left").with_columns(
        words.cast(pl.Categorical)
    )


def shared(values: Iterable[H]) -> list[H]:
    """The values, equal ones being one and the same: the names in a hundred thousand sums are those of a few."""
    kept: dict[H, H] = {}
    return [kept.setdefault(value, value) for value in values]
