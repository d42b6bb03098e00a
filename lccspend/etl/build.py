"""A project folder in, a staged build out: every stage in its order. Publishing is another's decision."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from lccspend.etl.checks import Control
from lccspend.etl.controls import read_controls
from lccspend.etl.dealings import Dealings, persons_of, read_dealings
from lccspend.etl.directories import read_directories
from lccspend.etl.engine import Scale, engine_for
from lccspend.etl.governance import read_governance
from lccspend.etl.inputs import inputs_of
from lccspend.etl.ledger import Decisions, Payments, counted_rows, exported
from lccspend.etl.locate import read_sites
from lccspend.etl.measure import Counted, Measured, checks_of, measure
from lccspend.etl.payees import with_own_columns
from lccspend.etl.readrows import TextTable
from lccspend.etl.reference import read_reference
from lccspend.etl.registers import EVIDENCE, Registers, read_registers, supplier_facts
from lccspend.etl.sources import Progress, Source, read_sources
from lccspend.etl.stage import (
    refuse_if_failed,
    refuse_unreadable,
    rejected_payments,
    stage_evidence,
    stage_figures,
)
from lccspend.etl.unread import warn_of_misspelt_classes, warn_of_strangers, warn_of_unexplained, warn_of_unread
from lccspend.evidence import DirectoryUsed
from lccspend.figures import Books, Build, ChecksAnswer, Figures, HomeArea
from lccspend.geography.locality import home_area
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
from lccspend.verdicts import summed_up

V = TypeVar("V")


def prepare(project: Project, progress: Progress, inputs: Inputs | None = None, scale: Scale | None = None) -> Figures:
    """Read what is new of the inputs (all, when none are named), compute everything, and stage it.

    Raises SourceError or SettingsError when a file or a setting must be mended, CheckFailedError when a check fails;
    what is needed to mend it then lies in data/processed/refused. Only the owner may read what is staged.
    """
    with owner_only(project.processed):
        return _prepare(project, progress, inputs or inputs_of(project), scale or Scale())


@dataclass(frozen=True)
class _Given:
    """What lies in data/raw, read: the tables, and by layout the rows of those that hold no payments."""

    sources: list[Source]
    texts: Mapping[str, list[TextTable]]
    controls: list[Control]

    @property
    def as_they_stand(self) -> list[TextTable]:
        """The tables that are read without a look at each row."""
        return [table for layout in ("sites", "control_totals") for table in self.texts[layout]]

    @property
    def outside(self) -> dict[str, Outside]:
        return {table.label: table.outside for table in self.as_they_stand}

    @property
    def warnings(self) -> dict[str, list[str]]:
        return {table.label: table.warnings for table in self.as_they_stand}


def _prepare(project: Project, progress: Progress, inputs: Inputs, scale: Scale) -> Figures:
    day = today()
    try:
        decisions, governance = _decisions(project), read_governance(project.reference, day)
        given = _given(project, read_sources(project, progress, day, inputs, scale.bulk_from))
    except SourceError as fault:
        refuse_unreadable(project, fault)
    folder, sources, sites = staging(project), given.sources, given.texts["sites"]
    progress("counting", 1, 1)
    directories = read_directories(project, sources, inputs)
    decisions = replace(decisions, postcodes=directories.table)
    typed = exported(sources, project.processed / READ)
    engine = engine_for(typed.rows, folder, scale.stream_from)
    with engine.running():
        payments = counted_rows(typed, read_sites(sites, directories.table), decisions, engine)
        warn_of_strangers(decisions.reference, decisions.settings.exclusions, payments.payees, typed.rows)
        dealings = _dealings(given.texts, payments, decisions)
        registers = read_registers(project, sources, supplier_facts(payments.paid, sites), day, inputs)
        write_json(folder / EVIDENCE, registers.evidence)
        beside = (given, dealings, registers, directories)
        warnings = _together(payments.warnings, *(b.warnings for b in beside), _copies(sources))
        books = keep_books(payments.days, sources, _merged(*(b.outside for b in beside)), warnings)
        measured = measure(_counted(payments, registers, decisions, engine.aside), dealings, registers, decisions, day)
        checks = summed_up(checks_of(books, measured, decisions.settings, given.controls, payments.days))
        unread = chain(rejected_payments(payments.rows, typed.rows), *(t.unfit for t in sites), dealings.rejected)
        stage_evidence(folder, books, checks, unread)
    refuse_if_failed(project, checks)
    figures = _figures(project, decisions, sources, governance, (books, measured, checks, directories.used))
    kept = {source.parquet.split("/")[0] for source in sources} | directories.kept | registers.kept
    cells = _merged(*(source.parquets for source in sources if source.is_payments))
    stage_figures(project, figures, measured, inputs, kept, cells)
    return figures


def _given(project: Project, sources: list[Source]) -> _Given:
    texts: dict[str, list[TextTable]] = defaultdict(list)
    for source in sources:
        if source.parquet and not source.is_payments:
            rows = read_parquet(project.processed / READ / source.parquet)
            texts[source.layout].append(TextTable(source.label, source.headings, rows))
    return _Given(sources, texts, read_controls(texts["control_totals"]))


def _counted(payments: Payments, registers: Registers, decisions: Decisions, aside: Path | None) -> Counted:
    payees = with_offices(payments.payees, registers.evidence, decisions.postcodes)
    is_counted = pl.col("fate") == "counted"
    rows = with_own_columns(payments.whole.filter(is_counted), payees)
    return Counted(payments.rows.filter(is_counted), rows, payees, aside)


def _dealings(texts: Mapping[str, list[TextTable]], payments: Payments, decisions: Decisions) -> Dealings:
    reference = decisions.reference
    found = read_dealings(texts, reference.aliases, decisions.postcodes)
    return found.without_persons(persons_of(payments.payees, reference.name_classes))


def _merged(*parts: dict[str, V]) -> dict[str, V]:
    return dict(chain.from_iterable(part.items() for part in parts))


def _together(*warnings: dict[str, list[str]]) -> dict[str, list[str]]:
    """The warnings of each file, one after another."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, sentence in ((file, one) for part in warnings for file, own in part.items() for one in own):
        found[file].append(sentence)
    return found


def _copies(sources: Sequence[Source]) -> dict[str, list[str]]:
    """Files without payments that are copies of others: rules find payments that stand twice, and nothing these."""
    first: dict[tuple[str, str], str] = {}
    found: dict[str, list[str]] = {}
    for source in sources:
        if source.layout in ("awards", "contracts", "social_value"):
            original = first.setdefault((source.sha256, source.label.partition("#")[2]), source.label)
            if original != source.label:
                found[source.label] = [f"is a copy of {original}, and its rows count twice: take one of them away"]
    return found


def _decisions(project: Project) -> Decisions:
    settings = project.settings
    home = home_area(settings)
    warn_of_unread(project.reference)
    reference = read_reference(project.reference)
    warn_of_unexplained(reference)
    warn_of_misspelt_classes(reference, settings.populations.not_procurement)
    return Decisions(settings, reference, home)


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
        home=_home(decisions),
        **measured.stored,
        books=books,
        checks=checks,
        directories=directories,
        governance=governance,
    )


def _home(decisions: Decisions) -> HomeArea:
    home = decisions.home
    return HomeArea(
        authorities=tuple(sorted(home.authorities)),
        region_authorities=tuple(sorted(home.region_authorities)),
        minimum_coverage=decisions.settings.locality.minimum_coverage,
    )


def identity(settings: str, inputs: dict[str, str], day: date) -> Build:
    """Equal program, settings, reference files, inputs and day give an equal id."""
    told = msgspec.json.encode([__version__, settings, inputs, day])
    return Build(
        id=hashlib.sha256(told).hexdigest()[:16], version=__version__, built_on=day, settings=settings, inputs=inputs
    )
