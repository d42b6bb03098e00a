"""A payee and a count in, what may be printed of them out: persons bear one spelling, few persons no count.

Raw names stay in data/processed, which is the council's own folder; every published table is made of what comes out
here. Money is never withheld, so that every total still adds up.
"""

from collections.abc import Sequence

WITHHELD_AS = "Redacted"
"""The one spelling under which persons and withheld names are printed."""

PERSON = "individual"
"""The class of private persons: foster carers, direct payments, sole traders outside their business."""

FEW = 2
"""A group of so many suppliers or fewer could point to a person in it, so its count is not given (mark c)."""


def printed_name(name: str, private: bool) -> str:
    return WITHHELD_AS if private else name


def printed_counts(counts: Sequence[int], hold_persons: Sequence[bool]) -> tuple[int | None, ...]:
    """Counts of suppliers that make up a printed total; None for those that are not given.

    A count of few suppliers among whom is a person is not given, and beside it not the smallest other count: what is
    left of the total would tell it. Where there is no other count nothing more can be hidden.
    """
    few = [holds and 0 < count <= FEW for count, holds in zip(counts, hold_persons, strict=True)]
    others = [at for at, count in enumerate(counts) if count and not few[at]]
    second = min(others, key=lambda at: counts[at]) if any(few) and others else None
    return tuple(None if few[at] or at == second else count for at, count in enumerate(counts))
