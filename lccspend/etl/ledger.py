"""Parsed tables in, the ledger out: every payment row with its supplier, place and fate, stage after stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lccspend.dates import financial_year_of
from lccspend.etl.classes import Classifier
from lccspend.etl.identity import identify
from lccspend.etl.locate import Sites, estimate, places_of, read_sites
from lccspend.etl.reconcile import decide
from lccspend.etl.reference import Reference
from lccspend.etl.sources import Source
from lccspend.etl.warn import check_totals, warnings_of
from lccspend.geography.locality import Definition
from lccspend.geography.table import PostcodeTable
from lccspend.settings import Settings


@dataclass(frozen=True)
class Decisions:
    """What people decided: settings, reference files, the home area they name, and the directories of postcodes."""

    settings: Settings
    reference: Reference
    home: Definition
    postcodes: PostcodeTable | None = None
    """The shipped tables with the council's own directories; None for the shipped tables alone."""


@dataclass(frozen=True)
class Payments:
    """Every row of the payment layouts with its supplier, place and fate, and what to warn about by file."""

    rows: pl.DataFrame
    warnings: dict[str, list[str]]


def counted_rows(sources: Sequence[Source], folder: Path, decisions: Decisions) -> Payments:
    """The stages from typed rows to their fate, in order."""
    reference = decisions.reference
    typed = pl.concat([pl.read_parquet(folder / s.parquet) for s in sources if s.is_payments]).with_row_index("n")
    rows, totals = check_totals(typed)
    classes = Classifier(reference, by_rules=decisions.settings.populations.class_rules)
    suppliers = identify(rows.lazy().filter(~pl.col("is_total")), classes)
    places = places_of(rows.lazy(), _sites(sources, folder, decisions.postcodes), reference, decisions.postcodes)
    decided = (
        rows.lazy()
        .pipe(with_suppliers, suppliers)
        .pipe(with_places, places)
        .with_columns(financial_year=financial_year_of(pl.col("paid_on")))
        .pipe(decide, decisions.settings, reference)
        .pipe(with_categories, reference)  # after the rules, which compare rows as they were exported
        .pipe(with_estimates)
        .sort("n")
        .collect()
    )
    return Payments(decided, warnings_of(decided, totals))


def with_suppliers(rows: pl.LazyFrame, suppliers: pl.DataFrame) -> pl.LazyFrame:
    """Add supplier, supplier_key, its class and where that comes from, private, operations and ranked."""
    key = ["system", "supplier_number", "supplier_name"]
    return rows.join(suppliers.lazy(), on=key, how="left", nulls_equal=True)


def with_places(rows: pl.LazyFrame, places: pl.DataFrame) -> pl.LazyFrame:
    """Add place, place_method and place_note."""
    key = ["system", "supplier_number", "site", "supplier_name", "postcode", "country"]
    return rows.join(places.lazy(), on=key, how="left", nulls_equal=True)


def with_categories(rows: pl.LazyFrame, reference: Reference) -> pl.LazyFrame:
    """The category by the council's own map, where it names one, with its portfolio; else as exported."""
    kept = rows.with_columns(source_category=pl.col("category"))
    if not reference.categories:
        return kept.with_columns(portfolio=pl.lit(None, pl.String), is_mapped=pl.lit(None, pl.Boolean))
    mapped = pl.col("category").str.to_lowercase().replace_strict(reference.categories, default=None)
    portfolio = pl.col("category").replace_strict(reference.portfolios, default=None, return_dtype=pl.String)
    return kept.with_columns(category=pl.coalesce(mapped, "category"), is_mapped=mapped.is_not_null()).with_columns(
        portfolio=portfolio
    )


def with_estimates(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add estimated to the counted rows, learnt from counted rows only."""
    counted = rows.filter(pl.col("fate") == "counted").pipe(estimate).select("n", "estimated")
    return rows.join(counted, on="n", how="left")


def _sites(sources: Sequence[Source], folder: Path, postcodes: PostcodeTable | None) -> Sites:
    tables = []
    for source in sources:
        if source.layout == "sites":
            owner = "r12" if source.headings.get("supplier_number", "").upper().startswith("VENDOR") else ""
            tables.append(pl.read_parquet(folder / source.parquet).with_columns(owner=pl.lit(owner)))
    return read_sites(tables, postcodes)
