"""A build's values in, its files out: staged for publication, or kept in data/processed/refused to be mended."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import polars as pl
from msgspec import structs

from lccspend.errors import CheckFailedError, SourceError
from lccspend.etl.books import unopened_books
from lccspend.etl.measure import Measured
from lccspend.etl.readrows import Rejected
from lccspend.figures import Books, Build, ChecksAnswer, Figures
from lccspend.owneronly import owner_only
from lccspend.project import Project
from lccspend.safetext import guarded
from lccspend.store import (
    MANIFEST,
    REJECTED,
    Inputs,
    Manifest,
    cells_file,
    digest_of,
    figures_key,
    read_figures,
    refuse,
    staged,
    staging,
    with_seal,
    write_figures,
    write_json,
)
from lccspend.verdicts import check, summed_up

BOOKS = "books.json"
CHECKS = "checks.json"


def stage_evidence(folder: Path, books: Books, checks: ChecksAnswer, rejected: Iterable[Rejected]) -> None:
    """The books, the checks and rejected.csv: what a person needs, whether the build is published or refused."""
    write_json(folder / BOOKS, books)
    write_json(folder / CHECKS, checks)
    write_rejected(folder / REJECTED, rejected)


def rejected_payments(payments: pl.LazyFrame, typed: pl.LazyFrame) -> list[Rejected]:
    """The rows of payments that could not be read; typed are the cells of all."""
    own = payments.filter(pl.col("fate") == "rejected").select("n", "file", "row", "fault").collect()
    if own.is_empty():
        return []
    cells = typed.filter(pl.col("raw").is_not_null()).select("n", "fault_column", "raw")
    rows = own.join(cells.collect(), on="n", how="left").sort("n")
    return [Rejected(*row) for row in rows.select("file", "row", "fault_column", "fault", "raw").iter_rows()]


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
    """Files that cannot be used stop a build: each is a line of rejected.csv, the check fails, the books are empty."""
    folder = staging(project)
    checks = summed_up([check("files", "fail", fault.message)])
    lines = [line for line in fault.message.splitlines() if not line.startswith(" ")]
    stage_evidence(folder, unopened_books(), checks, map(_named, lines))
    refuse(project, (REJECTED, BOOKS, CHECKS))
    raise fault


def _named(line: str) -> Rejected:
    """A line of a message, which begins with a file, and perhaps a row or line of it."""
    found = re.fullmatch(r"(.+?)(?:, (?:row|line) (\d+))?: (.+)", line)
    file, row, reason = found.groups() if found else ("", None, line)
    return Rejected(file, int(row) if row else None, None, reason, "[]")


def refuse_if_failed(project: Project, checks: ChecksAnswer) -> None:
    """Publish nothing when a check failed; raises CheckFailedError."""
    failed = [c for c in checks.checks if c.verdict == "fail"]
    if failed:
        refused = refuse(project, (REJECTED, BOOKS, CHECKS))
        raise CheckFailedError(
            "Nothing was published: " + "; ".join(f"{c.check}: {c.message}" for c in failed),
            fix=f"What is needed to mend it lies in {refused}.",
        )


def stage_figures(
    project: Project,
    figures: Figures,
    measured: Measured,
    inputs: Inputs,
    read: Iterable[str],
    cells: dict[str, str],
) -> None:
    """The figures, the cells they are added up from, and the manifest of everything that was staged.

    read names what the build was made of below READ, REGISTERS and DIRECTORIES, cells the files of payments there.
    """
    folder = staged(project)
    write_figures(folder, figures)
    for by, sums in measured.cells.items():
        write_json(folder / cells_file(by), sums)
    build = figures.build
    manifest = Manifest(
        build=build.id,
        version=build.version,
        settings=build.settings,
        inputs=build.inputs,
        sizes=inputs.sizes,
        books=figures.books,
        made_of=figures_key(project, inputs, build.built_on),
        seen=inputs.seen,
        files={path.name: digest_of(path) for path in sorted(folder.iterdir()) if path.is_file()},
        read=tuple(sorted(read)),
        cells=cells,
    )
    write_json(folder / MANIFEST, with_seal(manifest))


def stage_identity(project: Project, last: Manifest, build: Build, inputs: Inputs) -> Figures:
    """The figures of the last build under another identity: only what they do not depend on has changed."""
    figures = structs.replace(read_figures(project), build=build)
    with owner_only(project.processed):
        folder = staging(project)
        write_figures(folder, figures)
        digests = {path.name: digest_of(path) for path in folder.iterdir()}
        write_json(folder / MANIFEST, _under(last, build, inputs, digests))
    return figures


def _under(last: Manifest, build: Build, inputs: Inputs, digests: dict[str, str]) -> Manifest:
    manifest = structs.replace(
        last,
        build=build.id,
        settings=build.settings,
        sizes=inputs.sizes,
        seen=inputs.seen,
        files=last.files | digests,
    )
    return with_seal(manifest)
