"""Binary workbooks (XLSB) in, written here record by record; their cells, or the reason of a refusal, out."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

ROW, NUMBER, BEGIN, END, BEGIN_CELLS, END_CELLS, SIZE = 0, 5, 129, 130, 145, 146, 148
BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="sheet" Target="worksheets/sheet1.bin"/></Relationships>'
)


def record(kind: int, data: bytes = b"") -> bytes:
    """Its kind in one byte, or in two from 128 on, then the length of its data, here below 128."""
    told = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return told + bytes([len(data)]) + data


def row(number: int, cells: dict[int, float]) -> bytes:
    """A row and its numbers by column, both from 0."""
    told = (record(NUMBER, struct.pack("<IId", column, 0, value)) for column, value in cells.items())
    return record(ROW, struct.pack("<I", number) + bytes(21)) + b"".join(told)


def text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def read(folder: Path, rows: bytes) -> list[Grid]:
    sheet = record(SHEET, struct.pack("<II", 0, 1) + text("rId1") + text("Results"))
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/_rels/workbook.bin.rels": RELATIONS.encode(),
        "xl/workbook.bin": record(BEGIN_BOOK) + record(BEGIN_SHEETS) + sheet + record(END_SHEETS) + record(END_BOOK),
        "xl/worksheets/sheet1.bin": record(BEGIN)
        + record(SIZE, struct.pack("<IIII", 0, 1, 0, 1))
        + record(BEGIN_CELLS)
        + rows
        + record(END_CELLS)
        + record(END),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
    path = folder / "q1"
    path.write_bytes(target.getvalue())
    return read_grids(path, "q1.xlsb", len)


def test_the_cells_of_a_binary_workbook_are_read(tmp_path: Path) -> None:
    (grid,) = read(tmp_path, row(0, {0: 1.0, 1: 2.5}) + row(2, {1: 3.0}))
    assert (grid.label, grid.rows) == ("q1.xlsb#Results", [["1", "2.5"], ["", ""], ["", "3"]])


def test_a_cell_far_out_is_refused_before_it_takes_all_memory(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"q1\.xlsb#sheet1\.bin: reaches to row 1,048,576 and column 16,384, too far"):
        read(tmp_path, row(0, {0: 1.0}) + row(1_048_575, {16_383: 2.0}))


def test_rows_out_of_order_are_refused_because_some_would_be_lost(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"q1\.xlsb#sheet1\.bin: its rows are stored out of order"):
        read(tmp_path, row(1, {0: 1.0}) + row(0, {0: 2.0}))
