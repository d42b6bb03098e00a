"""The months of a year's awards in, what is said of them out: the year as one, and where those appointed are."""

from decimal import Decimal

from lccspend.agreements import AwardPart
from lccspend.figures import LOCALITIES, AwardMonth
from lccspend.report.filters import count, percent
from lccspend.report.model import Absent, Share
from lccspend.report.numbers import share


def year_of(months: tuple[AwardMonth, ...]) -> AwardMonth:
    """The twelve months as one; its month is the word that stands for them in print."""
    counts = {key: sum(getattr(month, key) for month in months) for key in ("suppliers", *LOCALITIES, "sme", "vcfs")}
    return AwardMonth(month="Year", value=sum((m.value for m in months), Decimal("0.00")), notes=(), **counts)


def local_share(of: AwardMonth | AwardPart) -> Share | Absent:
    """The home area's part of the suppliers appointed; not available [x] when most of them have no known address."""
    return Absent("x") if of.unknown * 2 > of.suppliers else share(of.lancashire, of.suppliers)


def appointments(year: AwardMonth) -> str:
    return (
        "1 appointment of a supplier" if year.suppliers == 1 else f"{count(year.suppliers)} appointments of suppliers"
    )


def appointed(year: AwardMonth, area: str) -> str:
    """12 appointments of suppliers (58% in the area, 2 without a known address)."""
    local = local_share(year)
    inside = f"{percent(local)} in {area}" if isinstance(local, Share) else ""
    unknown = f"{count(year.unknown)} without a known address" if year.unknown else ""
    places = ", ".join(filter(None, (inside, unknown)))
    return f"{appointments(year)} ({places})" if places else appointments(year)
