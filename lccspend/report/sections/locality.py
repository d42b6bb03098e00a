"""The years in, the share that goes to the home area out: by year, by place, and how sure it is."""

from collections.abc import Callable

from lccspend.figures import LOCALITIES, LocalityYear
from lccspend.report.comparison import coverage, exact, place_share, range_sentence, told_share
from lccspend.report.filters import listed, marks, percent, pounds
from lccspend.report.model import Absent, Cell, Column, Row, Section, Share, Table
from lccspend.report.numbers import of_percent
from lccspend.report.plots.years import share_by_year
from lccspend.report.scope import Scope
from lccspend.report.sections.limits import covers
from lccspend.report.words import absent_marks, absent_notes, mark_meaning, population, so_far, systems


def build(scope: Scope) -> Section:
    return Section(
        id="locality",
        heading=f"How much is spent with suppliers in {scope.places.area}",
        statements=_statements(scope),
        charts=share_by_year(scope),
        tables=(_by_year(scope), _evidence(scope), _by_place(scope)),
    )


def _statements(scope: Scope) -> tuple[str, ...]:
    year, area = scope.locality, scope.places.area
    paid = f"In {year.financial_year}{so_far(year)} {pounds(year.total)} was paid to suppliers"
    if year.total <= 0:
        headline = f"{paid} after credits, so there is no share to speak of."
    elif isinstance(told_share(year), Absent):
        headline = f"{paid}. What share went to {area} cannot be said, because too few places are known."
    else:
        local = f"{pounds(year.lancashire)}, or {percent(told_share(year))}"
        headline = f"{paid}, of which {local}, went to suppliers with an address in {area}."
    return tuple(filter(None, (headline, _bounds(scope), range_sentence(scope))))


def _bounds(scope: Scope) -> str:
    """What the places that are not known could do to the share."""
    year = scope.locality
    if isinstance(told_share(year), Absent) or year.unknown == 0:
        return ""
    least, most = (place_share(part, year) for part in (year.lancashire, year.lancashire + year.unknown))
    return (
        f"For {pounds(year.unknown)} of it the place is not known: were all of that elsewhere the share would be "
        f"{percent(least)}, and were all of it in {scope.places.area}, {percent(most)}."
    )


def _rows(scope: Scope, cells: Callable[[LocalityYear], Row], width: int) -> tuple[Row, ...]:
    """A row for each year shown; a year of which nothing is held has no figures."""
    held = {year.financial_year: year for year in scope.held}
    nothing: Row = (Absent("x"),) * width
    return tuple((label, *(cells(held[label]) if label in held else nothing)) for label in scope.labels)


def nothing_placed(year: LocalityYear) -> bool:
    """Whether no payment of the year has a known place, so that the money by place says nothing."""
    return "x" in year.marks and not year.coverage_percent


def _by_year(scope: Scope) -> Table:
    area = scope.places.area

    def cells(year: LocalityYear) -> Row:
        label = year.financial_year
        names = (f"{label} lancashire", f"{label} total")
        local: Cell = Absent("x") if nothing_placed(year) else scope.told(names[0], year.lancashire)
        revised = ["r"] if scope.revisions.keys() & set(names) else []
        shown = marks([*(mark for mark in year.marks if mark != "e"), *revised]) or "none"
        return (local, scope.told(names[1], year.total), told_share(year), shown)

    rows = _rows(scope, cells, 4)
    return Table(
        name="locality-by-year",
        title=f"Spend with suppliers that have an address in {area}",
        columns=(
            Column("financial_year", "Financial year"),
            Column("lancashire", f"Paid to suppliers with an address in {area}", "pounds"),
            Column("total", "Paid to all suppliers", "pounds"),
            Column("percent", f"Share with an address in {area}", "share"),
            Column("marks", "Marks"),
        ),
        rows=rows,
        population=population("all", scope.settings),
        notes=_notes(scope, rows),
        trace=scope.trace("lancashire", "total"),
    )


def _notes(scope: Scope, rows: tuple[Row, ...]) -> tuple[str, ...]:
    held = {year.financial_year for year in scope.held}
    unheld = [label for label in scope.labels if label not in held]
    used = {mark for year in scope.held for mark in year.marks} | absent_marks(rows)
    meanings = tuple(mark_meaning(mark, scope.settings) for mark in "xpbz" if mark in used)
    months = tuple(covers(year) for year in scope.held if year.months_missing)
    return (*meanings, *months, *((f"{listed(unheld)}: no payments are held.",) if unheld else ()))


def _evidence(scope: Scope) -> Table:
    def cells(year: LocalityYear) -> Row:
        return (*_bound_cells(year), _estimate(year), coverage(year), year.months, systems(year.sources) or "none")

    rows = _rows(scope, cells, 6)
    estimated = any(isinstance(_estimate(year), Share) for year in scope.held)
    return Table(
        name="locality-evidence",
        title="What is known about each year",
        columns=(
            Column("financial_year", "Financial year"),
            Column("percent_low", "Lowest possible share", "share"),
            Column("percent_high", "Highest possible share", "share"),
            Column("percent_estimated", "Estimated share [e]", "share"),
            Column("coverage_percent", "Spend with a known place", "share"),
            Column("months", "Months covered", "count"),
            Column("sources", "Systems"),
        ),
        rows=rows,
        population=population("all", scope.settings),
        notes=(
            "The lowest and highest possible shares put every place that is not known outside, and inside, the area.",
            *((mark_meaning("e", scope.settings),) if estimated else ()),
            *absent_notes(rows, scope.settings),
        ),
        trace=scope.trace("lancashire", "unknown", "total"),
    )


def _bound_cells(year: LocalityYear) -> tuple[Cell, Cell]:
    ends = (place_share(part, year) for part in (year.lancashire, year.lancashire + year.unknown))
    low, high = sorted(ends, key=exact)
    return low, high


def _estimate(year: LocalityYear) -> Cell:
    if year.total <= 0:
        return Absent("z")
    if year.percent_estimated is not None:
        return of_percent(year.percent_estimated)
    return Absent("x") if "x" in year.marks else Absent("z")


def _by_place(scope: Scope) -> Table:
    def cells(year: LocalityYear) -> Row:
        return tuple(scope.told(f"{year.financial_year} {key}", getattr(year, key)) for key in LOCALITIES)

    return Table(
        name="locality-by-place",
        title="Spend by the place of the supplier",
        columns=(
            Column("financial_year", "Financial year"),
            *(Column(key, scope.places[key], "pounds") for key in LOCALITIES),
        ),
        rows=_rows(scope, cells, len(LOCALITIES)),
        population=population("all", scope.settings),
        notes=("The five places of a year add up to all that was paid in it.",),
        trace=scope.trace(*LOCALITIES),
    )
