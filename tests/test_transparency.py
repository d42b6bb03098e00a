"""Payments for publication: what is exported, that it adds up to the books, and how a published file compares."""

import csv
import json
import random
from datetime import date
from decimal import Decimal

import ledger
import polars as pl
import pytest
from cli_project import lccspend
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lccspend import store
from lccspend.errors import SourceError
from lccspend.etl.published_file import read_published_file
from lccspend.metrics.matching import compared_months
from lccspend.metrics.transparency import FATES, FIELDS, payments_to_publish, sums_by_month
from lccspend.money import pounds
from lccspend.settings import Settings

PERSON = "MRS J SMITH"
SETTINGS = '[transparency]\nthreshold = 250\n\n[sources]\nvat_basis = "gross"\n'
PAYMENTS = ledger.fusion(
    {"invoice": "A1", "amount": "250.00", "payment": "1"},
    {"invoice": "A2", "amount": "250.01", "payment": "2", "category": "=Roads", "unit": "+Highways"},
    {"invoice": "A3", "amount": "-250.01", "payment": "3"},
    {"invoice": "A4", "amount": "-250.00", "payment": "4"},
    {"invoice": "SMITH 1", "amount": "900.00", "payment": "5", "supplier": PERSON, "number": "2",
     "description": "Direct payment for Mrs J Smith"},
    {"invoice": "A5", "amount": "400.00", "payment": "6", "day": "2023-06-01"},
    {"invoice": "A5", "amount": "400.00", "payment": "6", "day": "2023-06-01"},
)  # fmt: skip
PUBLISHED = ledger.published(
    {"amount": "999.00", "supplier": "ACME LTD", "day": "2023-07-03", "payment": "77"},
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    files = {"f.csv": PAYMENTS, "published.csv": PUBLISHED}
    made = ledger.project(tmp_path_factory.mktemp("open"), files, SETTINGS)
    ledger.build(made)
    return made


def published(made, month):
    path = made.output / "transparency" / f"payments-{month}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def answer(made, *arguments):
    result = lccspend("-C", str(made.root), "publish-transparency", "--format", "json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_payments_and_credits_above_the_threshold_are_exported_with_the_fields_of_the_code(here):
    answer(here)
    may = published(here, "2023-05")
    assert tuple(may[0]) == FIELDS
    assert [(row["Amount"], row["Transaction number"]) for row in may] == [
        ("250.01", "2"),
        ("-250.01", "3"),
        ("900.00", "5"),
    ]
    assert (may[0]["VAT basis"], may[0]["Irrecoverable VAT"]) == ("gross", "Not held")
    assert len(published(here, "2023-06")) == 2  # equal rows are different payments


def test_no_text_of_an_export_is_a_formula_and_amounts_stay_numbers(here):
    answer(here)
    row, credit, _ = published(here, "2023-05")
    assert (row["Purpose"], row["Department"], credit["Amount"]) == ("'=Roads", "'+Highways", "-250.01")


def test_no_person_is_named_in_any_exported_file(here):
    answer(here)
    files = [path.read_text("utf-8").upper() for path in (here.output / "transparency").iterdir()]
    assert len(files) == 3
    assert not any("SMITH" in text for text in files)
    assert published(here, "2023-05")[2]["Beneficiary"] == "Redacted"


def test_every_month_adds_up_to_what_was_counted_in_rows_and_pounds(here):
    may, june, july = answer(here)["months"]
    assert may == {
        "month": "2023-05", "file": "payments-2023-05.csv", "counted_rows": 5, "counted": "900.00",
        "exported_rows": 3, "exported": "900.00", "below_threshold_rows": 2, "below_threshold": "0.00",
        "published_before_rows": 0, "published_before": "0.00", "credits_rows": 1, "credits": "-250.01",
        "withheld_rows": 1,
    }  # fmt: skip
    assert (june["counted"], june["exported_rows"]) == ("800.00", 2)
    assert (july["exported_rows"], july["published_before_rows"], july["published_before"]) == (0, 1, "999.00")


def test_only_the_months_asked_for_are_written(here):
    folder = here.output / "transparency"
    for path in folder.glob("*"):
        path.unlink()
    assert [m["month"] for m in answer(here, "--month", "2023-06")["months"]] == ["2023-06"]
    assert [path.name for path in folder.iterdir()] == ["payments-2023-06.csv"]
    unknown = lccspend("-C", str(here.root), "publish-transparency", "--month", "2021-01")
    both = lccspend("-C", str(here.root), "publish-transparency", "--month", "2023-06", "--year", "2023/24")
    assert (unknown.exit_code, both.exit_code) == (1, 2)
    assert "2023-05, 2023-06, 2023-07" in unknown.stderr


def test_a_month_that_does_not_add_up_to_the_books_is_refused_and_nothing_is_written(tmp_path):
    made = ledger.project(tmp_path, {"f.csv": PAYMENTS}, SETTINGS)
    ledger.build(made)
    path = made.processed / store.PAYMENTS
    pl.read_parquet(path).with_columns(pence=pl.col("pence") + (pl.col("paid_on").dt.month() == 5)).write_parquet(path)
    manifest = store.read_manifest(made)
    unsealed = replace(manifest, files={**manifest.files, store.PAYMENTS: store.digest_of(path)}, seal="")
    store.write_json(made.processed / store.MANIFEST, unsealed)
    result = lccspend("-C", str(tmp_path), "publish-transparency")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "2023-05 do not add up" in result.stderr
    assert not (made.output / "transparency").exists()


def test_an_export_compared_with_itself_matches_in_every_row(here):
    answer(here)
    (may,) = answer(here, "--compare", str(here.output / "transparency" / "payments-2023-05.csv"))["months"]
    assert (may["matched_rows"], may["matched"]) == (3, "900.00")
    assert (may["other_reference_rows"], may["only_ours_rows"], may["only_theirs_rows"]) == (0, 0, 0)


def test_a_published_file_is_matched_one_to_one_by_date_amount_supplier_and_reference(here, tmp_path):
    theirs = tmp_path / "council.csv"
    theirs.write_text(
        ledger.published(
            {"amount": "250.01", "supplier": "The Acme Limited", "day": "02/05/2023", "payment": "2"},
            {"amount": "900.00", "supplier": "REDACTED PERSONAL DATA", "day": "02/05/2023", "payment": "X5"},
            {"amount": "400.00", "day": "01/06/2023", "payment": "6"},
            {"amount": "123.45", "day": "02/06/2023", "payment": "9"},
            {"amount": "n/a", "day": "02/06/2023", "payment": "10"},
        )
    )
    given = answer(here, "--compare", str(theirs))
    may, june = given["months"]
    assert (may["matched"], may["other_reference"], may["only_ours"]) == ("250.01", "900.00", "-250.01")
    assert (june["matched_rows"], june["only_ours_rows"], june["only_theirs"]) == (1, 1, "123.45")
    assert given["not_read"] == 1


def test_a_file_without_the_headings_of_a_published_one_is_refused(here, tmp_path):
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    result = lccspend("-C", str(here.root), "publish-transparency", "--compare", str(strange))
    assert result.exit_code == 1
    assert "strange.csv" in result.stderr


def test_a_file_to_compare_is_held_to_the_limits_of_the_settings(tmp_path):
    theirs = tmp_path / "theirs.csv"
    theirs.write_text("Date,Amount,Supplier name\n01/05/2023,1.00,ACME LTD\n")
    few = Settings(limits={"cells": 3})
    with pytest.raises(SourceError, match=r"theirs\.csv: has more cells than \[limits\] cells"):
        read_published_file(theirs, few, date(2024, 6, 30))
    assert read_published_file(theirs, Settings(), date(2024, 6, 30)).not_read == 0


def test_the_default_threshold_is_that_of_the_code():
    assert Settings().transparency.threshold == Decimal(500)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["fusion", "r12", "published"]),
        st.integers(-100_000, 100_000),
        st.dates(date(2023, 4, 1), date(2023, 7, 31)),
        st.sampled_from(["ACME", "BETA", "Redacted", None]),
    ),
    min_size=1,
    max_size=20,
)


def frame(rows):
    text = ("payment_number", "invoice_payment_id", "business_unit", "source_category", "category")
    made = pl.DataFrame(rows, schema=["system", "pence", "paid_on", "supplier"], orient="row")
    return made.with_columns(
        pl.col("supplier").cast(pl.String), **{n: pl.lit(None, pl.String) for n in text}
    ).with_row_index("n")


@settings(max_examples=40)
@given(ROWS, st.integers(0, 1000))
def test_whatever_the_ledger_and_the_threshold_the_parts_of_a_month_make_up_its_rows_and_pence(rows, threshold):
    made = sums_by_month(payments_to_publish(frame(rows).lazy(), Decimal(threshold)))
    assert set(made["became"]) <= set(FATES)
    for month in {f"{day:%Y-%m}" for _, _, day, _ in rows}:
        own = made.filter(pl.col("month") == month)
        counted = [pence for _, pence, day, _ in rows if f"{day:%Y-%m}" == month]
        assert (own["rows"].sum(), own["pence"].sum()) == (len(counted), sum(counted))
    exported = [p for system, p, _, _ in rows if system != "published" and abs(p) > threshold * 100]
    assert made.filter(pl.col("became") == "exported")["rows"].sum() == len(exported)


@settings(max_examples=25)
@given(ROWS, ROWS)
def test_no_row_of_either_side_is_lost_or_matched_twice(ours, theirs):
    def side(rows):
        return frame(rows).select("paid_on", "pence", "supplier", reference=pl.lit("1"))

    months = compared_months(side(ours), side(theirs))
    both = sum(m.matched_rows + m.other_reference_rows for m in months)
    assert both + sum(m.only_ours_rows for m in months) == len(ours)
    assert both + sum(m.only_theirs_rows for m in months) == len(theirs)
    together = sum(m.matched + m.other_reference + m.only_ours for m in months)
    assert together == pounds(sum(pence for _, pence, _, _ in ours))


def test_a_ledger_of_many_kinds_adds_up_from_the_exports_to_the_files(tmp_path):
    dice = random.Random(7)  # noqa: S311  (it makes test data, no secret)
    rows = [
        {"invoice": f"I{n}", "amount": f"{dice.randint(-90_000, 90_000) / 100:.2f}", "payment": str(n),
         "day": f"2023-{dice.randint(4, 6):02d}-{dice.randint(1, 28):02d}", "kind": dice.choice(["Standard", "AWT"]),
         "supplier": dice.choice(["ACME LTD", PERSON, "REDACTED", ""])}
        for n in range(40)
    ]  # fmt: skip
    made = ledger.project(tmp_path, {"f.csv": ledger.fusion(*rows)})
    counted = ledger.build(made).books.counted
    months = answer(made)["months"]
    written = [row for m in months for row in published(made, m["month"])]
    assert sum(m["counted_rows"] for m in months) == counted.rows
    assert sum(Decimal(m["exported"]) + Decimal(m["below_threshold"]) for m in months) == counted.pounds
    assert sum(Decimal(row["Amount"]) for row in written) == sum(Decimal(m["exported"]) for m in months)
    assert all(abs(Decimal(row["Amount"])) > 500 for row in written)
