"""The last published build in, its payments out: each with its payee, and with its cells where those are asked for."""

from collections.abc import Iterable

import polars as pl

from lccspend.errors import SpendError
from lccspend.etl.cells import scan_cells
from lccspend.etl.payees import beside_cells, beside_payees
from lccspend.project import Project
from lccspend.schema import LEDGER, PAYEE
from lccspend.store import PAYEES, PAYMENTS, cells_files, whole_file
from lccspend.streams.parquet import scan_parquet


def payments(project: Project) -> pl.LazyFrame:
    """The columns of `schema.LEDGER` and those of the payee; SpendError when a file is damaged or of other columns."""
    return beside_payees(_ledger(project), payees(project))


def whole_payments(project: Project) -> pl.LazyFrame:
    """The same with the cells as exported, the other columns of `schema.CELLS`."""
    return beside_payees(beside_cells(_ledger(project), scan_cells(cells_files(project))), payees(project))


def payees(project: Project) -> pl.LazyFrame:
    """The payees of all payments."""
    return _scan(project, PAYEES, ("payee_key", *PAYEE))


def _ledger(project: Project) -> pl.LazyFrame:
    return _scan(project, PAYMENTS, LEDGER)


def _scan(project: Project, name: str, columns: Iterable[str]) -> pl.LazyFrame:
    rows = scan_parquet(whole_file(project, name))
    if set(columns) - set(rows.collect_schema()):
        raise SpendError(f"{name} was written by another version of lccspend.", fix="Run `lccspend ingest`.")
    return rows
