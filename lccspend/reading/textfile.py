"""The text of a delimited file in, one grid of cells out."""

from collections.abc import Callable

from lccspend.reading.delimiter import choose_delimiter
from lccspend.reading.grid import Grid, Room
from lccspend.reading.records import split_records

_LINES_NAMED = 5


def read_text(text: str, label: str, warnings: list[str], headings: Callable[[list[str]], int], cells: int) -> Grid:
    """Every line is a row, blank ones and `sep=;` too; `headings` helps to choose the delimiter."""
    delimiter, width = choose_delimiter(text, headings)
    Room(label, cells).take(text.count(delimiter))
    records = split_records(text, delimiter, width)
    odd = [_odd_quotes(records.odd)] if records.odd else []
    return Grid(label, records.rows, records.numbers, is_text=True, warnings=warnings + odd)


def _odd_quotes(lines: list[int]) -> str:
    named = ", ".join(map(str, lines[:_LINES_NAMED]))
    if len(lines) == 1:
        return f"a stray quote, or one never closed, on line {named}; that line was read by itself"
    more = f" and {len(lines) - _LINES_NAMED} more" if len(lines) > _LINES_NAMED else ""
    return f"stray quotes, or quotes never closed, on lines {named}{more}; these lines were read by themselves"
