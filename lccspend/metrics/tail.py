"""Suppliers of a year in, bands of spend out: how long the tail of small suppliers is (contract section 6)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lccspend.figures import Band, NilOrCredit, Population, TailYear, Top
from lccspend.metrics.suppliers import Paid, PaidByYear
from lccspend.money import pence, pounds
from lccspend.settings import Tail

TOPS = (20, 40)
"""How many of the largest suppliers are summed: the council's report names both."""


def tail_years(paid: PaidByYear, population: Population, settings: Tail) -> tuple[TailYear, ...]:
    """The tail of each year, the earliest first; paid holds one population."""
    return tuple(_tail(year, members, population, settings) for year, members in paid.items())


def _tail(year: str, paid: Sequence[Paid], population: Population, settings: Tail) -> TailYear:
    threshold = pence(settings.threshold)
    under = [p.spend for p in paid if 0 < p.spend < threshold]
    nil = [p.spend for p in paid if p.spend <= 0]
    ranked = [p.spend for p in paid if p.ranked]
    return TailYear(
        financial_year=year,
        population=population,
        suppliers=len(paid),
        spend=pounds(sum(p.spend for p in paid)),
        threshold=pounds(threshold),
        suppliers_under=len(under),
        spend_under=pounds(sum(under)),
        top=tuple(Top(suppliers=n, spend=pounds(sum(ranked[:n]))) for n in TOPS),
        bands=tuple(_band(*band) for band in by_band(paid, settings.bands)),
        nil_or_credit=NilOrCredit(suppliers=len(nil), spend=pounds(sum(nil))),
    )


def limits(bands: Sequence[Decimal]) -> list[tuple[int, int | None]]:
    """The bands as pence, the highest first: from, and up to but not including (None: no upper limit)."""
    edges = [0, *(pence(limit) for limit in bands)]
    return [*zip(edges, [*edges[1:], None], strict=True)][::-1]


def in_band(spend: int, lower: int, upper: int | None) -> bool:
    """Whether spend above nothing is at least lower and less than upper; all in pence."""
    return spend > 0 and spend >= lower and (upper is None or spend < upper)


def by_band(paid: Iterable[Paid], bands: Sequence[Decimal]) -> list[tuple[int, int | None, list[Paid]]]:
    """Each of the `limits` with the suppliers whose spend lies in it, in their order; none has those without spend."""
    edges = limits(bands)[::-1]
    lowest = [lower for lower, _ in edges]
    inside: list[list[Paid]] = [[] for _ in edges]
    for one in paid:
        if one.spend > 0:
            inside[bisect_right(lowest, one.spend) - 1].append(one)
    return [(lower, upper, held) for (lower, upper), held in zip(edges, inside, strict=True)][::-1]


def _band(lower: int, upper: int | None, inside: Sequence[Paid]) -> Band:
    return Band(
        band=band_label(lower, upper),
        lower=pounds(lower),
        upper=None if upper is None else pounds(upper),
        suppliers=len(inside),
        spend=pounds(sum(p.spend for p in inside)),
        payments=sum(p.payments for p in inside),
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
