"""Typed rows in, their cells and their payees out, in two files: the texts of a payee are kept once for each file.

A payment finds its payee by a hash, payee_key; a second hash, payee_check, tells if two payees had the same one.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from lccspend.schema import CELLS, PAYEE
from lccspend.streams.parquet import read_parquet, scan_parquet, write_parquet


def apart(typed: pl.DataFrame, columns: Iterable[str] = CELLS) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with these columns of `CELLS`; and each payee once, with both hashes and the columns of `PAYEE`.

    typed has the columns of `PAYEE` and those that are asked for but payee_key. RuntimeError as for `Payees`.
    """
    told = typed[list(PAYEE)]
    key, check = told.hash_rows().alias("payee_key"), told.hash_rows(1).alias("payee_check")
    first = key.arg_unique().sort()
    if len(first) != check.n_unique():
        raise RuntimeError(_ONE_KEY)
    return typed.with_columns(key)[list(columns)], told.with_columns(key, check)[first]


_ONE_KEY = "Two payees have one key."
"""Of a million payees, that is so once in forty million times."""


class Payees:
    """Payees of several tables, each once, as they first appear; RuntimeError when two have one key."""

    def __init__(self, tables: Iterable[pl.DataFrame] = ()) -> None:
        self._parts: list[pl.DataFrame] = []
        self._known = pl.DataFrame(schema=dict.fromkeys(_HASHES, pl.UInt64()))
        for table in tables:
            self.add(table)

    def add(self, payees: pl.DataFrame) -> None:
        are_known, are_checked = (payees[name].is_in(self._known[name].implode()) for name in _HASHES)
        if (are_known != are_checked).any():
            raise RuntimeError(_ONE_KEY)
        new = payees.filter(~are_known)
        self._parts.append(new)
        self._known = self._known.vstack(new[list(_HASHES)])

    @property
    def all(self) -> pl.DataFrame:
        found = pl.concat(self._parts)
        if not found["payee_key"].is_unique().all():
            raise RuntimeError(_ONE_KEY)
        return found


_HASHES = ("payee_key", "payee_check")


def payees_beside(cells: Path) -> Path:
    """The file of the payees of a file of cells."""
    return cells.with_name(f"{cells.stem}-payees.parquet")


def write_cells(typed: pl.DataFrame, path: Path) -> None:
    """Rows of `schema.TYPED` in, the two files out."""
    cells, payees = apart(typed)
    write_parquet(cells, path)
    write_parquet(payees, payees_beside(path))


def scan_cells(paths: list[Path]) -> pl.LazyFrame:
    """The rows of such files, one after another, with the columns of `CELLS`; one that a file lacks is null."""
    return scan_parquet(paths, schema=CELLS, missing_columns="insert")


def read_payees(paths: Sequence[Path]) -> pl.DataFrame:
    """Everyone who stands in such files, each once, as they first appear: payee_key and `PAYEE`.

    A few files are read together, because to read each by itself takes long, and all hold the same payees many times.
    """
    parts = (list(paths[start : start + _TOGETHER]) for start in range(0, len(paths), _TOGETHER))
    tables = (read_parquet(part).unique(_HASHES, keep="first", maintain_order=True) for part in parts)
    return Payees(tables).all.drop("payee_check")


_TOGETHER = 20
"""Files of payees."""
