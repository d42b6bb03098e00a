"""Files as public bodies really published them, where they lie beside the checkout: rows, sums and refusals."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from ledger import LENIENT, build, check, fates, payments, project, ranked, warnings

from lccspend.errors import SourceError
from lccspend.figures import FileBooks
from lccspend.names import is_redacted

REALDATA = Path(__file__).parents[2] / "shared" / "realdata"
pytestmark = pytest.mark.skipif(not REALDATA.is_dir(), reason="the real files do not lie beside this checkout")

LATER = "2026-02-28"
"""A day after the last file was published."""


def expected():
    """What is known of each Hyndburn file: file name -> rows, pence, dates."""
    known = REALDATA / "expected.json"
    return json.loads(known.read_text("utf-8"))["files"] if known.is_file() else {}


EXPECTED = expected()


def built(folder, *names, settings=LENIENT):
    files = {name.rsplit("/", 1)[-1]: (REALDATA / name).read_bytes() for name in names}
    made = project(folder, files, settings)
    return made, build(made, today=LATER)


@pytest.fixture(scope="module")
def hyndburn(tmp_path_factory):
    """All the files whose figures are known, in one project."""
    return built(tmp_path_factory.mktemp("hyndburn"), *(f"hyndburn/{name}" for name in EXPECTED))


def of_file(figures, name) -> FileBooks:
    return next(f for f in figures.books.files if f.file == name)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_hyndburn_file_has_the_rows_pounds_and_dates_that_three_readers_found(hyndburn, name):
    made, figures = hyndburn
    found, wanted = of_file(figures, name), EXPECTED[name]
    own = payments(made).filter(file=name)
    assert (found.layout, found.rows, found.rejected) == ("published", wanted["payment_rows"], 0)
    assert found.pounds * 100 == wanted["sum_pence"]
    assert own.filter(own["pence"] < 0)["pence"].sum() == wanted["negative_pence"]
    assert own.filter(own["pence"] == 0).height == wanted["zero_rows"]
    assert (found.first_date, found.last_date) == tuple(date.fromisoformat(wanted[k]) for k in ("min_date", "max_date"))


def test_the_hyndburn_files_together_are_all_read_and_balance(hyndburn):
    _, figures = hyndburn
    books = figures.books
    assert (books.read.rows, books.read.pounds) == (21444, Decimal("149086623.94"))
    assert books.balanced
    assert books.excluded.rows == books.excluded_by_rule["repeated_extract"].rows
    assert books.rejected.rows == 0


def test_suppliers_called_total_or_redactive_are_ranked(hyndburn):
    names = {s.supplier.upper() for y in hyndburn[1].suppliers for s in y.suppliers}
    assert any(name.startswith("TOTAL HYGIENE") for name in names)
    assert any(name.startswith("REDACTIVE") for name in names)
    rows = payments(hyndburn[0])
    assert not any(is_redacted(name) for name in rows.filter(rows["ranked"])["supplier_name"].unique())


def test_a_row_without_a_supplier_name_counts_and_is_told(tmp_path):
    _, figures = built(tmp_path, "hyndburn/November-23-csv.csv")
    assert figures.books.counted.rows == 502
    assert figures.books.counted.pounds == Decimal("1365360.95")
    assert "1 row without a supplier name" in warnings(figures, "November-23-csv.csv")


@pytest.mark.parametrize(
    ("name", "rows", "amount", "negative"),
    [
        ("others/wakefield-2014-Q1.csv", 6531, "48249606.45", None),
        ("others/leeds-2011-09.csv", 9569, "85636646.06", 106),
        ("others/london-2013-P01.csv", 1202, "224678915.00", 53),
        ("others/bradford-2017-06.csv", 10983, "39609723.76", 921),
        ("others/networkrail-2019-01.csv", 2372, "509792606.90", None),
        ("others/Manchester_September_2014.xls", 3584, "67993711.65", 125),
        ("fire/fire-2022-23.xlsx", 2743 + 165, "15094614.84", 2),
        ("fire/fire-2023-24.xlsx", 6999, "24525169.32", 438),
        ("pcc/pcc-2023-24.xlsx", 9289, "104322773.62", 32),
    ],
)
def test_files_of_other_bodies_come_to_the_rows_and_pounds_that_are_known(tmp_path, name, rows, amount, negative):
    made, figures = built(tmp_path, name)
    assert (figures.books.counted.rows, figures.books.counted.pounds) == (rows, Decimal(amount))
    counted = payments(made).filter(fate="counted")
    assert negative is None or counted.filter(counted["pence"] < 0).height == negative
    assert figures.books.balanced


HARROGATE = """
[[sources.files]]
match = "harrogate*"
layout = "published"
columns = ["", "", "", "", "", "", "", "date", "supplier number", "supplier name", "", "amount", ""]
"""


def test_a_file_with_two_columns_of_one_heading_is_read_when_the_settings_say_which_is_which(tmp_path):
    made, figures = built(tmp_path, "others/harrogate-2021-09.csv", settings=HARROGATE)
    assert (figures.books.counted.rows, figures.books.counted.pounds) == (1187, Decimal("3249320.21"))
    assert payments(made).filter(pl.col("pence") < 0).height == 9
    assert any(s.supplier.startswith("REDCENTRIC") for y in figures.suppliers for s in y.suppliers)


def test_a_grand_total_is_no_payment_and_is_the_sum_of_its_rows(tmp_path):
    made, figures = built(tmp_path, "others/networkrail-2019-01.csv", settings="")
    assert figures.books.excluded_by_rule["total_row"].rows == 1
    assert fates(made)[-1][2:] == ("excluded", "total_row")
    assert "total differs" not in check(figures, "file_warnings").message


def test_a_row_that_lost_its_first_cell_is_the_only_one_rejected(tmp_path):
    made, figures = built(tmp_path, "others/bradford-2017-06.csv", settings="")
    assert figures.books.rejected.rows == 1
    assert "bradford-2017-06.csv" in (made.processed / "rejected.csv").read_text("utf-8")


def test_rows_without_a_date_are_rejected_with_their_pounds(tmp_path):
    _, figures = built(tmp_path, "others/Tameside_September_2014.csv")
    books = figures.books
    assert (books.read.rows, books.read.pounds) == (1247, Decimal("26517993.52"))
    assert books.rejected.rows == 3
    assert check(figures, "books_balance").verdict == "pass"


def test_headings_that_change_within_a_sheet_are_told(tmp_path):
    _, figures = built(tmp_path, "fire/fire-2022-23.xlsx")
    assert "row 2745: the headings change here" in check(figures, "file_warnings").message


def test_withheld_names_of_the_commissioner_are_one_class_and_a_forensic_service_is_not(tmp_path):
    made, figures = built(tmp_path, "pcc/pcc-2023-24.xlsx")
    names = {s.supplier.upper() for s in ranked(figures).suppliers}
    assert any(name.startswith("THIRD PARTY FORENSIC") for name in names)
    assert names.isdisjoint({"THIRD PARTY", "THIRD PARTY SUPPLIER", "NDORS TRAINER"})
    assert len([f for f in figures.books.files if f.rows]) == 12
    assert payments(made)["supplier_key"].null_count() == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("others/darlington-2013-03.csv", ["missing headings: Date"]),
        ("others/leeds-2018-10.csv", ["is empty"]),
        ("others/harrogate-2021-09.csv", ["'Supplier Name' stands in columns 9 and 10"]),
        ("others/salford-2022-07.csv", ["There are no payments"]),
    ],
)
def test_files_that_are_no_payments_are_refused_for_the_right_reason(tmp_path, name, words):
    with pytest.raises(SourceError) as refused:
        built(tmp_path, name)
    assert all(word in str(refused.value) for word in words)


def test_a_month_without_a_day_is_no_date_and_every_row_says_so(tmp_path):
    made, figures = built(tmp_path, "others/Stockport_September_2014.xls")
    assert (figures.books.rejected.rows, figures.books.rejected.pounds) == (2620, Decimal("28267195.72"))
    assert payments(made)["fault"].str.contains("'Sep 2014' is no date").all()


def test_the_councils_own_layout_is_read_with_its_equal_lines(tmp_path):
    _, figures = built(tmp_path, "lcc/lcc_portal_layout.csv", settings="")
    assert figures.books.counted.rows == 106
    assert figures.books.counted.pounds == Decimal("1503973.36")
    assert figures.books.files[0].layout == "published"
