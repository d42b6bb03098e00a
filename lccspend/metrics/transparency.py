"""Counted payments in, what is published of each out, in the fields of the Local Government Transparency Code 2015.

Amounts above the threshold are published whatever their sign: credit notes too. The purpose is the spending category,
because free text of an invoice may name a person.
"""

from decimal import Decimal
from typing import Literal, get_args

import polars as pl

from lccspend.metrics.cells import GROUPS
from lccspend.money import pence
from lccspend.privacy import WITHHELD_AS
from lccspend.schema import NO_NAME

Fate = Literal["published_before", "exported", "below_threshold"]
FATES: tuple[Fate, ...] = get_args(Fate)
"""What becomes of a counted payment, in the order in which it is decided."""

NOT_HELD = "Not held"
"""No export says how much of the VAT cannot be recovered."""

FIELDS = (
    "Date",
    "Transaction number",
    "Department",
    "Beneficiary",
    "Purpose",
    "Amount",
    "VAT basis",
    "Irrecoverable VAT",
    "Merchant category",
)
"""The fields of the code, with a number to compare files by and what the amount includes."""


def payments_to_publish(counted: pl.LazyFrame, threshold: Decimal) -> pl.LazyFrame:
    """Each counted row with month, became (see `TransparencyMonth`) and the columns that are published of it.

    Takes paid_on, pence, system, supplier, payment_number, invoice_payment_id, business_unit, source_category and
    category. Gives paid_on, pence, reference, department, beneficiary, purpose and merchant_category as text.
    """
    size = pl.col("pence").abs()
    became = (
        pl.when(pl.col("system") == "published")
        .then(pl.lit(FATES[0]))
        .when(size > pence(threshold))
        .then(pl.lit(FATES[1]))
        .otherwise(pl.lit(FATES[2]))
    )
    return counted.select(
        "n",
        "paid_on",
        "pence",
        month=GROUPS["month"],
        became=became,
        reference=pl.coalesce("payment_number", "invoice_payment_id").fill_null(""),
        department=pl.col("business_unit").fill_null(""),
        beneficiary=pl.col("supplier").fill_null(NO_NAME),
        purpose=pl.col("source_category").fill_null(""),
        merchant_category=pl.col("category").fill_null(""),
    )


def sums_by_month(rows: pl.LazyFrame) -> pl.DataFrame:
    """Rows and pence of each month and fate: month, became, rows, pence, credits_rows, credits, withheld_rows."""
    credit = pl.col("pence") < 0
    return (
        rows.group_by("month", "became")
        .agg(
            rows=pl.len(),
            pence=pl.col("pence").sum(),
            credits_rows=credit.sum(),
            credits=pl.col("pence").filter(credit).sum(),
            withheld_rows=(pl.col("beneficiary") == WITHHELD_AS).sum(),
        )
        .sort("month", "became")
        .collect()
    )
