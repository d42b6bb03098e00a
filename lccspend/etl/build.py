"""A project folder in, a staged build out: every stage in its order. Publishing is another's decision."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec
import polars as pl

from lccspend import __version__
from lccspend.dates import today
from lccspend.errors import SourceError
from lccspend.etl.books import Outside, keep_books
from lccspend.etl.checks import summed_up
from lccspend.etl.controls import read_controls
from lccspend.etl.dealings import Dealings, persons_of, read_dealings
from lccspend.etl.directories import read_directories
from lccspend.etl.engine import Scale, engine_for
from lccspend.etl.governance import read_governance
from lccspend.etl.inputs import inputs_of
from lccspend.etl.ledger import Decisions, Payments, counted_rows, exported, listed_sites
from lccspend.etl.measure import Counted, Measured, checks_of, measure
from lccspend.etl.payees import with_own_columns
from lccspend.etl.reference import read_reference
from lccspend.etl.registers import EVIDENCE, Registers, read_registers
from lccspend.etl.sources import Progress, Source, read_sources
from lccspend.etl.stage import (
    refuse_if_failed,
    refuse_unreadable,
    rejected_rows,
    stage_evidence,
    stage_figures,
)
from lccspend.etl.unread import warn_of_misspelt_classes, warn_of_strangers, warn_of_unread
from lccspend.evidence import DirectoryUsed
from lccspend.figures import Books, Build, ChecksAnswer, Figures
from lccspend.geography.locality import definition
from lccspend.governance import Governance
from lccspend.metrics.basis import with_offices
from lccspend.owneronly import owner_only
from lccspend.project import Project
from lccspend.store import (
    READ,
    Inputs,
    settings_digest,
    staging,
    write_json,
)
from lccspend.streams.parquet import read_parquet

V = TypeVar("V")


def prepare(project: Project, progress: Progress, inputs: Inputs | None = None, scale: Scale | None = None) -> Figures:
    """Read what is new of the inputs (all, when none are named), compute everything, and stage it.

    Raises SourceError or SettingsError when a file or a setting must be mended, CheckFailedError when a check fails;
    what is needed to mend it then lies in data/processed/refused. Only the owner may read what is staged.
    """
    with owner_only(project.processed):
        return _prepare(project, progress, inputs or inputs_of(project), scale or Scale())


def _prepare(project: Project, progress: Progress, inputs: Inputs, scale: Scale) -> Figures:
    day = today()
    decisions, governance = _decisions(project), read_governance(project.reference, day)
    try:
        sources = read_sources(project, progress, day, inputs, scale.bulk_from)
        controls = read_controls(tables_of(sources, project, "control_totals"))
    except SourceError as fault:
        refuse_unreadable(project, fault)
    folder, read = staging(project), project.processed / READ
    progress("counting", 1, 1)
    directories = read_directories(project, sources, inputs)
    decisions = replace(decisions, postcodes=directories.table)
    typed = exported(sources, read)
    engine = engine_for(typed.rows, folder, scale.stream_from)
    with engine.running():
        payments = counted_rows(typed, listed_sites(sources, read, directories.table), decisions, engine)
        warn_of_strangers(decisions.reference, payments.payees, typed.rows)
        dealings = _dealings(sources, project, payments, decisions)
        registers = read_registers(project, sources, payments.paid, day, inputs)
        write_json(folder / EVIDENCE, registers.evidence)
        beside = (dealings, registers, directories)
        outside = _merged(_read_beside(sources, project), *(b.outside for b in beside))
        books = keep_books(payments.days, sources, outside, _merged(payments.warnings, *(b.warnings for b in beside)))
        measured = measure(_counted(payments, registers, decisions, folder), dealings, registers, decisions, day)
        checks = summed_up(checks_of(books, measured, decisions.settings, controls, payments.days))
        stage_evidence(folder, books, checks, rejected_rows(payments.rows, typed.rows, dealings))
    refuse_if_failed(project, checks)
    figures = _figures(project, decisions, sources, governance, (books, measured, checks, directories.used))
    kept = {source.parquet.split("/")[0] for source in sources} | directories.kept | registers.kept
    cells = _merged(*(source.parquets for source in sources if source.is_payments))
    stage_figures(project, figures, measured, inputs, kept, cells)
    return figures


def _counted(payments: Payments, registers: Registers, decisions: Decisions, folder: Path) -> Counted:
    payees = with_offices(payments.payees, registers.evidence, decisions.postcodes)
    is_counted = pl.col("fate") == "counted"
    rows = with_own_columns(payments.whole.filter(is_counted), payees)
    return Counted(payments.rows.filter(is_counted), rows, payees, folder)


def _dealings(sources: Sequence[Source], project: Project, payments: Payments, decisions: Decisions) -> Dealings:
    reference = decisions.reference
    found = read_dealings(lambda layout: tables_of(sources, project, layout), reference.aliases, decisions.postcodes)
    return found.without_persons(persons_of(payments.payees, reference.name_classes))


def _merged(*parts: dict[str, V]) -> dict[str, V]:
    return dict(chain.from_iterable(part.items() for part in parts))


def _decisions(project: Project) -> Decisions:
    settings = project.settings
    home = definition(settings.authority.home, settings.locality.definitions, settings.authority.region)
    warn_of_unread(project.reference)
    reference = read_reference(project.reference)
    warn_of_misspelt_classes(reference, settings.populations.not_procurement)
    return Decisions(settings, reference, home)


def tables_of(sources: Sequence[Source], project: Project, layout: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """The parsed tables of a layout with their labels."""
    for source in sources:
        if source.layout == layout:
            yield source.label, read_parquet(project.processed / READ / source.parquet)


def _read_beside(sources: Sequence[Source], project: Project) -> dict[str, Outside]:
    """Rows of the files that hold no payments; one whose cells do not fit the headings is rejected."""
    found = {}
    for label, table in (t for layout in ("sites", "control_totals") for t in tables_of(sources, project, layout)):
        found[label] = Outside(table.height, table["shape_fault"].count())
    return found


def _figures(
    project: Project,
    decisions: Decisions,
    sources: Sequence[Source],
    governance: Governance,
    parts: tuple[Books, Measured, ChecksAnswer, tuple[DirectoryUsed, ...]],
) -> Figures:
    books, measured, checks, directories = parts
    inputs = {source.label: source.sha256 for source in sources}
    return Figures(
        build=identity(settings_digest(project), inputs, governance.as_at),
        definition=decisions.home.name,
        **measured.stored,
        books=books,
        checks=checks,
        directories=directories,
        governance=governance,
    )


def identity(settings: str, inputs: dict[str, str], day: date) -> Build:
    """Equal program, settings, reference files, inputs and day give an equal id."""
    told = msgspec.json.encode([__version__, settings, inputs, day])
    return Build(
        id=hashlib.sha256(told).hexdigest()[:16], version=__version__, built_on=day, settings=settings, inputs=inputs
    )
