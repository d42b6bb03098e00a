"""Cells of spend by place in, years of locality out: contract section 4. Plain Python, so that a query stays quick."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Literal

import msgspec

from lccspend.dates import months_of
from lccspend.figures import LOCALITIES, Cell, Group, GroupedYear, LocalityYear, Mark, MonthOfSource
from lccspend.geography.locality import Definition, authority_name, home_names, locality_of
from lccspend.money import percent, pounds, reaches

By = Literal["month", "district", "category", "business-unit"]

UNKNOWN = "unknown"


@dataclass
class Sums:
    """Pence by locality: net, and gross (the sum of absolute amounts)."""

    net: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOCALITIES, 0))
    gross: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOCALITIES, 0))

    def add(self, locality: str, pence: int, gross: int) -> None:
        self.net[locality] += pence
        self.gross[locality] += gross

    @property
    def total(self) -> int:
        return sum(self.net.values())

    def is_covered(self, minimum: Decimal) -> bool:
        """Whether enough of the gross value has a place for a percentage to be given (section 4.4)."""
        gross = sum(self.gross.values())
        return reaches(gross - self.gross[UNKNOWN], gross, minimum)


def locality_years(
    cells: Iterable[Cell], months: Sequence[MonthOfSource], home: Definition, minimum: Decimal
) -> tuple[LocalityYear, ...]:
    """The years held, the earliest first; minimum is the least share of gross value with a place, between 0 and 1."""
    recorded: dict[str, Sums] = defaultdict(Sums)
    estimated: dict[str, Sums] = defaultdict(Sums)
    for cell in cells:
        recorded[cell.financial_year].add(locality_of(cell.place, home), cell.pence, cell.gross)
        estimated[cell.financial_year].add(locality_of(cell.estimated, home), cell.pence, cell.gross)
    years: list[LocalityYear] = []
    for year in sorted(recorded):
        years.append(_year(year, recorded[year], estimated[year], months, years, minimum))
    return tuple(years)


def _year(
    label: str,
    recorded: Sums,
    estimated: Sums,
    months: Sequence[MonthOfSource],
    earlier: Sequence[LocalityYear],
    minimum: Decimal,
) -> LocalityYear:
    year_months = set(months_of(label))
    held = [m for m in months if m.month in year_months and m.rows]
    missing = tuple(sorted(year_months - {m.month for m in held}))
    sources = tuple(s for s in ("r12", "fusion", "published") if any(m.source == s for m in held))
    given = recorded.is_covered(minimum)
    total, local, unknown = recorded.total, recorded.net["lancashire"], recorded.net[UNKNOWN]
    outside, inside = percent(local, total), percent(local + unknown, total)
    guess = percent(estimated.net["lancashire"], total) if estimated.is_covered(minimum) else None
    gross = sum(recorded.gross.values())
    return LocalityYear(
        financial_year=label,
        total=pounds(total),
        **{name: pounds(recorded.net[name]) for name in LOCALITIES},
        percent=outside if given else None,
        percent_low=min(outside, inside) if given and outside is not None and inside is not None else None,
        percent_high=max(outside, inside) if given and outside is not None and inside is not None else None,
        percent_estimated=guess,
        coverage_percent=percent(gross - recorded.gross[UNKNOWN], gross),
        months=12 - len(missing),
        months_missing=missing,
        sources=sources,
        marks=_marks(given, missing, _breaks(sources, earlier), guess),
    )


def _breaks(sources: tuple[str, ...], earlier: Sequence[LocalityYear]) -> bool:
    """Whether the systems differ from those of the latest earlier year that has all twelve months (section 4.5)."""
    complete = [y for y in earlier if y.months == 12]
    return bool(complete) and complete[-1].sources != sources


def _marks(given: bool, missing: tuple[str, ...], breaks: bool, guess: Decimal | None) -> tuple[Mark, ...]:
    shown: tuple[tuple[Mark, bool], ...] = (
        ("x", not given),
        ("p", bool(missing)),
        ("b", breaks),
        ("e", not given and guess is not None),
    )
    return tuple(mark for mark, applies in shown if applies)


def grouped_years(
    cells: Iterable[Cell], years: Iterable[LocalityYear], home: Definition, by: By
) -> tuple[GroupedYear, ...]:
    """The same years with their groups; by district, a cell's group is its place's authority."""
    sums: dict[str, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    locality = cache(partial(locality_of, area=home))
    for cell in cells:
        where = locality(cell.place)
        group = district_group(cell.place, where) if by == "district" else cell.group
        sums[cell.financial_year][group].add(where, cell.pence, cell.gross)
    groups = {year: _groups(found, home, by) for year, found in sums.items()}
    return tuple(GroupedYear(**msgspec.structs.asdict(y), groups=groups[y.financial_year]) for y in years)


def district_group(code: str, where: str) -> str:
    """The home area by authority, the rest by locality; a partial postcode may not tell which home authority it is."""
    if where != "lancashire":
        return where
    return " or ".join(authority_name(c) for c in code.split("+"))


def _groups(sums: dict[str, Sums], home: Definition, by: By) -> tuple[Group, ...]:
    names = _ordered(sums, home, by)
    return tuple(
        Group(group=name, total=pounds(sums[name].total), **{n: pounds(sums[name].net[n]) for n in LOCALITIES})
        for name in names
    )


def _ordered(sums: dict[str, Sums], home: Definition, by: By) -> list[str]:
    """Months in time, districts by name with the other localities after them, else the largest group first."""
    if by == "month":
        return sorted(sums)
    if by == "district":
        rest = [name for name in LOCALITIES if name != "lancashire"]
        more = sorted(sums.keys() - set(home_names(home)) - set(rest))
        return [*home_names(home), *more, *rest]
    return sorted(sums, key=lambda name: (-sums[name].total, name))
