"""The last published build and a question about prompt payment in, the answer out."""

import logging
from collections.abc import Sequence

from lccspend.agreements.payments import LargePaymentsAnswer, NoticeAnswer, NoticePeriod, PaidAnswer
from lccspend.commands.queries import chosen_years, published, spend_years
from lccspend.dates import financial_year, today
from lccspend.figures import Figures
from lccspend.project import Project

log = logging.getLogger(__name__)

UNDATED = "No payment has a date of receipt: export the invoice received date to have prompt payment measured."


def paid_promptly(project: Project, years: Sequence[str] | None) -> PaidAnswer:
    """Regulation 113 by financial year; without a date of receipt nothing, and a warning."""
    figures, chosen = _asked(project, years)
    if not figures.payments.years:
        log.warning(UNDATED)
    return PaidAnswer(years=tuple(y for y in figures.payments.years if y.financial_year in chosen))


def notice(project: Project, years: Sequence[str] | None) -> NoticeAnswer:
    """Section 69 by reporting period; a year's periods are those that begin in it. Warns of what the law asks when."""
    figures, chosen = _asked(project, years)
    if not figures.payments.periods:
        log.warning(UNDATED)
    periods = tuple(p for p in figures.payments.periods if financial_year(p.period_start) in chosen)
    for period in periods:
        for sentence in _warnings(period):
            log.warning("%s", sentence)
    return NoticeAnswer(authority=project.settings.authority.name, periods=periods)


def _warnings(period: NoticePeriod) -> list[str]:
    if not period.notice_due or period.publish_by is None:
        return []
    said = []
    if period.publish_by >= today():
        said.append(
            f"The notice for the period to {period.period_end} must be published by {period.publish_by}: the 30 days "
            f"begin with its last day. Those who name {period.publish_by_others} are a day late."
        )
    if period.payments_held_to < period.period_end:
        said.append(f"The period ends on {period.period_end}; payments are held to {period.payments_held_to}.")
    return said


def over_30000(project: Project, years: Sequence[str] | None) -> LargePaymentsAnswer:
    """Section 70: payments of more than £30,000 under public contracts, in the fields that the settings name."""
    figures, chosen = _asked(project, years)
    if figures.contracts is None:
        log.warning("No contract register is held, so no payment can be linked to a public contract.")
    large = tuple(p for p in figures.payments.large if financial_year(p.payment_date) in chosen)
    return LargePaymentsAnswer(fields=tuple(project.settings.payments.over_30000_fields), payments=large)


def _asked(project: Project, years: Sequence[str] | None) -> tuple[Figures, tuple[str, ...]]:
    figures = published(project)
    return figures, chosen_years(years, spend_years(figures))
