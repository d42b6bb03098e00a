"""XLS files in, built here record by record; their cells out, or a refusal before they do harm."""

import struct
from pathlib import Path

import pytest

from lccspend.errors import SourceError
from lccspend.reading import read_grids

BEGIN, END = 0x0809, 0x000A
GLOBALS, WORKSHEET = 0x0005, 0x0010
FREE, CHAIN_END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack("<HH", kind, len(content)) + content


def begin(kind: int) -> bytes:
    return record(BEGIN, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0), text.encode("latin-1"))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def stream(*cells: bytes) -> bytes:
    """The records of a workbook with one sheet, Results."""
    name = b"Results"
    before = begin(GLOBALS)
    start = len(before) + 4 + 8 + len(name) + 4
    listed = record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0), name)
    return before + listed + record(END) + begin(WORKSHEET) + b"".join(cells) + record(END)


def old_workbook(content: bytes, first_link: int | None = None) -> bytes:
    """A compound file: table of links in sector 0, directory in 1, the stream from 2 on."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // 512)
    links = [TABLE, CHAIN_END, *range(3, 2 + sectors), CHAIN_END]
    if first_link is not None:
        links[2] = first_link
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack("<128I", *links, *[FREE] * (128 - len(links)))
    directory = entry("Root Entry", 5, CHAIN_END, 0) + entry("Workbook", 2, 2, len(content))
    return header + table + directory.ljust(512, b"\0") + content.ljust(sectors * 512, b"\0")


def entry(name: str, kind: int, start: int, length: int) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    return text + struct.pack("<HBB", len(name) * 2 + 2, kind, 1).ljust(52, b"\0") + struct.pack("<IQ", start, length)


def read(folder: Path, data: bytes) -> list[list[str]]:
    path = folder / "april.xls"
    path.write_bytes(data)
    (grid,) = read_grids(path, "april.xls", len)
    assert grid.label == "april.xls#Results"
    return grid.rows


def test_rows_of_an_old_workbook_keep_their_places_and_errors_their_text(tmp_path: Path) -> None:
    cells = [dimensions(4, 3), label(1, 1, "Supplier"), label(3, 1, "ACME"), number(3, 2, 12.5), error(4, 2, 0x2A)]
    rows = read(tmp_path, old_workbook(stream(*cells, number(5, 1, 1))))
    assert rows[1:] == [["", "Supplier", ""], ["", "", ""], ["", "ACME", "12.5"], ["", "", "#N/A"], ["", "1", ""]]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (old_workbook(stream(number(5, 0, 1), number(2, 0, 1))), "row 3 after row 6"),
        (old_workbook(stream(number(5, 30_000, 1))), "a cell in column 30001"),
        (old_workbook(stream(dimensions(4_000_000_000, 3))), "impossible dimensions of a sheet"),
        (old_workbook(record(0x00FC, struct.pack("<II", 1, 2_000_000_000))), "more texts than the file can hold"),
        (old_workbook(stream(number(0, 0, 1)), first_link=2), "sectors in a loop"),
        (old_workbook(stream(number(0, 0, 1)), first_link=900), "out of range"),
        (old_workbook(stream(number(0, 0, 1)))[:5000], "a sector beyond the end of the file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unpack_from requires"),
    ],
)
def test_a_damaged_old_workbook_is_refused_with_the_reason(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=rf"april\.xls: is a broken workbook \(.*{what}.*\)"):
        read(tmp_path, data)


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"april\.xls: is protected with a password"):
        read(tmp_path, old_workbook(begin(GLOBALS) + record(0x002F, b"\1\0\1\0") + record(END)))


def test_another_compound_file_is_no_workbook(tmp_path: Path) -> None:
    data = old_workbook(b"text").replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
    with pytest.raises(SourceError, match=r"april\.xls: is a broken workbook, or none"):
        read(tmp_path, data)
