"""The text of a SpreadsheetML 2003 file (XML that Excel opens) in, one grid for each sheet out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser, iterparse

from lccspend.errors import SourceError
from lccspend.reading.extent import MOST_COLUMNS
from lccspend.reading.grid import Grid, Room
from lccspend.safetext import label as safe_label

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"

_MOST_ROWS = 1_048_576
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


def read_spreadsheetml(text: str, label: str, warnings: list[str], cells: int) -> list[Grid]:
    """Sheets with their filled rows; dates stay as they are written (`2018-01-09T00:00:00.000`)."""
    try:
        grids = [sheet.grid(label, warnings) for sheet in _sheets(text, Room(label, cells)) if sheet.rows]
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise SourceError(
            f"{label}: is a broken XML spreadsheet ({fault}).",
            fix="Open it in Excel and save it as .xlsx, or export it again.",
        ) from fault
    if not grids:
        raise SourceError(f"{label}: is an XML spreadsheet without rows.", fix="Export it again.")
    return grids


@dataclass
class _Sheet:
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    next_row: int = 1
    hidden: bool = False
    name: str = ""

    def add(self, row: Element, room: Room) -> None:
        number, span = int(_attribute(row, "Index", self.next_row)), int(_attribute(row, "Span", 0))
        skipped = number - self.next_row + span
        if number < self.next_row or span < 0 or (skipped and number + span > _MOST_ROWS):
            raise ValueError(f"row {number} after row {self.next_row - 1}")
        self.next_row = number + 1 + span
        cells = _cells(row)
        room.take(len(cells))
        self.rows.append(cells)
        self.numbers.append(number)

    def grid(self, label: str, warnings: list[str]) -> Grid:
        hidden = ["hidden sheet"] if self.hidden else []
        name = f"{label}#{safe_label(self.name)}"
        return Grid(name, self.rows, self.numbers, is_text=False, warnings=warnings + hidden, book=label)


def _sheets(text: str, room: Room) -> Iterator[_Sheet]:
    """The encoding that the file declares is passed over: the text has been decoded already."""
    parser = XMLParser(encoding="utf-8")
    sheet = _Sheet()
    for _, element in iterparse(io.BytesIO(text.encode("utf-8", "replace")), parser=parser):
        tag = _local(element.tag)
        if tag == "Row":
            sheet.add(element, room)
            element.clear()
        elif tag == "Visible":
            sheet.hidden = (element.text or "") != "SheetVisible"
        elif tag == "Worksheet":
            sheet.name = str(_attribute(element, "Name", ""))
            yield sheet
            sheet = _Sheet()
            element.clear()


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if _local(cell.tag) != "Cell":
            continue
        column = int(_attribute(cell, "Index", len(cells) + 1))
        across = int(_attribute(cell, "MergeAcross", 0))
        if max(column + across, len(cells)) > MOST_COLUMNS:
            raise ValueError(f"a cell in column {column + across}")
        cells.extend([""] * (column - 1 - len(cells)))
        cells.append(_text(cell))
        cells.extend([""] * across)
    return cells


def _text(cell: Element) -> str:
    data = next((part for part in cell if _local(part.tag) == "Data"), None)
    if data is None:
        return ""
    text = "".join(data.itertext())
    return _BOOLEANS.get(text, text) if _attribute(data, "Type", "") == "Boolean" else text


def _attribute(element: Element, name: str, default: str | int) -> str | int:
    return next((v for key, v in element.attrib.items() if _local(key) == name), default)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
