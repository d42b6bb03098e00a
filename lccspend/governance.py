"""What people keep on waivers, measures and recommendations, as it is stored and printed; pounds have two decimals."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

DepartureKind = Literal["waiver", "non-compliance"]
Better = Literal["higher", "lower"]
Rating = Literal["green", "amber", "red"]
Progress = Literal["not started", "in progress", "complete"]


AMBER = Decimal("0.10")
"""A target missed by no more than this part of it is amber, by more red; the report prints the rule."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""


class Departures(Value, frozen=True):
    """Waivers, or cases of non-compliance, of one quarter and reason: how many, and the pounds that the log gives.

    Quarter 1 is April to June; without_value counts those for which the log gives no pounds.
    """

    financial_year: str
    quarter: int
    kind: DepartureKind
    reason: str
    number: int
    value: Decimal
    without_value: int


class Measure(Value, frozen=True):
    """A procurement KPI of a year: what was aimed at and what was reached, in its unit, and what that amounts to.

    actual and rating are None where it was not measured; is_given says that people gave the rating, and no rule.
    """

    financial_year: str
    measure: str
    unit: str
    target: Decimal
    actual: Decimal | None
    better: Better
    rating: Rating | None
    is_given: bool


class Action(Value, frozen=True):
    """A recommendation and what became of it; is_overdue on the day of the build."""

    reference: str
    recommendation: str
    source: str
    owner: str
    target_date: date | None
    status: Progress
    completed_on: date | None
    is_overdue: bool


class Governance(Value, frozen=True):
    """What the three files hold, each None where there is no such file; as_at is the day of the build."""

    as_at: date
    departures: tuple[Departures, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    actions: tuple[Action, ...] | None = None


def rating(target: Decimal, actual: Decimal | None, better: Better) -> Rating | None:
    """Green where the target is met, amber where it is missed by no more than AMBER of it, else red."""
    if actual is None:
        return None
    missed_by = target - actual if better == "higher" else actual - target
    if missed_by <= 0:
        return "green"
    return "amber" if missed_by <= abs(target) * AMBER else "red"
