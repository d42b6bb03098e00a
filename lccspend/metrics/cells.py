"""Counted payments in, the cells that tables of locality are added up from out.

Payments are grouped by what is short (days, words of a list); what people read is made of the groups, which are few.
"""

import polars as pl

from lccspend.figures import Cell, MonthOfSource
from lccspend.metrics.spent import shared
from lccspend.money import pounds
from lccspend.schema import NO_GROUP

GROUPS: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.strftime("%Y-%m"),
    "category": pl.col("category").cast(pl.String).fill_null(NO_GROUP),
    "business-unit": pl.col("business_unit").cast(pl.String).fill_null(NO_GROUP),
}
"""What payments are grouped by; districts are read off the place of the months' cells."""

_SHORT: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.truncate("1mo"),
    "category": pl.col("category"),
    "business-unit": pl.col("business_unit"),
}
"""The same as columns of few values, of which `GROUPS` are made."""

_PLACES = ("financial_year", "place", "estimated")


def sums_of_cells(counted: pl.LazyFrame, by: str) -> pl.DataFrame:
    """Rows (how many), pence and gross by financial_year, system, place, estimated and the group, as a column group."""
    pence = pl.col("pence")
    sums = counted.group_by(*_PLACES, "system", _SHORT[by]).agg(pence.sum(), rows=pl.len(), gross=pence.abs().sum())
    return sums.collect().with_columns(pl.col(*_PLACES, "system").cast(pl.String), group=GROUPS[by])


def cells_of(sums: pl.DataFrame) -> list[Cell]:
    """Pence and gross by financial_year, group, place and estimated, in that order."""
    keys = ["financial_year", "group", "place", "estimated"]
    cells = sums.group_by(keys).agg(pl.col("pence", "gross").sum()).sort(keys)
    texts = [shared(cells[name].to_list()) for name in keys]
    return [Cell(*row) for row in zip(*texts, cells["pence"].to_list(), cells["gross"].to_list(), strict=True)]


def months_of_sources(sums: pl.DataFrame) -> tuple[MonthOfSource, ...]:
    """The months-by-system grid of counted rows and pounds, in time; takes the sums by month."""
    keys = ["group", "system"]
    grid = sums.group_by(keys).agg(pl.col("rows", "pence").sum()).sort(keys)
    return tuple(
        MonthOfSource(month=month, source=system, rows=rows, pounds=pounds(pence))
        for month, system, rows, pence in grid.iter_rows()
    )
