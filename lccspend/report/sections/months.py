"""Counted payments by month and system in, the year's months out; a month without payments shows as such."""

from decimal import Decimal

from lccspend.dates import months_of
from lccspend.report.filters import listed, millions, month, month_ranges
from lccspend.report.model import Absent, Column, Row, Section, Table
from lccspend.report.plots.months import monthly_spend, months_paid, most_paid
from lccspend.report.scope import Scope
from lccspend.report.words import SYSTEMS, population, systems


def build(scope: Scope) -> Section:
    return Section(
        id="months",
        heading="Spend by month",
        statements=_statements(scope),
        charts=monthly_spend(scope),
        tables=(_table(scope), *_held(scope)),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    held = scope.spend_by_month
    if not held:
        return (f"No month of {scope.year} has payments.",)
    most, least = max(held.values()), min(held.values())
    missing = tuple(label for label in months_of(scope.year) if label not in held)
    gap = f" Nothing is held for {month_ranges(missing)}." if missing else ""
    if len(held) == 1:
        return (f"Only {month(next(iter(held)))} is held, with {millions(most)}.{gap}",)
    and_least = f" and least in {months_paid(held, least)}" if least < most else ""
    return (f"{most_paid(held)}{and_least}, by date of payment.{gap}",)


def _table(scope: Scope) -> Table:
    spend = scope.spend_by_month
    labels = months_of(scope.year)
    cells = [c for c in scope.figures.months if c.month in set(labels) and c.rows]
    total: Row = (
        "Total",
        sum((c.pounds for c in cells), Decimal("0.00")),
        sum(c.rows for c in cells),
        listed(sorted({systems((c.source,)) for c in cells})) or "none",
    )
    return Table(
        name="months",
        title=f"Spend by month of payment, {scope.year}",
        columns=(
            Column("month", "Month", "month"),
            Column("spend", "Spend", "pounds"),
            Column("payments", "Payments", "count"),
            Column("sources", "Systems"),
        ),
        rows=tuple(_row(scope, label, spend) for label in labels),
        totals=(total,),
        population=population("all", scope.settings),
        notes=("[x] Not available: no payment of that month is held.",) if len(spend) < len(labels) else (),
        trace=tuple(f"{scope.year} month {label}" for label in labels[:1]),
    )


def _row(scope: Scope, label: str, spend: dict[str, Decimal]) -> Row:
    if label not in spend:
        return (label, Absent("x"), Absent("x"), Absent("x"))
    cells = [cell for cell in scope.figures.months if cell.month == label and cell.rows]
    names = systems(tuple(sorted({cell.source for cell in cells})))
    return (label, scope.told(f"{scope.year} month {label}", spend[label]), sum(cell.rows for cell in cells), names)


def _held(scope: Scope) -> tuple[Table, ...]:
    """A row for each year: its months with payments from each system, and those without any."""
    if len(scope.held) < 2:
        return ()
    shown = {label for year in scope.labels for label in months_of(year)}
    cells = [cell for cell in scope.figures.months if cell.month in shown and cell.rows]
    held = {key: {cell.month for cell in cells if cell.source == key} for key in SYSTEMS}
    sources = [key for key in SYSTEMS if held[key]]

    def row(year: str) -> Row:
        months = months_of(year)
        by_source = ([label for label in months if label in held[key]] for key in sources)
        rest = [label for label in months if not any(label in held[key] for key in sources)]
        return (year, *(_ranges(labels) for labels in (*by_source, rest)))

    return (
        Table(
            name="months-held",
            title="Months with payments, and the systems they come from",
            columns=(
                Column("financial_year", "Financial year"),
                *(Column(key, SYSTEMS[key]) for key in sources),
                Column("not_held", "Nothing held"),
            ),
            rows=tuple(row(year) for year in scope.labels),
            population=population("all", scope.settings),
        ),
    )


def _ranges(labels: list[str]) -> str:
    return "all months" if len(labels) == 12 else month_ranges(labels) or "none"
