"""The published figures of the tail year in, the spend of each supplier of that year out, in pence, group by group.

How both of the council's statements hold: the forty largest of `all` are the twenty published suppliers and twenty
public bodies that procurement leaves out; every other supplier of procurement stays below the fortieth.
"""

from dataclasses import dataclass

from lccspend.sample.chance import share_out, stream, uneven
from lccspend.sample.targets import (
    POUND,
    PRINTED_STEP,
    PROCUREMENT,
    SMALL_SPEND,
    SMALL_SUPPLIERS,
    TAIL_YEAR,
    THRESHOLD,
    TOP_FORTY,
    TOP_TWENTY,
)

FORTIETH = 531_240_877
MOST_OF_MIDDLE = 4_950_000 * POUND
MIDDLE_BODIES, MIDDLE_SUPPLIERS, SMALL_BODIES = 420, 2_030, 260
WITHHELD_SPEND = (130_421_755, 71_833_020, 40_211_809)
"""Each spelling of a withheld name: above the threshold and below the fortieth, however they are counted."""


@dataclass(frozen=True)
class Ranks:
    """Pence in the tail year; nil holds suppliers whose payments and credits come to nothing or less."""

    published: list[int]
    large_bodies: list[int]
    middle_bodies: list[int]
    middle: list[int]
    small_bodies: list[int]
    small: list[int]
    nil: list[int]


def rank_spend() -> Ranks:
    """Spend that meets every published total of the tail year to the penny."""
    rng = stream("ranks")
    near = PRINTED_STEP * 44 // 100
    published = [pounds * POUND + rng.randint(-near, near) for _, pounds, _ in TOP_TWENTY]
    large = _large_bodies(TOP_FORTY - sum(published))
    everyone_small = _small_spend()
    small_bodies, small = everyone_small[:SMALL_BODIES], everyone_small[SMALL_BODIES:]
    nil = [0] * 26 + [-rng.randint(20 * POUND, 900 * POUND) for _ in range(14)]
    not_procurement = TAIL_YEAR.total - PROCUREMENT - sum(large) - sum(small_bodies) - sum(WITHHELD_SPEND)
    procurement = PROCUREMENT - sum(published) - sum(small) - sum(nil)
    middle_bodies = _middle("middle bodies", not_procurement, MIDDLE_BODIES, spread=0.6)
    middle = _middle("middle", procurement, MIDDLE_SUPPLIERS, spread=1.25)
    return Ranks(published, large, middle_bodies, middle, small_bodies, small, nil)


def _large_bodies(total: int) -> list[int]:
    weights = [(len(TOP_TWENTY) - rank) ** 3 for rank in range(1, len(TOP_TWENTY))]
    return [*share_out(total - FORTIETH, weights, 5_430_000 * POUND, 30_000_000 * POUND), FORTIETH]


def _middle(stage: str, total: int, count: int, spread: float) -> list[int]:
    rng = stream(stage)
    weights = sorted((uneven(rng, spread, most=26) for _ in range(count)), reverse=True)
    return share_out(total, weights, THRESHOLD, MOST_OF_MIDDLE)


def _small_spend() -> list[int]:
    rng = stream("small")
    weights = [uneven(rng, 1.3, most=13) for _ in range(SMALL_SUPPLIERS)]
    return share_out(SMALL_SPEND, weights, 12 * POUND, THRESHOLD - 450 * POUND)
