"""Values in, files that tell their own damage out: the manifest of a build, and what it says of the other files."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from lccspend.figures import Books, Figures
from lccspend.project import Project

FIGURES = "figures.json"
SUMMARY = "summary.json"
"""The part of the figures that most queries need, once more and alone: it is read in a hundredth of the time."""
MANIFEST = "manifest.json"
PAYMENTS = "payments.parquet"
PAYEES = "payees.parquet"
REJECTED = "rejected.csv"
REPORTS = "reports.json"
"""Which reports lie in reports/output, what each was made of, and the digests of its files."""

READ = ".read"
"""What was parsed from each file, named by its content: unchanged files are not read again. Hidden: not published."""

REGISTERS = ".registers"
"""What the registers say of the suppliers, kept as READ is."""

DIRECTORIES = ".directories"
"""The council's own directories of postcodes, each packed into some ten megabytes."""

NO_JSON = (msgspec.DecodeError, UnicodeDecodeError)
"""How the library tells of bytes that are no JSON of the kind asked for; of those that are no UTF-8, in its own way."""

T = TypeVar("T")


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What a file system says of a file: as long as it says the same, the file is the same."""

    size: int
    changed: int
    """Nanoseconds; people and copying programs may set it."""
    noted: int
    """Nanoseconds of the last change of content or name, which nobody can set (on Windows, of its making)."""
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A file as a build read it: its stamp, when that was taken (nanoseconds), and the SHA-256 of its content."""

    stamp: Stamp
    at: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a build was made of: it names the build that the other files belong to, and their digests."""

    build: str
    version: str
    settings: str
    inputs: dict[str, str]
    sizes: dict[str, tuple[int, int]]
    """File below data/raw -> size in bytes and time of change in nanoseconds: the quick sign of a change."""
    books: Books
    made_of: str = ""
    """Digest of everything that the figures depend on; while it is the same, so are they."""
    seen: dict[str, Seen] = {}
    files: dict[str, str] = {}
    """File in data/processed -> SHA-256."""
    read: tuple[str, ...] = ()
    """The names below READ, REGISTERS and DIRECTORIES that the build was made of."""
    cells: dict[str, str] = {}
    """Parquet files below READ that hold the cells of its payments, row for row in their order -> SHA-256."""
    seal: str = ""
    """SHA-256 of the rest."""


class Reported(msgspec.Struct, frozen=True):
    """A report in reports/output: the digest of what it was made of, and its files there with their SHA-256."""

    made_of: str
    files: dict[str, str]


def write_bytes(path: Path, parts: Iterable[bytes]) -> None:
    """The parts one after the other, flushed to the disk, so that a name given to it later never stands for less."""
    with path.open("wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())


def write_json(path: Path, value: Any) -> None:
    """A value as JSON that people may read, flushed to the disk before anything is renamed over an older file."""
    write_bytes(path, [msgspec.json.format(msgspec.json.encode(value), indent=1)])


def write_figures(folder: Path, figures: Figures) -> None:
    """The figures, of a hundred megabytes where suppliers are many, on a line for each part; and their summary."""
    write_bytes(folder / FIGURES, _in_parts(figures))
    write_json(folder / SUMMARY, figures.summary())


def _in_parts(figures: Figures) -> Iterator[bytes]:
    """The JSON of the figures, of which one value at a time is held: one year of suppliers, of all the years."""
    for number, name in enumerate(figures.__struct_fields__):
        yield (b",\n" if number else b"{\n") + msgspec.json.encode(name) + b":"
        value = getattr(figures, name)
        yield from _one_by_one(value) if isinstance(value, tuple) else [msgspec.json.encode(value)]
    yield b"\n}\n"


def _one_by_one(values: tuple[Any, ...]) -> Iterator[bytes]:
    for number, value in enumerate(values):
        yield (b"," if number else b"[") + msgspec.json.encode(value)
    yield b"]" if values else b"[]"


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def are_whole(folder: Path, digests: Mapping[str, str]) -> bool:
    """Whether every file (name below the folder -> SHA-256) is there as it was written."""
    try:
        return all(digest_of(folder / name) == digest for name, digest in digests.items())
    except OSError:
        return False


def write_sealed(path: Path, value: Any) -> None:
    """A value behind the SHA-256 of its JSON, there whole or not at all: damage to either is seen when it is read."""
    content, aside = msgspec.json.encode(value), path.with_name(f".{path.name}")
    aside.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    aside.replace(path)


def sealed(path: Path, kind: type[T]) -> T | None:
    """What write_sealed wrote; None when it is not there or is damaged."""
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != seal:
            return None
        return msgspec.json.decode(content, type=kind)
    except (*NO_JSON, OSError):
        return None


def with_seal(manifest: Manifest) -> Manifest:
    bare = replace(manifest, seal="")
    return replace(bare, seal=hashlib.sha256(msgspec.json.encode(bare)).hexdigest())


def read_manifest(project: Project) -> Manifest | None:
    """The manifest of the last published build, if there is one and it is not damaged."""
    try:
        manifest = msgspec.json.decode((project.processed / MANIFEST).read_bytes(), type=Manifest)
    except (*NO_JSON, OSError):
        return None
    return manifest if manifest.seal in {"", with_seal(manifest).seal} else None


def read_reports(project: Project) -> dict[str, Reported]:
    """The reports that were published, by financial year; none when that cannot be read: then they are built anew."""
    try:
        return msgspec.json.decode((project.processed / REPORTS).read_bytes(), type=dict[str, Reported])
    except (*NO_JSON, OSError):
        return {}
