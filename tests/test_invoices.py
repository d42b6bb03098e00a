"""Payments of a few invoices: on which day each was paid, and why one is not measured."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lccspend.metrics.invoices import ALIKE, invoices_alike, invoices_of

ROWS = st.fixed_dictionaries(
    {
        "invoice_number": st.sampled_from(["A", "B", None]),
        "payment_number": st.sampled_from(["1", "2"]),
        "pence": st.sampled_from([-200, -100, 0, 100, 200]),
        "paid_on": st.dates(date(2024, 1, 1), date(2024, 3, 31)),
        "received_on": st.none() | st.just(date(2024, 1, 15)),
        "disputed": st.sampled_from([None, "Y", "N"]),
    }
)


def frame(rows):
    text = dict.fromkeys(("invoice_number", "payment_number", "disputed", "invoice_id", "currency"), pl.String)
    kinds = text | {"pence": pl.Int64, "invoice_pence": pl.Int64, "paid_on": pl.Date, "received_on": pl.Date}
    same = dict.fromkeys(kinds) | {"system": "fusion", "supplier_key": 1, "under_act": False}
    return pl.DataFrame([same | row for row in rows], schema_overrides=kinds)


@settings(max_examples=60)
@given(st.lists(ROWS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_no_pound_is_lost_between_payments_and_invoices_whatever_their_order(rows, dice):
    shuffled = list(rows)
    dice.shuffle(shuffled)
    one, other = (invoices_of(frame(of).lazy()).collect() for of in (rows, shuffled))
    assert one["pence"].sum() == sum(row["pence"] for row in rows)
    order = ["paid_on", "pence", "reason", "received_on"]
    assert one.sort(order, nulls_last=True).equals(other.sort(order, nulls_last=True))
    plain = one.group_by(ALIKE).agg(invoices=pl.len(), pence=pl.col("pence").sum())
    with TemporaryDirectory() as folder:
        quick = invoices_alike(frame(rows).lazy().with_row_index("n"), Path(folder))
    assert_frame_equal(quick.select(plain.columns), plain, check_row_order=False)


def reason_of(**told):
    """Why an invoice of £2.00, of which £1.00 was paid on the day of its receipt, is not measured."""
    day = date(2024, 1, 15)
    row = {"invoice_number": "A", "pence": 100, "invoice_pence": 200, "paid_on": day, "received_on": day}
    return invoices_of(frame([row | told]).lazy()).collect()["reason"].item()


@pytest.mark.parametrize(
    ("marks", "reason"),
    [("Y yes TRUE 1", "in dispute"), ("N no False 0", None), ("? maybe", "mark of a dispute not understood")],
)
def test_a_mark_of_a_dispute_is_understood_however_it_is_written(marks, reason):
    assert {reason_of(invoice_pence=100, disputed=mark) for mark in marks.split()} == {reason}


@pytest.mark.parametrize(
    ("currency", "reason"), [*((name, "paid in part") for name in (None, "", "GBP", "£", "STERLING")), ("EUR", None)]
)
def test_what_an_invoice_asks_is_compared_with_what_was_paid_in_sterling_alone(currency, reason):
    assert reason_of(currency=currency) == reason


JANUARY = {day: date(2024, 1, day) for day in range(1, 32)}


def invoice(*payments):
    """The one invoice that payments of (number of the payment, pence, day of January, more) make."""
    same = {"invoice_number": "A", "invoice_pence": 10000, "received_on": JANUARY[1]}
    rows = [
        same | {"payment_number": number, "pence": pence, "paid_on": JANUARY[day]} | more
        for number, pence, day, more in payments
    ]
    (found,) = invoices_of(frame(rows).lazy()).collect().rows(named=True)
    return found


@pytest.mark.parametrize(
    ("payments", "day", "reason"),
    [
        ([("8", 10000, 5, {}), ("9", 10000, 10, {}), ("9", -10000, 11, {})], 5, None),
        ([("8", 6000, 5, {}), ("8", 4000, 6, {}), ("9", 2500, 10, {}), ("9", -2500, 11, {})], 6, None),
        ([(None, 5000, 5, {}), (None, 5000, 20, {})], 20, None),
        ([("8", 10000, 5, {}), ("8", -10000, 11, {})], 11, "voided and reversed"),
    ],
    ids=["a later one of its size was reversed", "another was reversed", "equal parts", "all was reversed"],
)
def test_an_invoice_is_paid_on_the_day_of_its_last_part_that_stands(payments, day, reason):
    found = invoice(*payments)
    assert (found["paid_on"], found["reason"]) == (JANUARY[day], reason)


@pytest.mark.parametrize("parts", [(5000, 5000), (6000, 4000)], ids=["equal parts", "parts of two sizes"])
@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"received_on": JANUARY[2]}, "several dates of receipt"),
        ({"disputed": "Y"}, "in dispute"),
        ({"disputed": "?"}, "mark of a dispute not understood"),
        ({"invoice_pence": 10001}, "paid in part"),
    ],
)
def test_what_one_part_of_an_invoice_tells_is_told_of_the_whole(parts, told, reason):
    one, other = parts
    assert invoice(("8", one, 5, {}), ("8", other, 6, told))["reason"] == reason
    assert invoice(("8", one, 5, told), ("8", other, 6, {}))["reason"] == reason


@pytest.mark.parametrize("other", [5000, 4000])
def test_an_invoice_is_under_the_act_where_one_of_its_payments_is(other):
    assert invoice(("8", 5000, 5, {}), ("8", other, 6, {"under_act": True}))["under_act"]
