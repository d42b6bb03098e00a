"""A build's values in, its files out: staged for publication, or kept in data/processed/refused to be mended."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import polars as pl

from lccspend.errors import CheckFailedError, SourceError
from lccspend.etl.dealings import Dealings
from lccspend.etl.measure import Measured
from lccspend.figures import Books, Check, ChecksAnswer, Figures
from lccspend.project import Project
from lccspend.safetext import guarded
from lccspend.store import (
    FIGURES,
    MANIFEST,
    REJECTED,
    Manifest,
    cells_file,
    raw_files,
    refuse,
    size_and_time,
    staging,
    write_json,
)

BOOKS = "books.json"
CHECKS = "checks.json"

Rejected = tuple[str, int | None, str | None, str, str]
"""File, row, column, reason, and the row as it was, as JSON."""


def stage_evidence(folder: Path, books: Books, checks: ChecksAnswer, rejected: Iterable[Rejected]) -> None:
    """The books, the checks and rejected.csv: what a person needs, whether the build is published or refused."""
    write_json(folder / BOOKS, books)
    write_json(folder / CHECKS, checks)
    write_rejected(folder / REJECTED, rejected)


def rejected_rows(rows: pl.DataFrame, dealings: Dealings) -> list[Rejected]:
    """The rows of payments, awards, contracts and social value that could not be read."""
    columns = ["file", "row", "fault_column", "fault", "raw"]
    payments = rows.filter(pl.col("fate") == "rejected").select(columns).iter_rows()
    return [*payments, *dealings.rejected]


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> None:
    """rejected.csv: file, row (physical line or row of the sheet), column, reason, and the row as it was, as JSON.

    JSON begins with a bracket, so a spreadsheet takes no cell of it for a formula.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "column", "reason", "raw"])
        for name, row, column, reason, raw in rejected:
            writer.writerow([guarded(name), row, guarded(column or ""), guarded(reason), raw])


def refuse_unreadable(project: Project, fault: SourceError) -> NoReturn:
    """Files that cannot be used stop a build: each is a line of rejected.csv and a failed check."""
    folder = staging(project)
    check = Check(check="files", verdict="fail", message=fault.message)
    write_json(folder / CHECKS, ChecksAnswer(verdict="fail", checks=(check,)))
    named = [line.partition(": ") for line in fault.message.splitlines() if not line.startswith(" ")]
    write_rejected(folder / REJECTED, [(file, None, None, reason, json.dumps([])) for file, _, reason in named])
    refuse(project, (REJECTED, CHECKS))
    raise fault


def refuse_if_failed(project: Project, checks: ChecksAnswer) -> None:
    """Publish nothing when a check failed; raises CheckFailedError."""
    failed = [c for c in checks.checks if c.verdict == "fail"]
    if failed:
        refused = refuse(project, (REJECTED, BOOKS, CHECKS))
        raise CheckFailedError(
            "Nothing was published: " + "; ".join(f"{c.check}: {c.message}" for c in failed),
            fix=f"What is needed to mend it lies in {refused}.",
        )


def stage_figures(project: Project, folder: Path, figures: Figures, measured: Measured) -> None:
    """The figures, the cells they are added up from, and the manifest."""
    write_json(folder / FIGURES, figures)
    for by, cells in measured.cells.items():
        write_json(folder / cells_file(by), cells)
    sizes = {name: size_and_time(path) for name, path in raw_files(project).items()}
    build = figures.build
    manifest = Manifest(
        build=build.id,
        version=build.version,
        settings=build.settings,
        inputs=build.inputs,
        sizes=sizes,
        books=figures.books,
    )
    write_json(folder / MANIFEST, manifest)
