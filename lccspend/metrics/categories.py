"""Payments with categories, and the sums paid to suppliers, in; how well categories tell what was bought out."""

from typing import Any

import polars as pl

from lccspend.money import percent, pounds, pounds_of
from lccspend.payees import CategoryConflict, CategoryYear, PortfolioSpend
from lccspend.schema import NO_GROUP

LISTED = 20
"""How many suppliers with conflicting categories are listed, and how many headings without a category."""

MOSTLY = (3, 4)
"""Parts of a supplier's gross spend, all years together, that make a category its usual one."""


def category_quality(counted: pl.LazyFrame, sums: pl.LazyFrame, other: list[str]) -> tuple[CategoryYear, ...]:
    """Each year, the earliest first; other names the categories that say nothing of what was bought.

    Takes financial_year, category, source_category, is_mapped, portfolio and pence; and `Spent.by_supplier`.
    """
    named = _headings(counted, sums)
    says_nothing = pl.col("category").str.to_lowercase().is_in([name.lower() for name in other])
    years = named.group_by("financial_year").agg(
        pl.col("pence").sum().alias("total"),
        pl.col("pence").filter("is_mapped").sum().alias("mapped"),
        pl.col("pence").filter(says_nothing).sum().alias("other"),
        pl.col("is_mapped").is_not_null().any().alias("has_map"),
    )
    portfolios, unmapped, conflicts = _portfolios(named), _unmapped(named), _conflicts(sums)
    return tuple(
        _year(row, *(part.filter(financial_year=row["financial_year"]) for part in (portfolios, unmapped, conflicts)))
        for row in years.sort("financial_year").iter_rows(named=True)
    )


def _headings(counted: pl.LazyFrame, sums: pl.LazyFrame) -> pl.DataFrame:
    """Pence by year and heading of the export, with what the map makes of it; without a map a heading is a category.

    All texts are there.
    """
    if counted.select(pl.col("is_mapped").is_null().all()).collect().item():
        unmapped = {"source_category": "category", "is_mapped": pl.lit(None, pl.Boolean), "portfolio": pl.lit(NO_GROUP)}
        own = sums.group_by("financial_year", "category").agg(pl.col("pence").sum()).with_columns(**unmapped)
    else:
        mapped = pl.col("category", "is_mapped", "portfolio").first()
        own = counted.group_by("financial_year", "source_category").agg(pl.col("pence").sum(), mapped)
    texts = pl.col("category", "source_category", "portfolio").cast(pl.String).fill_null(NO_GROUP)
    return own.collect().with_columns(texts, pl.col("financial_year").cast(pl.String))


def _year(
    row: dict[str, Any], portfolios: pl.DataFrame, unmapped: pl.DataFrame, conflicts: pl.DataFrame
) -> CategoryYear:
    total, mapped, other, has_map = (row[name] for name in ("total", "mapped", "other", "has_map"))
    return CategoryYear(
        financial_year=row["financial_year"],
        total=pounds(total),
        mapped=pounds(mapped) if has_map else None,
        unmapped=pounds(total - mapped) if has_map else None,
        unmapped_percent=percent(total - mapped, total) if has_map else None,
        unmapped_headings=tuple(unmapped["source_category"].head(LISTED)),
        other=pounds(other),
        other_percent=percent(other, total),
        portfolios=tuple(
            PortfolioSpend(portfolio=name, spend=pounds(pence), percent=percent(pence, total))
            for name, pence in portfolios.select("portfolio", "pence").iter_rows()
        ),
        conflicts=conflicts.height,
        conflicting=pounds_of(conflicts["pence"]),
        largest=tuple(
            _conflict(row) for row in conflicts.filter(~pl.col("private")).head(LISTED).iter_rows(named=True)
        ),
    )


def _conflict(row: dict[str, Any]) -> CategoryConflict:
    return CategoryConflict(
        supplier=row["supplier"],
        usual=row["usual"],
        others=tuple(row["others"]),
        payments=row["payments"],
        spend=pounds(row["pence"]),
    )


def _portfolios(named: pl.DataFrame) -> pl.DataFrame:
    """Pence by portfolio, the largest first; nothing without a map."""
    own = named.filter(pl.col("is_mapped").is_not_null())
    sums = own.group_by("financial_year", "portfolio").agg(pl.col("pence").sum())
    return sums.sort("pence", "portfolio", descending=[True, False])


def _unmapped(named: pl.DataFrame) -> pl.DataFrame:
    """Headings of the exports that the map does not name, those with most spend first."""
    sums = named.filter(~pl.col("is_mapped")).group_by("financial_year", "source_category").agg(pl.col("pence").sum())
    return sums.sort("pence", "source_category", descending=[True, False])


def _conflicts(sums: pl.LazyFrame) -> pl.DataFrame:
    """Payments of ranked suppliers outside their usual category, by year and supplier, the most spend first."""
    ranked = sums.filter("ranked")
    gross = ranked.group_by("supplier_key", "category").agg(pl.col("gross").sum())
    usual = gross.filter(
        (pl.col("gross") * MOSTLY[1] >= pl.col("gross").sum().over("supplier_key") * MOSTLY[0])
        & (pl.col("category") != NO_GROUP)
    ).select("supplier_key", usual="category")
    astray = (
        ranked.join(usual, on="supplier_key", maintain_order="left")
        .filter(~pl.col("category").is_in([NO_GROUP]))
        .filter(pl.col("category") != pl.col("usual"))
    )
    found = astray.group_by("financial_year", "supplier_key").agg(
        pl.col("supplier").first().cast(pl.String),
        pl.col("usual").min(),
        pl.col("private").any(),
        others=pl.col("category").cast(pl.String).unique().sort(),
        payments=pl.col("payments").sum(),
        pence=pl.col("pence").sum(),
    )
    return found.sort("pence", "supplier", "supplier_key", descending=[True, False, False]).collect()
