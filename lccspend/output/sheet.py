"""What an answer is made of before it is printed: its keys in, flat tables under them out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec


class Percentage(Decimal):
    """A percentage in a column that holds pounds too; elsewhere the name of the column tells."""


QUANTITIES = frozenset({"committed_quantity", "delivered_quantity"})
"""Keys of numbers that are no money: they are in the unit beside them, with the decimals that they were given."""

Cell = str | int | Decimal | bool | tuple[str, ...] | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """Rows under keys; the first `apart` keys name a table in print.

    The next `labels` keys name its rows. In print the keys may be fewer and in another order: what matters most first.
    """

    title: str
    keys: tuple[str, ...]
    rows: list[Row]
    apart: int = 0
    labels: int = 1
    notes: tuple[str, ...] = ()
    in_print: tuple[str, ...] = ()
    places: str = "locality"
    """The key of the cells that hold localities, which have names of their own in print."""


def plain(answer: Any) -> Any:
    """The answer as dictionaries and lists under its JSON keys, with its money still exact."""
    return msgspec.to_builtins(answer, builtin_types=(Decimal,))


def keys_of(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(struct))
