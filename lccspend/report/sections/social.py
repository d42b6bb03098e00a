"""Social value committed and delivered in, its themes out; it is never part of spend."""

from lccspend.agreements import SocialSums, SocialValue
from lccspend.report.filters import count, millions, pounds
from lccspend.report.model import Cell, Column, Section, Table
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
            f"{count(value.running_with_measures)} of {count(value.contracts_running)} contracts running have measures."
        )
    return Section(section.id, section.heading, statements=tuple(said), tables=(_table(value),))


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


def _sums(value: SocialSums) -> tuple[Cell, ...]:
    return (value.committed, value.delivered, share(value.delivered, value.committed))
