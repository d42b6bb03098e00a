"""Payments and their payees in, one put beside the other out: payees by a number that stands in each payment."""

import polars as pl

from lccspend.schema import CELLS, LEDGER, WORD

_WORDS = ("system", "supplier", "supplier_class", "class_source", "rule_class", "operations", "place", "place_method")


def numbered(payees: pl.DataFrame) -> pl.DataFrame:
    """Add payee, a number from 0 on; texts that few payees differ in become `schema.WORD`."""
    return payees.with_row_index("payee").with_columns(pl.col(_WORDS).cast(WORD))


def beside_keys(rows: pl.LazyFrame, payees: pl.DataFrame, *columns: str) -> pl.LazyFrame:
    """Add to each row some columns of its payee, found by its payee_key."""
    own = payees.lazy().select("payee_key", *columns)
    return rows.join(own, on="payee_key", how="left", maintain_order="left")


def beside_payees(rows: pl.LazyFrame, payees: pl.LazyFrame) -> pl.LazyFrame:
    """Each payment with the columns of its payee."""
    own = payees.drop("system", "payee_key")
    return rows.join(own, on="payee", how="left", maintain_order="left")


def with_own_columns(rows: pl.LazyFrame, payees: pl.DataFrame) -> pl.LazyFrame:
    """As `beside_payees`, of all payees in the order of their numbers: each is looked up in its place, not joined."""
    own = payees.drop("payee", "system", "payee_key")
    return rows.with_columns(pl.lit(column).gather(pl.col("payee")).alias(column.name) for column in own)


def beside_cells(rows: pl.LazyFrame, cells: pl.LazyFrame) -> pl.LazyFrame:
    """Each payment of the ledger with the other columns of `schema.CELLS`: both come in one order."""
    own = [name for name in CELLS if name not in {*LEDGER, "payee_key"}]
    return pl.concat([rows, cells.select(own)], how="horizontal")
