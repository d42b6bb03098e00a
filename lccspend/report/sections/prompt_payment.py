"""Invoices measured in, how promptly suppliers are paid out: by year and by reporting period."""

from collections.abc import Collection
from decimal import Decimal

from msgspec import structs

from lccspend.agreements.payments import NoticePeriod, PaidYear, PaymentFigures
from lccspend.dates import financial_year
from lccspend.law.dated import duty
from lccspend.plurals import how_many
from lccspend.report.filters import count, day, percent
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.numbers import of_percent, share, uneven
from lccspend.report.scope import Scope
from lccspend.report.words import ROUNDED

BASIS = "Invoices by the day on which their last part was paid; day 1 is the day after an invoice is received."


def of_years(payments: PaymentFigures, labels: Collection[str]) -> PaymentFigures:
    """The figures of these financial years."""
    return structs.replace(
        payments,
        years=tuple(y for y in payments.years if y.financial_year in labels),
        periods=tuple(p for p in payments.periods if financial_year(p.period_start) in labels),
        large=tuple(p for p in payments.large if financial_year(p.payment_date) in labels),
    )


def build(scope: Scope) -> Section:
    section = Section(id="prompt_payment", heading="How promptly suppliers are paid")
    years = of_years(scope.figures.payments, scope.labels).years
    year = next((y for y in years if y.financial_year == scope.year), None)
    if year is None or not year.measured:
        return section
    tables = (_by_year(years), *_periods(scope), *_left_out(year))
    return Section(section.id, section.heading, statements=_said(year), tables=tables)


def _said(year: PaidYear) -> tuple[str, ...]:
    within = percent(share(year.paid_within_30_days, year.measured))
    first = (
        f"Of {how_many(year.invoices, 'invoice')} paid in {year.financial_year}, {count(year.measured)} can be "
        f"measured; {within} of these were paid within 30 days of receipt, and the average was {year.average_days} "
        f"days."
    )
    second = "Interest paid or owed for late payment is in no export, so it is not known."
    disputes = "No export marks an invoice that is in dispute, so disputed invoices are among those measured."
    return (first, second) if year.disputes_known else (first, second, disputes)


def _by_year(years: tuple[PaidYear, ...]) -> Table:
    return Table(
        name="prompt-payment",
        title="Invoices paid within 30 days, by year",
        columns=(
            Column("financial_year", "Year"),
            Column("invoices", "Invoices paid", "count"),
            Column("measured", "Measured", "count"),
            Column("paid_within_30_days", "Within 30 days", "count"),
            Column("percent_within_30_days", "Share of measured", "share"),
            Column("average_days", "Average days", "days"),
            Column("paid_late_pounds", "Paid late", "pounds", "What was paid on invoices after 30 days"),
        ),
        rows=tuple(_year(year) for year in years),
        population=BASIS,
        notes=("[z] Not applicable: no invoice of the year can be measured.",)
        if any(not year.measured for year in years)
        else (),
    )


def _year(year: PaidYear) -> Row:
    return (
        year.financial_year,
        year.invoices,
        year.measured,
        year.paid_within_30_days if year.measured else Absent("z"),
        share(year.paid_within_30_days, year.measured),
        _days(year.average_days),
        year.paid_late_pounds if year.measured else Absent("z"),
    )


def _days(average: Decimal | None) -> Cell:
    return Absent("z") if average is None else average


def _periods(scope: Scope) -> tuple[Table, ...]:
    """The five figures of a notice; empty where no law asks for it, or no period has an invoice that is measured."""
    periods = [p for p in scope.figures.payments.periods if financial_year(p.period_start) == scope.year and p.measured]
    if not periods or not scope.is_in_england:
        return ()
    return (
        Table(
            name="payments-compliance",
            title=f"The figures of a payments compliance notice, reporting periods of {scope.year}",
            columns=(
                Column("reporting_period", "Period"),
                Column("scope", "Which invoices"),
                Column("measured", "Measured", "count"),
                Column("average_days", "Average days", "days"),
                Column("percent_within_30_days", "Within 30 days", "share"),
                Column("percent_31_to_60_days", "31 to 60 days", "share"),
                Column("percent_61_days_or_more", "61 days or more", "share"),
                Column(
                    "percent_due_not_paid", "Due, not paid", "share", "Of invoices that fell due, not paid by the end"
                ),
            ),
            rows=tuple(_period(period) for period in periods),
            population=BASIS,
            notes=(*(ROUNDED if any(uneven(_period(p)[4:7]) for p in periods) else ()), *_notes(periods)),
        ),
    )


def _period(period: NoticePeriod) -> Row:
    return (
        f"{day(period.period_start)} to {day(period.period_end)}",
        period.scope,
        period.measured,
        _days(period.average_days),
        of_percent(period.percent_within_30_days),
        of_percent(period.percent_31_to_60_days),
        of_percent(period.percent_61_days_or_more),
        of_percent(period.percent_due_not_paid),
    )


def _notes(periods: list[NoticePeriod]) -> list[str]:
    law = duty("payments compliance notice")
    said = []
    for period in periods:
        if period.publish_by and period.publish_by_others:
            said.append(
                f"The notice for the period to {day(period.period_end)} must be published by {day(period.publish_by)}: "
                f"the 30 days begin with its last day, so that {day(period.publish_by_others)} would be a day late."
            )
    if not said:
        said.append(f"The law asks for a notice from {day(law.valid_from)} on, about contracts under the Act.")
    if any(period.percent_due_not_paid is None for period in periods):
        held = day(periods[0].payments_held_to)
        said.append(f"[x] Not available: payments are held to {held}, and invoices not paid by then are in no export.")
    return said


def _left_out(year: PaidYear) -> tuple[Table, ...]:
    if not year.left_out:
        return ()
    invoices = sum(line.invoices for line in year.left_out)
    paid = sum((line.pounds for line in year.left_out), Decimal("0.00"))
    return (
        Table(
            name="invoices-not-measured",
            title=f"Invoices that are not measured, {year.financial_year}",
            columns=(
                Column("reason", "Reason"),
                Column("invoices", "Invoices", "count"),
                Column("pounds", "Paid on them", "pounds"),
            ),
            rows=tuple((line.reason.capitalize(), line.invoices, line.pounds) for line in year.left_out),
            totals=(("Total", invoices, paid),),
            population=BASIS,
        ),
    )
