"""A block of whole lines in, their cells out as polars splits them, and which lines it would split otherwise.

Only a text whose every line is a record by itself is read here; all others are for `records.split_records`.
"""

from dataclasses import dataclass

import polars as pl

from lccspend.money import tidy

_WIDE = [chr(code) for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)]
"""Spaces beyond ASCII."""

_LAST = " \t\v"
"""Spaces of ASCII that may end a cell; the others would end its line or its page."""


def lines_of(block: bytes) -> pl.Series:
    """The lines without their ends."""
    return pl.scan_lines(block).collect().to_series()


@dataclass(frozen=True)
class Shape:
    """How the lines of a text are split: into width cells; most is the greatest length of a cell."""

    delimiter: str
    width: int
    most: int


def split(block: bytes, lines: pl.Series, shape: Shape) -> tuple[pl.DataFrame, pl.Series]:
    """The cells of the well-formed lines of a block, in columns "0", "1", …, and which lines those are.

    Blank cells are null. The lines are those of the block, as `lines_of` gives them.
    """
    cells = _cells_if_split(block if block.endswith(b"\n") else block + b"\n", shape)
    if cells is None or cells.height != len(lines):
        is_sound = _are_well_formed(lines, shape)
        return _cells(lines.filter(is_sound).str.join("\n").item().encode(), shape), is_sound
    is_sound = _are_split_whole(lines, cells, shape)
    others = (~is_sound).arg_true()
    if others.is_empty():
        return cells, is_sound
    is_sound = is_sound.scatter(others, _are_well_formed(lines.gather(others), shape))
    return cells.filter(is_sound), is_sound


def _cells_if_split(block: bytes, shape: Shape) -> pl.DataFrame | None:
    """None where polars gives up: at a quote that opens a cell and does not end it, or at a cell too many.

    It does not see a blank cell too many at the end of a block that does not end its last line.
    """
    try:
        return _cells(block, shape)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None


def _cells(block: bytes, shape: Shape) -> pl.DataFrame:
    """All columns, because polars looks for a cell too many only where it reads them all."""
    return pl.scan_csv(
        block,
        has_header=False,
        separator=shape.delimiter,
        infer_schema=False,
        schema={str(place): pl.String() for place in range(shape.width)},
        missing_columns="insert",
    ).collect()


def _are_split_whole(lines: pl.Series, cells: pl.DataFrame, shape: Shape) -> pl.Series:
    """Which lines are well-formed because their cells lack nothing but delimiters and the quotes of quoted cells.

    A missing cell would leave its delimiter to the others, and a quote that opens no cell would stay in it. Of more
    than two quotes each must belong to a pair that ends its cell, because polars may drop others from within a cell.
    """
    size, quotes = lines.str.len_bytes(), lines.str.count_matches('"', literal=True)
    filled = cells.select(pl.sum_horizontal(pl.all().str.len_bytes())).to_series()
    is_whole = (size <= shape.most) & (filled + quotes + (shape.width - 1) == size)
    many = (quotes > 2).arg_true()
    pairs = lines.gather(many).str.count_matches(f'"[^"]*"(?:{_escaped(shape.delimiter)}|$)')
    return is_whole.scatter(many, is_whole.gather(many) & (2 * pairs == quotes.gather(many)))


def _are_well_formed(lines: pl.Series, shape: Shape) -> pl.Series:
    """Which lines polars splits as the rules of CSV do, into `width` cells; none of more than `most` bytes."""
    parts = _escaped(shape.delimiter)
    cell = f'(?:[^"{parts}]*|"(?:[^"]|"")*")'
    short = lines.str.len_bytes() <= shape.most  # a longer one may hold a cell that must be cut
    return short & lines.str.contains(f"^{cell}(?:{parts}{cell}){{{shape.width - 1}}}$")


def are_records(lines: pl.Series, delimiter: str) -> bool:
    """Whether each line is a record by itself: no quote is left open in it, and each ends its cell."""
    parts = _escaped(delimiter)
    alone = f'(?:[^"{parts}][^{parts}]*|"(?:[^"]|"")*"|)'
    return (lines.str.contains(f"^{alone}(?:{parts}{alone})*$") | ~lines.str.contains('"', literal=True)).all()


def _escaped(delimiter: str) -> str:
    """As it stands in a pattern of polars, in a class of characters too."""
    return "\\|" if delimiter == "|" else delimiter


def tidied(cells: pl.DataFrame, block: bytes, lines: pl.Series, delimiter: str) -> pl.DataFrame:
    """Each text as `money.tidy` leaves it; a column that is tidy as it stands is only looked at.

    The cells are some columns of the block, in their order, whose lines are given too.
    """
    filled = [column.name for column in cells if column.null_count() < len(column)]
    if not filled:
        return cells
    wide = [] if block.isascii() else _names(cells, pl.col(filled).str.contains_any(_WIDE))
    bare = set(_names(cells, pl.col(filled) < "!"))  # the empty text and all spaces of ASCII sort before it
    may_end = filled if lines.str.contains(f'[{_LAST}]["{_escaped(delimiter)}]').any() else filled[-1:]
    for space in _LAST:
        if space.encode() in block:
            bare.update(_names(cells, pl.col(may_end).str.ends_with(space)))
    stripped = cells.with_columns(pl.col(*bare).str.strip_chars().replace("", None)) if bare else cells
    return stripped.with_columns(tidy(pl.col(name)).alias(name) for name in wide)


def _names(cells: pl.DataFrame, test: pl.Expr) -> list[str]:
    """The columns in which a text meets the test."""
    return [name for name, found in cells.select(test.any()).row(0, named=True).items() if found]
