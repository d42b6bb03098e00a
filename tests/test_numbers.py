"""Rows by their number n: which are among some, and what is told of those, whatever part of them is looked at."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.streams.numbers import is_among, told_of

NUMBERS = st.integers(0, 20)


def asked(rows: list[int], numbers: list[int], engine: str) -> list[tuple[bool, str | None]]:
    """Of each row, whether its number is among the numbers, and its word, which is the number in letters."""
    among, words = pl.Series("n", numbers, pl.Int64), pl.Series([f"word {n}" for n in numbers], dtype=pl.String)
    frame = pl.LazyFrame({"n": rows}, schema={"n": pl.Int64})
    told = frame.with_columns(found=is_among(among), word=told_of(among, words))
    return told.select("found", "word").collect(engine=engine).rows()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@given(rows=st.lists(NUMBERS), numbers=st.lists(NUMBERS, unique=True))
def test_a_row_is_told_what_belongs_to_its_number_and_no_other(
    engine: str, rows: list[int], numbers: list[int]
) -> None:
    expected = [(n in numbers, f"word {n}" if n in numbers else None) for n in rows]
    assert asked(rows, numbers, engine) == expected
