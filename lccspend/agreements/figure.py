"""What every figure of contracts is built on: a value that never changes, and the populations."""

from decimal import Decimal
from typing import Literal

import msgspec

Population = Literal["all", "procurement"]

NOTHING = Decimal("0.00")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""
