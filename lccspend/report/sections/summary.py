"""The view of the figures in, five key figures out: what each is, what it means, and what changed."""

from lccspend.report.awarded import appointed, appointments, year_of
from lccspend.report.comparison import change_in_share, change_in_total, coverage, told_share, why_incomparable
from lccspend.report.filters import count, millions, percent, pounds
from lccspend.report.model import Absent, KeyFigure, Share
from lccspend.report.numbers import share
from lccspend.report.scope import Scope
from lccspend.report.sections.tail import under
from lccspend.report.words import part_of, so_far


def key_figures(scope: Scope) -> tuple[KeyFigure, ...]:
    return (_total(scope), _share(scope), _suppliers(scope), _tail(scope), _awards(scope))


def lead(scope: Scope) -> str:
    """What stands before the key figures: why no change is given, when none can be."""
    return why_incomparable(scope) or "Each figure is set against that of the year before."


def brief(scope: Scope) -> tuple[str, ...]:
    """The brief summary: two or three sentences of the key figures."""
    area, year = scope.places.area, scope.locality
    paid = f"This report sets out what was paid to suppliers in {scope.year}{so_far(year)}: {millions(year.total)}"
    shown = told_share(year)
    local = (
        f", of which {percent(shown)} went to suppliers with an address in {area}" if isinstance(shown, Share) else ""
    )
    limits = (
        "The detail answers in turn what was spent and where, within which framework, and how the figures are assured. "
        "What the figures cannot say is set out with them. Tables of spend name the figures that can be traced to the "
        "payments behind them."
    )
    return tuple(filter(None, (f"{paid}{local}.", _brief_tail(scope), _brief_awards(scope), limits)))


def _brief_tail(scope: Scope) -> str:
    year = scope.tail("all")
    if year is None or year.suppliers < 2:
        return ""
    return f"In the year {under(year)}."


def _brief_awards(scope: Scope) -> str:
    if scope.awards is None:
        return ""
    year = year_of(scope.awards.months)
    return (
        f"Tenders worth {millions(year.value)} over the whole life of their contracts were awarded, with "
        f"{appointments(year)}; awards are never added to spend."
    )


def _total(scope: Scope) -> KeyFigure:
    year = scope.locality
    return KeyFigure(
        label="Paid to suppliers",
        value=millions(year.total),
        meaning=f"All payments to suppliers by date of payment in {scope.year}{so_far(year)}, less credits.",
        change=change_in_total(scope),
    )


def _share(scope: Scope) -> KeyFigure:
    year, area = scope.locality, scope.places.area
    shown = told_share(year)
    if year.total <= 0:
        meaning = "Credits leave no spend to have a share of."
    elif isinstance(shown, Absent):
        meaning = f"Too few places are known to give a share ({percent(coverage(year))} of payments by value)."
    else:
        meaning = f"{pounds(year.lancashire)} went to suppliers whose paid site has an address in {area}."
    return KeyFigure(f"Share with an address in {area}", percent(shown), meaning, change_in_share(scope))


def _suppliers(scope: Scope) -> KeyFigure:
    year = scope.tail("all")
    if year is None:
        return KeyFigure("Suppliers paid", "[x]", "Suppliers of the year were not counted.", "")
    top = next(iter(year.top), None)
    spread = (
        f"The {top.suppliers} largest received {percent(share(top.spend, year.spend))} of the spend."
        if top and year.suppliers > top.suppliers and year.spend > 0
        else "Each counts once, however many sites or spellings it has."
    )
    return KeyFigure("Suppliers paid", count(year.suppliers), spread, _change(scope, "suppliers", "suppliers"))


def _tail(scope: Scope) -> KeyFigure:
    year = scope.tail("all")
    label = f"Suppliers paid under {pounds(scope.settings.tail.threshold)}"
    if year is None:
        return KeyFigure(label, "[x]", "Suppliers of the year were not counted.", "")
    many = percent(share(year.suppliers_under, year.suppliers))
    return KeyFigure(
        label,
        count(year.suppliers_under),
        f"The tail: {many} of suppliers, with {millions(year.spend_under)}"
        f"{part_of(year.spend_under, year.spend, 'the spend')}.",
        _change(scope, "suppliers_under", "suppliers"),
    )


def _change(scope: Scope, field: str, noun: str) -> str:
    """How a number of suppliers moved, where the years compare."""
    before, now = scope.tail_before, scope.tail("all")
    if before is None or now is None or why_incomparable(scope):
        return ""
    difference = getattr(now, field) - getattr(before, field)
    if difference == 0:
        return f"Unchanged from {before.financial_year}."
    noun = noun.removesuffix("s") if abs(difference) == 1 else noun
    return f"{count(abs(difference))} {noun} {'more' if difference > 0 else 'fewer'} than in {before.financial_year}."


def _awards(scope: Scope) -> KeyFigure:
    months = scope.awards.months if scope.awards else ()
    label = "Value of tenders awarded"
    if not months:
        return KeyFigure(label, "[x]", f"No contract award of {scope.year} is held.", "")
    year = year_of(months)
    meaning = f"{appointed(year, scope.places.area)}. Values are over the whole life of a contract."
    return KeyFigure(label, millions(year.value), meaning, _award_change(scope))


def _award_change(scope: Scope) -> str:
    before = scope.awards_before
    now = scope.awards
    if before is None or now is None:
        return "Awards of the year before are not held, so no change is given."
    difference = year_of(now.months).value - year_of(before.months).value
    if difference == 0:
        return f"Unchanged from {before.financial_year}."
    return f"{millions(abs(difference))} {'more' if difference > 0 else 'less'} than in {before.financial_year}."
