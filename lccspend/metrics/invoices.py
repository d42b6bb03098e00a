"""Counted payments in, one row for each invoice out: what was paid, when its last part was, and why it is not measured.

An invoice is one supplier's under one number; where a system holds an id for it, under one id of that system. A payment
and its reversal (same payment number, opposite amount) cancel each other. What is left is paid on the day of its last
part (Procurement Act 2023, section 68: the sum due must be paid, and it is when the last part is).
"""

import polars as pl

INVOICE = ("supplier_key", "number", "system", "invoice_id")

YES, NO = ("y", "yes", "true", "1"), ("n", "no", "false", "0")

_STERLING = ("", "GBP", "£", "STERLING")


def invoices_of(counted: pl.LazyFrame) -> pl.LazyFrame:
    """paid_on, received_on, pence, days, reason (null where measured) and under_act of each invoice.

    Takes system, supplier_key, invoice_number, invoice_id, payment_number, paid_on, received_on, pence, currency,
    invoice_pence, disputed and under_act. days from the day of receipt to that of payment: on day 30 they are 30.
    """
    return counted.pipe(_parts).pipe(_whole).pipe(_with_reasons)


def _parts(counted: pl.LazyFrame) -> pl.LazyFrame:
    """Payments of one invoice, payment number and size, netted: left is how many stand after their reversals."""
    pence, sign = pl.col("pence"), pl.col("pence").sign()
    mark = pl.col("disputed").fill_null("").str.strip_chars().str.to_lowercase()
    sterling = pl.col("currency").fill_null("").is_in(_STERLING)
    return (
        counted.with_columns(
            number=pl.col("invoice_number").str.strip_chars().str.to_uppercase(),
            size=pence.abs(),
            is_disputed=mark.is_in(YES),
            is_unclear=~mark.is_in(["", *YES, *NO]),
            asked=pl.when(sterling).then(pl.col("invoice_pence")),
        )
        .group_by(*INVOICE, "payment_number", "size")
        .agg(
            left=sign.sum(),
            paid_last=pl.col("paid_on").filter(pence > 0).max(),
            last=pl.col("paid_on").max(),
            asked=pl.col("asked").max(),
            first_received=pl.col("received_on").min(),
            last_received=pl.col("received_on").max(),
            is_disputed=pl.col("is_disputed").any(),
            is_unclear=pl.col("is_unclear").any(),
            under_act=pl.col("under_act").any(),
        )
    )


def _whole(parts: pl.LazyFrame) -> pl.LazyFrame:
    paid = pl.col("left") > 0
    net = pl.col("left") * pl.col("size")
    return parts.group_by(*INVOICE).agg(
        pence=net.sum(),
        paid=net.filter(paid).sum(),
        stands=(pl.col("left") != 0).any(),
        is_nil=(pl.col("size") == 0).all(),
        paid_on=pl.coalesce(pl.col("paid_last").filter(paid).max(), pl.col("last").max()),
        asked=pl.col("asked").max(),
        received_on=pl.col("first_received").min(),
        last_received=pl.col("last_received").max(),
        is_disputed=pl.col("is_disputed").any(),
        is_unclear=pl.col("is_unclear").any(),
        under_act=pl.col("under_act").any(),
    )


def _with_reasons(invoices: pl.LazyFrame) -> pl.LazyFrame:
    received, paid_on = pl.col("received_on"), pl.col("paid_on")
    tests = {
        "no invoice number": pl.col("number").is_null() | (pl.col("number") == ""),
        "voided and reversed": ~pl.col("stands") & ~pl.col("is_nil"),
        "of no value": pl.col("pence") == 0,
        "credit note": pl.col("pence") < 0,
        "in dispute": pl.col("is_disputed"),
        "mark of a dispute not understood": pl.col("is_unclear"),
        "no date of receipt": received.is_null(),
        "several dates of receipt": received != pl.col("last_received"),
        "received after it was paid": received > paid_on,
        "paid in part": (pl.col("paid") < pl.col("asked")).fill_null(value=False),
    }
    first = pl.coalesce(pl.when(test).then(pl.lit(reason)) for reason, test in tests.items())
    return invoices.with_columns(reason=first, days=(paid_on - received).dt.total_days()).select(
        "paid_on", "received_on", "pence", "days", "reason", "under_act"
    )
