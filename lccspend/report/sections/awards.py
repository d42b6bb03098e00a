"""The awards of the year in, contract awards by month out, with the place of the suppliers appointed."""

from lccspend.agreements import AwardPart
from lccspend.figures import LOCALITIES, AwardMonth, Locality
from lccspend.report.awarded import appointed, local_share, year_of
from lccspend.report.filters import listed, millions, month, not_listed, percent
from lccspend.report.model import Column, Row, Section, Share, Table
from lccspend.report.numbers import share, uneven
from lccspend.report.plots.awards import awards_by_month
from lccspend.report.scope import TOP, Scope
from lccspend.report.words import absent_marks

BASIS = "Suppliers appointed, by the address in the tender; a tender's value counts once, in the month of its award."


def build(scope: Scope) -> Section:
    months = scope.awards.months if scope.awards else ()
    if not months:
        nothing = f"No contract award of {scope.year} is held, so nothing can be said about awards."
        return Section(id="awards", heading="Contract awards", statements=(nothing,))
    year = year_of(months)
    return Section(
        id="awards",
        heading="Contract awards",
        statements=_statements(scope, months, year),
        charts=awards_by_month(scope),
        tables=(_overview(scope, months, year), _locality(scope, months, year), *_frameworks(scope)),
    )


def _statements(scope: Scope, months: tuple[AwardMonth, ...], year: AwardMonth) -> tuple[str, ...]:
    first = (
        f"In {scope.year} tenders worth {millions(year.value)} were awarded, with {appointed(year, scope.places.area)}."
    )
    second = (
        "An award is the value of a contract over its whole life and not a payment of the year, so it is never added "
        "to spend. A supplier appointed twice counts twice."
    )
    third = (
        "The place of a supplier is the address in its tender. That need not be the site that is paid later, so these "
        "shares are not those of spend by locality."
    )
    return tuple(filter(None, (first, _largest(scope, months, year), second, third)))


def _largest(scope: Scope, months: tuple[AwardMonth, ...], year: AwardMonth) -> str:
    """A month that outweighs all others together is named, with the year without it."""
    most = max(months, key=lambda m: m.value)
    if most.value * 2 <= year.value or most.suppliers == year.suppliers:
        return ""
    rest = year_of(tuple(m for m in months if m != most))
    local = local_share(rest)
    inside = f", with {percent(local)} in {scope.places.area}" if isinstance(local, Share) else ""
    return (
        f"{month(most.month)} makes up {percent(share(most.value, year.value))} of the value; the other months come to "
        f"{millions(rest.value)}{inside}."
    )


def _overview(scope: Scope, months: tuple[AwardMonth, ...], year: AwardMonth) -> Table:
    def cells(m: AwardMonth) -> Row:
        return (m.month, m.value, m.suppliers, m.sme, m.vcfs)

    return Table(
        name="awards",
        title=f"Contract awards by month, {scope.year}",
        columns=(
            Column("month", "Month", "month"),
            Column("value", "Value of tenders awarded", "pounds"),
            Column("suppliers", "Suppliers appointed", "count"),
            Column("sme", "Small or medium (SME)", "count"),
            Column("vcfs", "Voluntary, community or faith (VCFS)", "count"),
        ),
        rows=tuple(cells(m) for m in months),
        totals=(cells(year),),
        population=BASIS,
        notes=_award_notes(months),
    )


def _award_notes(months: tuple[AwardMonth, ...]) -> tuple[str, ...]:
    notes = [f"{month(m.month)}: {note}" for m in months for note in m.notes]
    more = len(notes) - TOP
    return (*notes[:TOP], *((not_listed(more, "note"),) if more > 0 else ()))


def _locality(scope: Scope, months: tuple[AwardMonth, ...], year: AwardMonth) -> Table:
    """Appointments by place; with more than three places a page has room for the home area's share alone."""
    keys = [key for key in LOCALITIES if key in LOCALITIES[:3] or getattr(year, key)]
    shared = keys if len(keys) == 3 else keys[:1]

    def cells(m: AwardMonth) -> Row:
        return (m.month, m.suppliers, *(cell for key in keys for cell in of_place(m, key)))

    def of_place(m: AwardMonth, key: Locality) -> Row:
        number = getattr(m, key)
        return (number, share(number, m.suppliers)) if key in shared else (number,)

    def columns(key: Locality) -> tuple[Column, ...]:
        name = scope.places[key]
        number = Column(key, name, "count")
        return (number, Column(f"{key}_percent", f"{name}, share", "share")) if key in shared else (number,)

    rows = tuple(cells(m) for m in months)
    rounding = _rounding(months, rows, cells(year)) if shared == keys else ()
    idle = any(not m.suppliers for m in months)
    return Table(
        name="awards-locality",
        title=f"Where the suppliers appointed have their address, {scope.year}",
        columns=(
            Column("month", "Month", "month"),
            Column("suppliers", "Suppliers appointed", "count"),
            *(column for key in keys for column in columns(key)),
        ),
        rows=rows,
        totals=(cells(year),),
        population=BASIS,
        notes=(*rounding, *(("[z] Not applicable: no supplier was appointed in the month.",) if idle else ())),
    )


def _frameworks(scope: Scope) -> tuple[Table, ...]:
    """The year in all, and without the frameworks whose values are estimates for their whole life."""
    year = next((one for one in scope.figures.award_totals if one.financial_year == scope.year), None)
    if year is None or not year.frameworks.tenders:
        return ()

    def cells(name: str, part: AwardPart) -> Row:
        kinds = (cell for number in (part.sme, part.vcfs) for cell in (number, share(number, part.suppliers)))
        return (name, part.value, part.suppliers, part.lancashire, local_share(part), *kinds)

    area = scope.places.area
    rows = (cells("Frameworks and dynamic purchasing", year.frameworks), cells("All others", year.without_frameworks))
    total = cells("Year", year.total)
    unknown = "x" in absent_marks((*rows, total))
    return (
        Table(
            name="awards-frameworks",
            title=f"Awards with and without frameworks, {scope.year}",
            columns=(
                Column("part", "Tenders"),
                Column("value", "Value", "pounds"),
                Column("suppliers", "Suppliers appointed", "count"),
                Column("lancashire", f"In {area}", "count"),
                Column("lancashire_percent", f"In {area}, share", "share"),
                Column("sme", "SME", "count"),
                Column("sme_percent", "SME, share", "share"),
                Column("vcfs", "VCFS", "count"),
                Column("vcfs_percent", "VCFS, share", "share"),
            ),
            rows=rows,
            totals=(total,),
            population=BASIS,
            notes=(
                "A tender is a framework or dynamic purchasing system when its title or a note says so. The value of "
                "one is an estimate for its whole life.",
                *(("[x] Not available: most of the suppliers appointed have no known address.",) if unknown else ()),
            ),
        ),
    )


def _rounding(months: tuple[AwardMonth, ...], rows: tuple[Row, ...], total: Row) -> tuple[str, ...]:
    named = [month(m.month) for m, row in zip(months, rows, strict=True) if uneven(row[3::2])]
    named += ["the year"] if uneven(total[3::2]) else []
    return (f"Rounded percentages do not add up to 100 in {listed(named)}.",) if named else ()
