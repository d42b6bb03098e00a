"""The container of an XLSX in, what the spreadsheet library does not tell of its sheets out.

The library gives blanks for error cells, cannot hold a cell far out, and is not strict with XML. So
the sheets are looked through before; places are found by pattern, because the XML is large and is
parsed by the library anyway. Only where one is not written as every usual program writes it, each
row and cell is looked at in turn.
"""

import posixpath
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import le
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml.ElementTree import fromstring

from lccspend.errors import SourceError
from lccspend.reading.archive import Container
from lccspend.reading.extent import Extent, refuse_extent
from lccspend.safetext import label as safe_label

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_PLACE = re.compile(
    rb"<(?:[^\s<>/:]+:)??(?:c|row)(?=[\s/>])"
    rb'(?:(?:\s+(?!r=)[\w:.-]+="[^"<>]*")*+\s+r="([A-Z]*)(\d+)")?'
)
"""Of a cell (B7) or a row (7); blank where none is given, or not in the usual way."""

_ODD_PLACE = re.compile("([A-Za-z]*)([0-9]+)")

_ERROR_TYPE = b't="e"'
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?\s*)?<(?:\w+:)?v>([^<]{1,40})<"
)


def error_cells(container: Container, label: str) -> list[dict[tuple[int, int], str]]:
    """For each sheet its error cells: row and column from 0, and text such as `#N/A`.

    Raises SourceError for a sheet that is not well formed, one whose last cell is so far out that
    it could not be held, and for rows out of order, of which the library would lose some.
    """
    with broken_told(label):
        return [_error_cells(xml, f"{label}#{safe_label(name)}") for name, xml in _sheets(container)]


def counts_from_1904(container: Container, label: str) -> bool:
    """Whether a day that stands as a bare number is counted from 1904, as old Excel for the Mac did; or SourceError."""
    if _WORKBOOK not in container.names:
        return False
    with broken_told(label):
        workbook = fromstring(container.read(_WORKBOOK))
    properties = (part for part in workbook.iter() if _local(part.tag) == "workbookPr")
    return any(part.get("date1904") in ("1", "true") for part in properties)


@contextmanager
def broken_told(label: str) -> Iterator[None]:
    """What is found wrong within a workbook is a SourceError."""
    try:
        yield
    except (ParseError, ExpatError, struct.error, LookupError, ValueError) as fault:
        raise SourceError(f"{label}: is a broken workbook ({fault}).", fix="Export or save it again.") from fault


def _error_cells(xml: bytes, sheet: str) -> dict[tuple[int, int], str]:
    if not xml:
        return {}
    _refuse_unsound(xml, sheet)
    errors = _ERROR_CELL.finditer(xml) if _ERROR_TYPE in xml else ()
    return {(int(e[2]) - 1, _column(e[1]) - 1): e[3].decode() for e in errors}


def _sheets(container: Container) -> Iterator[tuple[str, bytes]]:
    """Name and XML of each sheet in the workbook's order; none for the binary format, whose parts are no XML."""
    names = set(container.names)
    if not {_WORKBOOK, _RELATIONS} <= names:
        return
    relations = fromstring(container.read(_RELATIONS))
    workbook = fromstring(container.read(_WORKBOOK))
    targets = {r.get("Id"): posixpath.join("xl", r.get("Target", "")) for r in relations}
    for sheet in workbook.iter():
        if _local(sheet.tag) == "sheet":
            part = targets.get(_attribute(sheet.attrib, "id"), "").lstrip("/")
            yield sheet.get("name", ""), container.read(part) if part in names else b""


def _refuse_unsound(xml: bytes, sheet: str) -> None:
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declarations
    places = _PLACE.findall(xml)
    odd = None if all(row for _, row in places) else _Places()
    if odd:
        parser.StartElementHandler = odd.see
    parser.Parse(xml, True)
    refuse_extent(sheet, odd.extent if odd else _extent(places))


def _extent(places: list[tuple[bytes, bytes]]) -> Extent:
    rows = [int(row) for _, row in places]
    columns = map(_column, {letters for letters, _ in places})
    return Extent(max(rows, default=0), max(columns, default=0), in_order=all(map(le, rows, rows[1:])))


@dataclass
class _Places:
    """The rows and cells of a sheet in turn: one that does not say its place stands next to the one before it."""

    extent: Extent = field(default_factory=Extent)
    row: int = 0
    column: int = 0

    def see(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind not in ("row", "c"):
            return
        told = _ODD_PLACE.fullmatch(attributes.get("r", ""))
        row = int(told[2]) if told else self.row + (kind == "row")
        if kind == "row":
            self.row, self.column = row, 0
        else:
            self.column = _column(told[1].upper().encode()) if told and told[1] else self.column + 1
        self.extent.see(row, self.column)


def _refuse_declarations(*_declaration: object) -> None:
    """No spreadsheet program writes a document type; with one a few bytes can stand for gigabytes."""
    raise ValueError("it declares a document type")


def _column(letters: bytes) -> int:
    """AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _local(name: str) -> str:
    """Without the namespace, which differs between the strict and the usual kind of XLSX."""
    return name.rpartition("}")[2]
