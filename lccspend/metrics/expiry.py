"""Contracts and a day in, those that end or may be extended within so many months out: the forward plan."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lccspend.agreements import Expiring, Horizon, RegisterContract

HORIZONS = (6, 12, 18, 24)
"""Months ahead: the council plans 18 to 24 months, and a tender takes half a year and more."""


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def expiring(contracts: Iterable[RegisterContract], as_at: date, until: date) -> tuple[Expiring, ...]:
    """From as_at up to and including until, the soonest first; contracts without an end are not among them."""
    found = (event for contract in contracts for event in _events(contract) if as_at <= event.on <= until)
    return tuple(sorted(found, key=lambda e: (e.on, e.reference, e.title)))


def _events(contract: RegisterContract) -> Iterator[Expiring]:
    last = contract.last_day
    if last is None:
        return
    parts: dict[str, Any] = {
        "last_day": last,
        "reference": contract.reference,
        "title": contract.title,
        "suppliers": contract.suppliers,
        "category": contract.category,
        "annual_value": contract.annual_value,
        "total_value": contract.total_value,
    }
    if contract.end and contract.end < last:
        yield Expiring(on=contract.end, event="extension may be taken up", **parts)
    yield Expiring(on=last, event="ends", **parts)


def horizons(contracts: Iterable[RegisterContract], as_at: date) -> tuple[Horizon, ...]:
    """The forward plan in short for each of HORIZONS; a longer one holds the shorter ones."""
    held = tuple(contracts)
    return tuple(_horizon(held, months, as_at) for months in HORIZONS)


def _horizon(contracts: tuple[RegisterContract, ...], months: int, as_at: date) -> Horizon:
    until = add_months(as_at, months)
    found = expiring(contracts, as_at, until)
    ending = [e for e in found if e.event == "ends"]
    extendable = [e for e in found if e.event != "ends"]
    return Horizon(
        months=months,
        as_at=as_at,
        until=until,
        ending=len(ending),
        ending_value=_value(ending),
        extendable=len(extendable),
        extendable_value=_value(extendable),
        without_value=sum(e.total_value is None for e in found),
    )


def _value(events: Iterable[Expiring]) -> Decimal:
    return sum((e.total_value for e in events if e.total_value is not None), Decimal("0.00"))
