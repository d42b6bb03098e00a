"""Parsed tables in, the ledger out: every payment row with its supplier, place and fate, stage after stage.

The ledger is a narrow table of payments, with the number of each one's payee, and a table of payees; the cells as
exported stay where they were parsed to, row for row beside the payments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from lccspend.dates import financial_year_of
from lccspend.etl.cells import read_payees, scan_cells
from lccspend.etl.classes import Classifier
from lccspend.etl.codes import number_or_null, told_by
from lccspend.etl.daily import sums_by_day
from lccspend.etl.engine import Engine
from lccspend.etl.identity import identify
from lccspend.etl.locate import AT, Sites, estimate, places_of
from lccspend.etl.payees import beside_cells, beside_keys, numbered
from lccspend.etl.reconcile import decide, files_in_order
from lccspend.etl.reference import Reference
from lccspend.etl.sources import Source
from lccspend.etl.warn import check_totals, warnings_of
from lccspend.geography.locality import Definition
from lccspend.geography.table import PostcodeTable
from lccspend.schema import LEDGER, WORD
from lccspend.settings import Settings
from lccspend.store import PAYEES, PAYMENTS
from lccspend.streams.parquet import write_parquet


@dataclass(frozen=True)
class Decisions:
    """What people decided: settings, reference files, the home area they name, and the directories of postcodes."""

    settings: Settings
    reference: Reference
    home: Definition
    postcodes: PostcodeTable | None = None
    """The shipped tables with the council's own directories; None for the shipped tables alone."""


IS_PAID = pl.col("estimated").is_not_null()
"""Of a payee, whether a payment to it is counted."""


@dataclass(frozen=True)
class Payments:
    """Every row of the payment layouts with its fate, the payees, and what to warn about by file."""

    rows: pl.LazyFrame
    """The columns of `schema.LEDGER`."""

    days: pl.DataFrame
    """Their sums, as `sums_by_day` gives them."""

    payees: pl.DataFrame
    """What `payees_of` gives, with estimated; of payees without a counted payment that is null."""

    whole: pl.LazyFrame
    """The same rows with their cells, the other columns of `schema.CELLS`."""

    warnings: dict[str, list[str]]

    @property
    def paid(self) -> pl.DataFrame:
        """The payees with a counted payment."""
        return self.payees.filter(IS_PAID)


_FILE = 2**32
"""Rows of a file, at most, in the numbers that put all rows in order."""


@dataclass(frozen=True)
class Exported:
    """What the exports hold: the rows of `schema.CELLS` with n, which numbers them in the order of files and rows."""

    rows: pl.LazyFrame
    payees: pl.DataFrame
    """As `cells.read_payees` gives them, but that a word for nothing is no supplier number."""
    last_days: Mapping[str, date | None]
    """The last payment date of each file's readable rows."""


def exported(sources: Sequence[Source], folder: Path) -> Exported:
    """The typed rows of all payment files, and their payees."""
    payments = [source for source in sources if source.is_payments]
    first, scans = 0, []
    for batch in _batches(payments, folder):
        scans.append(_scan(batch, folder, first))
        first += len(batch)
    payees = read_payees([folder / name for source in payments for name in source.payees]).with_columns(
        number_or_null(name) for name in ("supplier_number", "legacy_supplier_number")
    )
    return Exported(pl.concat(scans), payees, {source.label: source.last for source in payments})


def _scan(batch: Sequence[Source], folder: Path, first: int) -> pl.LazyFrame:
    """One scan of several files of one system, whose sources have numbers from first on.

    What all rows have in common is told and not read. polars would make one scan of all batches, were it not for their
    numbers.
    """
    labels = [source.label for source in batch]
    if len(labels) == 1:
        file, number = pl.lit(labels[0], WORD), pl.lit(first)
    else:
        file = pl.col("file").cast(WORD)
        number = first + pl.col("file").cast(pl.Enum(labels)).to_physical().cast(pl.Int64)
    rows = scan_cells([folder / name for source in batch for name in source.parquets])
    return rows.with_columns(file=file, system=pl.lit(batch[0].layout, WORD), n=number * _FILE + pl.col("row"))


def _batches(sources: Iterable[Source], folder: Path) -> Iterator[list[Source]]:
    """The sources in their order, small ones together: to plan a scan of each would take longer than to read it.

    Large ones stand alone, because a scan reads several of its files at once, and holds parts of all of them.
    """
    batch: list[Source] = []
    size = 0
    for source in sources:
        own = sum((folder / name).stat().st_size for name in source.parquets)
        if batch and (size + own > _SCANNED_TOGETHER or source.layout != batch[0].layout):
            yield batch
            batch, size = [], 0
        batch.append(source)
        size += own
    yield batch


_SCANNED_TOGETHER = 16 * 1024**2
"""Bytes of Parquet: some half a million rows."""


def counted_rows(typed: Exported, sites: Sites, decisions: Decisions, engine: Engine) -> Payments:
    """The stages from typed rows to their fate, in order."""
    reference = decisions.reference
    rows, totals = check_totals(typed.rows)
    payees = payees_of(rows, typed.payees, sites, decisions)
    decided = decide(rows, payees, files_in_order(typed.last_days), decisions.settings, reference, engine)
    ledger = engine.write(
        decided.rows.with_columns(financial_year=financial_year_of(pl.col("paid_on")))
        .pipe(with_categories, reference)  # after the rules, which compare rows as they were exported
        .pipe(beside_keys, payees, "payee")
        .select(pl.col(name).cast(dtype) for name, dtype in LEDGER.items()),
        PAYMENTS,
    )
    known = with_estimates(payees.drop("match_key"), ledger)
    write_parquet(known, engine.folder / PAYEES)
    days = sums_by_day(ledger)
    warnings = warnings_of(days, ledger, known, decided, totals)
    return Payments(ledger, days, known, beside_cells(ledger, typed.rows), warnings)


def payees_of(rows: pl.LazyFrame, told: pl.DataFrame, sites: Sites, decisions: Decisions) -> pl.DataFrame:
    """The supplier and the place of each payee, with its number in payee; told are the payees as exported.

    Gives supplier, supplier_key, match_key, its class and where that comes from, private, operations and ranked; place,
    place_method and place_note. Totals rows make no supplier.
    """
    sums = rows.filter(~pl.col("is_total")).group_by("payee_key").agg(pl.col("pence").abs().sum()).collect()
    spent = told.lazy().join(sums.lazy(), on="payee_key")
    classes = Classifier(decisions.reference, by_rules=decisions.settings.populations.class_rules)
    suppliers = identify(spent, classes)
    places = places_of(told.lazy(), sites, decisions.reference, decisions.postcodes)
    known = told.join(places, on=AT, how="left", nulls_equal=True, maintain_order="left")
    supplier = ["system", "supplier_number", "supplier_name"]
    return numbered(known.join(suppliers, on=supplier, how="left", nulls_equal=True, maintain_order="left"))


def with_categories(rows: pl.LazyFrame, reference: Reference) -> pl.LazyFrame:
    """The category by the council's own map, where it names one, with its portfolio; else as exported."""
    kept = rows.with_columns(source_category=pl.col("category"))
    if not reference.categories:
        return kept.with_columns(portfolio=pl.lit(None, pl.String), is_mapped=pl.lit(None, pl.Boolean))
    return (
        kept.with_columns(mapped=told_by(pl.col("category").str.to_lowercase(), reference.categories))
        .with_columns(category=pl.coalesce("mapped", "category"), is_mapped=pl.col("mapped").is_not_null())
        .with_columns(portfolio=told_by(pl.col("category"), reference.portfolios))
    )


def with_estimates(payees: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Add estimated to the payees with a counted payment, learnt from those alone."""
    counted = ledger.filter(pl.col("fate") == "counted").select(pl.col("payee").unique()).collect()["payee"]
    paid = payees.filter(pl.col("payee").is_in(counted.implode()))
    estimated = paid.lazy().pipe(estimate).select("payee", pl.col("estimated").cast(WORD)).collect()
    return payees.join(estimated, on="payee", how="left", maintain_order="left")
