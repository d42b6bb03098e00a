"""The last published build and a question about contracts or social value in, the answer out."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from lccspend.agreements import (
    ContractsAnswer,
    ContractTotals,
    ContractYear,
    ExpiringAnswer,
    GroupedContractsAnswer,
    GroupedContractYear,
    Population,
    SocialValue,
)
from lccspend.commands.queries import chosen_years, published, spend_years, summary, warn_of_none
from lccspend.errors import UsageError
from lccspend.project import Project

ContractBy = Literal["supplier", "category"]

MOST_MONTHS = 1200


def contracts(
    project: Project, years: Sequence[str] | None, population: Population, by: ContractBy | None
) -> ContractsAnswer | GroupedContractsAnswer:
    """Spend on and off contract in each year; without a register nothing, and a warning."""
    figures = published(project)
    chosen = chosen_years(years, spend_years(figures))
    if figures.contracts is None:
        warn_of_none(figures, "contracts", "contract register")
        return ContractsAnswer(years=())
    held = [y for y in figures.contracts.years if y.financial_year in chosen and y.population == population]
    if by is None:
        return ContractsAnswer(years=tuple(ContractTotals(**_totals(year)) for year in held))
    grouped = (
        GroupedContractYear(**_totals(year), groups=year.suppliers if by == "supplier" else year.categories)
        for year in held
    )
    return GroupedContractsAnswer(years=tuple(grouped))


def _totals(year: ContractYear) -> dict[str, Any]:
    return {name: getattr(year, name) for name in ContractTotals.__struct_fields__}


def expiring(project: Project, within: str) -> ExpiringAnswer:
    """Contracts that end, or may be extended, from today on and within so many months (18m)."""
    from lccspend.dates import today
    from lccspend.metrics.expiry import add_months
    from lccspend.metrics.expiry import expiring as events

    day = today()
    until = add_months(day, months_in(within))
    figures = published(project)
    if figures.contracts is None:
        warn_of_none(figures, "contracts", "contract register")
        return ExpiringAnswer(as_at=day, until=until, contracts=())
    return ExpiringAnswer(as_at=day, until=until, contracts=events(figures.contracts.contracts, day, until))


def months_in(within: str) -> int:
    """18m, or 18, is eighteen months; UsageError for anything else."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*m?\s*", within, re.IGNORECASE)
    if not found or not 1 <= int(found[1]) <= MOST_MONTHS:
        raise UsageError(f"--expiring is '{within}', which is no number of months.", fix="Write it as 18m.")
    return int(found[1])


def social_value(project: Project) -> SocialValue:
    """The social value export in full; without one nothing, and a warning."""
    figures = summary(project)
    if figures.social_value is None:
        warn_of_none(figures, "social_value", "social value export")
        return SocialValue(as_at=figures.build.built_on)
    return figures.social_value
