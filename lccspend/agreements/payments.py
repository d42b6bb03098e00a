"""How promptly invoices are paid, and payments of more than £30,000: what is stored, answered and printed.

Days run from the day after an invoice is received, which is day 1. Invoices are whole invoices, however many parts they
are paid in. Percentages are None where nothing is measured; pounds are Decimals with two decimals.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from lccspend.agreements.figure import Figure

Reason = Literal[
    "no invoice number",
    "voided and reversed",
    "of no value",
    "credit note",
    "in dispute",
    "mark of a dispute not understood",
    "no date of receipt",
    "several dates of receipt",
    "received after it was paid",
    "paid in part",
]
"""Why an invoice is not measured, in the order in which the reasons are tried."""

Scope = Literal["contracts under the Act", "all invoices"]
"""A payments compliance notice is about public contracts under the Procurement Act 2023; the other is context."""


class LeftOut(Figure, frozen=True):
    """Invoices that are not measured for one reason, with what was paid on them."""

    reason: Reason
    invoices: int
    pounds: Decimal


class PaidYear(Figure, frozen=True):
    """Regulation 113: invoices whose last part was paid in the year.

    invoices = measured + those left out. disputes_known says whether any export has a column of disputes; where none
    has, disputed invoices stand among those measured. Interest is in no export, so that it is None: not known.
    """

    financial_year: str
    invoices: int
    measured: int
    measured_pounds: Decimal
    paid_within_30_days: int
    percent_within_30_days: Decimal | None
    paid_late: int
    paid_late_pounds: Decimal
    average_days: Decimal | None
    interest_paid: Decimal | None
    interest_liable: Decimal | None
    disputes_known: bool
    left_out: tuple[LeftOut, ...]


class NoticePeriod(Figure, frozen=True):
    """Section 69: the five figures of regulation 38(2) for one reporting period, and what they rest on.

    The figures are average_days, percent_within_30_days, percent_31_to_60_days, percent_61_days_or_more (of the
    invoices paid in the period) and percent_due_not_paid (of the invoices that fell due in it, by day 30; those not
    paid by its end). percent_due_not_paid_earlier is the last again by the earlier due day of section 68(2), whose 30
    days begin with the day of receipt. Both are None while no payment after the period is held: unpaid invoices are in
    no export, and only a later payment tells of one. notice_due says whether the period falls under the duty;
    publish_by is the last day by section 69(1), publish_by_others the day after, which others name.
    """

    period_start: date
    period_end: date
    scope: Scope
    notice_due: bool
    publish_by: date | None
    publish_by_others: date | None
    invoices: int
    measured: int
    average_days: Decimal | None
    percent_within_30_days: Decimal | None
    percent_31_to_60_days: Decimal | None
    percent_61_days_or_more: Decimal | None
    percent_due_not_paid: Decimal | None
    percent_due_not_paid_earlier: Decimal | None
    due: int
    due_not_paid: int
    payments_held_to: date
    disputes_known: bool
    left_out: tuple[LeftOut, ...]


class LargePayment(Figure, frozen=True):
    """Section 70: one payment of more than £30,000 under a public contract; regime_basis says which date decided."""

    quarter_start: date
    quarter_end: date
    publish_by: date
    contract_reference: str
    contract_title: str
    supplier: str
    supplier_number: str
    payment_date: date
    amount: Decimal
    payment_reference: str
    linked_by: str
    regime_basis: str


class PaymentFigures(Figure, frozen=True):
    """All of them; years and periods are empty where no payment names an invoice that can be considered."""

    years: tuple[PaidYear, ...] = ()
    periods: tuple[NoticePeriod, ...] = ()
    large: tuple[LargePayment, ...] = ()


class PaidAnswer(Figure, frozen=True):
    years: tuple[PaidYear, ...]


class NoticeAnswer(Figure, frozen=True):
    """What regulation 38(2) asks for but the approval of the officer responsible for finance, which a person gives."""

    authority: str
    periods: tuple[NoticePeriod, ...]


class LargePaymentsAnswer(Figure, frozen=True):
    """fields are those of the settings, in their order: the columns of the table."""

    fields: tuple[str, ...]
    payments: tuple[LargePayment, ...]
