"""Suppliers of a year in, bands of spend out: how long the tail of small suppliers is (contract section 6)."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from lccspend.figures import Band, NilOrCredit, Population, TailYear, Top
from lccspend.metrics.suppliers import PaidByYear
from lccspend.money import pence, pounds
from lccspend.settings import Tail

TOPS = (20, 40)
"""How many of the largest suppliers are summed: the council's report names both."""


def tail_years(paid: PaidByYear, population: Population, settings: Tail) -> tuple[TailYear, ...]:
    """The tail of each year, the earliest first; paid holds one population."""
    return tuple(_tail(year, members, population, settings) for year, members in paid.items())


def _tail(year: str, paid: pl.DataFrame, population: Population, settings: Tail) -> TailYear:
    spend, threshold = paid["spend"], pence(settings.threshold)
    under = spend.filter((spend > 0) & (spend < threshold))
    nil = spend.filter(spend <= 0)
    ranked = spend.filter(paid["ranked"])
    return TailYear(
        financial_year=year,
        population=population,
        suppliers=len(paid),
        spend=added(spend),
        threshold=pounds(threshold),
        suppliers_under=len(under),
        spend_under=added(under),
        top=tuple(Top(suppliers=n, spend=added(ranked.head(n))) for n in TOPS),
        bands=tuple(_band(*band) for band in by_band(paid, settings.bands)),
        nil_or_credit=NilOrCredit(suppliers=len(nil), spend=added(nil)),
    )


def added(spend: pl.Series) -> Decimal:
    """The pounds of spend in pence."""
    return pounds(int(spend.sum()))


def limits(bands: Sequence[Decimal]) -> list[tuple[int, int | None]]:
    """The bands as pence, the highest first: from, and up to but not including (None: no upper limit)."""
    edges = [0, *(pence(limit) for limit in bands)]
    return [*zip(edges, [*edges[1:], None], strict=True)][::-1]


def in_band(spend: pl.Series, lower: int, upper: int | None) -> pl.Series:
    """Whether spend above nothing is at least lower and less than upper; all in pence."""
    is_inside = (spend > 0) & (spend >= lower)
    return is_inside if upper is None else is_inside & (spend < upper)


def by_band(paid: pl.DataFrame, bands: Sequence[Decimal]) -> list[tuple[int, int | None, pl.DataFrame]]:
    """Each of the `limits` with the suppliers whose spend lies in it, in their order; none has those without spend."""
    return [(*limit, paid.filter(in_band(paid["spend"], *limit))) for limit in limits(bands)]


def _band(lower: int, upper: int | None, inside: pl.DataFrame) -> Band:
    return Band(
        band=band_label(lower, upper),
        lower=pounds(lower),
        upper=None if upper is None else pounds(upper),
        suppliers=len(inside),
        spend=added(inside["spend"]),
        payments=int(inside["payments"].sum()),
    )


def band_label(lower: int, upper: int | None) -> str:
    """The name of a band whose limits are pence: `£5m and over`, `£1m-£5m`, `under £50k`."""
    if upper is None:
        return f"{_short(lower)} and over"
    return f"{_short(lower)}-{_short(upper)}" if lower else f"under {_short(upper)}"


def _short(limit: int) -> str:
    """Pence as £50k or £1.5m where that is exact, else in full."""
    amount = pounds(limit)
    for size, letter in ((Decimal(1000000), "m"), (Decimal(1000), "k")):
        if amount >= size and (amount / size * 10) % 1 == 0:
            return f"£{(amount / size).normalize():f}{letter}"
    return f"£{amount:,.2f}".removesuffix(".00")
