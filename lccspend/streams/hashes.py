"""Many rows and a key in, those whose key stands more than once out; memory stays flat.

Keys are compared by a hash of 64 bits, which may take in a few rows too many, never one too few: whoever asks compares
the cells.
"""

from pathlib import Path

import polars as pl

from lccspend.streams.parquet import scan_parquet, sink_parquet

AT_A_TIME = 4_000_000
"""Hashes that are sorted together: 32 MB, and twice as much to sort and compare them."""


def repeated(rows: pl.LazyFrame, key: pl.Expr, folder: Path | None) -> pl.Series:
    """The n of rows whose key stands more than once.

    A file of sixteen bytes a row lies in the folder meanwhile; OSError where the disk refuses it. Without a folder the
    keys of all rows are held in memory.
    """
    hashed = rows.select("n", key=key.hash())
    if folder is None:
        return hashed.filter(pl.col("key").is_duplicated()).collect()["n"]
    path = folder / "keys.parquet"
    sink_parquet(hashed, path, statistics=False, packed=False)
    keys = scan_parquet(path)
    parts = int(keys.select(pl.len()).collect().item()) // AT_A_TIME + 1
    twice = pl.concat(_twice(keys, part, parts) for part in range(parts))
    found = keys.join(twice.lazy(), on="key", how="semi", maintain_order="left").select("n").collect()["n"]
    path.unlink()
    return found


def _twice(keys: pl.LazyFrame, part: int, parts: int) -> pl.DataFrame:
    """The hashes of one part of all that stand more than once."""
    key = pl.col("key")
    held = keys.select("key").filter(key % parts == part).collect()["key"].sort().to_frame()
    return held.filter(key == key.shift(1)).unique()
