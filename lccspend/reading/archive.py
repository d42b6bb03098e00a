"""The bytes of a ZIP container in, the names and bytes of its members out, within limits."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lccspend.errors import SourceError

MOST_MEMBERS = 1_000
MOST_BYTES = 2 * 1024**3
_SUSPECT_BYTES = 100 * 1024**2
_SUSPECT_RATIO = 200
"""Below the suspect size any ratio is harmless; blank spreadsheet rows do compress 500 to 1."""

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
    LookupError,
)
"""What zipfile raises on damaged containers; found by mutating them."""

_CLUTTER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 1


@contextmanager
def _faults(label: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as fault:
        raise SourceError(
            f"{label}: is broken or cut short ({fault}).", fix="Export or copy the file again."
        ) from fault


class Container:
    """An open ZIP whose sizes are within limits; office files are such containers too.

    Raises SourceError, when it is made and when a member is read, for whatever is wrong with it.
    """

    def __init__(self, data: bytes, label: str) -> None:
        self._label = label
        with _faults(label):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.infos = self._zip.infolist()
        self.names = set(self._zip.namelist())
        _refuse_bomb(self.infos, label)

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        with _faults(self._label):
            return self._zip.read(member)


def members(container: Container, label: str, ignored: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Label and bytes of each file in an archive; folders, hidden and ignored files are left out."""
    files = [info for info in container.infos if not info.is_dir()]
    if len(files) > MOST_MEMBERS:
        raise SourceError(
            f"{label}: holds {len(files)} files, more than {MOST_MEMBERS}.",
            fix="Unpack it and put only the exports into data/raw.",
        )
    for info in files:
        parts = _parts(info.filename)
        name = "/".join([label, *parts])
        if _is_clutter(parts) or ignored(name):
            continue
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(
                f"{name}: is protected with a password.",
                fix="Unpack the archive and put the files into data/raw without a password.",
            )
        yield name, container.read(info)


def _parts(filename: str) -> list[str]:
    """A member's name as it goes into labels: no label leads out of its archive."""
    parts = filename.replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..")]


def _is_clutter(parts: list[str]) -> bool:
    return any(part.startswith((".", "~$")) or part in _CLUTTER for part in parts)


def _refuse_bomb(infos: list[zipfile.ZipInfo], label: str) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    inflated = unpacked > _SUSPECT_BYTES and unpacked > _SUSPECT_RATIO * packed
    if unpacked > MOST_BYTES or inflated:
        raise SourceError(
            f"{label}: would unpack to {unpacked // 1024**2:,} MB, which no export needs.",
            fix="Unpack it, look what it holds, and put only the exports into data/raw.",
        )
