"""Payments and their payees in, one put beside the other out: payees by a number that stands in each payment."""

import polars as pl

from lccspend.schema import LEDGER, PAYEE, TYPED, WORD

_WORDS = ("system", "supplier", "supplier_class", "class_source", "rule_class", "operations", "place", "place_method")


def numbered(payees: pl.DataFrame) -> pl.DataFrame:
    """Add payee, a number from 0 on; texts that few payees differ in become `schema.WORD`."""
    return payees.with_row_index("payee").with_columns(pl.col(_WORDS).cast(WORD))


def with_payee_numbers(rows: pl.LazyFrame, payees: pl.DataFrame) -> pl.LazyFrame:
    """Add to each row the number of its payee.

    Rows are compared by one hash of the columns of `PAYEE`, which is exact: the hashes of all payees are different.
    """
    seed = next(seed for seed in range(_SEEDS) if payees.select(_key(seed)).to_series().is_unique().all())
    keys = payees.lazy().select("payee", key=_key(seed))
    return rows.with_columns(key=_key(seed)).join(keys, on="key", how="left", maintain_order="left").drop("key")


_SEEDS = 8
"""Of a million payees two have one hash once in forty million times; not with the next seed too."""


def _key(seed: int) -> pl.Expr:
    return pl.struct(pl.col(name).cast(pl.String) for name in PAYEE).hash(seed)


def beside_payees(rows: pl.LazyFrame, payees: pl.LazyFrame) -> pl.LazyFrame:
    """Each payment with the columns of its payee."""
    return rows.join(payees.drop("system", strict=False), on="payee", how="left", maintain_order="left")


def with_own_columns(rows: pl.LazyFrame, payees: pl.DataFrame) -> pl.LazyFrame:
    """As `beside_payees`, of all payees in the order of their numbers: each is looked up in its place, not joined."""
    own = payees.drop("payee", "system")
    return rows.with_columns(pl.lit(column).gather(pl.col("payee")).alias(column.name) for column in own)


def beside_cells(rows: pl.LazyFrame, cells: pl.LazyFrame) -> pl.LazyFrame:
    """Each payment of the ledger with the columns of `schema.TYPED` that are of itself: both come in one order."""
    own = [name for name in TYPED if name not in {*LEDGER, *PAYEE}]
    return pl.concat([rows, cells.select(own)], how="horizontal")
