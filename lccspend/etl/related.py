"""Judged rows in, those that a rule about several rows may touch out, a part at a time; memory stays flat.

Rows that may be one payment share a key. More rows than those may be found, because keys are compared by hashes: the
rules themselves compare the cells.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from lccspend.etl.codes import code, each_spelling, invoice_key, is_flagged, is_void
from lccspend.etl.engine import Engine
from lccspend.streams.hashes import repeated
from lccspend.streams.numbers import is_among
from lccspend.streams.parquet import scan_parquet, sink_parquet

AT_A_TIME = 150_000
"""Rows that are compared together."""

TWIN = ("invoice_key", "pence", "paid_on")
VOID_PAIR = ("system", "void_invoice", "void_payment", "size")


def in_parts(rows: pl.LazyFrame, key: pl.Expr, columns: Sequence[str], engine: Engine) -> Iterator[pl.LazyFrame]:
    """The rows whose key stands more than once, in parts that hold all rows of a key, in the order of n.

    rows hold n, columns and the key.
    """
    found = repeated(rows, key, engine.aside)
    if found.is_empty():
        return
    path = engine.folder / "repeated.parquet"
    parts = found.len() // AT_A_TIME + 1
    sink_parquet(rows.filter(is_among(found)).select("n", *columns, part=key.hash() % parts), path)
    for part in range(parts):
        own = scan_parquet(path).filter(pl.col("part") == part).drop("part").collect()
        yield own.sort("n").lazy()
    path.unlink()


def find_pairs(judged: pl.LazyFrame, seen: pl.DataFrame, engine: Engine) -> pl.Series:
    """The n of rows that may stand in the other system too, and of voids and reversals with their partners.

    seen is what `codes.spellings` found in the rows.
    """
    is_marked = each_spelling(seen, "payment_status", is_void()) | each_spelling(seen, "reversal_flag", is_flagged())
    found = [_voids(judged, is_marked)]
    if {"r12", "fusion"} <= set(seen["system"]):
        ledgers = judged.with_columns(invoice_key=invoice_key()).filter(pl.col("invoice_key").is_not_null())
        found.append(repeated(ledgers, pl.struct(TWIN), engine.aside))
    return pl.concat(found).unique()


def _voids(judged: pl.LazyFrame, is_marked: pl.Expr) -> pl.Series:
    """The n of the marked rows, which are void or flagged, and of the rows that could be their pair."""
    marked = judged.filter(is_marked)
    keyed = (
        rows.with_columns(
            void_invoice=code("invoice_number"), void_payment=code("payment_number"), size=pl.col("pence").abs()
        ).select("n", key=pl.struct(VOID_PAIR).hash())
        for rows in (marked, judged)
    )
    voids, every = keyed
    wanted = voids.select("key").unique().collect()
    if wanted.is_empty():
        return pl.Series("n", dtype=pl.Int64)
    return every.join(wanted.lazy(), on="key", how="semi", maintain_order="left").select("n").collect()["n"]
