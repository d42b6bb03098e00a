"""Answers on prompt payment and on published payments in, flat tables out, under the keys of their JSON."""

from collections.abc import Callable, Iterable
from typing import Any

from lccspend.agreements import payments, transparency
from lccspend.money import sterling
from lccspend.output.sheet import Row, Sheet, keys_of

COUNTED_FROM = "Day 1 is the day after an invoice is received; an invoice is paid with its last part."
UNDISPUTED = "No export has a column of disputes: invoices in dispute are among those measured."
UNPAID = "Invoices that were still unpaid when the payments were exported are in no export, and so not among those due."
APPROVAL = "A notice also needs the approval of the officer responsible for finance, with name and job title."
NO_INTEREST = "Interest paid and interest owed are in no export: not known."


def _paid(answer: Any) -> list[Sheet]:
    keys = keys_of(payments.PaidYear)
    rows = [_flat(year) for year in answer["years"]]
    notes = (COUNTED_FROM, NO_INTEREST, *_disputes(answer["years"]))
    main = Sheet("Invoices paid within 30 days", keys, rows, notes=notes, in_print=PAID_IN_PRINT)
    return [main, _left_out(answer["years"], ("financial_year",))]


PAID_IN_PRINT = (
    *("financial_year", "measured", "paid_within_30_days", "percent_within_30_days", "average_days"),
    *("paid_late", "paid_late_pounds", "invoices"),
)


def _notice(answer: Any) -> list[Sheet]:
    keys = keys_of(payments.NoticePeriod)
    rows = [_flat(period) for period in answer["periods"]]
    notes = (COUNTED_FROM, UNPAID, *_disputes(answer["periods"]), APPROVAL)
    main = Sheet(
        f"Payments compliance notice, {answer['authority']}",
        keys,
        rows,
        labels=3,
        notes=notes,
        in_print=NOTICE_IN_PRINT,
    )
    return [main, _left_out(answer["periods"], ("period_start", "period_end", "scope"))]


NOTICE_IN_PRINT = (
    *("period_start", "period_end", "scope", "average_days", "percent_within_30_days", "percent_31_to_60_days"),
    *("percent_61_days_or_more", "percent_due_not_paid", "percent_due_not_paid_earlier", "measured", "invoices"),
    *("notice_due", "publish_by", "publish_by_others"),
)


def _flat(one: Any) -> Row:
    """What is left out in words, and days as a number that is no money."""
    left_out = tuple(f"{line['reason']}: {line['invoices']}" for line in one["left_out"])
    days = one["average_days"]
    return {**one, "left_out": left_out, "average_days": None if days is None else f"{days:f}"}


def _disputes(parts: Iterable[Any]) -> tuple[str, ...]:
    return () if all(one["disputes_known"] for one in parts) else (UNDISPUTED,)


def _left_out(parts: Iterable[Any], names: tuple[str, ...]) -> Sheet:
    rows = [{**{name: one[name] for name in names}, **line} for one in parts for line in one["left_out"]]
    return Sheet("Invoices not measured", (*names, *keys_of(payments.LeftOut)), rows, labels=len(names) + 1)


def _large(answer: Any) -> list[Sheet]:
    return [Sheet("Payments of more than £30,000", tuple(answer["fields"]), answer["payments"], labels=2)]


def _months(answer: Any) -> list[Sheet]:
    keys = keys_of(transparency.TransparencyMonth)
    threshold = sterling(answer["threshold"]).removesuffix(".00")
    notes = (
        f"Payments and credits of more than {threshold} are exported. Amounts and VAT: "
        f"{answer['vat_basis']}. Irrecoverable VAT is in no export.",
        "Every month adds up: exported, below the threshold and published before make up what was counted.",
    )
    return [Sheet("Payments for publication", keys, answer["months"], notes=notes)]


def _compared(answer: Any) -> list[Sheet]:
    notes = (f"Rows of the file that cannot be read: {answer['not_read']:,}.",) if answer["not_read"] else ()
    title = f"Our payments against {answer['file']}"
    return [Sheet(title, keys_of(transparency.ComparedMonth), answer["months"], notes=notes)]


PAYMENT_TABLES: dict[type, Callable[[Any], list[Sheet]]] = {
    payments.PaidAnswer: _paid,
    payments.NoticeAnswer: _notice,
    payments.LargePaymentsAnswer: _large,
    transparency.TransparencyAnswer: _months,
    transparency.ComparisonAnswer: _compared,
}
