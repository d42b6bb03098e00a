"""A project folder in, a staged build out: every stage in its order. Publishing is another's decision."""

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import polars as pl

from lccspend import __version__
from lccspend.dates import financial_year_of, today
from lccspend.errors import CheckFailedError
from lccspend.etl.awards import Awards, read_awards
from lccspend.etl.books import keep_books
from lccspend.etl.checks import summed_up
from lccspend.etl.controls import read_controls
from lccspend.etl.identity import identify
from lccspend.etl.locate import Sites, estimate, places_of, read_sites
from lccspend.etl.measure import Measured, checks_of, measure
from lccspend.etl.reconcile import decide
from lccspend.etl.reference import Reference, read_reference
from lccspend.etl.sources import Progress, Source, forget_unused, read_sources
from lccspend.etl.warn import check_totals, warnings_of
from lccspend.figures import Books, Build, ChecksAnswer, Figures
from lccspend.geography.locality import Definition, definition
from lccspend.project import Project
from lccspend.settings import Settings
from lccspend.store import (
    FIGURES,
    MANIFEST,
    PAYMENTS,
    READ,
    REJECTED,
    Manifest,
    cells_file,
    raw_files,
    refuse,
    settings_digest,
    size_and_time,
    staging,
    write_json,
)

BOOKS = "books.json"
CHECKS = "checks.json"


@dataclass(frozen=True)
class Decisions:
    """What people decided: settings, reference files, and the home area they name."""

    settings: Settings
    reference: Reference
    home: Definition


def prepare(project: Project, progress: Progress) -> Figures:
    """Read what is new, compute everything, and stage it in data/processed.

    Raises SourceError or SettingsError when a file or a setting must be mended, CheckFailedError when a check fails;
    what is needed to mend it then lies in data/processed/refused.
    """
    day = today()
    decisions = _decisions(project)
    sources = read_sources(project, progress, day)
    folder = staging(project)
    progress("counting", 1, 1)
    payments = counted_rows(sources, project.processed / READ, decisions)
    payments.rows.write_parquet(folder / PAYMENTS, compression="zstd")
    awards = read_awards(tables_of(sources, project, "awards"))
    books = _books(payments, sources, awards)
    measured = measure(
        payments.rows.lazy().filter(pl.col("fate") == "counted"), awards, decisions.settings, decisions.home
    )
    controls = read_controls(tables_of(sources, project, "control_totals"))
    checks = summed_up(checks_of(books, measured, decisions.settings, controls, payments.rows))
    write_json(folder / BOOKS, books)
    write_json(folder / CHECKS, checks)
    write_rejected(folder / REJECTED, payments.rows, awards)
    _refuse_if_failed(project, checks)
    figures = _figures(project, decisions, sources, day, (books, measured, checks))
    _write(project, folder, figures, measured)
    forget_unused(project, sources)
    return figures


def _decisions(project: Project) -> Decisions:
    settings = project.settings
    home = definition(settings.authority.home, settings.locality.definitions, settings.authority.region)
    return Decisions(settings, read_reference(project.reference), home)


@dataclass(frozen=True)
class Payments:
    """Every row of the payment layouts with its supplier, place and fate, and what to warn about by file."""

    rows: pl.DataFrame
    warnings: dict[str, list[str]]


def counted_rows(sources: Sequence[Source], folder: Path, decisions: Decisions) -> Payments:
    """The stages from typed rows to their fate, in order."""
    reference = decisions.reference
    typed = pl.concat([pl.read_parquet(folder / s.parquet) for s in sources if s.is_payments]).with_row_index("n")
    rows, totals = check_totals(typed)
    suppliers = identify(rows.lazy().filter(~pl.col("is_total")), reference)
    places = places_of(rows.lazy(), _sites(sources, folder), reference)
    decided = (
        rows.lazy()
        .pipe(with_suppliers, suppliers)
        .pipe(with_places, places)
        .pipe(with_categories, reference)
        .with_columns(financial_year=financial_year_of(pl.col("paid_on")))
        .pipe(decide, decisions.settings, reference)
        .pipe(with_estimates)
        .sort("n")
        .collect()
    )
    return Payments(decided, warnings_of(decided, totals))


def with_suppliers(rows: pl.LazyFrame, suppliers: pl.DataFrame) -> pl.LazyFrame:
    """Add supplier, supplier_key, supplier_class and ranked."""
    key = ["system", "supplier_number", "supplier_name"]
    return rows.join(suppliers.lazy(), on=key, how="left", nulls_equal=True)


def with_places(rows: pl.LazyFrame, places: pl.DataFrame) -> pl.LazyFrame:
    """Add place, place_method and place_note."""
    key = ["system", "supplier_number", "site", "supplier_name", "postcode", "country"]
    return rows.join(places.lazy(), on=key, how="left", nulls_equal=True)


def with_categories(rows: pl.LazyFrame, reference: Reference) -> pl.LazyFrame:
    """The category by the council's own map, where it names one; else as exported."""
    kept = rows.with_columns(source_category=pl.col("category"))
    if not reference.categories:
        return kept
    mapped = pl.col("category").str.to_lowercase().replace_strict(reference.categories, default=None)
    return kept.with_columns(category=pl.coalesce(mapped, "category"))


def with_estimates(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add estimated to the counted rows, learnt from counted rows only."""
    counted = rows.filter(pl.col("fate") == "counted").pipe(estimate).select("n", "estimated")
    return rows.join(counted, on="n", how="left")


def _sites(sources: Sequence[Source], folder: Path) -> Sites:
    tables = []
    for source in sources:
        if source.layout == "sites":
            owner = "r12" if source.headings.get("supplier_number", "").upper().startswith("VENDOR") else ""
            tables.append(pl.read_parquet(folder / source.parquet).with_columns(owner=pl.lit(owner)))
    return read_sites(tables)


def tables_of(sources: Sequence[Source], project: Project, layout: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """The parsed tables of a layout with their labels."""
    for source in sources:
        if source.layout == layout:
            yield source.label, pl.read_parquet(project.processed / READ / source.parquet)


def _books(payments: Payments, sources: Sequence[Source], awards: Awards) -> Books:
    warnings = {**payments.warnings, **awards.warnings}
    return keep_books(payments.rows, sources, awards.outside, warnings)


def write_rejected(path: Path, rows: pl.DataFrame, awards: Awards) -> None:
    """rejected.csv: file, row (physical line or row of the sheet), column, reason, and the row as it was, as JSON."""
    columns = ["file", "row", "fault_column", "fault", "raw"]
    bad = rows.filter(pl.col("fate") == "rejected").select(columns).iter_rows()
    more = (
        (r["file"], r["row"], r["column"], r["reason"], json.dumps(r["raw"], ensure_ascii=False))
        for r in awards.rejected
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "column", "reason", "raw"])
        writer.writerows([*bad, *more])


def _refuse_if_failed(project: Project, checks: ChecksAnswer) -> None:
    failed = [c for c in checks.checks if c.verdict == "fail"]
    if failed:
        refused = refuse(project, (REJECTED, BOOKS, CHECKS))
        raise CheckFailedError(
            "Nothing was published: " + "; ".join(f"{c.check}: {c.message}" for c in failed),
            fix=f"What is needed to mend it lies in {refused}.",
        )


def _figures(
    project: Project,
    decisions: Decisions,
    sources: Sequence[Source],
    day: date,
    parts: tuple[Books, Measured, ChecksAnswer],
) -> Figures:
    books, measured, checks = parts
    inputs = {source.label: source.sha256 for source in sources}
    settings = settings_digest(project)
    identity = msgspec.json.encode([__version__, settings, inputs, day])
    return Figures(
        build=Build(
            id=hashlib.sha256(identity).hexdigest()[:16],
            version=__version__,
            built_on=day,
            settings=settings,
            inputs=inputs,
        ),
        definition=decisions.home.name,
        **measured.stored,
        books=books,
        checks=checks,
    )


def _write(project: Project, folder: Path, figures: Figures, measured: Measured) -> None:
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
