"""Invented waivers, measures and recommendations, small enough to add up."""

from datetime import date
from decimal import Decimal
from typing import Any

from lccspend.governance import Action, Departures, Governance, Measure

DAY = date(2024, 9, 2)


def departures(kind: Any, quarter: int, reason: str, number: int, value: int, without: int = 0) -> Departures:
    worth = Decimal(value).quantize(Decimal("0.01"))
    return Departures(
        financial_year="2023/24", quarter=quarter, kind=kind, reason=reason, number=number, value=worth,
        without_value=without,
    )  # fmt: skip


def measure(name: str, target: str, actual: str | None, rating: Any, **changes: Any) -> Measure:
    values = {
        "financial_year": "2023/24", "measure": name, "unit": "%", "target": Decimal(target),
        "actual": None if actual is None else Decimal(actual), "better": "higher", "rating": rating, "is_given": False,
    }  # fmt: skip
    return Measure(**(values | changes))


def action(reference: str, status: Any, target: date | None = None, **changes: Any) -> Action:
    values = {
        "reference": reference, "recommendation": "Keep one log", "source": "Audit", "owner": "Head of Procurement",
        "target_date": target, "status": status, "completed_on": None, "is_overdue": False,
    }  # fmt: skip
    return Action(**(values | changes))


def governance() -> Governance:
    return Governance(
        as_at=DAY,
        departures=(
            departures("non-compliance", 1, "Late start", 1, 500),
            departures("waiver", 1, "Extreme urgency", 2, 3000, 1),
            departures("waiver", 4, "Late start", 1, 2600),
        ),
        measures=(
            measure("Spend under contract", "70", "64.50", "amber"),
            measure("Waivers granted", "24", "31", "red", unit="waivers", better="lower", is_given=True),
            measure("Suppliers content", "75", None, None),
        ),
        actions=(
            action("R1", "complete", date(2024, 3, 31), completed_on=date(2024, 3, 18)),
            action("R2", "in progress", date(2024, 8, 31), is_overdue=True),
            action("", "not started", owner=""),
        ),
    )
