"""What was last published and what is now in, the list of revisions out; without a published report there is none."""

from decimal import Decimal

from lccspend.report.filters import count, day, month
from lccspend.report.model import Absent, Column, Row, Section, Table
from lccspend.report.scope import Scope


def build(scope: Scope) -> Section:
    then = scope.baseline.published_on
    section = Section(id="revisions", heading="Revisions")
    if then is None:
        return section
    number = len(scope.revisions)
    if not number:
        said = f"No figure of the years shown differs from the report published on {day(then)}."
        return Section(section.id, section.heading, statements=(said,))
    which = "1 figure of the years shown differs" if number == 1 else f"{count(number)} figures differ"
    said = f"{which} from the report published on {day(then)}; where they are printed they bear the mark [r]."
    return Section(section.id, section.heading, statements=(said,), tables=(_table(scope, day(then)),))


def _table(scope: Scope, then: str) -> Table:
    return Table(
        name="revisions",
        title=f"Figures that differ from the report of {then}",
        columns=(
            Column("financial_year", "Financial year"),
            Column("figure", "Figure", "name"),
            Column("published", "As published", "pounds"),
            Column("now", "Now", "pounds"),
            Column("change", "Change", "pounds"),
        ),
        rows=tuple(_row(scope, name, *values) for name, values in scope.revisions.items()),
        population="Figures in pounds of the years shown, all suppliers.",
        notes=("[x] Not available: there is no such figure any more.",)
        if any(now is None for _, now in scope.revisions.values())
        else (),
    )


def _row(scope: Scope, name: str, then: Decimal, now: Decimal | None) -> Row:
    year, _, rest = name.partition(" ")
    if now is None:
        return (year, _told(scope, rest), then, Absent("x"), Absent("x"))
    return (year, _told(scope, rest), then, now, now - then)


def _told(scope: Scope, rest: str) -> str:
    """The key of the home area is its name, district Preston is Preston, month 2023-04 is April 2023."""
    kind, _, name = rest.partition(" ")
    if kind == "total":
        return "Paid to all suppliers"
    return {"district": name, "month": month(name) if kind == "month" else "", "band": f"Suppliers paid {name}"}.get(
        kind, scope.places[kind]
    )
