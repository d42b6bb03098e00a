"""Exact pounds or counts in, shares of a whole out, each rounded once, half up, from the exact ratio."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from lccspend import money
from lccspend.report.model import Absent, Cell, Share


def share(part: Decimal | int, whole: Decimal | int) -> Share | Absent:
    """Part of whole; not applicable [z] when the whole is nothing, or less: credits leave nothing to have a share of.

    The whole percentage is rounded from the ratio and not from two decimals: 47.496 is 47, though 47.50 is 48.
    """
    if whole <= 0:
        return Absent("z")
    ratio = Fraction(part) * 100 / Fraction(whole)
    return Share(
        whole=int(money.round_half_up(ratio, Decimal(1))),
        exact=money.round_half_up(ratio, money.HUNDREDTH),
    )


def of_percent(percent: Decimal | None) -> Share | Absent:
    """A percentage of which only two decimals are known."""
    return Absent("x") if percent is None else Share(whole=money.whole_percent(percent), exact=percent)


def uneven(shares: Iterable[Cell]) -> bool:
    """Whether whole percentages that make up a whole do not add up to 100; nothing to add up is not uneven."""
    whole = [cell.whole for cell in shares if isinstance(cell, Share)]
    return bool(whole) and sum(whole) != 100
