"""Archives and workbooks, each with several tables: which are read, what they are called, which are refused."""

import io
import zipfile

import pytest
import xlsxwriter
from ledger import build, check, fusion, layouts, project, r12, refusal

from lccspend.errors import SourceError

GRID = [
    ["VENDOR_NAME", "VENDOR_NUM", "INVOICE_NUM", "CHECK_DATE", "PAYMENT_AMOUNT"],
    ["ACME LTD", "1", "INV-1", "2023-05-02", "100.00"],
]


def archive(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return held.getvalue()


def workbook(**sheets):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if name.startswith("Hidden"):
                sheet.hide()
    return held.getvalue()


def test_a_member_of_an_archive_with_a_hash_in_its_name_is_no_sheet_of_another(tmp_path):
    members = {"AP #1.csv": r12({}), "AP #2.csv": "Supplier,Supplier Number,Invoice Number,Sum\nA,1,I,2\n"}
    with pytest.raises(SourceError, match="AP #2"):
        build(project(tmp_path, {"y.zip": archive(members)}))


def test_two_members_of_an_archive_that_bear_one_name_are_refused_by_it(tmp_path):
    members = {"a.csv": r12({}), "./a.csv": fusion({"invoice": "2"})}
    with pytest.raises(SourceError, match=r"y\.zip/a\.csv: two tables bear this name"):
        build(project(tmp_path, {"y.zip": archive(members)}))


def test_a_member_of_an_archive_is_named_below_it_and_can_be_left_out(tmp_path):
    content = archive({"a.csv": r12({}), "notes.pdf": b"%PDF-1.7 no table"})
    assert "2019.zip/notes.pdf" in refusal(tmp_path, {"2019.zip": content})
    made = layouts(tmp_path, {"2019.zip": content}, '[sources]\nignore = ["*/notes.pdf"]\n')
    assert made == {"2019.zip/a.csv": ("r12", 1)}


def test_every_sheet_with_known_headings_is_read_hidden_ones_too_and_another_is_warned_about(tmp_path):
    more = [GRID[0], [*GRID[1][:2], "INV-2", *GRID[1][3:]]]
    made = project(tmp_path, {"q1.xlsx": workbook(Results=GRID, Notes=[["Run by AB"]], Hidden=more)})
    figures = build(made)
    assert [f.file for f in figures.books.files] == ["q1.xlsx#Hidden", "q1.xlsx#Results"]
    told = check(figures, "file_warnings").message
    assert "not read: q1.xlsx#Notes: its headings are those of no known layout (1 row)" in told


def test_a_workbook_without_a_known_sheet_stops_the_build(tmp_path):
    assert "q1.xlsx#Notes" in refusal(tmp_path, {"a.csv": r12({}), "q1.xlsx": workbook(Notes=[["Run by AB"]])})
