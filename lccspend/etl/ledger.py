"""Parsed tables in, the ledger out: every payment row with its supplier, place and fate, stage after stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from lccspend.dates import financial_year_of
from lccspend.etl.classes import Classifier
from lccspend.etl.engine import Engine
from lccspend.etl.identity import identify
from lccspend.etl.locate import Sites, estimate, places_of, read_sites
from lccspend.etl.reconcile import decide, files_in_order
from lccspend.etl.reference import Reference
from lccspend.etl.sources import Source
from lccspend.etl.warn import check_totals, warnings_of
from lccspend.geography.locality import Definition
from lccspend.geography.table import PostcodeTable
from lccspend.settings import Settings
from lccspend.store import PAYMENTS


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

    rows: pl.LazyFrame
    warnings: dict[str, list[str]]


PAYEE = ("system", "supplier_number", "supplier_name", "site", "postcode", "country")
"""What the supplier and the place of a payment depend on, but for what people and lists say of it."""

_FILE = 2**32
"""Rows of a file, at most, in the numbers that put all rows in order."""


def scan_typed(sources: Sequence[Source], folder: Path) -> pl.LazyFrame:
    """The typed rows of all payment files, with n, which numbers them in the order of files and rows."""
    parts = [
        pl.scan_parquet(folder / name).with_columns(n=number * _FILE + pl.col("row"))
        for number, source in enumerate(s for s in sources if s.is_payments)
        for name in source.parquets
    ]
    return pl.concat(parts)


def counted_rows(sources: Sequence[Source], folder: Path, decisions: Decisions, engine: Engine) -> Payments:
    """The stages from typed rows to their fate, in order."""
    reference = decisions.reference
    typed = engine.settle(scan_typed(sources, folder))
    rows, totals = check_totals(typed)
    payees = payees_of(rows, _sites(sources, folder, decisions.postcodes), decisions)
    add_suppliers = partial(with_payees, payees=payees)
    decided = decide(rows, add_suppliers, files_in_order(rows), decisions.settings, reference, engine)
    ledger = engine.write(
        decided.rows.with_columns(financial_year=financial_year_of(pl.col("paid_on")))
        .pipe(with_categories, reference)  # after the rules, which compare rows as they were exported
        .pipe(with_estimates),
        PAYMENTS,
    )
    return Payments(ledger, warnings_of(ledger, decided.related, totals))


def payees_of(rows: pl.LazyFrame, sites: Sites, decisions: Decisions) -> pl.DataFrame:
    """The supplier and the place of each distinct combination of `PAYEE`.

    Gives supplier, supplier_key, its class and where that comes from, private, operations and ranked; place,
    place_method and place_note.
    """
    spent = (
        rows.group_by(*PAYEE, "legacy_supplier_number", "is_total").agg(pl.col("pence").abs().sum()).collect().lazy()
    )
    classes = Classifier(decisions.reference, by_rules=decisions.settings.populations.class_rules)
    suppliers = identify(spent.filter(~pl.col("is_total")), classes)
    places = places_of(spent, sites, decisions.reference, decisions.postcodes)
    return places.join(suppliers, on=["system", "supplier_number", "supplier_name"], how="left", nulls_equal=True)


def with_payees(rows: pl.LazyFrame, payees: pl.DataFrame) -> pl.LazyFrame:
    """Add what `payees_of` knows of each row's payee."""
    return rows.join(payees.lazy(), on=PAYEE, how="left", nulls_equal=True, maintain_order="left")


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
    is_counted = pl.col("fate") == "counted"
    places = ["supplier_key", "site", "place", "ranked"]
    known = rows.filter(is_counted).select(places).unique().collect()
    estimated = known.lazy().pipe(estimate).select(*places[:3], "estimated")
    found = rows.join(estimated, on=places[:3], how="left", nulls_equal=True, maintain_order="left")
    return found.with_columns(estimated=pl.when(is_counted).then("estimated"))


def _sites(sources: Sequence[Source], folder: Path, postcodes: PostcodeTable | None) -> Sites:
    tables = []
    for source in sources:
        if source.layout == "sites":
            owner = "r12" if source.headings.get("supplier_number", "").upper().startswith("VENDOR") else ""
            tables.append(pl.read_parquet(folder / source.parquet).with_columns(owner=pl.lit(owner)))
    return read_sites(tables, postcodes)
