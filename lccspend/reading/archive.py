"""The bytes of a ZIP container in, the names and bytes of its members out, within limits."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lccspend.errors import SourceError
from lccspend.limits import Limits
from lccspend.safetext import label as safe_label

MB = 1024**2
_SUSPECT_BYTES = 100 * MB
"""Below this size any ratio is harmless; blank spreadsheet rows do compress 500 to 1."""

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The others unpack without a bound on what a few bytes become, whatever size the archive declares."""

FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    LookupError,
)
"""What zipfile raises on damaged or locked containers; found by mutating them."""

_CLUTTER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 1


@dataclass
class Budget:
    """What one file of data/raw may still unpack to, archives within archives and workbooks in them included."""

    limits: Limits = field(default_factory=Limits)
    unpacked: int = 0

    def take(self, infos: list[zipfile.ZipInfo], label: str) -> None:
        """Sets the declared sizes against the limits; no member can yield more than it declares."""
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        self.unpacked += unpacked
        inflated = unpacked > _SUSPECT_BYTES and unpacked > self.limits.ratio * packed
        if self.unpacked > self.limits.unpacked_mb * MB or inflated:
            of = "ratio" if inflated else "unpacked_mb"
            raise SourceError(
                f"{label}: would unpack to {self.unpacked // MB:,} MB, which no export needs.",
                fix="Unpack it, look what it holds, and put only the exports into data/raw; or, if it is sound, raise"
                f" [limits] {of} in lccspend.toml.",
            )


@contextmanager
def _faults(label: str) -> Iterator[None]:
    try:
        yield
    except FAULTS as fault:
        raise SourceError(
            f"{label}: is broken or cut short ({fault}).", fix="Export or copy the file again."
        ) from fault


class Container:
    """An open ZIP whose sizes are within limits; office files are such containers too.

    Raises SourceError, when it is made and when a member is read, for whatever is wrong with it.
    """

    def __init__(self, data: bytes, label: str, budget: Budget) -> None:
        self._label = label
        with _faults(label):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.infos = self._zip.infolist()
        self.names = set(self._zip.namelist())
        budget.take(self.infos, label)
        self.limits = budget.limits

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        with _faults(self._label):
            info = self._zip.getinfo(member) if isinstance(member, str) else member
            if info.compress_type not in METHODS:
                raise SourceError(
                    f"{self._label}: is packed in a way that is not read.",
                    fix="Unpack it, and pack it again as an ordinary ZIP (deflate); or put the files into data/raw.",
                )
            return self._zip.read(info)


def members(container: Container, label: str, ignored: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Label and bytes of each file in an archive; folders, hidden and ignored files are left out."""
    files = [info for info in container.infos if not (info.is_dir() or is_clutter(parts_of_name(info.filename)))]
    if not files:
        raise SourceError(f"{label}: is an archive without files.", fix="Export it again.")
    if len(files) > container.limits.members:
        raise SourceError(
            f"{label}: holds {len(files)} files, more than {container.limits.members}.",
            fix="Unpack it and put only the exports into data/raw; or raise [limits] members in lccspend.toml.",
        )
    for info in files:
        name = "/".join([label, *parts_of_name(info.filename)])
        if ignored(name):
            continue
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(
                f"{name}: is protected with a password.",
                fix="Unpack the archive and put the files into data/raw without a password.",
            )
        yield name, container.read(info)


def parts_of_name(filename: str) -> list[str]:
    """A member's name as it goes into labels: no label leads out of its archive."""
    parts = filename.replace("\\", "/").split("/")
    return [safe_label(part) for part in parts if part not in ("", ".", "..")]


def is_clutter(parts: list[str]) -> bool:
    return any(part.startswith((".", "~$")) or part in _CLUTTER for part in parts)
