"""Counted payments in, the cells that tables of locality are added up from out.

Payments are grouped by what is short (days, words of a list); what people read is made of the groups, which are few.
"""

import polars as pl

from lccspend.figures import Cell, MonthOfSource
from lccspend.metrics.spent import records
from lccspend.money import pounds
from lccspend.schema import NO_GROUP

GROUPS: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.strftime("%Y-%m"),
    "category": pl.col("category").fill_null(NO_GROUP),
    "business-unit": pl.col("business_unit").fill_null(NO_GROUP),
}
"""What payments are grouped by; districts are read off the place of the months' cells."""

_SHORT: dict[str, pl.Expr] = {"month": pl.col("paid_on").dt.truncate("1mo"), "business-unit": pl.col("business_unit")}
"""The same as columns of few values, of which `GROUPS` are made."""


def sums_of_places(counted: pl.LazyFrame, by: str) -> pl.DataFrame:
    """Payments (how many), pence and gross by financial_year, system, place, estimated and a column of short values."""
    pence = pl.col("pence")
    keys = ("financial_year", "system", "place", "estimated", _SHORT[by])
    return counted.group_by(keys).agg(pence.sum(), payments=pl.len(), gross=pence.abs().sum()).collect()


def cells_of(sums: pl.DataFrame | pl.LazyFrame, group: pl.Expr) -> list[Cell]:
    """Pence and gross by financial_year, group, place and estimated, in that order."""
    keys = ["financial_year", "group", "place", "estimated"]
    groups = sums.lazy().group_by("financial_year", "place", "estimated", group=group)
    cells = groups.agg(pl.col("pence", "gross").sum()).collect().with_columns(pl.col(keys).cast(pl.String)).sort(keys)
    return [Cell(*row) for row in records([cells.select(*keys, "pence", "gross")])]


def months_of_sources(sums: pl.DataFrame) -> tuple[MonthOfSource, ...]:
    """The months-by-system grid of counted rows and pounds, in time; takes the sums by month."""
    months = sums.with_columns(pl.col("system").cast(pl.String), month=GROUPS["month"])
    grid = months.group_by("month", "system").agg(pl.col("payments", "pence").sum()).sort("month", "system")
    return tuple(
        MonthOfSource(month=month, source=system, rows=rows, pounds=pounds(pence))
        for month, system, rows, pence in grid.iter_rows()
    )
