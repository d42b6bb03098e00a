"""The year's months in, the chart of monthly spend out; a month that is not held has no bar and says so."""

from lccspend.dates import months_of
from lccspend.report.filters import listed, millions, month
from lccspend.report.model import Chart
from lccspend.report.scope import Scope


def monthly_spend(scope: Scope) -> tuple[Chart, ...]:
    spend = scope.spend_by_month
    if not spend or max(spend.values()) <= 0:
        return ()
    most = max(spend, key=lambda label: (spend[label], label))
    return (
        Chart(
            name="monthly-spend",
            title=f"Most was paid in {month(most)}: {millions(spend[most])}",
            subtitle=f"Spend in {scope.year} by month of payment",
            alternative="Bar chart: " + listed([f"{month(m)} {millions(spend[m])}" for m in spend]) + ".",
            fields=("month", "pounds", "label"),
            rows=tuple(
                (month(m)[:3], spend.get(m), millions(spend[m]) if m in spend else "[x]") for m in months_of(scope.year)
            ),
        ),
    )
