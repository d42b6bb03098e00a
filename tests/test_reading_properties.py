"""Rows written in any usual style are read back; a damaged file is read or refused, never worse."""

import contextlib
import csv
import io
import tempfile
import zipfile
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

HEADINGS = ["Date", "Supplier", "Amount"]
DATA = Path(__file__).parent / "data/reading"

cells = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), max_size=12)
line_ends_within = st.sampled_from(["", "\n", "\r\n", "\r"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Headings, and payments whose supplier may hold line ends, quotes and delimiters."""
    suppliers = st.builds("{}{}{}".format, cells, line_ends_within, cells)
    rows = draw(st.lists(st.tuples(st.just("01/04/2023"), suppliers, cells), min_size=1, max_size=8))
    return [HEADINGS, *map(list, rows)]


def known_headings(row: list[str]) -> int:
    return len(set(HEADINGS) & set(row))


def read(data: bytes) -> list[Grid]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(data)
        return read_grids(path, "export", known_headings)


@given(
    rows=tables(),
    delimiter=st.sampled_from(",\t|;"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_rows_written_in_any_style_are_read_back_equal(
    rows: list[list[str]], delimiter: str, line_end: str, quoting: int, encoding: str
) -> None:
    if line_end != "\r\n" and any("\r" in cell or "\n" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # the writer itself quotes only line ends of its own kind
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    if encoding == "cp1252" and is_utf8(target.getvalue().encode("cp1252")):
        encoding = "utf-8"
    (grid,) = read(target.getvalue().encode(encoding))
    assert grid.rows == rows
    assert grid.numbers == sorted(set(grid.numbers))
    assert grid.warnings == []


def is_utf8(data: bytes) -> bool:
    """Whether bytes of Windows-1252 hold, by chance, characters of UTF-8: nobody could tell."""
    return any(not character.isascii() for character in data.decode("utf-8", "ignore"))


@given(st.text(st.sampled_from('ab,"\r\n\f;\t '), max_size=60))
def test_no_text_is_lost_however_quotes_and_line_ends_are_strewn(text: str) -> None:
    (grid,) = read(f"Date,Supplier,Amount\n{text}".encode())
    letters = [character for row in grid.rows[1:] for cell in row for character in cell if character in "ab"]
    assert letters == [character for character in text if character in "ab"]
    assert len(grid.rows) == len(grid.numbers)


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Results")
        for row in range(8):
            sheet.write_row(row, 0, [f"ACME {row}", row * 1.1, True])
        sheet.write_formula(3, 3, "=NA()", value="#N/A")
    return target.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for part in source.namelist():
            copy.writestr(part, content if part == name else source.read(part))
    return target.getvalue()


@st.composite
def damaged(draw: st.DrawFn, sound: bytes) -> bytes:
    """The bytes with one flipped, some cut out, some doubled, or the rest cut off."""
    begin = draw(st.integers(0, len(sound) - 1))
    end = min(len(sound), begin + draw(st.integers(1, 60)))
    return draw(
        st.sampled_from(
            [
                sound[:begin] + bytes([sound[begin] ^ draw(st.integers(1, 255))]) + sound[begin + 1 :],
                sound[:begin] + sound[end:],
                sound[:end] + sound[begin:],
                sound[:begin],
            ]
        )
    )


def read_or_refuse(data: bytes) -> None:
    """Any other exception than a refusal fails the test that calls this."""
    grids = []
    with contextlib.suppress(SourceError):
        grids = read(data)
    assert all(len(grid.rows) == len(grid.numbers) for grid in grids)


TEXTS = [path.read_bytes() for path in sorted(DATA.iterdir()) if path.stat().st_size]
WORKBOOK = workbook()
SHEET = "xl/worksheets/sheet1.xml"
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as _container:
    SHEET_XML = _container.read(SHEET)

thorough = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(st.sampled_from(TEXTS).flatmap(damaged))
def test_a_damaged_text_file_is_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@thorough
@given(damaged(WORKBOOK))
def test_a_damaged_workbook_is_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@thorough
@given(damaged(SHEET_XML))
def test_a_workbook_with_a_damaged_sheet_is_read_or_refused(xml: bytes) -> None:
    read_or_refuse(repacked(WORKBOOK, SHEET, xml))


@thorough
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)
