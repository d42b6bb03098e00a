"""The books: every row counted, excluded or rejected, per file and in all, and what rejected.csv says."""

import csv
import json
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger import LENIENT, build, fates, fusion, locality, payments, project, published, r12, table, warnings

from lccspend.errors import SourceError
from lccspend.etl.books import keep_books
from lccspend.etl.daily import sums_by_day
from lccspend.figures import Tally

MIXED = {
    "f.csv": fusion({"invoice": "F1"}, {"invoice": "F2", "kind": "AWT", "amount": "7.00"}),
    "r.csv": r12({"amount": "n/a"}, {"day": "32/01/2023", "amount": "5.00"}, {"amount": "-30.00"}),
}


def file_of(books, name):
    return next(f for f in books.files if f.file == name)


def rejected(made, folder="processed"):
    path = made.processed / "rejected.csv" if folder == "processed" else made.processed / folder / "rejected.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counted_excluded_and_rejected_add_up_to_what_was_read_in_rows_and_pounds(tmp_path):
    books = build(project(tmp_path, MIXED, LENIENT)).books
    assert books.balanced
    assert books.read == Tally(rows=5, pounds=Decimal("82.00"))
    assert books.counted == Tally(rows=2, pounds=Decimal("70.00"))
    assert books.excluded == Tally(rows=1, pounds=Decimal("7.00"))
    assert books.rejected == Tally(rows=2, pounds=Decimal("5.00"))


@pytest.mark.parametrize("fate", [None, "lost"])
def test_a_row_that_ends_nowhere_or_elsewhere_leaves_the_books_out_of_balance(tmp_path, fate):
    made = project(tmp_path, MIXED, LENIENT)
    build(made)
    rows = payments(made)
    assert keep_books(sums_by_day(rows.lazy()), [], {}, {}).balanced
    lost = rows.with_columns(fate=pl.when(pl.col("fate") == "counted").then(pl.lit(fate)).otherwise(pl.col("fate")))
    assert not keep_books(sums_by_day(lost.lazy()), [], {}, {}).balanced


def test_each_file_has_its_own_entry_in_the_order_of_names(tmp_path):
    books = build(project(tmp_path, MIXED, LENIENT)).books
    assert [f.file for f in books.files] == ["f.csv", "r.csv"]
    fusion_file, r12_file = books.files
    assert (fusion_file.rows, fusion_file.counted, fusion_file.excluded, fusion_file.rejected) == (2, 1, 1, 0)
    assert (r12_file.rows, r12_file.counted, r12_file.excluded, r12_file.rejected) == (3, 1, 0, 2)
    assert (fusion_file.layout, fusion_file.pounds, r12_file.layout, r12_file.pounds) == ("fusion", 107, "r12", -25)


def test_every_rule_has_its_tally_even_at_nothing_and_they_sum_to_the_excluded(tmp_path):
    books = build(project(tmp_path, MIXED, LENIENT)).books
    assert len(books.excluded_by_rule) == 10
    assert sum(t.rows for t in books.excluded_by_rule.values()) == books.excluded.rows
    assert books.excluded_by_rule["not_supplier_spend"] == Tally(rows=1, pounds=Decimal("7.00"))
    assert books.excluded_by_rule["void_unpaired"] == Tally(rows=0, pounds=Decimal("0.00"))


def test_a_file_says_its_first_and_last_payment_dates_and_its_hash(tmp_path):
    rows = r12({"day": "2023-05-02"}, {"day": "2023-04-01"}, {"day": "1999-01-01"}, {"day": "2023-12-31"})
    entry = build(project(tmp_path, {"a.csv": rows}, LENIENT)).books.files[0]
    assert (entry.first_date, entry.last_date) == (date(2023, 4, 1), date(2023, 12, 31))
    assert len(entry.sha256) == 64


def test_files_of_other_layouts_stand_outside_the_totals(tmp_path):
    files = {
        "a.csv": r12({}),
        "sites.csv": table("Supplier Number,Supplier,Postcode", "1,ACME,PR1 8XJ", "2,DOE,SW1A 1AA"),
        "counted.csv": table("File,Rows,Pounds", "a.csv,1,100.00"),
    }
    books = build(project(tmp_path, files)).books
    assert books.read == Tally(rows=1, pounds=Decimal("100.00"))
    assert {f.file: (f.layout, f.rows, f.pounds) for f in books.files} == {
        "a.csv": ("r12", 1, 100),
        "counted.csv": ("control_totals", 1, 0),
        "sites.csv": ("sites", 2, 0),
    }
    assert file_of(books, "sites.csv").first_date is None


def test_furniture_is_no_row(tmp_path):
    head = "VENDOR_NAME,VENDOR_NUM,INVOICE_NUM,CHECK_DATE,PAYMENT_AMOUNT"
    text = "\n".join(
        [
            "Lancashire County Council,,,,",
            "Paid invoices April to May,,,,",
            "",
            head,
            "ACME LTD,1,INV-1,2023-05-02,100.00",
            ",,,,",
            "Lancashire County Council,,,,",
            head,
            "ACME LTD,1,INV-2,2023-05-03,1.00",
            "Page 2 of 2,,,,",
            "*** End of Report ***,,,,",
            "2 rows selected.",
        ]
    )
    made = project(tmp_path, {"a.csv": text})
    assert build(made).books.read == Tally(rows=2, pounds=Decimal("101.00"))
    assert [row for _, row, *_ in fates(made)] == [5, 9]


def test_the_dashes_that_sql_plus_draws_below_its_headings_are_no_rows(tmp_path):
    head, rule = "VENDOR_NAME|VENDOR_NUM|INVOICE_NUM|CHECK_DATE|PAYMENT_AMOUNT", "-----------|----------|---|---|---"
    payments = ["ACME LTD|1|INV-1|2023-05-02|100.00", "ACME LTD|1|INV-2|2023-05-03|1.00"]
    text = "\n".join([head, rule, payments[0], "", head, rule, payments[1], "2 rows selected."])
    made = project(tmp_path, {"a.txt": text})
    assert build(made).books.read == Tally(rows=2, pounds=Decimal("101.00"))
    assert [row for _, row, *_ in fates(made)] == [3, 7]


def test_a_rejected_row_is_listed_with_its_line_column_reason_and_cells(tmp_path):
    made = project(tmp_path, {"r12/a.csv": r12({}, {"amount": "1.234,56", "supplier": 'Smith, "Jo"'})}, LENIENT)
    build(made)
    (row,) = rejected(made)
    assert list(row) == ["file", "row", "column", "reason", "raw"]
    assert (row["file"], row["row"], row["column"]) == ("r12/a.csv", "3", "PAYMENT_AMOUNT")
    assert "'1.234,56' is not money" in row["reason"]
    assert json.loads(row["raw"]) == ['Smith, "Jo"', "1", "INV-1", "2023-05-02", "1.234,56"]


def test_the_row_number_is_the_physical_line_even_after_cells_with_line_breaks(tmp_path):
    rows = r12({"description": "two\nlines"}, {"description": "", "amount": "?"})
    made = project(tmp_path, {"a.csv": rows}, LENIENT)
    build(made)
    assert [row["row"] for row in rejected(made)] == ["4"]


def test_all_faults_of_a_row_are_named(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"amount": "", "day": "soon"})}, LENIENT)
    build(made)
    (row,) = rejected(made)
    assert "(blank)" in row["reason"]
    assert "'soon'" in row["reason"]
    assert row["column"] == "PAYMENT_AMOUNT; CHECK_DATE"


def test_a_published_build_without_rejected_rows_has_an_empty_list(tmp_path):
    made = project(tmp_path, {"a.csv": r12({})})
    build(made)
    assert rejected(made) == []


@pytest.mark.parametrize(
    ("first", "others", "odd", "is_told"),
    [
        (49, 0, "2022-06-25", True),  # 311 days before the others, and one row of fifty
        (49, 0, "2022-06-26", False),  # 310 days
        (48, 0, "2022-06-25", False),  # one row of forty-nine is more than a fiftieth
        (25, 24, "2024-03-18", True),  # 311 days after 12 May, the middle between the 25th row and the next
        (25, 24, "2024-03-17", False),
    ],
)
def test_few_rows_far_from_the_middle_of_their_file_are_counted_and_told(tmp_path, first, others, odd, is_told):
    days = [*["2023-05-02"] * first, *["2023-05-22"] * others, odd]
    rows = [{"day": day, "invoice": str(n)} for n, day in enumerate(days)]
    figures = build(project(tmp_path, {"a.csv": r12(*rows)}))
    told = "1 row dated more than 310 days from the middle of the file, counted as written"
    assert figures.books.counted.rows == len(days)
    assert warnings(figures, "a.csv") == (f"{told} (the first: row {len(days) + 1})" if is_told else "")


@pytest.mark.parametrize("amount", ["", "N/A", "1e3", "1,23.45", "1.234,56", "--5", "12.345", "nil", "-"])
def test_an_amount_that_is_no_money_is_rejected_and_adds_no_pounds(tmp_path, amount):
    books = build(project(tmp_path, {"a.csv": r12({"amount": amount})}, LENIENT)).books
    assert books.rejected == books.read == Tally(rows=1, pounds=Decimal("0.00"))


def test_nil_is_an_amount_and_a_star_hints_at_a_void(tmp_path):
    figures = build(project(tmp_path, {"a.csv": r12({"amount": "0.00"}, {"amount": "1.00*"})}))
    assert figures.books.counted == Tally(rows=2, pounds=Decimal("1.00"))
    assert "1 row whose amount bears the star of a voided payment" in warnings(figures, "a.csv")


def test_an_amount_in_another_currency_counts_by_its_base_amount(tmp_path):
    rows = [{"currency": "EUR", "base": "86.12"}, {"currency": "gbp", "base": "999.00"}, {"currency": ""}]
    assert locality(build(project(tmp_path, {"a.csv": r12(*rows)}))).total == Decimal("286.12")


@pytest.mark.parametrize("base", ["", "n/a"])
def test_an_amount_in_another_currency_without_a_base_amount_is_rejected(tmp_path, base):
    made = project(tmp_path, {"a.csv": r12({"currency": "USD", "base": base})}, LENIENT)
    assert build(made).books.rejected == Tally(rows=1, pounds=Decimal("0.00"))
    assert "a payment in 'USD' needs a base amount in pounds" in rejected(made)[0]["reason"]


def test_a_currency_without_a_column_of_base_amounts_is_rejected(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"currency": "USD"})}, LENIENT)
    build(made)
    assert [fate for *_, fate, _ in fates(made)] == ["rejected"]


@pytest.mark.parametrize(
    ("day", "fate"),
    [
        ("1999-12-31", "rejected"),
        ("2000-01-01", "counted"),
        ("2023-07-31", "counted"),
        ("2023-08-01", "counted"),
        ("2023-08-02", "rejected"),
        ("30/02/2023", "rejected"),
        ("06/13/2023", "rejected"),
    ],
)
def test_a_date_before_2000_or_more_than_31_days_ahead_is_rejected(tmp_path, day, fate):
    made = project(tmp_path, {"a.csv": r12({"day": day})}, LENIENT)
    build(made, today="2023-07-01")
    assert [f for *_, f, _ in fates(made)] == [fate]


def test_a_date_that_was_too_far_ahead_is_read_again_when_its_day_comes(tmp_path):
    made = project(tmp_path, {"a.csv": r12({"day": "2023-08-02"})}, LENIENT)
    build(made, today="2023-07-01")
    build(made, today="2023-07-02")
    assert [fate for *_, fate, _ in fates(made)] == ["counted"]


def test_a_rejected_date_still_adds_its_pounds(tmp_path):
    books = build(project(tmp_path, {"a.csv": r12({"day": "1999-12-31"})}, LENIENT)).books
    assert books.rejected == Tally(rows=1, pounds=Decimal("100.00"))


def test_a_text_row_with_more_cells_than_headings_is_rejected_as_a_whole(tmp_path):
    text = r12({}) + "ACME, LTD,1,INV-2,2023-05-02,5.00\n"
    made = project(tmp_path, {"a.csv": text}, LENIENT)
    build(made)
    assert "the row has 6 cells where the headings have 5" in rejected(made)[0]["reason"]


def test_a_trailing_comma_on_a_row_is_no_fault(tmp_path):
    text = published({}).replace("\r\n", ",\r\n").replace("name,", "name")
    made = project(tmp_path, {"a.csv": text})
    assert build(made).books.counted.rows == 1


AMOUNTS = st.sampled_from(["1.00", "-2.50", "n/a", "", "(3.00)", "1e3", "0.00"])
DAYS = st.sampled_from(["2023-05-02", "2022-12-31", "1999-01-01", "soon", "2024-03-31"])
STATUSES = st.sampled_from(["", "VOIDED"])
KINDS = st.sampled_from(["", "AWT"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"amount": AMOUNTS, "day": DAYS, "status": STATUSES, "kind": KINDS, "id": st.sampled_from(["", "1", "2"])}
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=ROWS, two=ROWS)
def test_the_books_balance_on_any_rows(tmp_path, one, two):
    made = project(tmp_path, {"a.csv": r12(*one), "b.csv": r12(*two), "c.csv": fusion(*one)}, LENIENT)
    books = build(made).books
    assert books.balanced
    assert books.read.rows == 2 * len(one) + len(two)
    assert books.read.pounds == books.counted.pounds + books.excluded.pounds + books.rejected.pounds
    assert sum(f.pounds for f in books.files) == books.read.pounds
    years = build(made).locality
    assert sum(y.total for y in years) == books.counted.pounds
    assert payments(made).height == books.read.rows


def test_a_control_total_that_cannot_be_read_is_refused_with_its_evidence(tmp_path):
    made = project(tmp_path, {"a.csv": fusion({}), "control.csv": table("File,Rows,Pounds", "a.csv,many,100.00")})
    with pytest.raises(SourceError, match=r"control\.csv, row 2"):
        build(made)
    with (made.processed / "refused" / "rejected.csv").open(encoding="utf-8", newline="") as file:
        (told,) = csv.DictReader(file)
    assert (told["file"], told["row"], told["reason"][:15]) == ("control.csv", "2", "a control total")
    assert not (made.processed / ".staged").exists()
