"""Rows in the order of their number n, and some of the numbers, in; the rows that bear one of those out.

A part of a stream needs only the numbers between its first and its last: a join would arrange all of them in memory.
"""

import polars as pl


def is_among(numbers: pl.Series) -> pl.Expr:
    """Whether n is one of the numbers."""
    if numbers.is_empty():
        return pl.lit(value=False)
    ordered = numbers.sort()

    def are_among(part: pl.Series) -> pl.Series:
        return part.is_in(ordered.slice(*_near(ordered, part)).implode())

    return pl.col("n").map_batches(are_among, return_dtype=pl.Boolean(), is_elementwise=True)


def told_of(numbers: pl.Series, values: pl.Series) -> pl.Expr:
    """The value of each n among the numbers, which differ from each other; null for any other n."""
    if numbers.is_empty():
        return pl.lit(None, values.dtype)
    order = numbers.arg_sort()
    ordered, told = numbers.gather(order), values.gather(order)

    def look_up(part: pl.Series) -> pl.Series:
        near = ordered.slice(*_near(ordered, part))
        is_told = part.is_in(near.implode())
        own = told.gather(ordered.search_sorted(part.filter(is_told)))
        return told.clear(len(part)).scatter(is_told.arg_true(), own)

    return pl.col("n").map_batches(look_up, return_dtype=values.dtype, is_elementwise=True)


def _near(ordered: pl.Series, part: pl.Series) -> tuple[int, int]:
    """Where the numbers between the least and the greatest of a part begin, and how many they are."""
    if part.null_count() == len(part):
        return 0, 0
    ends = pl.Series([part.min(), part.max()], dtype=pl.Int64()) + pl.Series([0, 1])
    first, end = ordered.search_sorted(ends)
    return first, end - first
