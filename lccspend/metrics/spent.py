"""Counted payments in, the two short tables out that most figures are added up from: the payees, and the sums paid."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

import polars as pl

KEY = ("financial_year", "supplier_key")
"""A supplier's year."""

SUPPLIER = ("supplier", "supplier_class", "rule_class", "operations", "ranked")
"""What all payments of a supplier have in common, beside its supplier_key."""

H = TypeVar("H", bound=Hashable)


def sums_paid(counted: pl.LazyFrame, payees: pl.DataFrame) -> pl.LazyFrame:
    """What was paid to each payee by year and category.

    Gives financial_year, category, pence, gross (the sum of absolute amounts, in pence) and payments (how many); and of
    the payee supplier_key, place, estimated, supplier_number, private, and what is the supplier's: `SUPPLIER`, office.
    """
    pence = pl.col("pence")
    sums = (
        counted.group_by("financial_year", "payee", "category")
        .agg(pence.sum(), gross=pence.abs().sum(), payments=pl.len())
        .collect()
    )
    own = payees.select(
        "payee", "supplier_key", "place", "estimated", "supplier_number", "private", *SUPPLIER, "office"
    )
    return sums.lazy().join(own.lazy(), on="payee", how="left", maintain_order="left")


def shared(values: Iterable[H]) -> list[H]:
    """The values, equal ones being one and the same: the names in a hundred thousand sums are those of a few."""
    kept: dict[H, H] = {}
    return [kept.setdefault(value, value) for value in values]
