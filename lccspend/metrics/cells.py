"""Counted payments in, the cells that tables of locality are added up from out."""

import polars as pl

from lccspend.figures import Cell, MonthOfSource
from lccspend.money import pounds
from lccspend.schema import NO_GROUP

GROUPS: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.strftime("%Y-%m"),
    "category": pl.col("category").fill_null(NO_GROUP),
    "business-unit": pl.col("business_unit").fill_null(NO_GROUP),
}
"""What payments are grouped by; districts are read off the place of the months' cells."""


def locality_cells(counted: pl.LazyFrame, group: pl.Expr) -> list[Cell]:
    """Pence by financial_year, group, place and estimated, in that order."""
    keys = ["financial_year", "group", "place", "estimated"]
    sums = (
        counted.with_columns(group=group).group_by(keys).agg(pl.col("pence").sum(), gross=pl.col("pence").abs().sum())
    )
    return [Cell(*row) for row in sums.sort(keys).collect().iter_rows()]


def months_of_sources(counted: pl.LazyFrame) -> tuple[MonthOfSource, ...]:
    """The months-by-system grid of counted rows and pounds, in time."""
    keys = ["month", "system"]
    sums = counted.with_columns(month=GROUPS["month"]).group_by(keys).agg(pl.len(), pl.col("pence").sum())
    return tuple(
        MonthOfSource(month=month, source=system, rows=rows, pounds=pounds(pence))
        for month, system, rows, pence in sums.sort(keys).collect().iter_rows()
    )
