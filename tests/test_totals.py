"""Rows that hold a total of others: how they are told from payments, and that what they sum is checked."""

from decimal import Decimal

import pytest
from ledger import LENIENT, build, fates, project, published, r12, rejected, rules, table

from lccspend.etl.bulk import BULK_FROM
from lccspend.etl.engine import Scale

TOTAL = {"supplier": "Grand Total", "number": "", "invoice": "", "day": ""}


def test_a_totals_row_is_excluded_and_its_figure_is_part_of_what_was_read(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"amount": "60.00"}, {"amount": "40.00"}, TOTAL | {"amount": "100.00"})})
    books = build(made).books
    assert [fate[2:] for fate in fates(made)] == [("counted", None), ("counted", None), ("excluded", "total_row")]
    assert (books.read.rows, books.read.pounds) == (3, Decimal("200.00"))
    assert books.excluded_by_rule["total_row"].pounds == Decimal("100.00")
    assert warnings_of_totals(books) == []


def warnings_of_totals(books):
    return [w for f in books.files for w in f.warnings if "total differs" in w]


def test_a_total_that_is_not_the_sum_of_its_rows_is_warned_about_with_the_difference(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({"amount": "60.00"}, TOTAL | {"amount": "99.99"})}))
    (warning,) = warnings_of_totals(figures.books)
    assert "row 3" in warning
    assert "£39.99" in warning
    assert figures.books.balanced


def test_subtotals_are_checked_against_the_rows_since_the_last_total(tmp_path):
    rows = [
        {"amount": "60.00"},
        TOTAL | {"supplier": "Total for ACME LTD", "amount": "60.00"},
        {"supplier": "OTHER LTD", "number": "2", "amount": "5.00"},
        TOTAL | {"supplier": "OTHER LTD Total", "amount": "5.00"},
        TOTAL | {"amount": "65.00"},
    ]
    made = project(tmp_path, {"a.csv": r12(*rows)})
    assert warnings_of_totals(build(made).books) == []
    assert [rule for *_, rule in fates(made)] == [None, "total_row", None, "total_row", "total_row"]


def test_a_total_may_sum_all_rows_since_any_total_before_it(tmp_path):
    rows = [
        {"amount": "1.00"}, TOTAL | {"supplier": "Total for Team X", "amount": "1.00"},
        {"amount": "4.00"}, TOTAL | {"supplier": "Total for Team Y", "amount": "4.00"},
        {"amount": "8.00"}, TOTAL | {"supplier": "Total for Team Z", "amount": "8.00"},
        TOTAL | {"supplier": "Total for Unit YZ", "amount": "12.00"}, TOTAL | {"amount": "13.00"},
        TOTAL | {"supplier": "Total for Unit Q", "amount": "9.00"},
    ]  # fmt: skip
    told = warnings_of_totals(build(project(tmp_path, {"a.csv": r12(*rows)})).books)
    assert told == ["row 10: the total differs by -£4.00 from the rows it sums"]


def test_a_total_of_the_whole_file_may_stand_before_its_rows(tmp_path):
    rows = [TOTAL | {"amount": "5.00"}, {"amount": "1.00"}, TOTAL | {"amount": "1.00"}, {"amount": "4.00"}]
    made = project(tmp_path, {"a.csv": r12(*rows)})
    assert warnings_of_totals(build(made).books) == []
    assert [rule for *_, rule in fates(made)] == ["total_row", None, "total_row", None]


@pytest.mark.parametrize(
    ("rows", "fates"),
    [
        ([TOTAL | {"day": "2023-05-02"}], ["total_row"]),
        ([TOTAL | {"supplier": "", "invoice": "Report Total", "day": "2023-05-02"}], ["total_row"]),
        ([TOTAL | {"supplier": "", "day": "02/05/2023 Total"}], ["total_row"]),
        ([{"supplier": "TOTAL", "number": "", "invoice": "I9"}], ["counted"]),
        ([{"supplier": "TOTAL", "number": "7", "invoice": ""}], ["counted"]),
        ([{"supplier": "TOTAL ENERGIES", "number": "", "invoice": ""}], ["counted"]),
    ],
)
@pytest.mark.parametrize("bulk_from", [1, BULK_FROM])
def test_a_dated_row_is_a_total_where_labels_stand_for_supplier_and_invoice(tmp_path, rows, fates, bulk_from):
    made = project(tmp_path, {"a.csv": r12({"amount": "100.00"}, *rows)})
    books = build(made, scale=Scale(bulk_from=bulk_from)).books
    assert (books.counted.rows - 1, books.excluded_by_rule["total_row"].rows, books.rejected.rows) == (
        fates.count("counted"), fates.count("total_row"), 0,
    )  # fmt: skip


def test_without_numbers_of_suppliers_only_a_label_that_no_supplier_bears_makes_a_dated_total(tmp_path):
    rows = ({}, {"supplier": "Grand Total"}, {"supplier": "Total"})
    assert rules(tmp_path, {"a.csv": published(*rows)}) == ["counted", "total_row", "counted"]


@pytest.mark.parametrize("name", ["TOTAL ENERGIES", "TOTAL PRODUCE LTD", "Total Hygiene Ltd", "TOTAL GAS & POWER"])
def test_a_supplier_whose_name_begins_with_total_is_a_supplier(tmp_path, name):
    assert rules(tmp_path, {"a.csv": r12({"supplier": name})}) == ["counted"]
    assert rules(tmp_path, {"a.csv": published({"supplier": name})}) == ["counted"]


@pytest.mark.parametrize(
    "label",
    [
        "Total", "TOTAL:", "Grand Total", "Sub-total", "Subtotal:", "Report Total", "Total for Supplier ACME",
        "Page totals", "Overall totals", "Final totals", "Running totals", "Batch totals", "Net totals", "Gross totals",
        "ACME LTD total", "Total of invoices", "Total amount", "Total paid", "Total payments", "Total spend",
        "Total value", "Total rows",
    ],
)  # fmt: skip
def test_the_labels_of_totals_rows(tmp_path, label):
    assert rules(tmp_path, {"a.csv": r12({}, TOTAL | {"supplier": label})}) == ["counted", "total_row"]


def test_a_row_with_nothing_but_an_amount_is_a_total_only_if_it_is_the_sum(tmp_path):
    bare = {"supplier": "", "number": "", "invoice": "", "day": ""}
    made = rules(tmp_path, {"a.csv": r12({}, bare), "b.csv": r12({"id": "2"}, bare | {"amount": "99.00"})}, LENIENT)
    assert made == ["counted", "total_row", "counted", "rejected"]


def test_a_row_with_nothing_but_an_amount_that_is_no_sum_is_rejected_as_it_was(tmp_path):
    bare = {"supplier": "", "number": "", "invoice": "", "day": "", "amount": "99.00"}
    made = project(tmp_path, {"a.csv": r12({}, bare)}, LENIENT)
    build(made)
    (one,) = rejected(made)
    assert (one.row, one.column, one.raw) == ("3", "CHECK_DATE", ["", "", "", "", "99.00"])
    assert "is no date" in one.reason


@pytest.mark.parametrize("column", ["supplier", "day", "invoice", "payment", "description"])
def test_a_totals_row_that_differs_is_told_of_wherever_its_label_stands(tmp_path, column):
    blank = dict.fromkeys(("supplier", "number", "invoice", "day", "payment", "description"), "")
    made = project(tmp_path, {"a.csv": r12({"payment": "1"}, blank | {column: "Total", "amount": "900.00"})})
    books = build(made).books
    assert (books.counted.rows, books.excluded_by_rule["total_row"].rows, books.rejected.rows) == (1, 1, 0)
    assert warnings_of_totals(books) == ["row 3: the total differs by £800.00 from the rows it sums"]


def test_a_totals_row_whose_label_stands_under_a_heading_that_nothing_reads_is_told_of(tmp_path):
    text = table("Note,Date,Supplier name,Amount", ",02/05/2023,ACME,100.00", "Grand total,,,90.00")
    made = project(tmp_path, {"a.csv": text})
    assert warnings_of_totals(build(made).books) == ["row 3: the total differs by -£10.00 from the rows it sums"]


def test_a_totals_row_without_a_readable_amount_is_not_rejected(tmp_path):
    assert rules(tmp_path, {"a.csv": r12({}, TOTAL | {"amount": "n/a"})}) == ["counted", "total_row"]
