"""The year's months in, the chart of monthly spend out; a month that is not held has no bar and says so."""

from decimal import Decimal

from lccspend.dates import months_of
from lccspend.report.filters import listed, millions, month, month_ranges
from lccspend.report.model import Chart
from lccspend.report.scope import Scope


def months_paid(spend: dict[str, Decimal], amount: Decimal) -> str:
    """March 2024 (£5.0m), or all months that were paid alike: April 2023 to June 2023 and May 2024 (£5.0m each)."""
    alike = [label for label in spend if spend[label] == amount]
    return f"{month_ranges(alike)} ({millions(amount)}{' each' if len(alike) > 1 else ''})"


def monthly_spend(scope: Scope) -> tuple[Chart, ...]:
    spend = scope.spend_by_month
    if not spend or max(spend.values()) <= 0:
        return ()
    return (
        Chart(
            name="monthly-spend",
            title=most_paid(spend),
            subtitle=f"Spend in {scope.year} by month of payment",
            alternative="Bar chart: " + listed([f"{month(m)} {millions(spend[m])}" for m in spend]) + ".",
            fields=("month", "pounds", "label"),
            rows=tuple(
                (month(m)[:3], spend.get(m), millions(spend[m]) if m in spend else "[x]") for m in months_of(scope.year)
            ),
        ),
    )


def most_paid(spend: dict[str, Decimal]) -> str:
    """Most was paid in March 2024 (£5.0m); or, where no month differs, what was paid in each."""
    most = max(spend.values())
    if len(spend) > 1 and most == min(spend.values()):
        return f"In each month held {millions(most)} was paid"
    return f"Most was paid in {months_paid(spend, most)}"
