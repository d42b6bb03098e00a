"""Whole pence in, exact pounds and percentages out. Money is never a float; this is the only place that divides."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


def pounds(pence: int) -> Decimal:
    """Pence as pounds with two decimals: 123456 is 1234.56."""
    return Decimal(pence).scaleb(-2)


def pence(amount: Decimal | str) -> int:
    """Pounds as whole pence; raises ValueError when the amount is not a whole number of pence."""
    scaled = Decimal(amount).scaleb(2)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of pence")
    return int(scaled)


def percent(part: int, whole: int) -> Decimal | None:
    """Part of whole in percent, two decimals, rounded half up from the exact ratio; None when the whole is nothing."""
    if whole == 0:
        return None
    return round_half_up(Fraction(part * 100, whole), HUNDREDTH)


def reaches(part: int, whole: int, share: Decimal) -> bool:
    """Whether part / whole is at least the share (0.80 is four fifths), compared without rounding."""
    return whole != 0 and Fraction(part, whole) >= Fraction(share)


def round_half_up(value: Decimal | Fraction, step: Decimal) -> Decimal:
    """The multiple of step (0.01, 1, 100000) nearest to the value; halves go away from zero."""
    steps = Fraction(value) / Fraction(step)
    whole, rest = divmod(abs(steps.numerator), steps.denominator)
    rounded = whole + (1 if 2 * rest >= steps.denominator else 0)
    return (Decimal(rounded) * step).copy_sign(Decimal(steps.numerator)) if rounded else 0 * step


def whole_percent(value: Decimal) -> int:
    """A percentage with two decimals as it is printed in the report: whole, rounded half up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
