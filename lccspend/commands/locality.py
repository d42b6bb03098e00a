"""Stored cells in, a locality answer out: for any home area, grouping and address, without a rebuild."""

from collections.abc import Sequence
from typing import cast

from lccspend.errors import SpendError
from lccspend.figures import DistrictAnswer, GroupedAnswer, LocalityAnswer, Summary
from lccspend.geography.locality import as_built, home_area
from lccspend.metrics.locality import By, grouped_years, locality_years
from lccspend.project import Project
from lccspend.store import OFFICE, read_cells


def answer(
    project: Project, figures: Summary, name: str | None, years: Sequence[str], by: str | None, basis: str
) -> LocalityAnswer | GroupedAnswer:
    """Spend by locality for the years given; by is month, district, category or business-unit.

    The home area of the figures is as they were built, another one as the settings name it now. By registered office
    there are no groups but months and districts (SpendError).
    """
    if basis != "site" and by not in {None, "month", "district"}:
        raise SpendError(f"By registered office there are no groups by {by}.", fix="Ask by month or by district.")
    home = as_built(figures) if name in {None, figures.definition} else home_area(project.settings, name)
    months = read_cells(project, "month" if basis == "site" else OFFICE)
    found = locality_years(months, figures.months, home, figures.home.minimum_coverage)
    wanted = tuple(year for year in found if year.financial_year in years)
    if by is None:
        return LocalityAnswer(definition=home.name, years=wanted)
    cells = months if by in {"month", "district"} else read_cells(project, by)
    kind = DistrictAnswer if by == "district" else GroupedAnswer
    return kind(definition=home.name, years=grouped_years(cells, wanted, home, cast("By", by)))
