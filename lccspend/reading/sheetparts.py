"""The container of an XLSX in, what the spreadsheet library does not tell of its sheets out.

The library gives blanks for error cells, and takes memory for every cell up to the last row and
column in use, however few are filled. Both are found by pattern, because the XML of the sheets is
large and is parsed by the library anyway.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from lccspend.errors import SourceError

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_MOST_CELLS = 60_000_000
"""They take about 4 GB. The longest sheet Excel can hold reaches this with 57 columns."""

_MOST_COLUMNS = 16_384

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_COLUMN = re.compile(rb'\br="([A-Z]{1,3})\d')
_ERROR_TYPE = b't="e"'
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?\s*)?<(?:\w+:)?v>([^<]{1,40})<"
)


def error_cells(container: zipfile.ZipFile, label: str) -> dict[str, dict[tuple[int, int], str]]:
    """For each sheet the error cells: row and column (from 0) and text such as `#N/A`.

    Raises SourceError for a sheet whose last cell is so far out that it could not be held.
    """
    found = {}
    for name, xml in _sheets(container, label):
        _refuse_far_cells(xml, f"{label}#{name}")
        errors = _ERROR_CELL.finditer(xml) if _ERROR_TYPE in xml else ()
        found[name] = {(int(e[2]) - 1, _column(e[1]) - 1): e[3].decode() for e in errors}
    return found


def _sheets(container: zipfile.ZipFile, label: str) -> Iterator[tuple[str, bytes]]:
    """Name and XML of each sheet; none for the binary format, whose parts are no XML."""
    names = set(container.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return
    try:
        relations = fromstring(container.read(_RELATIONS))
        workbook = fromstring(container.read(_WORKBOOK))
    except ParseError as fault:
        raise SourceError(f"{label}: is a broken workbook ({fault}).", fix="Export or save it again.") from fault
    targets = {r.get("Id"): posixpath.join("xl", r.get("Target", "")) for r in relations}
    for sheet in workbook.iter():
        part = targets.get(_attribute(sheet.attrib, "id"), "").lstrip("/")
        if _local(sheet.tag) == "sheet" and part in names:
            yield sheet.get("name", ""), container.read(part)


def _refuse_far_cells(xml: bytes, sheet: str) -> None:
    rows = max(map(int, _ROW.findall(xml)), default=0)
    if rows * _MOST_COLUMNS <= _MOST_CELLS:
        return
    columns = max(map(_column, set(_COLUMN.findall(xml))), default=0)
    if rows * columns > _MOST_CELLS:
        raise SourceError(
            f"{sheet}: reaches to row {rows:,} and column {columns:,}, too far for a table.",
            fix="Delete the rows below the table and the columns right of it, and save it again.",
        )


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
