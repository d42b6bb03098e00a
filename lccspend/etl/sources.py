"""The files below data/raw in, parsed tables out: a file that has not changed is not read again."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path

import msgspec
import polars as pl

from lccspend import __version__
from lccspend.errors import SourceError
from lccspend.etl.normalise import text_frame, typed_rows
from lccspend.etl.tabulate import Table, UnknownHeadingsError, headings_known, tabulate, told_for
from lccspend.geography.directory_files import recognise_directory
from lccspend.limits import Limits
from lccspend.project import Project
from lccspend.reading import read_grids, refuse_huge
from lccspend.reading.grid import Grid
from lccspend.registers.given import given_registers
from lccspend.registers.recognise import recognise
from lccspend.schema import SYSTEMS, TYPED
from lccspend.settings import Sources
from lccspend.sources.profile import Profiles, load_profiles
from lccspend.store import READ, raw_folder

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


class Source(msgspec.Struct, frozen=True):
    """One parsed table: a file, a sheet of it, or a member of an archive; rows lie in a Parquet file of the store.

    A register has none: what is kept of it depends on the suppliers, who are not known yet when it is found. Nor has
    a directory of postcodes, which is packed in a form of its own.
    """

    label: str
    layout: str
    sha256: str
    parquet: str
    headings: dict[str, str]
    warnings: list[str]

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
    """What reading a file depends on besides its content."""

    settings: Sources
    profiles: Profiles
    folder: Path
    today: date
    limits: Limits

    def key(self, name: str, sha256: str) -> str:
        headings = sorted(self.profiles.known)
        settings = [self.settings.model_dump(mode="json"), self.limits.model_dump()]
        told = msgspec.json.encode([__version__, list(TYPED), name, settings, headings])
        return f"{sha256[:24]}-{hashlib.sha256(told).hexdigest()[:12]}"


def read_sources(project: Project, progress: Progress, today: date) -> list[Source]:
    """Every table below data/raw; one SourceError names all files that cannot be used."""
    settings = project.settings.sources
    reader = _Reader(settings, load_profiles(settings), project.processed / READ, today, project.settings.limits)
    folder = raw_folder(project)
    files = {name: path for name, path in folder.files.items() if not _ignored(name, settings)}
    files |= given_registers(project)
    for name in folder.copies:
        log.warning("%s is a link to what lies in data/raw itself, and is read there.", name)
    faults = [f"{name}: {why}." for name, why in folder.refused.items() if not _ignored(name, settings)]
    fixes = [_HOW_TO_REPLACE] if faults else []
    found: list[Source] = []
    for done, (name, path) in enumerate(files.items()):
        progress(name, done, len(files))
        try:
            found.extend(_read(name, path, reader))
        except SourceError as fault:
            faults.append(fault.message)
            fixes.append(fault.fix)
    if faults:
        raise SourceError("\n".join(faults), fix="\n".join(dict.fromkeys(f for f in fixes if f)))
    if not any(source.is_payments and _has_rows(reader.folder / source.parquet) for source in found):
        raise SourceError(
            f"There are no payments in {project.raw}.", fix="Put the exports of Oracle R12 or Fusion there."
        )
    return sorted(found, key=lambda source: source.label)


def _has_rows(parquet: Path) -> bool:
    return pl.scan_parquet(parquet).head(1).collect().height > 0


def forget_unused(project: Project, used: list[Source]) -> None:
    """Drop parsed tables of files that are gone or have changed."""
    folder = project.processed / READ
    kept = {source.parquet.split("/")[0] for source in used}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _ignored(name: str, settings: Sources) -> bool:
    return any(fnmatch(name, glob) or fnmatch(name.split("#")[0], glob) for glob in settings.ignore)


def _read(name: str, path: Path, reader: _Reader) -> list[Source]:
    try:
        refuse_huge(path.stat().st_size, name, reader.limits)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise SourceError(f"{name} cannot be read: {fault.strerror}.", fix="Change the rights of the file.") from fault
    key = reader.key(name, sha256)
    known = _known(reader.folder / key, reader.today)
    if known is not None:
        return known
    register = recognise(path) or recognise_directory(path)
    if register is not None:
        return [Source(name, register, sha256, "", {}, [])]
    read = read_grids(
        path, name, headings_known(reader.profiles), lambda label: _ignored(label, reader.settings), reader.limits
    )
    workbooks = groupby(
        (g for g in read if not _ignored(g.label, reader.settings)), key=lambda g: g.label.split("#")[0]
    )
    tables = [table for _, sheets in workbooks for table in _tables(sheets, reader)]
    return _keep(tables, key, sha256, reader)


def _known(folder: Path, today: date) -> list[Source] | None:
    """What the store holds of a file, unless a date of it may be judged otherwise today."""
    try:
        index = msgspec.json.decode((folder / "index.json").read_bytes(), type=_Index)
    except (OSError, msgspec.DecodeError):
        return None
    if any(not (folder.parent / source.parquet).is_file() for source in index.sources):
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


_HOW_TO_REPLACE = (
    "Put the file itself into data/raw, or take it out; links may lead to the folders listed in [sources]"
    " linked_folders in lccspend.toml."
)
_HOW_TO_LEAVE_OUT = "Or leave the file out: add its name to [sources] ignore in lccspend.toml."


def _keep(tables: list[Table], key: str, sha256: str, reader: _Reader) -> list[Source]:
    """Write the parsed tables of a file to the store, whole or not at all."""
    aside = reader.folder / f".{key}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    sources = []
    waits = False
    for number, table in enumerate(tables):
        is_payments = table.profile.layout in SYSTEMS
        most = reader.limits.cell_characters
        frame = typed_rows(table, reader.today, most) if is_payments else text_frame(table, most=most)
        frame.write_parquet(aside / f"{number}.parquet", compression="zstd")
        waits = waits or (is_payments and frame.filter(pl.col("paid_on") > reader.today).height > 0)
        sources.append(
            Source(table.label, table.profile.layout, sha256, f"{key}/{number}.parquet", table.headings, table.warnings)
        )
    (aside / "index.json").write_bytes(msgspec.json.encode(_Index(reader.today, waits, sources)))
    shutil.rmtree(reader.folder / key, ignore_errors=True)
    aside.replace(reader.folder / key)
    return sources
