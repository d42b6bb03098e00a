"""Counted payments in, invoices out: what was paid, when the last part was, and why an invoice is not measured.

An invoice is one supplier's under one number; where a system holds an id for it, under one id of that system. A payment
and its reversal (same payment number, opposite amount) cancel each other. What is left is paid on the day of its last
part (Procurement Act 2023, section 68: the sum due must be paid, and it is when the last part is).
"""

from pathlib import Path

import polars as pl

from lccspend.streams.hashes import repeated
from lccspend.streams.numbers import is_among

INVOICE = ("supplier_key", "number", "system", "invoice_id")

ALIKE = ("paid_on", "received_on", "reason", "under_act")
"""What the figures sort invoices by."""

YES, NO = ("y", "yes", "true", "1"), ("n", "no", "false", "0")

_STERLING = ("", "GBP", "£", "STERLING")


def invoices_alike(counted: pl.LazyFrame, aside: Path | None) -> pl.DataFrame:
    """The invoices of `invoices_of`, added up: invoices (how many) and pence by what they are `ALIKE` in.

    Most invoices are one payment, whose row tells everything. So each payment is taken for an invoice of its own; those
    that may share one are then taken out again, and the invoices that they make are put in.
    """
    sums = [counted.pipe(_told).pipe(_of_one_payment).pipe(_alike)]
    sharing = repeated(counted, _INVOICE, aside)
    if not sharing.is_empty():
        shared = counted.filter(is_among(sharing)).pipe(_told)
        taken_out = shared.pipe(_of_one_payment).pipe(_alike).with_columns(-pl.col("invoices", "pence"))
        sums += [taken_out, shared.pipe(_parts).pipe(_whole).pipe(_alike)]
    added = pl.concat(sums).group_by(ALIKE).sum().filter(pl.col("invoices") > 0)
    return added.with_columns(pl.col("invoices").cast(pl.UInt32)).collect()


def invoices_of(counted: pl.LazyFrame) -> pl.LazyFrame:
    """paid_on, received_on, pence, reason (null where measured) and under_act of each invoice.

    Takes system, supplier_key, invoice_number, invoice_id, payment_number, paid_on, received_on, pence, currency,
    invoice_pence, disputed and under_act. Texts are tidy, as everywhere in `schema.TYPED`.
    """
    return counted.pipe(_told).pipe(_parts).pipe(_whole).pipe(_with_reasons)


_INVOICE = pl.struct("supplier_key", pl.col("invoice_number").str.to_uppercase(), "invoice_id")


def _alike(invoices: pl.LazyFrame) -> pl.LazyFrame:
    """How many invoices, and their pence, by what they are `ALIKE` in."""
    sums = invoices.pipe(_with_reasons).group_by(ALIKE).agg(invoices=pl.len(), pence=pl.col("pence").sum())
    return sums.with_columns(pl.col("invoices").cast(pl.Int64))


def _told(counted: pl.LazyFrame) -> pl.LazyFrame:
    """What each payment tells of its invoice: number, is_disputed, is_unclear, and asked in sterling."""
    told = counted.select(
        *("supplier_key", "system", "invoice_id", "payment_number", "paid_on", "received_on", "pence", "under_act"),
        number="invoice_number",
        mark=pl.col("disputed").fill_null("").str.strip_chars().str.to_lowercase(),
        asked=pl.when(pl.col("currency").fill_null("").is_in(_STERLING)).then(pl.col("invoice_pence")),
    )
    mark = pl.col("mark")
    return told.with_columns(is_disputed=mark.is_in(YES), is_unclear=~mark.is_in(["", *YES, *NO])).drop("mark")


def _of_one_payment(told: pl.LazyFrame) -> pl.LazyFrame:
    """As `_whole`, of invoices with a single payment."""
    pence = pl.col("pence")
    return told.with_columns(
        paid=pl.max_horizontal(pence, 0), stands=pence != 0, is_nil=pence == 0, last_received=pl.col("received_on")
    )


def _parts(told: pl.LazyFrame) -> pl.LazyFrame:
    """Payments of one invoice, payment number and size, netted: left is how many stand after their reversals."""
    pence, sign = pl.col("pence"), pl.col("pence").sign()
    return (
        told.with_columns(pl.col("number").str.to_uppercase(), size=pence.abs())
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
    reasons = pl.Enum(list(tests))
    first = pl.coalesce(pl.when(test).then(pl.lit(reason, reasons)) for reason, test in tests.items())
    return invoices.select("paid_on", "received_on", "pence", "under_act", reason=first)
