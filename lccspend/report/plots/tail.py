"""Bands and ranked suppliers of the year in, two charts out: the bands by number and value, and the concentration."""

from decimal import Decimal
from itertools import accumulate

from lccspend.figures import TailYear
from lccspend.plurals import how_many
from lccspend.report.filters import count, listed, millions, percent, pounds
from lccspend.report.model import Absent, Chart, Point, Share
from lccspend.report.numbers import share
from lccspend.report.scope import Scope

MOST_POINTS = 200


def bands(scope: Scope) -> tuple[Chart, ...]:
    year = scope.tail("all")
    if year is None or year.suppliers == 0 or year.spend <= 0:
        return ()
    rows: list[Point] = []
    for order, band in enumerate(year.bands):
        suppliers, spend = share(band.suppliers, year.suppliers), share(band.spend, year.spend)
        rows.append((band.band, "By number of suppliers", _exact(suppliers), percent(suppliers), order, 0))
        rows.append((band.band, "By spend", _exact(spend), percent(spend), order, 1))
    under = share(year.suppliers_under, year.suppliers), share(year.spend_under, year.spend)
    said = [f"{b.band} {how_many(b.suppliers, 'supplier')} and {millions(b.spend)}" for b in year.bands]
    return (
        Chart(
            name="tail-bands",
            title=f"{percent(under[0])} of suppliers were paid under {pounds(year.threshold)}: "
            f"{percent(under[1])} of the spend",
            subtitle=f"All suppliers by band of their spend in {scope.year}: by number, and by value",
            alternative="Two bar charts: " + listed(said) + ".",
            fields=("band", "measure", "percent", "label", "order", "panel"),
            rows=tuple(rows),
        ),
    )


def concentration(scope: Scope) -> tuple[Chart, ...]:
    """The cumulative share of the largest suppliers, all suppliers; every rank is exact, the line is thinned."""
    year = scope.tail("all")
    spends = [supplier.spend for supplier in scope.suppliers("all")]
    if year is None or year.spend <= 0 or len(spends) < 3:
        return ()
    sums = list(accumulate(spends))
    ranks = sorted({*_thinned(len(sums)), *(top.suppliers for top in year.top if top.suppliers <= len(sums))})
    named = {top.suppliers for top in year.top}
    return (
        Chart(
            name="concentration",
            title=_half(sums, year),
            subtitle=f"Cumulative share of spend in {scope.year}, percent, by number of suppliers, the largest first",
            alternative=_alternative(scope, sums),
            fields=("suppliers", "percent", "label"),
            rows=tuple(_point(rank, sums[rank - 1], year.spend, named) for rank in ranks),
        ),
    )


def _half(sums: list[Decimal], year: TailYear) -> str:
    """How many received half, or what the ranked suppliers reach: payees without a name of their own are not ranked."""
    half = next((rank for rank, total in enumerate(sums, start=1) if total * 2 >= year.spend), None)
    if half is None:
        reached = percent(share(sums[-1], year.spend))
        return f"The {count(len(sums))} suppliers that can be ranked received {reached} of all spend"
    least = "" if sums[half - 1] * 2 == year.spend else "at least "
    return f"{count(half)} of {count(year.suppliers)} suppliers received {least}half of all spend"


def _thinned(length: int) -> list[int]:
    steps = min(length, MOST_POINTS)
    return sorted({max(1, round(length ** (step / steps))) for step in range(steps + 1)})


def _point(rank: int, total: Decimal, spend: Decimal, named: set[int]) -> Point:
    reached = share(total, spend)
    label = f"{count(rank)} largest: {percent(reached)}" if rank in named else ""
    return (rank, _exact(reached), label)


def _exact(value: Share | Absent) -> Decimal | None:
    return value.exact if isinstance(value, Share) else None


def _alternative(scope: Scope, sums: list[Decimal]) -> str:
    year = scope.tail("all")
    tops = year.top if year else ()
    said = [
        f"the {top.suppliers} largest reach {percent(share(top.spend, year.spend))}"
        for top in tops
        if year and top.suppliers <= len(sums)
    ]
    return "Curve of the cumulative share of spend" + (": " + listed(said) if said else "") + "."
