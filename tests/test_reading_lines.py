"""Lines that polars splits as the rules of CSV do are told from all others, however they stand together."""

import csv
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lccspend.reading.lines import Shape, lines_of, split

CELL = r'(?:[^",]*|"(?:[^"]|"")*")'
CELLS = st.sampled_from(
    ["", "a", "a b", '"a"', '"a,b"', '""', '"x ""y"""', '"z" ', 'q"r', '"', '",', '"a"b"c"', '"a" "b"']
)
LINES = st.lists(CELLS, max_size=5).map(",".join)


def by_the_rules(lines, width):
    """The cells of each line that the rules of CSV split into so many, None for any other; a blank cell is None."""
    whole = re.compile(f"{CELL}(?:,{CELL}){{{width - 1}}}")
    return [[cell or None for cell in next(csv.reader([line]))] if whole.fullmatch(line) else None for line in lines]


@settings(max_examples=150)
@given(lines=st.lists(LINES, min_size=1, max_size=5), end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
@example(lines=["a,b,c", 'q"r,b,c,'], end="\n", last=False).via(
    "a blank cell too many is not seen where a block ends without a line end"
)
@example(lines=['q"r",b,c,,'], end="\n", last=True).via("as many delimiters too many as quotes that stay in a cell")
@example(lines=['"a"b"c",d', "a,b,c"], end="\n", last=True).via("quotes that are dropped within a cell")
@example(lines=['"a,b,c', 'd,e",f'], end="\n", last=True).via("a quote that takes in the next line")
def test_cells_are_given_of_the_lines_that_the_rules_of_csv_split_and_of_no_other(lines, end, last):
    block = (end.join(lines) + (end if last else "")).encode()
    expected = by_the_rules(lines if last or lines[-1] else lines[:-1], 3)
    cells, is_sound = split(block, lines_of(block), Shape(",", 3, most=100))
    assert is_sound.to_list() == [row is not None for row in expected]
    assert [[cell or None for cell in row] for row in cells.rows()] == [row for row in expected if row]


def test_a_line_that_may_hold_a_cell_of_more_than_the_limit_is_none_that_is_given():
    block = b"short,line\na longer,line\n"
    cells, is_sound = split(block, lines_of(block), Shape(",", 2, most=10))
    assert (cells.rows(), is_sound.to_list()) == ([("short", "line")], [True, False])
