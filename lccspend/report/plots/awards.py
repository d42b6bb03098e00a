"""The awards of the year in, small charts of suppliers appointed by month and place out, side by side."""

import textwrap

from lccspend.figures import LOCALITIES
from lccspend.report.awarded import local_share, year_of
from lccspend.report.filters import count, listed, month, percent
from lccspend.report.model import Chart, Share
from lccspend.report.scope import Scope

PANEL = 24
"""Characters that a panel is wide."""


def awards_by_month(scope: Scope) -> tuple[Chart, ...]:
    months = scope.awards.months if scope.awards else ()
    year = year_of(months)
    if not year.suppliers:
        return ()
    local = local_share(year)
    keys = [key for key in LOCALITIES if any(getattr(m, key) for m in months)]
    said = [f"{month(m.month)} {count(m.lancashire)} of {count(m.suppliers)}" for m in months if m.suppliers]
    return (
        Chart(
            name="awards-by-month",
            title=f"{percent(local)} of appointments went to suppliers in {scope.places.area}"
            if isinstance(local, Share)
            else f"For {count(year.unknown)} of {count(year.suppliers)} appointments no address is known",
            subtitle=f"Suppliers appointed in {scope.year}, by month of award and place of the tender's address",
            alternative=f"Bar charts of suppliers appointed; in {scope.places.area}: {listed(said)}.",
            fields=("month", "place", "suppliers", "order", "panel", "kind"),
            rows=tuple(
                (f"{month(m.month)[:3]} {m.month[:4]}", _heading(scope.places[key]), getattr(m, key), order, panel, key)
                for panel, key in enumerate(keys)
                for order, m in enumerate(months)
            ),
        ),
    )


def _heading(place: str) -> str:
    """A place above its panel, in as many lines as it needs."""
    return "\n".join(textwrap.wrap(place, PANEL))
