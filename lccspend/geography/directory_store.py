"""The folder of packed directories in, the tables that postcodes are placed by out."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from lccspend.geography.directory import Directory
from lccspend.geography.table import PostcodeTable, shipped_table, with_directories

DIRECTORIES = "directories"
"""Folder in data/processed of the council's own directories, each packed into some ten megabytes."""


def table_of(processed: Path) -> PostcodeTable:
    """The shipped tables with the directories that the last build read; what cannot be decoded is passed over."""
    folder = processed / DIRECTORIES
    held = (stored(path) for path in sorted(folder.glob("*.json"))) if folder.is_dir() else ()
    return table_with(d for d in held if d)


def table_with(directories: Iterable[Directory]) -> PostcodeTable:
    given = list(directories)
    return with_directories(shipped_table(), given) if given else shipped_table()


def stored(path: Path) -> Directory | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Directory)
    except (OSError, msgspec.DecodeError):
        return None


def store(path: Path, directory: Directory) -> None:
    """Written aside first, so that a directory is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    aside.write_bytes(msgspec.json.encode(directory))
    aside.replace(path)
