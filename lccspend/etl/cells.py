"""Typed rows in, their cells and their payees out, in two files: the texts of a payee are kept once for each file."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from lccspend.etl.parquet import write_parquet
from lccspend.schema import CELLS, PAYEE

_KEY = pl.col("payee_key")


def apart(typed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with payee_key in place of the columns of `PAYEE`, and each payee once, with payee_key and those.

    typed has those columns, and of the others of `schema.TYPED` some or all.
    """
    told = typed[list(PAYEE)]
    key = told.hash_rows().alias("payee_key")
    payees = told.with_columns(key)[key.arg_unique()]
    return typed.with_columns(key)[[name for name in CELLS if name == "payee_key" or name in typed.columns]], payees


def payees_beside(cells: Path) -> Path:
    """The file of the payees of a file of cells."""
    return cells.with_name(f"{cells.stem}-payees.parquet")


def write_cells(typed: pl.DataFrame, path: Path) -> None:
    """Rows of `schema.TYPED` in, the two files out."""
    cells, payees = apart(typed)
    write_parquet(cells, path)
    write_parquet(payees, payees_beside(path))


@dataclass
class Payees:
    """The payees of the parts of a file."""

    parts: list[pl.DataFrame] = field(default_factory=list)
    known: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt64))

    def add(self, payees: pl.DataFrame) -> None:
        """Keep those that no part before had."""
        new = payees.filter(~_KEY.is_in(self.known.implode()))
        self.parts.append(new)
        self.known = self.known.append(new["payee_key"])

    def write(self, path: Path) -> None:
        write_parquet(pl.concat(self.parts), path)


def scan_cells(paths: list[Path]) -> pl.LazyFrame:
    """The rows of such files, one after another, with the columns of `CELLS`; one that a file lacks is null."""
    return pl.scan_parquet(paths, schema=CELLS, missing_columns="insert")


def read_payees(paths: list[Path]) -> pl.DataFrame:
    """Everyone who stands in such files, each once, as they first appear: payee_key and `PAYEE`.

    The keys are hashes. RuntimeError if two payees had the same: of a million, that is once in forty million times.
    """
    found = pl.read_parquet(paths).unique(maintain_order=True)
    if not found["payee_key"].is_unique().all():
        raise RuntimeError("Two payees have one key.")
    return found
