"""The files below data/raw in, parsed tables out: a file that has not changed is not read again."""

import hashlib
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

import msgspec
import polars as pl

from lccspend import __version__
from lccspend.errors import SourceError
from lccspend.etl.ahead import ahead, workers
from lccspend.etl.beside import refuse_exports_beside
from lccspend.etl.bulk import BLOCK, BULK_FROM, How, read_bulk
from lccspend.etl.cells import payees_beside, scan_cells, write_cells
from lccspend.etl.normalise import TEXT_ROWS, text_rows, typed_rows
from lccspend.etl.tabulate import Table, UnknownHeadingsError, headings_known, tabulate, told_for
from lccspend.geography.directory_files import recognise_directory
from lccspend.limits import Limits
from lccspend.project import Project
from lccspend.reading import read_grids, refuse_huge
from lccspend.reading.grid import Grid
from lccspend.registers.recognise import recognise
from lccspend.schema import CELLS, SYSTEMS
from lccspend.settings import Sources
from lccspend.sources.profile import Profiles, load_profiles
from lccspend.store import READ, Inputs, MovedError, are_whole, digest_of, raw_folder, sealed, write_sealed
from lccspend.streams.parquet import scan_parquet, write_parquet

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]

INDEX = "index.json"
"""What the tables of a file are, sealed; written last."""


class Source(msgspec.Struct, frozen=True):
    """One parsed table: a file, a sheet of it, or a member of an archive; rows lie in a Parquet file of the store.

    A register has none: what is kept of it depends on the suppliers, who are not known yet when it is found. Nor has
    a directory of postcodes, which is packed in a form of its own.
    """

    label: str
    layout: str
    sha256: str
    headings: dict[str, str]
    warnings: list[str]
    parquets: dict[str, str]
    """Its Parquet files -> SHA-256: one that was damaged is read anew from the export. The plain rows of a large file
    of payments, which were read many at once, lie in one of their own before the others."""
    payees: dict[str, str]
    """Those of the payees in them, likewise."""
    last: date | None
    """The last payment date of its readable rows."""

    @property
    def parquet(self) -> str:
        """The only file, or that of the rows that were read line by line; "" for what has none."""
        return next(reversed(self.parquets), "")

    @property
    def is_payments(self) -> bool:
        return self.layout in SYSTEMS


class _Index(msgspec.Struct, frozen=True):
    """What was parsed from one file, and on which day: a date that was too far ahead then may be in order now."""

    read_on: date
    waits: bool
    sources: list[Source]


@dataclass(frozen=True)
class _Reader:
    """What reading a file depends on besides its content; hashes, by which payees are found, on polars too."""

    settings: Sources
    profiles: Profiles
    folder: Path
    today: date
    inputs: Inputs
    limits: Limits
    bulk_from: int
    """Bytes: from this size on the plain rows of a text file are read many at once."""

    def key(self, name: str, sha256: str) -> str:
        headings = sorted(self.profiles.known)
        settings = [self.settings.model_dump(mode="json"), self.limits.model_dump()]
        columns = [*CELLS, *TEXT_ROWS]
        told = msgspec.json.encode([__version__, pl.__version__, columns, name, settings, headings])
        return f"{sha256[:24]}-{hashlib.sha256(told).hexdigest()[:12]}"


def read_sources(
    project: Project, progress: Progress, today: date, inputs: Inputs, bulk_from: int = BULK_FROM
) -> list[Source]:
    """Every table of the inputs; one SourceError names all files that cannot be used.

    Text files from bulk_from bytes on are read many rows at once, to the same result.
    """
    settings = project.settings.sources
    reader = _Reader(
        settings, load_profiles(settings), project.processed / READ, today, inputs, project.settings.limits, bulk_from
    )
    files = inputs.files
    folder = raw_folder(project)
    for name in folder.copies:
        log.warning("%s is a link to what lies in data/raw itself, and is read there.", name)
    refused = {name: why for name, why in folder.refused.items() if not settings.ignores(name)}
    faults = [f"{name}: {why}." for name, why in refused.items()]
    fixes = [_HOW_TO_OPEN if name in folder.closed else _HOW_TO_REPLACE for name in refused]
    found: list[Source] = []
    with workers() as pool:
        begun = ahead(pool, partial(_begin_short, reader=reader), files)
        for done, (name, beginning) in enumerate(zip(files, begun, strict=True)):
            progress(name, done, len(files))
            try:
                found.extend(_read(name, beginning.result() or _begin(name, reader), reader))
            except SourceError as fault:
                faults.append(fault.message)
                fixes.append(fault.fix)
    faults += [f"{label}: two tables bear this name." for label, n in Counter(s.label for s in found).items() if n > 1]
    if faults:
        raise SourceError("\n".join(faults), fix="\n".join(dict.fromkeys(f for f in fixes if f)) or _HOW_TO_RENAME)
    if not any(source.is_payments and _has_rows(source, reader.folder) for source in found):
        instead = _instead(found, reader.profiles)
        raise SourceError(f"There are no payments in {project.raw}{instead}.", fix=_HOW_TO_BEGIN)
    return sorted(found, key=lambda source: source.label)


def _instead(found: Iterable[Source], profiles: Profiles) -> str:
    """What the files hold in place of payments."""
    titles = {str(layout): profile.title for layout, profile in profiles.by_layout.items()}  # registers have none
    told = [f"{titles.get(s.layout, s.layout)}{' without rows' if s.is_payments else ''} ({s.label})" for s in found]
    return f"; what is there: {', '.join(sorted(told)[:5])}" if told else ""


def _has_rows(source: Source, folder: Path) -> bool:
    return any(scan_parquet(folder / name).head(1).collect().height > 0 for name in source.parquets)


@dataclass(frozen=True)
class _Begun:
    """A file of which the store holds nothing: the folder for its rows, and its tables if it was read by blocks."""

    sha256: str
    aside: Path
    tables: list[Table]


def _begin_short(name: str, reader: _Reader) -> list[Source] | _Begun | None:
    """As `_begin`, while other files are read; None for a file of more than a block, because Ctrl-C waits for this."""
    return _begin(name, reader) if reader.inputs.seen[name].stamp.size <= BLOCK else None


def _begin(name: str, reader: _Reader) -> list[Source] | _Begun:
    """What the store holds of a file, or what a register is, or else what reading it by blocks comes to."""
    path = reader.inputs.files[name]
    sha256 = reader.inputs.sha256(name) or _digest_or_why_not(name, path, reader.limits)
    key = reader.key(name, sha256)
    known = _known(reader.folder / key, reader.today)
    if known is not None and reader.inputs.takes_kept(name):
        return known
    if name in reader.inputs.held:
        raise SourceError(f"{name} is being replaced, and its content before is not held any more.", fix=_WAIT)
    register = recognise(path) or recognise_directory(path)
    if register is not None:
        refuse_exports_beside(path, name, reader.profiles, reader.settings.ignores, reader.limits)
        return [Source(name, register, sha256, {}, [], {}, {}, None)]
    aside = reader.folder / f".{key}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return _Begun(sha256, aside, _read_bulk(name, path, reader, aside))


def _read(name: str, begun: list[Source] | _Begun, reader: _Reader) -> list[Source]:
    """The tables of a file, in the store."""
    if not isinstance(begun, _Begun):
        return begun
    tables = begun.tables or _read_whole(name, reader.inputs.files[name], reader)
    if not reader.inputs.stands(name):
        raise MovedError(f"{name} was changed while it was read.", fix=_WAIT)
    return _keep(tables, begun, reader)


_BULK = "bulk.parquet"


def _read_bulk(name: str, path: Path, reader: _Reader, aside: Path) -> list[Table]:
    """The rows of a large text that are not plain; its plain rows are written. Nothing for any other file."""
    if path.stat().st_size < reader.bulk_from:
        return []
    told = told_for(name, reader.settings.files)
    how = How(reader.profiles, told, reader.today, reader.limits.cell_characters)
    table = read_bulk(path, name, how, aside / _BULK)
    return [table] if table else []


def _read_whole(name: str, path: Path, reader: _Reader) -> list[Table]:
    """The tables of a file, read line by line or sheet by sheet."""
    read = read_grids(path, name, headings_known(reader.profiles), reader.settings.ignores, reader.limits)
    books = groupby((g for g in read if not reader.settings.ignores(g.label)), key=lambda g: g.book or g.label)
    return [table for _, sheets in books for table in _tables(sheets, reader)]


def _digest_or_why_not(name: str, path: Path, limits: Limits) -> str:
    """What could not be read when the run began may be readable now, or the reason is told."""
    try:
        refuse_huge(path.stat().st_size, name, limits)
        return digest_of(path)
    except OSError as fault:
        raise SourceError(
            f"{name}: cannot be read ({fault.strerror}).", fix="Change the rights of the file."
        ) from fault


def _known(folder: Path, today: date) -> list[Source] | None:
    """What the store holds of a file, unless it is damaged or a date of it may be judged otherwise today."""
    index = sealed(folder / INDEX, _Index)
    if index is None or not all(are_whole(folder.parent, s.parquets | s.payees) for s in index.sources):
        return None
    fresh = index.read_on == today or (index.read_on < today and not index.waits)
    return index.sources if fresh else None


def _tables(sheets: Iterable[Grid], reader: _Reader) -> list[Table]:
    """The tables of one file's sheets; a sheet without known headings is only warned about where another has them."""
    tables: list[Table] = []
    unknown: list[str] = []
    for grid in sheets:
        try:
            tables.append(tabulate(grid, reader.profiles, told_for(grid.label, reader.settings.files)))
        except UnknownHeadingsError as fault:
            unknown.append(str(fault))
    if not tables:
        raise SourceError("\n".join(unknown), fix=_HOW_TO_LEAVE_OUT)
    for sentence in unknown:
        tables[0].warnings.append(f"not read: {sentence.splitlines()[0]}")
    return tables


_HOW_TO_BEGIN = "Put the exports of Oracle R12 or Fusion there, or a published payments file."
_WAIT = "Wait until it has been copied, and run this again."
_HOW_TO_OPEN = "Change its rights, so that the user who runs lccspend may read it."
_HOW_TO_REPLACE = (
    "Put the file itself into data/raw, or take it out; links may lead to the folders listed in [sources]"
    " linked_folders in lccspend.toml."
)
_HOW_TO_RENAME = "Give each a name of its own; take files out of an archive to rename them."
_HOW_TO_LEAVE_OUT = "Or leave the file out: add its name to [sources] ignore in lccspend.toml."


def _keep(tables: list[Table], begun: _Begun, reader: _Reader) -> list[Source]:
    """Put the parsed tables of a file into the store, whole or not at all."""
    aside, key = begun.aside, begun.aside.name.removeprefix(".")
    sources, waits = [], False
    for number, table in enumerate(tables):
        layout, most = table.profile.layout, reader.limits.cell_characters
        rows = aside / f"{number}.parquet"
        if layout in SYSTEMS:
            write_cells(typed_rows(table, reader.today, most), rows)
        else:
            write_parquet(text_rows(table, most), rows)
        paths = [path for path in (aside / _BULK, rows) if path.is_file()]
        latest, last = _last_days(paths) if layout in SYSTEMS else (None, None)
        waits = waits or (latest is not None and latest > reader.today)
        digests = (_digests(key, paths), _digests(key, map(payees_beside, paths)))
        sources.append(Source(table.label, layout, begun.sha256, table.headings, table.warnings, *digests, last))
    write_sealed(aside / INDEX, _Index(reader.today, waits, sources))
    shutil.rmtree(reader.folder / key, ignore_errors=True)
    aside.replace(reader.folder / key)
    return sources


def _digests(key: str, paths: Iterable[Path]) -> dict[str, str]:
    """Those of the files that were written, by their names in the store."""
    return {f"{key}/{path.name}": digest_of(path) for path in paths if path.is_file()}


def _last_days(paths: list[Path]) -> tuple[date | None, date | None]:
    """The last payment date of all rows of these files, and of those that can be read."""
    day = pl.col("paid_on")
    readable = pl.col("fault").is_null() & ~pl.col("is_total")
    latest, last = scan_cells(paths).select(day.max(), last=day.filter(readable).max()).collect().row(0)
    return latest, last
