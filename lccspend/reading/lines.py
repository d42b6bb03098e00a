"""A block of whole lines in, their cells out as polars splits them, and which lines it would split otherwise.

Only a text whose every line is a record by itself is read here; all others are for `records.split_records`.
"""

from collections.abc import Iterable

import polars as pl

from lccspend.money import tidy

_REPLACED = tuple(space.encode() for space in "\u00a0\u2007\u202f")
"""What `money.tidy` takes for a usual space wherever it stands."""

_STRIPPED = (b"\xe2\x80", *(space.encode() for space in "\u0085\u1680\u205f\u3000"))
"""Other spaces beyond ASCII; U+2000 to U+203F, of which a dozen are spaces, begin with the first two bytes."""

_LAST = " \t\v"
"""Spaces of ASCII that may end a cell; the others would end its line or its page."""


def lines_of(block: bytes) -> pl.Series:
    """The lines without their ends."""
    return pl.scan_lines(block).collect().to_series()


def are_well_formed(lines: pl.Series, delimiter: str, width: int, most: int) -> pl.Series:
    """Which lines polars splits as the rules of CSV do, into `width` cells; none of more than `most` bytes."""
    parts = _escaped(delimiter)
    cell = f'(?:[^"{parts}]*|"(?:[^"]|"")*")'
    short = lines.str.len_bytes() <= most  # a longer one may hold a cell that must be cut
    return short & lines.str.contains(f"^{cell}(?:{parts}{cell}){{{width - 1}}}$")


def are_records(lines: pl.Series, delimiter: str) -> bool:
    """Whether each line is a record by itself: no quote is left open in it, and each ends its cell."""
    parts = _escaped(delimiter)
    alone = f'(?:[^"{parts}][^{parts}]*|"(?:[^"]|"")*"|)'
    return (lines.str.contains(f"^{alone}(?:{parts}{alone})*$") | ~lines.str.contains('"', literal=True)).all()


def _escaped(delimiter: str) -> str:
    """As it stands in a pattern of polars, in a class of characters too."""
    return "\\|" if delimiter == "|" else delimiter


def cells_of(block: bytes, delimiter: str, width: int, columns: Iterable[int]) -> pl.DataFrame:
    """Some columns of well-formed lines, named "0", "1", … by their place, each text as `money.tidy` leaves it."""
    every = pl.scan_csv(
        block,
        has_header=False,
        separator=delimiter,
        infer_schema=False,
        schema={str(place): pl.String() for place in range(width)},
    )
    return _tidied(every.select(str(place) for place in sorted(set(columns))).collect(), block)


def _tidied(cells: pl.DataFrame, block: bytes) -> pl.DataFrame:
    """Where only usual spaces stand, and few columns have any around a text, the other columns are left alone."""
    if any(space in block for space in _REPLACED):
        return cells.select(tidy(pl.col(name)).alias(name) for name in cells.columns)
    untidy = cells.columns if any(space in block for space in _STRIPPED) else _untidy(cells, block)
    return cells.with_columns(pl.col(untidy).str.strip_chars().replace("", None))


def _untidy(cells: pl.DataFrame, block: bytes) -> list[str]:
    """The columns in which a text is blank, or has a space of ASCII before or behind it."""
    before = pl.all() < "!"  # all spaces, and the empty text, sort before it
    behind = [pl.all().str.ends_with(space) for space in _LAST if space.encode() in block]
    found = [cells.select(each.any()).row(0) for each in (before, *behind)]
    return [name for name, *is_untidy in zip(cells.columns, *found, strict=True) if any(is_untidy)]
