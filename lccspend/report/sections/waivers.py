"""The log of waivers and non-compliance in, how many and what they were worth by reason and by quarter out."""

from collections.abc import Iterable
from decimal import Decimal

from lccspend.dates import months_of
from lccspend.governance import DepartureKind, Departures
from lccspend.report.filters import count, month, pounds
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.scope import Scope

BASIS = "Every entry of the log for the year; values are those of the log, and are never added to spend."


def build(scope: Scope) -> Section:
    section = Section(id="waivers", heading="Waivers and non-compliance")
    kept = scope.figures.governance.departures if scope.figures.governance else None
    if kept is None:
        return section
    logged = [one for one in kept if one.financial_year == scope.year]
    if not logged:
        return Section(section.id, section.heading, statements=(f"The log holds nothing for {scope.year}.",))
    said = (
        f"In {scope.year} the log holds {_told(logged, 'waiver', 'waiver', 'waivers')} and "
        f"{_told(logged, 'non-compliance', 'case of non-compliance', 'cases of non-compliance')}.",
        "A waiver is leave given beforehand not to follow the rules of contract; non-compliance had no such leave.",
    )
    tables = (_by_reason(scope, logged), _by_quarter(scope, logged))
    return Section(section.id, section.heading, statements=said, tables=tables)


def _told(logged: Iterable[Departures], kind: DepartureKind, one: str, many: str) -> str:
    number, value = _sums(logged, kind)
    return f"{count(number)} {one if number == 1 else many}{f' worth {pounds(value)}' if number else ''}"


def _sums(logged: Iterable[Departures], kind: DepartureKind) -> tuple[int, Decimal]:
    found = [one for one in logged if one.kind == kind]
    return sum(one.number for one in found), sum((one.value for one in found), Decimal("0.00"))


def _cells(logged: Iterable[Departures]) -> Row:
    """Number and value of the waivers, of the non-compliance, and of both."""
    waivers, breaches = _sums(logged, "waiver"), _sums(logged, "non-compliance")
    return (*waivers, *breaches, waivers[0] + breaches[0], waivers[1] + breaches[1])


COLUMNS = (
    Column("waivers", "Waivers", "count"),
    Column("waivers_value", "Value of waivers", "pounds"),
    Column("non_compliance", "Non-compliance", "count"),
    Column("non_compliance_value", "Value of non-compliance", "pounds"),
    Column("both", "Both", "count"),
    Column("both_value", "Value of both", "pounds"),
)


def _by_reason(scope: Scope, logged: list[Departures]) -> Table:
    reasons = {reason: [one for one in logged if one.reason == reason] for reason in {one.reason for one in logged}}
    worth = {reason: sum((one.value for one in found), Decimal(0)) for reason, found in reasons.items()}
    order = sorted(reasons, key=lambda reason: (-worth[reason], reason))
    return Table(
        name="waivers-by-reason",
        title=f"Waivers and non-compliance by reason, {scope.year}",
        columns=(Column("reason", "Reason", "name"), *COLUMNS),
        rows=tuple((reason, *_cells(reasons[reason])) for reason in order),
        totals=(("Total", *_cells(logged)),),
        population=BASIS,
        notes=_without_value(logged),
    )


def _by_quarter(scope: Scope, logged: list[Departures]) -> Table:
    months = months_of(scope.year)
    names = [f"{month(months[n])} to {month(months[n + 2])}" for n in range(0, 12, 3)]
    rows = ((name, *_cells([one for one in logged if one.quarter == n])) for n, name in enumerate(names, start=1))
    return Table(
        name="waivers-by-quarter",
        title=f"Waivers and non-compliance by quarter, {scope.year}",
        columns=(Column("quarter", "Quarter"), *COLUMNS),
        rows=tuple(rows),
        totals=(("Total", *_cells(logged)),),
        population=BASIS,
    )


def _without_value(logged: Iterable[Departures]) -> tuple[str, ...]:
    without = sum(one.without_value for one in logged)
    return (f"Entries for which the log gives no value: {count(without)}.",) if without else ()
