"""The rows behind a printed figure, as they are printed: pounds are Decimals with two decimals."""

from datetime import date
from decimal import Decimal

import msgspec


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A row of an export behind a figure; its amount in pounds is null where it is no money."""

    file: str
    row: int
    date: date | None
    supplier: str
    amount: Decimal | None
    fate: str
    rule: str | None


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """A printed figure and the rows that add up to it."""

    figure: str
    value: Decimal
    rows: tuple[Traced, ...]
    sum: Decimal
