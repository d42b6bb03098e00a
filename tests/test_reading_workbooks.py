"""Workbooks in, made here with one oddity each; the sheets' own rows as text out."""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lccspend.errors import SourceError
from lccspend.reading import Grid, read_grids

REAL = Path(__file__).parents[2] / "shared/realdata"


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        fill(book)
    return target.getvalue()


def read(folder: Path, data: bytes) -> list[Grid]:
    path = folder / "q1.csv"
    path.write_bytes(data)
    return read_grids(path, "q1.csv", len)


def with_part(data: bytes, name: str, old: str, new: str) -> bytes:
    """The same container with a text replaced in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.namelist():
            content = source.read(part)
            copy.writestr(part, content.replace(old.encode(), new.encode()) if part == name else content)
    return target.getvalue()


def two_rows(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Results")
    sheet.write_row(0, 0, ["Supplier", "Amount"])
    sheet.write_row(1, 0, ["ACME LTD", 12])


SHEET = "xl/worksheets/sheet1.xml"
LAST_CELL = '<c r="B2"><v>12</v></c>'


def test_rows_and_columns_are_those_of_the_sheet_blank_ones_included(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Results")
        sheet.write(2, 1, "Supplier")
        sheet.write(4, 2, "x")

    (grid,) = read(tmp_path, workbook(fill))
    assert (grid.label, grid.is_text, grid.warnings) == ("q1.csv#Results", False, [])
    assert grid.rows == [["", "", ""], ["", "", ""], ["", "Supplier", ""], ["", "", ""], ["", "", "x"]]
    assert grid.numbers == [1, 2, 3, 4, 5]


def test_every_filled_sheet_is_read_and_hidden_ones_are_named(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("April").write(0, 0, "a")
        book.add_worksheet("Blank")
        book.add_worksheet("May").write(0, 0, "b")
        book.worksheets()[2].hide()

    april, may = read(tmp_path, workbook(fill))
    assert (april.label, april.warnings) == ("q1.csv#April", [])
    assert (may.label, may.warnings) == ("q1.csv#May", ["hidden sheet"])


def test_cells_come_as_text_and_nothing_is_taken_for_missing(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(0, 0, datetime.date(2018, 1, 9), day)
        sheet.write_row(0, 1, [1234.5, -7, 43658, True])
        for column, text in enumerate(["00012", " padded ", "N/A", "NULL", "nan", "31/12/2020"]):
            sheet.write_string(1, column, text)

    (grid,) = read(tmp_path, workbook(fill))
    assert grid.rows[0] == ["2018-01-09 00:00:00", "1234.5", "-7", "43658", "TRUE", ""]
    assert grid.rows[1] == ["00012", " padded ", "N/A", "NULL", "nan", "31/12/2020"]


def test_a_number_is_off_by_no_more_than_its_binary_noise(tmp_path: Path) -> None:
    data = with_part(workbook(two_rows), SHEET, "<v>12</v>", "<v>20000000.199999999</v>")
    (grid,) = read(tmp_path, data)
    assert abs(float(grid.rows[1][1]) - 20000000.2) < 0.000001


def test_error_cells_keep_their_text(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Notes").write(0, 0, "first")
        sheet = book.add_worksheet("Results")
        sheet.write_formula(2, 1, "=NA()", value="#N/A")
        sheet.write_formula(3, 2, "=1/0", value="#DIV/0!")
        sheet.write(3, 1, 5)

    _, results = read(tmp_path, workbook(fill))
    assert results.rows[2:] == [["", "#N/A", ""], ["", "5", "#DIV/0!"]]


def test_merged_cells_stand_in_their_first_and_hidden_rows_are_read(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 1, "title")
        sheet.write(2, 1, "paid")
        sheet.set_row(2, None, None, {"hidden": True})

    (grid,) = read(tmp_path, workbook(fill))
    assert grid.rows == [["title", ""], ["", ""], ["", "paid"]]


def test_dates_of_the_1904_system_are_the_same_days(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"date_1904": True, "in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_datetime(0, 0, datetime.date(2018, 1, 9), day)
    assert read(tmp_path, target.getvalue())[0].rows == [["2018-01-09 00:00:00"]]


@pytest.mark.parametrize(
    "astray",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c>",
        '<row r = "1048576"><c r = "xfd1048576"><v>1</v></c>',
        """<row r="1048576"><c s='>' x=' r="A1"' r='XFD1048576'><v>1</v></c>""",
        '<row r="1048576">' + "<c><v>1</v></c>" * 16_384,
    ],
)
def test_a_cell_astray_at_the_end_of_the_sheet_is_refused_before_it_takes_all_memory(
    astray: str, tmp_path: Path
) -> None:
    """However its place is written, and also where it has none and stands next to the one before it."""
    with pytest.raises(SourceError, match=r"q1\.csv#Results: reaches to row 1,048,576 and column 16,384, too far"):
        read(tmp_path, with_part(workbook(two_rows), SHEET, LAST_CELL, f"{LAST_CELL}</row>{astray}"))


def test_rows_and_cells_that_do_not_say_their_place_follow_those_before_them(tmp_path: Path) -> None:
    more = "</row><row><c><v>7</v></c><c r='C3'><v>8</v></c><c><v>9</v></c>"
    (grid,) = read(tmp_path, with_part(workbook(two_rows), SHEET, LAST_CELL, LAST_CELL + more))
    assert grid.rows[1:] == [["ACME LTD", "12", "", ""], ["7", "", "8", "9"]]


def test_rows_out_of_order_are_refused_because_some_would_be_lost(tmp_path: Path) -> None:
    earlier = '</row><row r="1"><c r="C1"><v>1</v></c>'
    with pytest.raises(SourceError, match=r"q1\.csv#Results: its rows are stored out of order"):
        read(tmp_path, with_part(workbook(two_rows), SHEET, LAST_CELL, LAST_CELL + earlier))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, "</sheetData>", ""),
        (SHEET, LAST_CELL, '<c <c r="B2">'),
        ("xl/workbook.xml", "<sheets>", ""),
        ("xl/workbook.xml", 'encoding="UTF-8"', 'encoding="QTF-8"'),
    ],
)
def test_a_workbook_with_a_broken_part_is_refused(tmp_path: Path, part: str, old: str, new: str) -> None:
    with pytest.raises(SourceError, match=r"q1\.csv: is a broken workbook"):
        read(tmp_path, with_part(workbook(two_rows), part, old, new))


@pytest.mark.parametrize(("old", "new"), [("<sheets>", ""), ("<workbook", '<!DOCTYPE a [<!ENTITY b "c">]><workbook')])
def test_a_workbook_is_refused_for_its_own_part_where_that_names_no_sheets(tmp_path: Path, old: str, new: str) -> None:
    """Without relations no sheet is looked at, only whether its days are counted from 1904."""
    data = with_part(workbook(two_rows), "xl/workbook.xml", old, new)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for part in source.namelist():
            if part != "xl/_rels/workbook.xml.rels":
                copy.writestr(part, source.read(part))
    with pytest.raises(SourceError, match=r"q1\.csv: is a broken workbook"):
        read(tmp_path, target.getvalue())


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"q1\.csv: is broken or cut short"):
        read(tmp_path, workbook(two_rows)[:-200])


def test_a_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"q1\.csv: is a workbook without any filled cell"):
        read(tmp_path, workbook(lambda book: book.add_worksheet() and None))


def test_an_encrypted_workbook_asks_for_one_without_a_password(tmp_path: Path) -> None:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0")
    with pytest.raises(SourceError, match=r"q1\.csv: is protected with a password"):
        read(tmp_path, start + "EncryptedPackage".encode("utf-16-le"))


def test_a_word_document_is_no_workbook(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("word/document.xml", "<document/>")
    with pytest.raises(SourceError, match=r"q1\.csv: is an Office document without sheets"):
        read(tmp_path, target.getvalue())


def open_document(table: str, manifest: str = "<manifest/>") -> bytes:
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for n, v in names.items())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr("META-INF/manifest.xml", manifest)
        container.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Results">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


BLANK = "<table:table-cell/>"


def text_cell(text: str, times: int = 1) -> str:
    repeated = f'table:number-columns-repeated="{times}"'
    return f'<table:table-cell office:value-type="string" {repeated}><text:p>{text}</text:p></table:table-cell>'


def test_an_open_document_is_read_with_its_repetitions(tmp_path: Path) -> None:
    table = row(BLANK, times=2) + row(BLANK, text_cell("Supplier")) + row(BLANK, times=2) + row(text_cell("A", 2))
    (grid,) = read(tmp_path, open_document(table + row(BLANK, times=1_048_000)))
    assert grid.label == "q1.csv#Results"
    assert grid.rows == [["", ""], ["", ""], ["", "Supplier"], ["", ""], ["", ""], ["A", "A"]]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (open_document(row(text_cell("A", 16_384), times=1_000_000)), "reaches to row 1,000,000 and column 16,384"),
        (open_document(row(text_cell("A", times=-1))), "is a broken workbook"),
        (open_document('<table:table-row a="'), "is a broken workbook"),
        (open_document("", "<encryption-data/>"), "is protected with a password"),
    ],
)
def test_an_open_document_that_cannot_be_held_or_opened_is_refused(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(tmp_path, data)


@pytest.mark.skipif(not REAL.exists(), reason="the published files are not beside this checkout (../shared/realdata)")
def test_a_true_old_workbook_is_read() -> None:
    (grid,) = read_grids(REAL / "others/Stockport_September_2014.xls", "stockport.xls", len)
    assert len(grid.rows) == 2621
    assert grid.rows[0][5:] == ["Amount £", "Supplier Name"]
    assert grid.rows[1][5] == "1134.5"
