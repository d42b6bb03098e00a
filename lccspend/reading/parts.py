"""The file or ZIP of a register or directory in, its text parts out in blocks of whole lines: none is held whole."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lccspend.errors import SourceError
from lccspend.reading.archive import FAULTS, MB, METHODS, is_clutter, parts_of_name

BLOCK = 16 * MB
_LONGEST = 2 * BLOCK
"""An unclosed quote must not gather the rest of a register into one block."""

_ZIP = b"PK\x03\x04"
MOST_PARTS = 1_000
MOST_BYTES = 64 * 1024**3
"""Unpacked, of all parts. The register of companies has seven parts and 3 GB; what has more is no register."""


@dataclass(frozen=True)
class Part:
    """A file, or one member of a ZIP."""

    path: Path
    member: str | None = None
    size: int = 0
    """Bytes of a member once unpacked."""

    @property
    def label(self) -> str:
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes of the part as a stream; whatever is broken becomes a SourceError."""
        try:
            if self.member is None:
                with self.path.open("rb") as file:
                    yield file
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                    yield file
        except FAULTS as fault:
            raise SourceError(
                f"{self.label}: is broken or cut short ({fault}).", fix="Download it again; it must be complete."
            ) from fault


def parts_of(path: Path) -> list[Part]:
    """The file itself, or the members of a ZIP without its folders and clutter.

    None of a ZIP that is broken, locked or larger than any register: the reader of exports says what is wrong with it.
    """
    with path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return [Part(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir() and not i.flag_bits & 1]
    except FAULTS:
        return []
    if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > MOST_BYTES:
        return []
    if any(i.compress_type not in METHODS for i in infos):
        return []
    return [Part(path, i.filename, i.file_size) for i in infos if not is_clutter(parts_of_name(i.filename))]


def blocks(part: Part, size: int = BLOCK) -> Iterator[bytes]:
    """The bytes of a part, cut after the ends of lines that stand outside quotes; SourceError for an endless line.

    Lines that end in a bare return, as old files for the Mac do, end in a line feed here.
    """
    held, end = b"", b""
    with part.opened() as file:
        while read := file.read(size):
            end = end or (b"\r" if b"\n" not in read and b"\r" in read else b"\n")
            held += read.replace(end, b"\n")
            cut = _cut(held)
            if cut:
                yield held[:cut]
                held = held[cut:]
            elif len(held) > _LONGEST:
                raise SourceError(
                    f"{part.label}: has a line of more than {_LONGEST // MB} MB, which no register has.",
                    fix="Download it again; it must be complete.",
                )
    if held:
        yield held


def _cut(held: bytes) -> int:
    """Where the last whole record ends; 0 to read on."""
    last = end = held.rfind(b"\n") + 1
    quotes = held.count(b'"', 0, end)
    while end and quotes % 2:
        earlier = held.rfind(b"\n", 0, end - 1) + 1
        quotes -= held.count(b'"', earlier, end)
        end = earlier
    return end or (last if len(held) > _LONGEST else 0)
