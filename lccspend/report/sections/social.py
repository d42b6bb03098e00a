"""Social value committed and delivered in, its themes out; it is never part of spend."""

from decimal import Decimal

from lccspend.agreements import MeasureTotal, SocialSums, SocialValue
from lccspend.plurals import how_many
from lccspend.report.filters import count, millions, pounds
from lccspend.report.model import Absent, Cell, Column, Row, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import Scope


def build(scope: Scope) -> Section:
    section = Section(id="social", heading="Social value")
    value = scope.figures.social_value
    if value is None or not value.themes:
        return section
    said = [
        f"Suppliers have committed {millions(value.committed)} of social value and report {millions(value.delivered)} "
        f"as delivered, by proxy values. These are not payments, and are never added to spend.",
    ]
    if value.local_spend_committed or value.local_spend_delivered:
        said.append(
            f"Local spend that is counted as social value stands apart: {pounds(value.local_spend_committed)} "
            f"committed and {pounds(value.local_spend_delivered)} delivered."
        )
    if value.contracts_running:
        said.append(
            f"{count(value.running_with_measures)} of {how_many(value.contracts_running, 'contract')} running "
            f"{'has' if value.running_with_measures == 1 else 'have'} measures."
        )
    return Section(section.id, section.heading, statements=tuple(said), tables=(_table(value), *_measures(value)))


def _table(value: SocialValue) -> Table:
    return Table(
        name="social-value",
        title="Social value by theme, of all years held",
        columns=(
            Column("theme", "Theme", "name"),
            Column("measures", "Measures", "count"),
            Column("contracts", "Contracts", "count"),
            Column("committed", "Committed", "pounds"),
            Column("delivered", "Delivered", "pounds"),
            Column("percent_delivered", "Delivered share", "share"),
        ),
        rows=tuple((theme.theme, theme.measures, theme.contracts, *_sums(theme)) for theme in value.themes),
        totals=(
            ("Total", sum(theme.measures for theme in value.themes), value.contracts_with_measures, *_sums(value)),
        ),
        population="Contracts in the social value export; a contract may have measures of several themes.",
    )


def _measures(value: SocialValue) -> tuple[Table, ...]:
    if not value.measures:
        return ()
    rows = tuple(_measure(one) for one in value.measures)
    missing = any(isinstance(cell, Absent) and cell.mark == "x" for row in rows for cell in row)
    return (
        Table(
            name="social-value-measures",
            title="Social value by measure, of all years held",
            columns=(
                Column("theme", "Theme", "name"),
                Column("outcome", "Outcome", "name"),
                Column("measure", "Measure", "name"),
                Column("unit", "Unit", "name"),
                Column("committed_quantity", "Committed, units", "quantity"),
                Column("delivered_quantity", "Delivered, units", "quantity"),
                Column("committed", "Committed", "pounds"),
                Column("delivered", "Delivered", "pounds"),
            ),
            rows=rows,
            population="By proxy value; local spend that is counted as social value has units, and no proxy value.",
            notes=("[x] Not available: the export gives no quantity.",) if missing else (),
        ),
    )


def _measure(one: MeasureTotal) -> Row:
    name = " ".join(filter(None, (one.measure_reference, one.measure))) or "(none)"
    quantities = (_quantity(number) for number in (one.committed_quantity, one.delivered_quantity))
    return (one.theme, one.outcome or "(none)", name, one.unit or "(none)", *quantities, one.committed, one.delivered)


def _quantity(number: Decimal | None) -> Cell:
    return Absent("x") if number is None else number


def _sums(value: SocialSums) -> tuple[Cell, ...]:
    return (value.committed, value.delivered, share(value.delivered, value.committed))
