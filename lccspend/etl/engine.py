"""Rows of a stage in, the same rows settled out: in memory, or in a file to scan, so that memory stays flat.

This is the seam at which another of polars' engines could be put: everything else is stages of LazyFrames.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lccspend.etl.bulk import BULK_FROM
from lccspend.streams.parquet import read_parquet, scan_parquet, sink_parquet, write_parquet

STREAM_FROM = 20_000
"""Rows: fewer are held in memory, which is quicker for them alone."""


@dataclass(frozen=True)
class Scale:
    """From which size on work is done for many rows at once; the figures are the same with any size."""

    bulk_from: int = BULK_FROM
    """Bytes of a text file whose plain rows are read many at once."""

    stream_from: int = STREAM_FROM
    """Rows of a ledger that is not held in memory."""


@dataclass(frozen=True)
class Engine:
    """How the stages of one build are run; folder takes what is settled on the disk."""

    streaming: bool
    folder: Path

    @property
    def aside(self) -> Path | None:
        """The folder, for what would take much memory; None where rows are held anyway."""
        return self.folder if self.streaming else None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Every query within runs on this engine."""
        with pl.Config():
            pl.Config.set_engine_affinity("streaming" if self.streaming else "in-memory")
            yield

    def hold(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """A few rows of many, in memory; by way of a file, because their texts would keep those of all rows alive."""
        if not self.streaming:
            return rows.collect()
        path = self.folder / "held.parquet"
        sink_parquet(rows, path)
        held = read_parquet(path, memory_map=False)
        path.unlink()
        return held

    def write(self, rows: pl.LazyFrame, name: str) -> pl.LazyFrame:
        """The rows, written to a Parquet file of the folder; few of them are held in memory besides."""
        path = self.folder / name
        if self.streaming:
            sink_parquet(rows, path)
            return scan_parquet(path)
        held = rows.collect()
        write_parquet(held, path)
        return held.lazy()


def engine_for(rows: pl.LazyFrame, folder: Path, stream_from: int) -> Engine:
    """The engine for so many rows."""
    return Engine(int(rows.select(pl.len()).collect().item()) >= stream_from, folder)
