"""A block of whole lines in, their cells out as polars splits them, and which lines it would split otherwise.

Only a text whose every line is a record by itself is read here; all others are for `records.split_records`.
"""

from collections.abc import Iterable

import polars as pl

from lccspend.money import tidy

_WIDE = [chr(code) for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)]
"""Spaces beyond ASCII."""

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
    cells = every.select(str(place) for place in sorted(set(columns))).collect()
    return _tidied(cells, block)


def _tidied(cells: pl.DataFrame, block: bytes) -> pl.DataFrame:
    """Nearly every column is tidy as it stands, and to see that costs a fraction of the tidying."""
    wide = [] if block.isascii() else _names(cells, pl.all().str.contains_any(_WIDE))
    untidy = pl.all() < "!"  # the empty text and all spaces of ASCII sort before it
    for space in _LAST:
        if space.encode() in block:
            untidy |= pl.all().str.ends_with(space)
    bare = pl.col(_names(cells, untidy)).str.strip_chars().replace("", None)
    return cells.with_columns(bare).with_columns(tidy(pl.col(name)).alias(name) for name in wide)


def _names(cells: pl.DataFrame, test: pl.Expr) -> list[str]:
    """The columns in which a text meets the test."""
    return [name for name, found in cells.select(test.any()).row(0, named=True).items() if found]
