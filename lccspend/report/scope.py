"""Figures and a year in, what the sections need of them out: the years shown, and the year's own parts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import structs

from lccspend.dates import months_of, start_of, year_label
from lccspend.errors import SpendError
from lccspend.figures import AwardYear, Figures, GroupedYear, LocalityYear, Population, Supplier, SupplierYear, TailYear
from lccspend.geography.locality import definition
from lccspend.placenames import Places, places
from lccspend.report.model import Cell, Revised
from lccspend.report.published import Published, named_figures
from lccspend.report.words import trace_name
from lccspend.settings import Settings

TOP = 20
"""How many of the largest suppliers are printed, as in the council's own report."""


@dataclass(frozen=True)
class Edition:
    """Whether a report is the final one, and what the last final one said."""

    final: bool = False
    published: Published = field(default_factory=Published)


@dataclass(frozen=True)
class Scope:
    """One report's view of the figures."""

    figures: Figures
    settings: Settings
    year: str
    labels: tuple[str, ...]
    today: date
    edition: Edition

    @cached_property
    def baseline(self) -> Published:
        """What was last published."""
        return self.edition.published.baseline(self.figures.build.id)

    @cached_property
    def revisions(self) -> dict[str, tuple[Decimal, Decimal | None]]:
        """What was published of the years shown and is no longer so: pounds then, and now if there is such a figure."""
        now = dict(named_figures(self.figures))
        return {
            name: (then, now.get(name))
            for name, then in self.baseline.figures.items()
            if name.split(" ")[0] in self.labels and now.get(name) != then
        }

    def told(self, name: str, value: Decimal) -> Cell:
        """A figure as its table prints it: marked when it is not as it was published."""
        return Revised(value) if name in self.revisions else value

    @property
    def places(self) -> Places:
        return places(self.settings.authority)

    @property
    def is_in_england(self) -> bool:
        """Whether every authority of the home area is, by its code: the law that is held is that of England."""
        locality, region = self.settings.locality, self.settings.authority.region
        home = definition(self.figures.definition, locality.definitions, region)
        return all(code.startswith("E") for code in home.authorities)

    @property
    def held(self) -> tuple[LocalityYear, ...]:
        """The years shown that have payments, the earliest first."""
        return tuple(y for label in self.labels for y in self.figures.locality if y.financial_year == label)

    @property
    def locality(self) -> LocalityYear:
        return self.held[-1]

    @property
    def before(self) -> LocalityYear | None:
        """The year directly before, when it is held."""
        label = year_label(start_of(self.year) - 1)
        return next((y for y in self.figures.locality if y.financial_year == label), None)

    @property
    def districts(self) -> GroupedYear | None:
        return next((y for y in self.figures.district if y.financial_year == self.year), None)

    @property
    def categories(self) -> GroupedYear | None:
        return next((y for y in self.figures.category if y.financial_year == self.year), None)

    @property
    def awards(self) -> AwardYear | None:
        """The awards of the year; None when no supplier was appointed in it."""
        return self._awards(self.year)

    @property
    def awards_before(self) -> AwardYear | None:
        return self._awards(year_label(start_of(self.year) - 1))

    def _awards(self, label: str) -> AwardYear | None:
        year = next((y for y in self.figures.awards if y.financial_year == label), None)
        return year if year and any(month.suppliers or month.value for month in year.months) else None

    @property
    def spend_by_month(self) -> dict[str, Decimal]:
        """Pounds of each month of the year that has counted payments, April first."""
        spend: dict[str, Decimal] = {}
        for label in months_of(self.year):
            cells = [cell.pounds for cell in self.figures.months if cell.month == label and cell.rows]
            if cells:
                spend[label] = sum(cells, Decimal("0.00"))
        return spend

    def tail(self, population: Population) -> TailYear | None:
        years = (y for y in self.figures.tail if y.financial_year == self.year and y.population == population)
        return next(years, None)

    @property
    def tail_before(self) -> TailYear | None:
        """All suppliers of the year directly before."""
        label = year_label(start_of(self.year) - 1)
        return next((y for y in self.figures.tail if y.financial_year == label and y.population == "all"), None)

    def suppliers(self, population: Population) -> tuple[Supplier, ...]:
        years = (y for y in self.figures.suppliers if y.financial_year == self.year and y.population == population)
        return next((y.suppliers for y in years), ())

    @property
    def top_suppliers(self) -> tuple[SupplierYear, ...]:
        """The year's largest suppliers of each population, so many as are printed."""
        years = (year for year in self.figures.suppliers if year.financial_year == self.year)
        return tuple(structs.replace(year, suppliers=year.suppliers[:TOP]) for year in years)

    def trace(self, *names: str) -> tuple[str, ...]:
        return tuple(f"{self.year} {trace_name(name, self.settings)}" for name in names)


def view(
    figures: Figures, settings: Settings, year: str, years: int, today: date, edition: Edition | None = None
) -> Scope:
    """The last so many years up to the year, from the first that is held; SpendError when the year is not held."""
    held = [y.financial_year for y in figures.locality]
    if year not in held:
        known = ", ".join(held) or "none"
        raise SpendError(f"There are no payments in {year}.", fix=f"Years held: {known}.")
    last = start_of(year)
    first = min(start for start in map(start_of, held) if last - years < start <= last)
    labels = tuple(year_label(start) for start in range(first, last + 1))
    return Scope(figures, settings, year, labels, today, edition or Edition())
