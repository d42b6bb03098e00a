"""Rows of more cells than headings, and rows of a page, not of a payment: which of them count."""

import pytest
from ledger import LENIENT, build, project, table

from lccspend.etl.bulk import BULK_FROM
from lccspend.etl.engine import Scale


@pytest.mark.parametrize("name", ["Page 1 Books Ltd", "Front Page 2"])
def test_a_row_with_an_amount_is_no_page_number_whatever_its_supplier_is_called(tmp_path, name):
    rows = [
        ["02/05/2023", "1.00", "Acme"],
        ["", "100.00", name],
        ["Page 3 of 4", "", ""],
        ["Page", "3", ""],
        ["Page", "3", "of 4"],
    ]
    made = project(tmp_path, {"a.csv": table("Date,Amount,Supplier name", *rows)}, LENIENT)
    books = build(made).books
    assert (books.counted.rows, books.rejected.rows) == (1, 1)


@pytest.mark.parametrize(
    "line",
    ["*** End  of  Report ***", "End of data", "*** End of Extract ***", "2 records selected", "(2 row(s) affected)",
     "Number of records: 2", "Rows: 2", "Printed 01/05/2021", "Report generated on 1 May 2021 at 09:12",
     "Run Date: 2021-05-01 09:12:33", "Extracted by J Smith on 01-MAY-2021"],
)  # fmt: skip
def test_a_line_that_ends_a_report_is_no_row_in_whichever_words(tmp_path, line):
    made = project(
        tmp_path, {"a.csv": table("Date,Amount,Supplier name", ["02/05/2023", "1.00", "Acme"], [line, "", ""])}
    )
    assert build(made).books.read.rows == 1


@pytest.mark.parametrize(
    "cells", [["Printed Word", "", "02/05/2023"], ["Run", "2.00", "02/13/2023"], ["Run 2 Work", "", ""]]
)
def test_a_row_that_may_be_a_payment_is_no_note_of_when_a_report_was_made(tmp_path, cells):
    rows = [["Acme", "1.00", "02/05/2023"], cells]
    made = project(tmp_path, {"a.csv": table("Supplier name,Amount,Date", *rows)}, LENIENT)
    assert build(made).books.rejected.rows == 1


def test_a_row_with_an_amount_is_no_count_of_rows(tmp_path):
    rows = [["Acme", "1.00", "02/05/2023"], ["Records", "2", ""]]
    made = project(tmp_path, {"a.csv": table("Supplier name,Amount,Date", *rows)}, LENIENT)
    assert build(made).books.rejected.rows == 1


FIRST = "Service label,Service code,Organisational unit,Expenditure category,Expenditure code"
SHIFTED = "Adults,11,Care Unit,Agency, other,43100,05/05/2023,5100123,250.00,Beta Ltd"


@pytest.mark.parametrize("bulk_from", [1, BULK_FROM])
@pytest.mark.parametrize("end", ["", ","])
def test_a_row_with_a_cell_too_many_is_rejected_though_its_last_cell_is_blank(tmp_path, end, bulk_from):
    sound = f"Adults,11,Care Unit,Agency,43100,05/05/2023,5100122,250.00,Alpha Ltd{end}"
    lines = [f"{FIRST},Date,Transaction number,Amount,Supplier name{end}", *[sound] * 5, f"{SHIFTED},", sound]
    made = project(tmp_path, {"a.csv": "\n".join(lines) + "\n"}, LENIENT)
    books = build(made, scale=Scale(bulk_from=bulk_from)).books
    assert (books.counted.rows, books.rejected.rows) == (6, 1)


@pytest.mark.parametrize("bulk_from", [1, BULK_FROM])
def test_a_delimiter_that_ends_every_row_but_not_the_headings_is_no_cell_too_many(tmp_path, bulk_from):
    lines = ["Date,Supplier name,Amount", *["05/05/2023,Alpha,250.00,"] * 3, "05/05/2023,Alpha,250.00"]
    made = project(tmp_path, {"a.csv": "\n".join(lines) + "\n"})
    assert build(made, scale=Scale(bulk_from=bulk_from)).books.counted.rows == 4
