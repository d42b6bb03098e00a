"""Limits of spend in, the bands between them out: whose they are is said by the settings (contract section 6)."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from lccspend.money import pence, pounds, sterling


def limits(bands: Sequence[Decimal]) -> list[tuple[int, int | None]]:
    """The bands as pence, the highest first: from, and up to but not including (None: no upper limit)."""
    edges = [0, *(pence(limit) for limit in bands)]
    return [*zip(edges, [*edges[1:], None], strict=True)][::-1]


def band_of(spend: pl.Expr, bands: Sequence[Decimal]) -> pl.Expr:
    """The place among the `limits` of the band that holds spend; null for spend of nothing or less."""
    return pl.coalesce(pl.when(in_band(spend, *limit)).then(place) for place, limit in enumerate(limits(bands)))


def in_band(spend: pl.Expr, lower: int, upper: int | None) -> pl.Expr:
    """Whether spend above nothing is at least lower and less than upper; all in pence."""
    is_inside = (spend > 0) & (spend >= lower)
    return is_inside if upper is None else is_inside & (spend < upper)


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
    return sterling(amount).removesuffix(".00")
