"""The bytes of an XLS in, its error cells out, once it is sure that the library can read it.

The spreadsheet library trusts the counts and the links in an XLS: one damaged number makes it take
all memory or never end, which no error handler catches. It also loses rows that stand out of order.
So the links are followed and the cells' places looked at here first; the cells are read there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lccspend.errors import SourceError
from lccspend.reading.workbook import protected

ErrorCells = dict[tuple[int, int], str]
"""Row and column from 0, and text such as `#N/A`."""

_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
"""Names the stream in which Office keeps an encrypted XLSX."""

_SPECIAL = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free, and so on."""

_MINI_LIMIT, _MINI_SIZE = 4096, 64
"""Bytes: streams shorter than the limit are kept in sectors of the small size."""

_SHEET, _SHARED_STRINGS, _PASSWORD, _DIMENSIONS, _END = 0x0085, 0x00FC, 0x002F, 0x0200, 0x000A
_FORMULA, _BOOLEAN_OR_ERROR = 0x0006, 0x0205
_CELLS = {_FORMULA, _BOOLEAN_OR_ERROR, 0x00BD, 0x00FD, 0x0203, 0x0204, 0x027E}
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def old_error_cells(data: bytes, label: str) -> list[ErrorCells]:
    """For each sheet its error cells. Raises SourceError for a file that is not safe to read."""
    if _ENCRYPTED_PART in data:
        raise protected(label)
    try:
        stream = _workbook_stream(data)
        if _is_encrypted(stream):
            raise protected(label)
        return [_error_cells(stream, start) for start in _sheet_starts(stream)]
    except (struct.error, LookupError, ValueError) as fault:
        raise SourceError(
            f"{label}: is a broken workbook ({fault}).",
            fix="Open it in Excel and save it again as .xlsx, or export it again.",
        ) from fault


def _workbook_stream(data: bytes) -> bytes:
    container = _Container(data)
    return container.stream("Workbook") or container.stream("Book")


class _Container:
    """A compound file: sectors that are linked into streams by tables of successors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << min(16, _number("<H", data, 30))
        self._refuse_counts()
        self._successors = self._read_successors()
        directory = self._join(_number("<I", data, 48))
        entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
        self._entries = {_name(entry): entry for entry in entries}
        self._mini_stream = self._join(_number("<I", entries[0], 116))
        self._mini_successors = _numbers(self._join(_number("<I", data, 60)))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; none if there is no such stream."""
        entry = self._entries.get(name)
        if entry is None:
            return b""
        start, length = struct.unpack_from("<II", entry, 116)
        if length > len(self._data):
            raise ValueError(f"{name} is longer than the file")
        if length >= _MINI_LIMIT:
            return self._join(start)[:length]
        chain = _chain(start, self._mini_successors)
        parts = [self._mini_stream[n * _MINI_SIZE : (n + 1) * _MINI_SIZE] for n in chain]
        return b"".join(parts)[:length]

    def _refuse_counts(self) -> None:
        """The header says how many sectors of each kind there are: never more than there are."""
        for place in (40, 44, 64, 72):
            if _number("<I", self._data, place) > len(self._data) // self._size:
                raise ValueError("more sectors than the file holds")

    def _read_successors(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self._data, 76))
        more = _number("<I", self._data, 68)
        while more < _SPECIAL:
            *numbers, more = _numbers(self._sector(more))
            listed.extend(numbers)
            if len(listed) > len(self._data):
                raise ValueError("sectors in a loop")
        tables = [self._sector(number) for number in listed if number < _SPECIAL]
        return _numbers(b"".join(tables))

    def _join(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self._successors)))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._data):
            raise ValueError("a sector beyond the end of the file")
        return self._data[begin : begin + self._size]


def _chain(start: int, successors: list[int]) -> list[int]:
    chain: list[int] = []
    while start < _SPECIAL:
        chain.append(start)
        if len(chain) > len(successors):
            raise ValueError("sectors in a loop")
        start = successors[start]
    return chain


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").partition("\0")[0]


def _number(kind: str, data: bytes, place: int) -> int:
    return int(struct.unpack_from(kind, data, place)[0])


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _is_encrypted(stream: bytes) -> bool:
    return any(kind == _PASSWORD for kind, _, _ in _records(stream, 0))


def _sheet_starts(stream: bytes) -> list[int]:
    """Where in the stream each sheet's records begin."""
    starts = []
    for kind, at, _ in _records(stream, 0):
        if kind == _SHEET:
            starts.append(_number("<I", stream, at))
        elif kind == _SHARED_STRINGS and _number("<I", stream, at + 4) > len(stream):
            raise ValueError("more texts than the file can hold")
    return starts


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of the part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, at + 4, length
        at += 4 + length


@dataclass
class _Places:
    """The rows in which cells were seen; they must come in order, or the library drops cells."""

    last_row: int = 0
    errors: ErrorCells = field(default_factory=dict)

    def see(self, row: int, column: int) -> None:
        if row < self.last_row:
            raise ValueError(f"row {row + 1} after row {self.last_row + 1}")
        if column >= _MOST_COLUMNS:
            raise ValueError(f"a cell in column {column + 1}")
        self.last_row = row


def _error_cells(stream: bytes, start: int) -> ErrorCells:
    places = _Places()
    for kind, at, length in _records(stream, start):
        if kind == _DIMENSIONS:
            _refuse_dimensions(stream, at, length)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            places.see(row, column)
            if (code := _error_code(kind, stream[at : at + 14])) is not None:
                places.errors[row, column] = _ERRORS.get(code, "#ERROR")
    return places.errors


def _error_code(kind: int, record: bytes) -> int | None:
    if kind == _BOOLEAN_OR_ERROR and record[7] == 1:
        return record[6]
    if kind == _FORMULA and record[6] == 2 and record[12:14] == b"\xff\xff":
        return record[8]
    return None


def _refuse_dimensions(stream: bytes, at: int, length: int) -> None:
    kind = "<IIHH" if length == 14 else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(kind, stream, at)
    rows_fit = first_row <= max(end_row, 1) <= _MOST_ROWS
    if not (rows_fit and first_column <= max(end_column, 1) <= _MOST_COLUMNS):
        raise ValueError("impossible dimensions of a sheet")
