"""Judged rows in, the numbers of those that a rule about several rows may touch out; memory stays flat.

Rows that may be one payment share a key. Keys are compared by a hash of 64 bits, which may take in a few rows too many,
never one too few: the rules themselves compare the cells.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lccspend.etl.codes import code, invoice_key, is_flagged, is_void
from lccspend.etl.engine import Engine
from lccspend.schema import CELLS_THAT_MAKE_A_PAYMENT

AT_A_TIME = 4_000_000
"""Keys that are counted together: some 250 MB."""

HAS_ID = pl.col("invoice_payment_id").is_not_null()
PAYMENT = ("system", "invoice_payment_id")
CELLS = ("system", *CELLS_THAT_MAKE_A_PAYMENT)
TWIN = ("invoice_key", "pence", "paid_on")
VOID_PAIR = ("system", "void_invoice", "void_payment", "size")


def find_related(judged: pl.LazyFrame, engine: Engine) -> pl.DataFrame:
    """The n of rows whose payment id, cells or invoice stand more than once, and of voids with their partners.

    Where all rows are held in memory it is quicker to look at every one.
    """
    if not engine.streaming:
        return judged.select("n").collect()
    folder = engine.folder
    found = [
        _repeated(judged.filter(HAS_ID), PAYMENT, folder),
        _repeated(judged.filter(~HAS_ID), CELLS, folder),
        _voids(judged),
    ]
    systems = set(judged.select(pl.col("system").unique()).collect()["system"])
    if {"r12", "fusion"} <= systems:
        ledgers = judged.with_columns(invoice_key=invoice_key()).filter(pl.col("invoice_key").is_not_null())
        found.append(_repeated(ledgers, TWIN, folder))
    return pl.concat(found).unique().sort("n")


def _repeated(rows: pl.LazyFrame, key: Sequence[str], folder: Path) -> pl.DataFrame:
    """The n of rows whose key stands more than once: counted by parts of the keys, so many at a time."""
    path = folder / "keys.parquet"
    rows.select("n", key=pl.struct(key).hash()).sink_parquet(path, compression="lz4", statistics=False)
    keys = pl.scan_parquet(path)
    parts = keys.select(pl.len()).collect().item() // AT_A_TIME + 1
    twice = [
        keys.filter(pl.col("key") % parts == part)
        .group_by("key")
        .len()
        .filter(pl.col("len") > 1)
        .select("key")
        .collect()
        for part in range(parts)
    ]
    found = keys.join(pl.concat(twice).lazy(), on="key", how="semi", maintain_order="left").select("n").collect()
    path.unlink()
    return found


def _voids(judged: pl.LazyFrame) -> pl.DataFrame:
    """The n of void and flagged rows, and of the rows that could be their pair."""
    marked = judged.filter(is_void() | is_flagged())
    keyed = (
        rows.with_columns(
            void_invoice=code("invoice_number"), void_payment=code("payment_number"), size=pl.col("pence").abs()
        ).select("n", key=pl.struct(VOID_PAIR).hash())
        for rows in (marked, judged)
    )
    voids, every = keyed
    wanted = voids.select("key").unique().collect()
    if wanted.is_empty():
        return pl.DataFrame(schema={"n": pl.Int64})
    return every.join(wanted.lazy(), on="key", how="semi", maintain_order="left").select("n").collect()
