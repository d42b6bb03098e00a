"""Suppliers of a year in, bands of spend out: how long the tail of small suppliers is (contract section 6)."""

import polars as pl

from lccspend.figures import Band, NilOrCredit, Population, TailYear, Top
from lccspend.metrics.bands import band_label, limits
from lccspend.metrics.suppliers import PaidByYear
from lccspend.money import pence, pounds, pounds_of
from lccspend.settings import Tail

TOPS = (20, 40)
"""How many of the largest suppliers are summed: the council's report names both."""


def tail_years(paid: PaidByYear, population: Population, settings: Tail) -> tuple[TailYear, ...]:
    """The tail of each year, the earliest first; paid holds one population, in the bands of the settings."""
    return tuple(_tail(year, members, population, settings) for year, members in paid.items())


def _tail(year: str, paid: pl.DataFrame, population: Population, settings: Tail) -> TailYear:
    spend, threshold = paid["spend"], pence(settings.threshold)
    under = spend.filter((spend > 0) & (spend < threshold))
    nil = spend.filter(spend <= 0)
    ranked = spend.filter(paid["ranked"])
    by_band = paid.group_by("band").agg(pl.len(), pl.col("spend", "payments").sum())
    sums = {place: tuple(rest) for place, *rest in by_band.iter_rows()}
    return TailYear(
        financial_year=year,
        population=population,
        suppliers=len(paid),
        spend=pounds_of(spend),
        threshold=pounds(threshold),
        suppliers_under=len(under),
        spend_under=pounds_of(under),
        top=tuple(Top(suppliers=n, spend=pounds_of(ranked.head(n))) for n in TOPS),
        bands=tuple(_band(*limit, *sums.get(place, (0, 0, 0))) for place, limit in enumerate(limits(settings.bands))),
        nil_or_credit=NilOrCredit(suppliers=len(nil), spend=pounds_of(nil)),
    )


def _band(lower: int, upper: int | None, suppliers: int, spend: int, payments: int) -> Band:
    return Band(
        band=band_label(lower, upper),
        lower=pounds(lower),
        upper=None if upper is None else pounds(upper),
        suppliers=suppliers,
        spend=pounds(spend),
        payments=payments,
    )
