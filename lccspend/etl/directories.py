"""Directories of postcodes among the sources in, the tables that postcodes are placed by out; each is read once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from lccspend import __version__
from lccspend.etl.books import Outside
from lccspend.etl.sources import Source
from lccspend.evidence import DirectoryUsed
from lccspend.geography.directory import Directory, DirectoryKind
from lccspend.geography.directory_read import read_directory
from lccspend.geography.directory_store import store, stored, table_with
from lccspend.geography.table import PostcodeTable
from lccspend.project import Project
from lccspend.store import DIRECTORIES, Inputs


@dataclass(frozen=True)
class Directories:
    """The tables with the directories, which those are, and their place in the books."""

    table: PostcodeTable
    used: tuple[DirectoryUsed, ...]
    outside: dict[str, Outside]
    warnings: dict[str, list[str]]
    kept: frozenset[str]
    """Names in the folder of what was read."""


def read_directories(project: Project, sources: Sequence[Source], inputs: Inputs) -> Directories:
    """The directories among the sources; one that has not changed is not read again."""
    folder = project.processed / DIRECTORIES
    paths = inputs.files
    own = [source for source in sources if source.layout in get_args(DirectoryKind)]
    found = {s.label: _packed(folder / _name(s, paths[s.label]), s.label, inputs) for s in own}
    return Directories(
        table=table_with(found.values()),
        used=tuple(
            DirectoryUsed(directory=d.kind, file=label, edition=d.edition, rows=d.rows) for label, d in found.items()
        ),
        outside={label: Outside(d.rows, d.rejected) for label, d in found.items()},
        warnings=_warnings(found),
        kept=frozenset(_name(s, paths[s.label]) for s in own),
    )


def _packed(kept: Path, label: str, inputs: Inputs) -> Directory:
    if inputs.takes_kept(label) and (directory := stored(kept)):
        return directory
    directory = read_directory(inputs.files[label])
    store(kept, directory)
    return directory


def _name(source: Source, path: Path) -> str:
    """By content, program and file name: the name may tell the edition."""
    told = hashlib.sha256(f"{__version__} {path.name}".encode()).hexdigest()
    return f"{source.sha256[:24]}-{told[:12]}.json"


def _warnings(found: Mapping[str, Directory]) -> dict[str, list[str]]:
    warnings: dict[str, list[str]] = {}
    for label, directory in found.items():
        told = warnings.setdefault(label, [])
        if directory.rejected:
            told.append(f"{directory.rejected:,} of {directory.rows:,} rows hold no postcode and were left out")
        for code, count in directory.unlisted.items():
            told.append(f"{count:,} postcodes lie in {code}, an authority that this version does not know")
    return warnings
