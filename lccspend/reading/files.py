"""The path of any file in data/raw in, grids of text cells out; content decides, never the name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lccspend.errors import SourceError
from lccspend.limits import Limits
from lccspend.reading.archive import MB, Budget, Container, members
from lccspend.reading.encoding import decode, wide_encoding
from lccspend.reading.foreign import refuse_foreign
from lccspend.reading.grid import Grid, Room
from lccspend.reading.spreadsheetml import NAMESPACE, read_spreadsheetml
from lccspend.reading.textfile import read_text
from lccspend.reading.webpage import table_rows

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"

_MARKUP = re.compile(r"\s*<(\?xml|!doctype|!--|html|head|meta|body|style|div|table|workbook)", re.I)
_HEAD = 100_000
_FILLED = re.compile(r"\w")

_DEEPEST = 2
"""Archives within archives: a yearly ZIP of monthly ZIPs is read, more is not."""


def _ignore_nothing(_label: str) -> bool:
    return False


def read_grids(
    path: Path,
    label: str,
    headings: Callable[[list[str]], int],
    ignored: Callable[[str], bool] = _ignore_nothing,
    limits: Limits | None = None,
) -> list[Grid]:
    """Read a text file, a workbook, an HTML or XML table, or an archive of these.

    `label` names the file in grids and errors. `headings` counts the known headings in a row and is
    asked only to choose a delimiter. `ignored` is asked for each member of an archive by its label.
    Raises SourceError, and nothing else, for whatever cannot be read or asks for more than the limits.
    """
    budget = Budget(limits or Limits())
    try:
        refuse_huge(path.stat().st_size, label, budget.limits)
        data = path.read_bytes()
    except OSError as fault:
        raise SourceError(
            f"{label}: cannot be opened ({fault.strerror}).", fix="Check that you may read it."
        ) from fault
    return _Reading(headings, ignored, budget).grids(data, label)


def grids_of(data: bytes, label: str, headings: Callable[[list[str]], int], limits: Limits) -> list[Grid]:
    """As read_grids, of bytes that are held already."""
    return _Reading(headings, _ignore_nothing, Budget(limits)).grids(data, label)


def refuse_huge(size: int, label: str, limits: Limits) -> None:
    """SourceError for a file that the limits do not allow; asked before anything reads it, if only to hash it."""
    if size > limits.file_mb * MB:
        raise SourceError(
            f"{label}: has {size // MB:,} MB, more than {limits.file_mb:,}.",
            fix="Export it in parts, year by year; or, if the machine has the memory, raise [limits] file_mb.",
        )


def is_text(head: bytes, label: str) -> bool:
    """Whether a file that begins so is delimited text, and in no wide encoding."""
    if head.startswith((*_ZIP, _OLE)) or wide_encoding(head):
        return False
    try:
        refuse_foreign(head, label)
    except SourceError:
        return False
    return not _MARKUP.match(head[:_HEAD].decode("utf-8-sig", "replace"))


@dataclass(frozen=True)
class _Reading:
    headings: Callable[[list[str]], int]
    ignored: Callable[[str], bool]
    budget: Budget

    def grids(self, data: bytes, label: str, depth: int = 0) -> list[Grid]:
        if data.startswith(_ZIP):
            return self._container(Container(data, label, self.budget), data, label, depth)
        if data.startswith(_OLE):
            return _old_workbook(data, label)
        refuse_foreign(data, label)
        text, warnings = decode(data)
        if not _FILLED.search(text):
            raise SourceError(f"{label}: is empty.", fix="Export it again, or take it out.")
        if _MARKUP.match(text):
            return _markup(text, label, warnings, self.budget.limits.cells)
        return [read_text(text, label, warnings, self.headings, self.budget.limits.cells)]

    def _container(self, container: Container, data: bytes, label: str, depth: int) -> list[Grid]:
        if "[Content_Types].xml" in container.names:
            return _office(container, data, label)
        if {"mimetype", "content.xml"} <= container.names:
            return _open_document(container, data, label)
        if depth == _DEEPEST:
            raise SourceError(f"{label}: is an archive too deep in others.", fix="Unpack it.")
        files = members(container, label, self.ignored)
        return [grid for name, file in files for grid in self.grids(file, name, depth + 1)]


def _old_workbook(data: bytes, label: str) -> list[Grid]:
    from lccspend.reading.oldworkbook import old_error_cells
    from lccspend.reading.workbook import read_workbook

    return read_workbook(data, label, old_error_cells(data, label))


def _office(container: Container, data: bytes, label: str) -> list[Grid]:
    if not any(name.startswith("xl/") for name in container.names):
        raise SourceError(
            f"{label}: is an Office document without sheets, not an export.",
            fix="Export it as CSV or Excel; or take it out of data/raw, or list it under ignore.",
        )
    from lccspend.reading.binarysheets import RELATIONS, refuse_far_cells
    from lccspend.reading.sheetparts import counts_from_1904, error_cells
    from lccspend.reading.workbook import read_workbook

    if RELATIONS in container.names:
        refuse_far_cells(container, label)
    errors = error_cells(container, label)
    return read_workbook(data, label, errors, from_1904=counts_from_1904(container, label))


def _open_document(container: Container, data: bytes, label: str) -> list[Grid]:
    from lccspend.reading.opendocument import is_encrypted, refuse_unsound
    from lccspend.reading.workbook import protected, read_workbook

    if is_encrypted(container):
        raise protected(label)
    refuse_unsound(container, label)
    return read_workbook(data, label)


def _markup(text: str, label: str, warnings: list[str], cells: int) -> list[Grid]:
    if NAMESPACE in text[:_HEAD]:
        return read_spreadsheetml(text, label, warnings, cells)
    if text.lstrip()[:5].lower() == "<?xml" and not re.search("<html", text[:_HEAD], re.I):
        raise SourceError(f"{label}: is XML, but no spreadsheet.", fix="Export it as CSV or Excel instead.")
    try:
        rows = table_rows(text, Room(label, cells))
    except AssertionError as fault:  # how the standard parser refuses malformed declarations
        raise SourceError(f"{label}: is a broken web page.", fix="Export it again.") from fault
    if not any(map(any, rows)):
        raise SourceError(
            f"{label}: is a web page without a table, not an export.",
            fix="Perhaps a log-in page was saved in place of the file: download it again.",
        )
    return [Grid(label, rows, list(range(1, len(rows) + 1)), is_text=False, warnings=warnings)]
