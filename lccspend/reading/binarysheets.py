"""The container of an XLSB in, nothing out: an error if the spreadsheet library could not hold its sheets.

A sheet is a stream of records, each a number for its kind, a length and its data; only places are looked at here.
"""

import posixpath
import struct
from collections.abc import Iterator

from defusedxml.ElementTree import fromstring

from lccspend.reading.archive import Container
from lccspend.reading.extent import Extent, refuse_extent
from lccspend.reading.sheetparts import broken_told

RELATIONS = "xl/_rels/workbook.bin.rels"

_ROW, _BEGIN_CELLS, _END_CELLS = 0, 145, 146
_CELLS = {*range(1, 12), 62}
_LONGEST_LENGTH = 4
"""Bytes, each with seven bits of the length."""


def refuse_far_cells(container: Container, label: str) -> None:
    """Raises SourceError for a sheet whose rows are out of order, or whose last cell is too far out to be held."""
    with broken_told(label):
        for part in _parts(container):
            extent = Extent()
            for row, column in _places(container.read(part)):
                extent.see(row, column)
            refuse_extent(f"{label}#{posixpath.basename(part)}", extent)


def _parts(container: Container) -> Iterator[str]:
    """Every part that the workbook names; those that are no sheets have no cells."""
    targets = {relation.get("Target", "") for relation in fromstring(container.read(RELATIONS))}
    names = {name for target in targets for name in (posixpath.join("xl", target), target.lstrip("/"))}
    return (name for name in sorted(names & container.names) if name.endswith(".bin"))


def _places(stream: bytes) -> Iterator[tuple[int, int]]:
    """Row and column, from 1, of each cell; column 0 of a row."""
    row, is_inside = 0, False
    for kind, at in _records(stream):
        if kind in (_BEGIN_CELLS, _END_CELLS):
            is_inside = kind == _BEGIN_CELLS
        elif is_inside and kind == _ROW:
            row = struct.unpack_from("<I", stream, at)[0] + 1
            yield row, 0
        elif is_inside and kind in _CELLS:
            yield row, struct.unpack_from("<I", stream, at)[0] + 1


def _records(stream: bytes) -> Iterator[tuple[int, int]]:
    """Kind of each record and place of its data."""
    at = 0
    while at < len(stream):
        kind = stream[at] & 0x7F
        if stream[at] & 0x80:
            at += 1
            kind |= (stream[at] & 0x7F) << 7
        length = 0
        for byte in range(_LONGEST_LENGTH):
            at += 1
            length |= (stream[at] & 0x7F) << (7 * byte)
            if not stream[at] & 0x80:
                break
        yield kind, at + 1
        at += 1 + length
