"""Counted payments in, the cells that tables of locality are added up from out.

Payments are grouped by what is short (days, words of a list); what people read is made of the groups, which are few.
"""

import polars as pl

from lccspend.figures import Cell, MonthOfSource
from lccspend.metrics.spent import Years, records, sums_of_years
from lccspend.money import pounds
from lccspend.schema import NO_GROUP, WORD

GROUPS: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.strftime("%Y-%m"),
    "category": pl.col("category").fill_null(NO_GROUP),
    "business-unit": pl.col("business_unit").fill_null(NO_GROUP),
}
"""What payments are grouped by; districts are read off the place of the months' cells."""


def sums_of_places(years: Years) -> pl.DataFrame:
    """As `sums_of_years` by system, place, estimated, business_unit and the month's first day as paid_on."""
    month = pl.col("paid_on").dt.truncate("1mo")
    return sums_of_years(years, ("system", "place", "estimated", "business_unit", month))


def cells_of(sums: pl.DataFrame | pl.LazyFrame, group: pl.Expr) -> list[Cell]:
    """Pence and gross by financial_year, group, place and estimated, in that order."""
    keys = ["financial_year", "group", "place", "estimated"]
    groups = sums.lazy().group_by("financial_year", "place", "estimated", group=group)
    cells = groups.agg(pl.col("pence", "gross").sum()).collect().with_columns(pl.col(keys).cast(WORD)).sort(keys)
    return [Cell(*row) for row in records(cells.select(*keys, "pence", "gross"))]


def months_of_sources(sums: pl.DataFrame) -> tuple[MonthOfSource, ...]:
    """The months-by-system grid of counted rows and pounds, in time; takes `sums_of_places`."""
    months = sums.group_by("paid_on", "system").agg(pl.col("payments", "pence").sum())
    named = months.select(pl.col("system").cast(pl.String), "payments", "pence", month=GROUPS["month"])
    grid = named.select("month", "system", "payments", "pence").sort("month", "system")
    return tuple(
        MonthOfSource(month=month, source=system, rows=rows, pounds=pounds(pence))
        for month, system, rows, pence in grid.iter_rows()
    )
