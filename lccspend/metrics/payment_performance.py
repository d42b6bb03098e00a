"""Invoices in, the figures of regulation 113 by year and of section 69 by reporting period out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import polars as pl

from lccspend.agreements.payments import LeftOut, NoticePeriod, PaidYear, PaymentFigures, Reason, Scope
from lccspend.dates import days_of, financial_year, years_between
from lccspend.law.dated import duty
from lccspend.law.reporting import Period, reporting_periods
from lccspend.metrics.invoices import invoices_alike
from lccspend.metrics.links import Linker
from lccspend.metrics.public_contracts import large_payments, public_payments, with_scope
from lccspend.metrics.register import Register
from lccspend.money import mean, percent, pounds, pounds_of

ACT, ALL = get_args(Scope)

MONTH, TWO_MONTHS = 30, 60
"""The days by which regulation 38(2)(c) of the Procurement Regulations 2024 sorts payments."""


def payment_figures(counted: pl.LazyFrame, register: Register, known: Linker, aside: Path | None) -> PaymentFigures:
    """All figures of payment performance; without any date of receipt only the large payments.

    aside is a folder for what is put there meanwhile, None where rows are held in memory.
    """
    public = public_payments(counted, register, known)
    large = large_payments(public, register)
    held = read_invoices(with_scope(counted, public), aside)
    if held is None:
        return PaymentFigures(large=large)
    return PaymentFigures(years=paid_years(held), periods=notice_periods(held), large=large)


@dataclass(frozen=True)
class Invoices:
    """The invoices (see `invoices_alike`) with days from receipt to payment, and what the exports tell.

    First and last are days of payments.
    """

    rows: pl.DataFrame
    first: date
    last: date
    disputes_known: bool


def read_invoices(counted: pl.LazyFrame, aside: Path | None) -> Invoices | None:
    """The invoices of counted payments; None where no payment has a date of receipt, so that nothing can be said."""
    told = counted.select(
        pl.col("received_on").count(), pl.col("disputed").count(), pl.col("paid_on").min().alias("first"),
        pl.col("paid_on").max().alias("last"),
    ).collect()  # fmt: skip
    received, disputed, first, last = told.row(0)
    if not received:
        return None
    if not disputed:
        counted = counted.with_columns(disputed=pl.lit(None, pl.String))  # one value, looked at once, for all rows
    days = (pl.col("paid_on") - pl.col("received_on")).dt.total_days()  # on day 30 they are 30
    return Invoices(invoices_alike(counted, aside).with_columns(days=days), first, last, bool(disputed))


def paid_years(held: Invoices) -> tuple[PaidYear, ...]:
    """Regulation 113, for every financial year with payments."""
    made = (_year(held, *days_of(label)) for label in years_between(held.first, held.last))
    return tuple(year for year in made if year.invoices)


def _year(held: Invoices, first: date, last: date) -> PaidYear:
    found = _paid_between(held.rows, first, last)
    days_to_pay = duty("prompt payment statistics").days_to_pay
    within = _number(found.measured.filter(pl.col("days") <= days_to_pay))
    late = found.measured.filter(pl.col("days") > days_to_pay)
    return PaidYear(
        financial_year=financial_year(first),
        invoices=found.invoices,
        measured=_number(found.measured),
        measured_pounds=pounds_of(found.measured["pence"]),
        paid_within_30_days=within,
        percent_within_30_days=percent(within, _number(found.measured)),
        paid_late=_number(late),
        paid_late_pounds=pounds_of(late["pence"]),
        average_days=found.average_days,
        interest_paid=None,
        interest_liable=None,
        disputes_known=held.disputes_known,
        left_out=found.left_out,
    )


def _number(rows: pl.DataFrame) -> int:
    """How many invoices the rows stand for."""
    return int(rows["invoices"].sum())


@dataclass(frozen=True)
class _Paid:
    """The invoices paid in a period: those measured, and the others by reason."""

    invoices: int
    measured: pl.DataFrame
    left_out: tuple[LeftOut, ...]

    @property
    def average_days(self) -> Decimal | None:
        days = self.measured.select((pl.col("days") * pl.col("invoices")).sum()).item()
        return mean(int(days), _number(self.measured))

    def percent_within(self, first: int, last: int | None) -> Decimal | None:
        """Of the invoices measured, the share paid on these days; last None has no end."""
        days = pl.col("days")
        inside = (days >= first) & (days <= last) if last is not None else days >= first
        return percent(_number(self.measured.filter(inside)), _number(self.measured))


def _paid_between(rows: pl.DataFrame, first: date, last: date) -> _Paid:
    own = rows.filter(pl.col("paid_on").is_between(first, last))
    counts = own.group_by("reason").agg(pl.col("invoices").sum(), pl.col("pence").sum())
    by_reason = {reason: (count, pence) for reason, count, pence in counts.iter_rows()}
    left_out = tuple(
        LeftOut(reason=reason, invoices=by_reason[reason][0], pounds=pounds(by_reason[reason][1]))
        for reason in get_args(Reason)
        if reason in by_reason
    )
    return _Paid(_number(own), own.filter(pl.col("reason").is_null()), left_out)


def notice_periods(held: Invoices) -> tuple[NoticePeriod, ...]:
    """Section 69: each reporting period, for contracts under the Act where any was paid or fell due, and for all."""
    return tuple(_periods(held))


def _periods(held: Invoices) -> Iterator[NoticePeriod]:
    of: dict[Scope, pl.DataFrame] = {ACT: held.rows.filter(pl.col("under_act")), ALL: held.rows}
    scopes = {scope: rows for scope, rows in of.items() if not rows.is_empty()}
    for period in reporting_periods(held.first, held.last, duty("payments compliance notice")):
        for scope, rows in scopes.items():
            made = _period(held, rows, period, scope)
            if made.invoices or made.due:
                yield made


def _period(held: Invoices, rows: pl.DataFrame, period: Period, scope: Scope) -> NoticePeriod:
    law = duty("payments compliance notice")
    paid = _paid_between(rows, period.first, period.last)
    due, not_paid = _fallen_due(rows, period, law.days_to_pay)
    due_earlier, not_paid_earlier = _fallen_due(rows, period, law.days_to_pay - 1)
    is_over = held.last > period.last  # until then an invoice not paid cannot be told from one that does not exist
    is_due = period.under_duty and scope == ACT
    return NoticePeriod(
        period_start=period.first,
        period_end=period.last,
        scope=scope,
        notice_due=is_due,
        publish_by=period.publish_by(law) if is_due else None,
        publish_by_others=period.publish_by_others(law) if is_due else None,
        invoices=paid.invoices,
        measured=_number(paid.measured),
        average_days=paid.average_days,
        percent_within_30_days=paid.percent_within(0, MONTH),
        percent_31_to_60_days=paid.percent_within(MONTH + 1, TWO_MONTHS),
        percent_61_days_or_more=paid.percent_within(TWO_MONTHS + 1, None),
        percent_due_not_paid=percent(not_paid, due) if is_over else None,
        percent_due_not_paid_earlier=percent(not_paid_earlier, due_earlier) if is_over else None,
        due=due,
        due_not_paid=not_paid,
        payments_held_to=held.last,
        disputes_known=held.disputes_known,
        left_out=paid.left_out,
    )


def _fallen_due(rows: pl.DataFrame, period: Period, days: int) -> tuple[int, int]:
    """Invoices whose due day, so many days after receipt, lies in the period, and of them those not paid by its end.

    An invoice paid in part is not paid. A due day on a weekend or a bank holiday stays where it is: the Act counts
    days, and makes no exception for them.
    """
    dated = rows.filter(pl.col("reason").is_null() | (pl.col("reason") == "paid in part"))
    due = dated.filter((pl.col("received_on") + timedelta(days=days)).is_between(period.first, period.last))
    unpaid = due.filter((pl.col("paid_on") > period.last) | pl.col("reason").is_not_null())
    return _number(due), _number(unpaid)
