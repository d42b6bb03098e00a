"""The last published build and a question in, the answer out: a filtered copy of the stored figures."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from msgspec.structs import replace

from lccspend.errors import SpendError
from lccspend.evidence import SizeAnswer
from lccspend.figures import (
    AwardsAnswer,
    Band,
    ChecksAnswer,
    DistrictAnswer,
    Figures,
    GroupedAnswer,
    LocalityAnswer,
    Population,
    Summary,
    Supplier,
    SuppliersAnswer,
    SupplierYear,
    TailAnswer,
)
from lccspend.names import normalised, words_of
from lccspend.nearest import did_you_mean
from lccspend.project import Project
from lccspend.store import of_one_build

log = logging.getLogger(__name__)

TOP = 20
"""How many suppliers are listed when nothing narrows the question (contract section 5)."""


class OfYear(Protocol):
    @property
    def financial_year(self) -> str: ...


Y = TypeVar("Y", bound=OfYear)


def published(project: Project) -> Figures:
    """The figures of the last published build; warns when what they were built from has changed since."""
    from lccspend.store import read_figures

    figures = read_figures(project)
    _warn_of_changes(project, figures)
    return figures


def summary(project: Project) -> Summary:
    """As published, without the suppliers and contracts one by one: a question that can do without them is quicker."""
    from lccspend.store import read_summary

    figures = read_summary(project)
    _warn_of_changes(project, figures)
    return figures


def warn_of_none(figures: Summary, layout: str, what: str) -> None:
    """Nothing is held of a layout: nobody gave it, or no row of it could be read."""
    if any(file.layout == layout for file in figures.books.files):
        log.warning("No row of the %s could be read: data/processed/rejected.csv says why.", what)
    else:
        log.warning("No %s is held: put it into data/raw and run `lccspend ingest`.", what)


def _warn_of_changes(project: Project, figures: Summary) -> None:
    from lccspend.store import changes_since

    for sentence in changes_since(project, figures):
        log.warning("%s", sentence)


def spend_years(figures: Summary) -> set[str]:
    return {year.financial_year for year in figures.locality}


def chosen_years(asked: Sequence[str] | None, years: Iterable[str]) -> tuple[str, ...]:
    """The years asked for as labels, oldest first, or all that are held; SpendError names those when one is not."""
    from lccspend.dates import read_year

    held = sorted(years)
    if not asked:
        return tuple(held)
    unknown = [text for text in asked if read_year(text) not in held]
    if unknown:
        raise SpendError(
            f"No figures are held for {', '.join(text.strip() or repr(text) for text in unknown)}.",
            fix=f"Years held: {', '.join(held) or 'none'}.{_meant(unknown[0], held)}",
        )
    return tuple(year for year in held if year in {read_year(text) for text in asked})


def _meant(text: str, held: Sequence[str]) -> str:
    """The year that was meant, where what was written is no year at all."""
    from lccspend.dates import read_year

    return did_you_mean(text, held) if read_year(text) is None else ""


def _of(years: Iterable[Y], chosen: Sequence[str]) -> tuple[Y, ...]:
    return tuple(year for year in years if year.financial_year in chosen)


@of_one_build
def locality(
    project: Project, years: Sequence[str] | None, definition: str | None, by: str | None, basis: str = "site"
) -> LocalityAnswer | GroupedAnswer:
    """Spend by locality; another home area than the stored one, or groups that are not stored, from the ledger."""
    figures = summary(project)
    chosen = chosen_years(years, spend_years(figures))
    if basis == "site" and definition in {None, figures.definition}:
        if by is None:
            return LocalityAnswer(definition=figures.definition, years=_of(figures.locality, chosen))
        if by in {"district", "category"}:
            kind, groups = (DistrictAnswer, figures.district) if by == "district" else (GroupedAnswer, figures.category)
            return kind(definition=figures.definition, years=_of(groups, chosen))
    from lccspend.commands.locality import answer

    return answer(project, figures, definition, chosen, by, basis)


def tail(project: Project, years: Sequence[str] | None, population: Population) -> TailAnswer:
    figures = summary(project)
    chosen = chosen_years(years, spend_years(figures))
    return TailAnswer(years=tuple(year for year in _of(figures.tail, chosen) if year.population == population))


def size(project: Project, years: Sequence[str] | None, population: Population) -> SizeAnswer:
    """Size and sector of the suppliers of each year, by what speaks for them."""
    figures = summary(project)
    chosen = chosen_years(years, spend_years(figures))
    held = tuple(year for year in _of(figures.evidence, chosen) if year.population == population)
    return SizeAnswer(registers=figures.registers, years=held)


@dataclass(frozen=True)
class Wanted:
    """Which suppliers are asked for; with a band or a text to search every match is listed unless top says less."""

    population: Population = "all"
    top: int | None = None
    band: str | None = None
    search: str | None = None

    @property
    def most(self) -> int | None:
        return self.top or (None if self.band or self.search else TOP)


def suppliers(project: Project, years: Sequence[str] | None, wanted: Wanted) -> SuppliersAnswer:
    """The largest suppliers of each year; a rank is that among all suppliers of the year and population."""
    figures = published(project)
    chosen = chosen_years(years, spend_years(figures))
    of_population = [year for year in _of(figures.suppliers, chosen) if year.population == wanted.population]
    return SuppliersAnswer(years=tuple(_narrowed(year, figures, wanted) for year in of_population))


def _narrowed(year: SupplierYear, figures: Figures, wanted: Wanted) -> SupplierYear:
    tests: list[Callable[[Supplier], bool]] = []
    if wanted.band is not None:
        band = _band(figures, year, wanted.band)
        tests.append(lambda supplier: _in_band(supplier, band))
    if wanted.search is not None:
        text = normalised(wanted.search)
        tests.append(lambda supplier: text in words_of(supplier.supplier))
    found = [supplier for supplier in year.suppliers if all(test(supplier) for test in tests)]
    return replace(year, suppliers=tuple(found[: wanted.most]))


def _band(figures: Figures, year: SupplierYear, label: str) -> Band:
    bands = [
        band
        for tail in figures.tail
        if (tail.financial_year, tail.population) == (year.financial_year, year.population)
        for band in tail.bands
    ]
    for band in bands:
        if band.band.casefold() == label.strip().casefold():
            return band
    known = ", ".join(band.band for band in bands)
    raise SpendError(
        f"There is no band {label}.", fix=f"Bands: {known}.{did_you_mean(label, [band.band for band in bands])}"
    )


def _in_band(supplier: Supplier, band: Band) -> bool:
    """The lowest band begins above nothing; every other at its limit (contract section 6)."""
    return 0 < supplier.spend >= band.lower and (band.upper is None or supplier.spend < band.upper)


def awards(project: Project, years: Sequence[str] | None) -> AwardsAnswer:
    figures = summary(project)
    chosen = chosen_years(years, spend_years(figures) | {year.financial_year for year in figures.awards})
    answer = AwardsAnswer(years=_of(figures.awards, chosen))
    without = [year for year in chosen if year not in {found.financial_year for found in answer.years}]
    if not figures.awards:
        warn_of_none(figures, "awards", "list of contract awards")
    elif years and without:
        log.warning("No contract awards are held for %s.", ", ".join(without))
    return answer


def check(project: Project) -> ChecksAnswer:
    return summary(project).checks
