"""Decided rows in, what an analyst should look at out: sentences by file. Nothing here changes a figure."""

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from lccspend.etl.reconcile import pair_voids
from lccspend.money import pounds
from lccspend.schema import NO_NAME

EXPORT_LIMITS = frozenset(
    {1000, 10000, 20000, 25000, 65000, 65535, 65536, 75000, 75001, 100000, 1048575, 1048576}
    | {999, 9999, 19999, 24999, 64999, 65534, 74999, 99999, 1048574}
)
"""Row counts at which Oracle, Excel and Power BI cut an export short, with and without the heading."""

ASTRAY_DAYS = 300
FEW = 0.01
"""A year mistyped moves a payment into another financial year; in a file of many years many rows are far apart."""

Warnings = dict[str, list[str]]


def warnings_of(rows: pl.DataFrame, totals: Warnings) -> Warnings:
    """Warnings by file, in a fixed order; totals are those that `check_totals` found."""
    found: Warnings = defaultdict(list)
    for file, sentences in totals.items():
        found[file].extend(sentences)
    for file, sentence in [*_limits(rows), *_row_warnings(rows), *_lonely_reversals(rows)]:
        found[file].append(sentence)
    return dict(found)


def _limits(rows: pl.DataFrame) -> Iterable[tuple[str, str]]:
    for file, count in rows.group_by("file").len().sort("file").iter_rows():
        if count in EXPORT_LIMITS:
            yield file, f"has {count:,} rows, a known export limit: it may have been cut short: export it in parts"


def _row_warnings(rows: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """One sentence for each file and kind of oddity, with its number of rows and the first of them."""
    counted = pl.col("fate") == "counted"
    astray = (pl.col("paid_on") - pl.col("paid_on").median().over("file")).abs() > pl.duration(days=ASTRAY_DAYS)
    several = pl.col("pence").filter(counted).n_unique().over("file", "invoice_payment_id") > 1
    odd: dict[str, pl.Expr] = {
        f"without a supplier name, counted under {NO_NAME}": counted & pl.col("supplier_name").is_null(),
        "with an invoice payment id that stands again with another amount, all counted": counted
        & pl.col("invoice_payment_id").is_not_null()
        & several,
        f"dated more than {ASTRAY_DAYS} days from the middle of their file, counted as written": counted
        & astray
        & (astray.mean().over("file") <= FEW),
        "whose amount bears the star of a voided payment": counted & pl.col("void_hint"),
        "whose country and postcode disagree; the postcode is in the UK and wins": pl.col("place_note").str.starts_with(
            "the country is"
        ),
    }
    for words, test in odd.items():
        found = rows.filter(test).group_by("file").agg(pl.len(), first=pl.col("row").min()).sort("file")
        for file, count, first in found.iter_rows():
            yield file, f"{_rows(count)} {words} (the first: row {first})"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _lonely_reversals(rows: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """Reversals whose original is in no export: they count, and the original may be missing from what was sent."""
    lonely = pair_voids(rows.lazy()).filter(pl.col("is_reversal") & ~pl.col("paired"))
    found = lonely.filter(pl.col("is_void") | pl.col("flagged")).sort("file", "row").collect()
    for file, row, pence in found.select("file", "row", "pence").iter_rows():
        yield file, f"row {row} reverses a payment of £{pounds(-pence):,} that is in no export; the reversal counts"


def check_totals(rows: pl.DataFrame) -> tuple[pl.DataFrame, Warnings]:
    """Compare each totals row with the readable rows that it sums; returns the rows and the differences, by file.

    A row that holds nothing but an amount is a totals row only if the amount is such a sum; otherwise it has no date
    and is rejected.
    """
    found: Warnings = defaultdict(list)
    not_totals: list[int] = []
    for (file,), own in rows.filter(pl.col("is_total").any().over("file")).group_by("file", maintain_order=True):
        for n, row, label, difference in _differences(own):
            if label is None and difference:
                not_totals.append(n)
            elif difference:
                found[str(file)].append(
                    f"row {row}: the total differs by £{pounds(difference):,} from the rows it sums"
                )
    fault = pl.when(pl.col("n").is_in(not_totals)).then(pl.lit("the date (blank) is no date that is read (day first)"))
    mended = rows.with_columns(
        is_total=pl.col("is_total") & ~pl.col("n").is_in(not_totals), fault=pl.coalesce(fault, "fault")
    )
    return mended, dict(found)


def _differences(own: pl.DataFrame) -> Iterable[tuple[int, int, str | None, int]]:
    """For each totals row of a file: n, row, its label (None if it has none) and total less the nearest fitting sum."""
    since_start = since_total = 0
    words = pl.coalesce("supplier_name", "supplier_number", "description", "category", "business_unit", "raw")
    columns = own.select("n", "row", "is_total", "pence", words.alias("label"))
    for n, row, is_total, pence, label in columns.iter_rows():
        if not is_total:
            since_start += pence or 0
            since_total += pence or 0
            continue
        sums = (since_start, since_total)
        difference = 0 if pence is None or pence in sums else min((pence - s for s in sums), key=abs)
        yield n, row, label, difference
        since_total = 0
