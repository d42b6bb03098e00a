"""Stored cells in, a locality answer out: for any home area and any grouping, without a rebuild."""

from collections.abc import Sequence
from typing import cast

from lccspend.errors import SpendError
from lccspend.figures import GroupedAnswer, LocalityAnswer, Summary
from lccspend.geography.locality import definition
from lccspend.metrics.locality import By, grouped_years, locality_years
from lccspend.project import Project
from lccspend.store import OFFICE, read_cells


def answer(
    project: Project, figures: Summary, name: str | None, years: Sequence[str], by: str | None
) -> LocalityAnswer | GroupedAnswer:
    """Spend by locality for the years given; by is month, district, category or business-unit."""
    settings = project.settings
    home = definition(name or figures.definition, settings.locality.definitions, settings.authority.region)
    months = read_cells(project, "month")
    found = locality_years(months, figures.months, home, settings.locality.minimum_coverage)
    wanted = tuple(year for year in found if year.financial_year in years)
    if by is None:
        return LocalityAnswer(definition=home.name, years=wanted)
    cells = months if by in {"month", "district"} else read_cells(project, by)
    return GroupedAnswer(definition=home.name, years=grouped_years(cells, wanted, home, cast("By", by)))


def answer_by_office(
    project: Project, figures: Summary, name: str | None, years: Sequence[str], by: str | None
) -> LocalityAnswer | GroupedAnswer:
    """The same by the registered office of each supplier's company; by is month or district."""
    if by not in {None, "month", "district"}:
        raise SpendError(f"By registered office there are no groups by {by}.", fix="Ask by month or by district.")
    settings = project.settings
    home = definition(name or figures.definition, settings.locality.definitions, settings.authority.region)
    cells = read_cells(project, OFFICE)
    found = locality_years(cells, figures.months, home, settings.locality.minimum_coverage)
    wanted = tuple(year for year in found if year.financial_year in years)
    if by is None:
        return LocalityAnswer(definition=home.name, years=wanted)
    return GroupedAnswer(definition=home.name, years=grouped_years(cells, wanted, home, cast("By", by)))
