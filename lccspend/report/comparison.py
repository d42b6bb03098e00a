"""Years of locality in, sentences about change out; none is written that the marks of the years forbid."""

from dataclasses import replace
from decimal import Decimal

from lccspend.dates import start_of
from lccspend.figures import LocalityYear
from lccspend.report.filters import listed, millions, percent
from lccspend.report.model import Absent, Share
from lccspend.report.numbers import of_percent, share
from lccspend.report.scope import Scope


def place_share(part: Decimal, year: LocalityYear) -> Share | Absent:
    """What went to some place, of all spend of the year.

    Not applicable [z] when credits leave nothing to have a share of, not available [x] when the year's coverage is too
    low (contract section 4.5).
    """
    if year.total > 0 and "x" in year.marks:
        return Absent("x")
    return share(part, year.total)


def told_share(year: LocalityYear) -> Share | Absent:
    """The home area's share."""
    return place_share(year.lancashire, year)


def coverage(year: LocalityYear) -> Share | Absent:
    """The part of the year's payments, by value, with a known place.

    One that is below the minimum is rounded down, so that it never prints as the minimum itself.
    """
    known = of_percent(year.coverage_percent) if year.coverage_percent is not None else Absent("z")
    return replace(known, whole=int(known.exact)) if "x" in year.marks and isinstance(known, Share) else known


def comparable_runs(years: tuple[LocalityYear, ...]) -> list[list[LocalityYear]]:
    """Complete years with a share, in runs that no break in the series divides."""
    runs: list[list[LocalityYear]] = [[]]
    for year in years:
        if "b" in year.marks:
            runs.append([])
        if isinstance(told_share(year), Share) and "p" not in year.marks:
            runs[-1].append(year)
    return [run for run in runs if run]


def range_sentence(scope: Scope) -> str:
    """The range of the share over the latest run of two or more complete, unmarked years; else why there is none."""
    unmarked = [[y for y in run if "b" not in y.marks] for run in comparable_runs(scope.held)]
    runs = [run for run in unmarked if len(run) > 1]
    if not runs:
        return _why_no_range([y for run in unmarked for y in run])
    run = runs[-1]
    shares = sorted((told_share(y) for y in run), key=exact)
    low, high = percent(shares[0]), percent(shares[-1])
    labels = _named(run)
    if low == high:
        return f"In the complete years {labels} the share was {low} each year."
    return f"In the complete years {labels} the share lay between {low} and {high}."


def _named(years: list[LocalityYear]) -> str:
    """2019/20 and 2021/22; a run of more than three that leaves none out is named by its ends."""
    labels = [year.financial_year for year in years]
    whole = start_of(labels[-1]) - start_of(labels[0]) == len(labels) - 1
    return f"{labels[0]} to {labels[-1]}" if whole and len(labels) > 3 else listed(labels)


def exact(value: Share | Absent) -> Decimal:
    """What shares are ordered by."""
    return value.exact if isinstance(value, Share) else Decimal(0)


def _why_no_range(complete: list[LocalityYear]) -> str:
    if not complete:
        return "No year shown is complete and comparable with another, so no range and no trend is given."
    labels = _named(complete)
    number = "is the only complete year" if len(complete) == 1 else "are complete years, but none is comparable"
    tail = "without a mark" if len(complete) == 1 else "with another"
    return f"{labels} {number} {tail}, so no range and no trend is given."


def why_incomparable(scope: Scope) -> str:
    """Why the year cannot be set against the year before, which leaves every change empty; empty when it can."""
    year, before = scope.locality, scope.before
    if before is None:
        return "The year before is not held, so no change is given."
    if "p" in year.marks or "p" in before.marks:
        part = [y.financial_year for y in (before, year) if "p" in y.marks]
        verb = "covers" if len(part) == 1 else "cover"
        return f"No change is given, because {listed(part)} {verb} only part of the year."
    if year.sources != before.sources or "b" in year.marks:
        return f"No change from {before.financial_year} is given, because the figures come from other systems."
    return ""


def change_in_total(scope: Scope) -> str:
    if scope.before is None or why_incomparable(scope):
        return ""
    before, now = scope.before, scope.locality
    difference = now.total - before.total
    if difference == 0:
        return f"Unchanged from {before.financial_year}."
    word = "more" if difference > 0 else "less"
    return f"{millions(abs(difference))} {word} than in {before.financial_year}."


def change_in_share(scope: Scope) -> str:
    """How the share moved, and whether unknown places could account for it."""
    if scope.before is None or why_incomparable(scope):
        return ""
    before, now = scope.before, scope.locality
    then, since = told_share(before), told_share(now)
    if isinstance(then, Absent) or isinstance(since, Absent):
        credited = [y.financial_year for y in (before, now) if y.total <= 0]
        reason = f"credits leave no spend in {listed(credited)}" if credited else "too few places are known"
        return f"No change from {before.financial_year} is given, because {reason}."
    if then.exact == since.exact:
        return f"Unchanged from {before.financial_year}."
    if then.whole == since.whole:
        return f"It was {percent(then)} in {before.financial_year} as well, to the nearest whole percentage."
    word = "Up" if since.exact > then.exact else "Down"
    doubt = "; places not known could account for the change" if _overlap(before, now) else ""
    return f"{word} from {percent(then)} in {before.financial_year}{doubt}."


def _overlap(one: LocalityYear, other: LocalityYear) -> bool:
    bounds = (one.percent_low, one.percent_high, other.percent_low, other.percent_high)
    low, high, least, most = (value if value is not None else Decimal(0) for value in bounds)
    return low <= most and least <= high
