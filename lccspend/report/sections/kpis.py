"""The council's measures of procurement in, target and actual with a rating in words out."""

from collections import Counter

from lccspend.governance import AMBER, Measure, Rating
from lccspend.report.filters import count, listed, percent
from lccspend.report.model import Absent, Column, Row, Section, Table
from lccspend.report.numbers import share
from lccspend.report.scope import Scope

MET: dict[Rating | None, str] = {
    "green": "Green: target met",
    "amber": "Amber: narrowly missed",
    "red": "Red: missed",
    None: "Not measured",
}


def build(scope: Scope) -> Section:
    section = Section(id="kpis", heading="How procurement measures itself")
    kept = scope.figures.governance.measures if scope.figures.governance else None
    if kept is None:
        return section
    measures = [one for one in kept if one.financial_year == scope.year]
    if not measures:
        return Section(section.id, section.heading, statements=(f"No measure of {scope.year} is held.",))
    return Section(section.id, section.heading, statements=(_said(scope, measures),), tables=(_table(scope, measures),))


def _said(scope: Scope, measures: list[Measure]) -> str:
    found = Counter(one.rating for one in measures)
    words: dict[Rating | None, str] = {"green": "green", "amber": "amber", "red": "red", None: "not measured"}
    parts = [f"{count(found[key])} {word}" for key, word in words.items() if found[key]]
    measured = "The one measure" if len(measures) == 1 else f"Of {count(len(measures))} measures"
    return f"{measured} of {scope.year}: {listed(parts)}."


def _table(scope: Scope, measures: list[Measure]) -> Table:
    return Table(
        name="procurement-kpis",
        title=f"Procurement measures, {scope.year}",
        columns=(
            Column("measure", "Measure", "name"),
            Column("unit", "Unit", "name"),
            Column("target", "Target", "quantity"),
            Column("actual", "Actual", "quantity"),
            Column("better", "Better when"),
            Column("rating", "Rating"),
        ),
        rows=tuple(_row(one) for one in measures),
        population="As the council keeps them; a measure need not rest on the payments of this report.",
        notes=_notes(measures),
    )


def _row(one: Measure) -> Row:
    given = ", as given" if one.is_given else ""
    actual = Absent("x") if one.actual is None else one.actual
    return (one.measure, one.unit, one.target, actual, one.better, f"{MET[one.rating]}{given}")


def _notes(measures: list[Measure]) -> tuple[str, ...]:
    margin = percent(share(AMBER, 1))
    rule = (
        f"Green: the target is met. Amber: it is missed by no more than {margin} of it. Red: it is missed by more. A "
        f"rating as given is the council's own."
    )
    missing = any(one.actual is None for one in measures)
    return (rule, *(("[x] Not available: it has not been measured.",) if missing else ()))
