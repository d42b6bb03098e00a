"""Judged rows in, those that a rule about several rows may touch out, a part at a time; memory stays flat.

Rows that may be one payment share a key. Keys are compared by a hash of 64 bits, which may take in a few rows too many,
never one too few: the rules themselves compare the cells.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from lccspend.etl.codes import code, invoice_key, is_flagged, is_void
from lccspend.etl.engine import Engine
from lccspend.etl.parquet import sink_parquet

AT_A_TIME = 8_000_000
"""Hashes that are compared together: 64 MB."""

ROWS_AT_A_TIME = 500_000
"""Rows that are compared together."""

TWIN = ("invoice_key", "pence", "paid_on")
VOID_PAIR = ("system", "void_invoice", "void_payment", "size")


def in_parts(rows: pl.LazyFrame, key: Sequence[str], columns: Sequence[str], engine: Engine) -> Iterator[pl.LazyFrame]:
    """The rows whose key stands more than once, in parts that hold all rows of a key, in the order of n.

    rows hold n, columns and the key.
    """
    found = repeated(rows, key, engine)
    if found.is_empty():
        return
    path = engine.folder / "repeated.parquet"
    parts = found.len() // ROWS_AT_A_TIME + 1
    picked = rows.join(found.to_frame().lazy(), on="n", how="semi", maintain_order="left")
    sink_parquet(picked.select("n", *columns, part=_hash(key) % parts), path)
    for part in range(parts):
        own = pl.scan_parquet(path).filter(pl.col("part") == part).drop("part").collect()
        yield own.sort("n").lazy()
    path.unlink()


def repeated(rows: pl.LazyFrame, key: Sequence[str], engine: Engine) -> pl.Series:
    """The n of rows whose key stands more than once."""
    path = engine.folder / "keys.arrow"
    rows.select("n", key=_hash(key)).sink_ipc(path, compression="uncompressed")
    keys = pl.scan_ipc(path)
    twice = repeated_hashes(keys.select("key")).to_frame().lazy()
    found = keys.join(twice, on="key", how="semi", maintain_order="left").select("n").collect()["n"]
    path.unlink()
    return found


def _hash(key: Sequence[str]) -> pl.Expr:
    return pl.struct(key).hash()


def repeated_hashes(keys: pl.LazyFrame) -> pl.Series:
    """The hashes in key that stand more than once: sorted in parts, so many at a time."""
    parts = keys.select(pl.len()).collect().item() // AT_A_TIME + 1
    key = pl.col("key")
    found = [
        keys.filter(key % parts == part).collect()["key"].sort().to_frame().filter(key == key.shift(1)).unique()
        for part in range(parts)
    ]
    return pl.concat(found)["key"]


def find_pairs(judged: pl.LazyFrame, engine: Engine) -> pl.DataFrame:
    """The n of rows that may stand in the other system too, and of voids and reversals with their partners."""
    found = [_voids(judged)]
    systems = set(judged.select(pl.col("system").unique()).collect()["system"])
    if {"r12", "fusion"} <= systems:
        ledgers = judged.with_columns(invoice_key=invoice_key()).filter(pl.col("invoice_key").is_not_null())
        found.append(repeated(ledgers, TWIN, engine).to_frame())
    return pl.concat(found).unique().sort("n")


def _voids(judged: pl.LazyFrame) -> pl.DataFrame:
    """The n of void and flagged rows, and of the rows that could be their pair."""
    marked = judged.filter(is_void() | is_flagged())
    keyed = (
        rows.with_columns(
            void_invoice=code("invoice_number"), void_payment=code("payment_number"), size=pl.col("pence").abs()
        ).select("n", key=_hash(VOID_PAIR))
        for rows in (marked, judged)
    )
    voids, every = keyed
    wanted = voids.select("key").unique().collect()
    if wanted.is_empty():
        return pl.DataFrame(schema={"n": pl.Int64})
    return every.join(wanted.lazy(), on="key", how="semi", maintain_order="left").select("n").collect()
