"""Counted payments in, the cells that tables of locality are added up from out.

Payments are grouped by what is short (days, words of a list); what people read is made of the groups, which are few.
"""

from collections.abc import Iterable

import polars as pl

from lccspend.figures import Cell, MonthOfSource
from lccspend.metrics.spent import records
from lccspend.money import pounds
from lccspend.schema import NO_GROUP, WORD

GROUPS: dict[str, pl.Expr] = {
    "month": pl.col("paid_on").dt.strftime("%Y-%m"),
    "category": pl.col("category").fill_null(NO_GROUP),
    "business-unit": pl.col("business_unit").fill_null(NO_GROUP),
}
"""What payments are grouped by; districts are read off the place of the months' cells."""


def sums_of_places(years: Iterable[pl.LazyFrame]) -> pl.DataFrame:
    """Payments (how many), pence and gross by financial_year, system, place, estimated, business_unit and month.

    The month is its first day, as paid_on. Years are added up one after the other, as for `sums_paid`.
    """
    pence, month = pl.col("pence"), pl.col("paid_on").dt.truncate("1mo")
    keys = ("financial_year", "system", "place", "estimated", "business_unit", month)
    sums = (year.group_by(keys).agg(pence.sum(), payments=pl.len(), gross=pence.abs().sum()) for year in years)
    return pl.concat([own.collect() for own in sums])


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
