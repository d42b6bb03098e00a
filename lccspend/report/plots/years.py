"""The years in, the chart of the home area's share out: bounds as bars, gaps as gaps, lines where years compare."""

from decimal import Decimal
from itertools import pairwise

from lccspend.dates import start_of
from lccspend.figures import LocalityYear
from lccspend.report.comparison import comparable_runs, range_sentence, told_share
from lccspend.report.filters import listed, marks, percent
from lccspend.report.model import Absent, Chart, Point, Share
from lccspend.report.scope import Scope


def share_by_year(scope: Scope) -> tuple[Chart, ...]:
    """One chart, or none when no year has a share to show."""
    if all(isinstance(told_share(year), Absent) for year in scope.held):
        return ()
    area = scope.places.area
    held = {year.financial_year: year for year in scope.held}
    lines = _lines(scope.held)
    chart = Chart(
        name="share-by-year",
        title=_title(scope),
        subtitle=f"Share of spend with suppliers that have an address in {area}, percent, by financial year",
        alternative=_alternative(scope),
        fields=("year", "order", "percent", "low", "high", "label", "line", "kind"),
        rows=tuple((label, at, *_point(label, held.get(label), lines)) for at, label in enumerate(scope.labels)),
    )
    return (chart,)


def _title(scope: Scope) -> str:
    year = scope.locality
    shown = told_share(year)
    if year.total <= 0:
        return f"Credits leave no spend in {year.financial_year} to have a share of"
    if isinstance(shown, Absent):
        return f"Too few places are known to give a share for {year.financial_year}"
    part = " so far as months are held" if "p" in year.marks else ""
    return f"{percent(shown)} of spend in {year.financial_year} went to {scope.places.area} suppliers{part}"


def _alternative(scope: Scope) -> str:
    told = [(year.financial_year, told_share(year)) for year in scope.held]
    shares = [f"{label} {percent(shown)}" for label, shown in told if isinstance(shown, Share)]
    absent = [label for label in scope.labels if label not in {s.split(" ")[0] for s in shares}]
    said = f"Chart of the share by year: {listed(shares)}." if shares else "Chart of the share by year, without values."
    gaps = f" No share is given for {listed(absent)}." if absent else ""
    return f"{said}{gaps} {range_sentence(scope)}"


def _lines(years: tuple[LocalityYear, ...]) -> dict[str, str]:
    """A line for each run of years that follow each other and compare; every other year is a point by itself."""
    lines: dict[str, str] = {}
    for run in comparable_runs(years):
        for year, following in pairwise(run):
            if start_of(following.financial_year) == start_of(year.financial_year) + 1:
                line = lines.setdefault(year.financial_year, year.financial_year)
                lines[following.financial_year] = line
    return lines


def _point(label: str, year: LocalityYear | None, lines: dict[str, str]) -> Point:
    share = told_share(year) if year else Absent("x")
    if year is None or isinstance(share, Absent):
        return (None, None, None, percent(share), label, "none")
    text = f"{percent(share)} {marks([mark for mark in year.marks if mark in 'pb'])}".strip()
    kind = "part" if "p" in year.marks else "whole"
    low, high = year.percent_low or Decimal(0), year.percent_high or Decimal(0)
    return (year.percent, low, high, text, lines.get(label, label), kind)
