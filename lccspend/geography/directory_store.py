"""The folder of packed directories in, the tables that postcodes are placed by out."""

from collections.abc import Iterable
from pathlib import Path

from lccspend.geography.directory import Directory
from lccspend.geography.table import PostcodeTable, shipped_table, with_directories
from lccspend.project import Project
from lccspend.store import DIRECTORIES, read_manifest, sealed, write_sealed


def table_of(project: Project) -> PostcodeTable:
    """The shipped tables with the directories of the last published build; what cannot be decoded is passed over."""
    manifest, folder = read_manifest(project), project.processed / DIRECTORIES
    names = {path.name for path in folder.glob("*.json")}.intersection(manifest.read if manifest else ())
    held = (stored(folder / name) for name in sorted(names))
    return table_with(d for d in held if d)


def table_with(directories: Iterable[Directory]) -> PostcodeTable:
    given = list(directories)
    return with_directories(shipped_table(), given) if given else shipped_table()


def stored(path: Path) -> Directory | None:
    return sealed(path, Directory)


def store(path: Path, directory: Directory) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_sealed(path, directory)
