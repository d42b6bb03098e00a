"""Decided rows in, their sums by file, day and fate out: what the books and warnings are added up from."""

import polars as pl


def sums_by_day(rows: pl.LazyFrame) -> pl.DataFrame:
    """Rows (how many), pence and first (the least row) by file, fate, rule, paid_on, void_hint and is_readable.

    A row is not readable if it has a fault or is a totals row; its paid_on may be null.
    """
    readable = pl.col("fault").is_null() & ~pl.col("is_total")
    groups = rows.group_by("file", "fate", "rule", "paid_on", "void_hint", is_readable=readable)
    return groups.agg(pl.col("pence").sum(), rows=pl.len(), first=pl.col("row").min()).collect()
