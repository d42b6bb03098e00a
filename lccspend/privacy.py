"""A payee and a count in, what may be printed of them out: persons bear one spelling, few persons no count.

Raw names stay in data/processed, which is the council's own folder; every published table is made of what comes out
here. Money is never withheld, so that every total still adds up.
"""

WITHHELD_AS = "Redacted"
"""The one spelling under which persons and withheld names are printed."""

PERSON = "individual"
"""The class of private persons: foster carers, direct payments, sole traders outside their business."""

FEW = 2
"""A group of so many persons or fewer could point to one of them, so its count is not given (mark c)."""


def printed_name(name: str, private: bool) -> str:
    return WITHHELD_AS if private else name


def printed_count(count: int, kind: str) -> int | None:
    """The number of suppliers of a class; None where it is of a few persons."""
    return None if kind == PERSON and 0 < count <= FEW else count
