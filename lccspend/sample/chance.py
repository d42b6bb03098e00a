"""A stage's name in, its own repeatable stream of chance out; and whole pence shared out exactly by weight."""

import random
from collections.abc import Sequence

FINE = 1_000_000
"""Weights are whole numbers in millionths, so that every share is exact integer arithmetic."""


def stream(stage: str) -> random.Random:
    """The same numbers for the same stage, in every run; a stage's stream does not move another's."""
    return random.Random(f"lccspend sample, {stage}")  # noqa: S311 - repeatable is what is wanted


def uneven(rng: random.Random, spread: float, most: int) -> int:
    """A positive weight around FINE with a long upper tail (log-normal), drawn again while above most times FINE."""
    while True:
        weight = int(rng.lognormvariate(0.0, spread) * FINE) + 1
        if weight <= most * FINE:
            return weight


def share_out(total: int, weights: Sequence[int], low: int, high: int | Sequence[int]) -> list[int]:
    """Pence for each weight, at least low and at most high (one limit, or one for each), that come to total exactly.

    Raises ValueError when no such shares exist.
    """
    tops = [high] * len(weights) if isinstance(high, int) else list(high)
    if not low * len(weights) <= total <= sum(tops):
        raise ValueError(f"{total} pence cannot be shared among {len(weights)} within the limits")
    if len(weights) == 1:
        return [total]
    factor = _largest_factor(total, weights, low, tops)
    shares = _shares(factor, weights, low, tops)
    return _add_remainder(shares, total - sum(shares), tops)


def _shares(factor: int, weights: Sequence[int], low: int, tops: Sequence[int]) -> list[int]:
    return [min(low + (weight * factor >> 40), top) for weight, top in zip(weights, tops, strict=True)]


def _largest_factor(total: int, weights: Sequence[int], low: int, tops: Sequence[int]) -> int:
    """The largest factor whose shares fit into the total.

    Without limits and rounding it is the plain quotient; both only make shares smaller, so that the search begins there
    and widens upwards.
    """

    def fits(factor: int) -> bool:
        return sum(_shares(factor, weights, low, tops)) <= total

    most, whole = (max(tops) + 1) << 40, sum(weights)
    below = (total - low * len(weights) << 40) // whole
    step = (len(weights) << 40) // whole + 1
    while (above := min(below + step, most)) < most and fits(above):
        below, step = above, 2 * step
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (middle, above) if fits(middle) else (below, middle)
    return below


def _add_remainder(shares: list[int], remainder: int, tops: Sequence[int]) -> list[int]:
    """A penny each to the first that have room, until nothing is left."""
    while remainder:
        for at, top in enumerate(tops):
            if remainder and shares[at] < top:
                shares[at] += 1
                remainder -= 1
    return shares
