"""Counted payments and the register in, those under public contracts of the Procurement Act 2023 out."""

from datetime import date
from typing import Any

import polars as pl

from lccspend.agreements.payments import LargePayment
from lccspend.law.dated import duty, regimes
from lccspend.law.reporting import quarter_of
from lccspend.metrics.links import Linker, link_payments
from lccspend.metrics.register import Contract, Register
from lccspend.money import pence, pounds
from lccspend.privacy import printed_name
from lccspend.streams.numbers import is_among

ACT = "Procurement Act 2023"
CONCESSION = "concession"
"""A route that holds the word is a concession, which both sections leave out."""


_TOLD = (
    *("n", "system", "paid_on", "pence", "supplier_key", "supplier", "supplier_number", "private"),
    *("invoice_number", "payment_number", "invoice_payment_id"),
)


def is_public(contract: Contract) -> bool:
    """Whether a contract is under the Act by its regime, light touch included, and no concession."""
    regime = contract.regime
    route = " ".join(entry.route for entry in contract.entries).casefold()
    return regime is not None and regime.regime.name.startswith(ACT) and CONCESSION not in route


def begun(contract: Contract) -> date | None:
    """The day on which its procurement began, else on which it began itself."""
    return contract.procured or contract.start


def public_payments(counted: pl.LazyFrame, register: Register, known: Linker) -> pl.DataFrame:
    """The counted rows under public contracts of the Act: `_TOLD`, contract and link_method; none before it began."""
    numbers = [n for n, contract in enumerate(register.contracts) if is_public(contract)]
    first = min(regime.valid_from for regime in regimes() if regime.name.startswith(ACT))
    late = counted.filter(pl.col("paid_on") >= first) if numbers else counted.clear()
    own = link_payments(late, known).filter(pl.col("contract").is_in(numbers))
    return own.select(*_TOLD, "contract", "link_method").collect()


def with_scope(counted: pl.LazyFrame, public: pl.DataFrame) -> pl.LazyFrame:
    """Add under_act to counted rows: whether they are among those of `public_payments`."""
    return counted.with_columns(under_act=is_among(public["n"]))


def large_payments(public: pl.DataFrame, register: Register) -> tuple[LargePayment, ...]:
    """Section 70: each payment over the limit by itself, under contracts whose procurement began since the duty did.

    A payment and its reversal cancel each other. In the order of day, supplier and reference.
    """
    law = duty("payments of more than £30,000")
    late = [n for n, c in enumerate(register.contracts) if (day := begun(c)) and day >= law.valid_from]
    size, sign = pl.col("pence").abs(), pl.col("pence").sign()
    payment = ["system", "supplier_key", "invoice_number", "payment_number", size.alias("size")]
    found = (
        public.filter((size > pence(law.pounds)) & pl.col("contract").is_in(late))
        .filter(pl.col("paid_on") >= law.valid_from)
        .sort("paid_on", "n")
        .with_columns(left=sign.sum().over(payment), nth=pl.int_range(pl.len(), 0, -1).over([*payment, sign]))
        .filter((pl.col("pence") > 0) & (pl.col("nth") <= pl.col("left")))
        .sort("paid_on", "supplier", "payment_number", "n", nulls_last=True)
    )
    return tuple(_large(row, register.contracts[row["contract"]]) for row in found.iter_rows(named=True))


def _large(row: dict[str, Any], contract: Contract) -> LargePayment:
    law = duty("payments of more than £30,000")
    quarter, applied = quarter_of(row["paid_on"], law), contract.regime
    return LargePayment(
        quarter_start=quarter.first,
        quarter_end=quarter.last,
        publish_by=quarter.publish_by(law),
        contract_reference=contract.reference,
        contract_title=printed_name(contract.title, row["private"]),
        supplier=row["supplier"],
        supplier_number=row["supplier_number"] or "",
        payment_date=row["paid_on"],
        amount=pounds(row["pence"]),
        payment_reference=row["payment_number"] or row["invoice_payment_id"] or "",
        linked_by=row["link_method"],
        regime_basis=applied.basis if applied else "",
    )
