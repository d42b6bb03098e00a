"""Decided rows in, what an analyst should look at out: sentences by file. Nothing here changes a figure."""

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from lccspend.etl.rules import pair_voids
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


def warnings_of(
    rows: pl.LazyFrame, payees: pl.DataFrame, uneven: pl.DataFrame, paired: pl.DataFrame, totals: Warnings
) -> Warnings:
    """Warnings by file, in a fixed order.

    uneven and paired are those of `reconcile.Decided`; totals are the warnings that `check_totals` found.
    """
    found: Warnings = defaultdict(list)
    for file, sentences in totals.items():
        found[file].extend(sentences)
    for file, sentence in [*_limits(rows), *_row_warnings(rows, payees, uneven), *_lonely_reversals(paired)]:
        found[file].append(sentence)
    return dict(found)


def _limits(rows: pl.LazyFrame) -> Iterable[tuple[str, str]]:
    for file, count in rows.group_by("file").len().sort("file").collect().iter_rows():
        if count in EXPORT_LIMITS:
            yield file, f"has {count:,} rows, a known export limit: it may have been cut short: export it in parts"


def _row_warnings(rows: pl.LazyFrame, payees: pl.DataFrame, uneven: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """One sentence for each file and kind of oddity, with its number of rows and the first of them."""
    counted = pl.col("fate") == "counted"
    several = pl.col("pence").n_unique().over("file", "invoice_payment_id") > 1
    astray = (pl.col("paid_on") - pl.col("middle")).abs() > pl.duration(days=ASTRAY_DAYS)
    dated = rows.join(_middles(rows).lazy(), on="file", how="left", maintain_order="left")
    nameless, at_odds = (
        rows.join(payees.lazy().filter(test).select("payee"), on="payee", how="semi", maintain_order="left")
        for test in (pl.col("supplier_name").is_null(), pl.col("place_note").str.starts_with("the country is"))
    )
    with_id = rows.filter(counted).select("n").join(uneven.lazy(), on="n", maintain_order="left")
    odd: dict[str, pl.LazyFrame] = {
        f"without a supplier name, counted under {NO_NAME}": nameless.filter(counted),
        "with an invoice payment id that stands again with another amount, all counted": with_id.filter(several),
        f"dated more than {ASTRAY_DAYS} days from the middle of their file, counted as written": dated.filter(
            counted & astray & pl.col("few_astray")
        ),
        "whose amount bears the star of a voided payment": rows.filter(counted & pl.col("void_hint")),
        "whose country and postcode disagree; the postcode is in the UK and wins": at_odds,
    }
    sums = [own.group_by("file").agg(pl.len(), first=pl.col("row").min()).sort("file") for own in odd.values()]
    for words, found in zip(odd, pl.collect_all(sums), strict=True):
        for file, count, first in found.iter_rows():
            yield file, f"{_rows(count)} {words} (the first: row {first})"


def _middles(rows: pl.LazyFrame) -> pl.DataFrame:
    """The middle payment date of each file, and whether few of its rows are far from it."""
    days = rows.group_by("file", "paid_on").len().sort("file", "paid_on").collect()
    dated = days.filter(pl.col("paid_on").is_not_null()).with_columns(
        upto=pl.col("len").cum_sum().over("file"), rows=pl.col("len").sum().over("file")
    )
    half = pl.col("rows") / 2
    middle = dated.group_by("file").agg(
        lower=pl.col("paid_on").filter(pl.col("upto") >= half).min(),
        upper=pl.col("paid_on").filter(pl.col("upto") > half).min(),
    )
    placed = dated.join(
        middle.select("file", middle=pl.col("lower").cast(pl.Datetime) + (pl.col("upper") - pl.col("lower")) / 2),
        on="file",
    )
    far = (pl.col("paid_on") - pl.col("middle")).abs() > pl.duration(days=ASTRAY_DAYS)
    share = pl.col("len").filter(far).sum() / pl.col("len").sum() <= FEW
    return placed.group_by("file").agg(pl.col("middle").first(), few_astray=share)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _lonely_reversals(paired: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """Reversals whose original is in no export: they count, and the original may be missing from what was sent."""
    lonely = pair_voids(paired.lazy()).filter(pl.col("is_reversal") & ~pl.col("paired"))
    found = lonely.filter(pl.col("is_void") | pl.col("flagged")).sort("file", "row").collect()
    for file, row, pence in found.select("file", "row", "pence").iter_rows():
        yield file, f"row {row} reverses a payment of £{pounds(-pence):,} that is in no export; the reversal counts"


def check_totals(rows: pl.LazyFrame) -> tuple[pl.LazyFrame, Warnings]:
    """Compare each totals row with the readable rows that it sums; returns the rows and the differences, by file.

    A row that holds nothing but an amount is a totals row only if the amount is such a sum; otherwise it has no date
    and is rejected.
    """
    words = pl.coalesce("supplier_name", "supplier_number", "description", "category", "business_unit", "raw")
    totals = rows.filter("is_total").select("n", "file", "row", "pence", label=words).sort("n").collect()
    found: Warnings = defaultdict(list)
    not_totals: list[int] = []
    for (file,), own in totals.group_by("file", maintain_order=True):
        for n, row, label, difference in _differences(own, _sums_between(rows, str(file), own["n"])):
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
    return (mended if not_totals else rows), dict(found)


def _sums_between(rows: pl.LazyFrame, file: str, totals: pl.Series) -> dict[int, int]:
    """The pence of a file's rows before its first totals row, between the first and the second, and so on."""

    def part_of(numbers: pl.Series) -> pl.Series:
        return totals.search_sorted(numbers).cast(pl.Int64)

    own = rows.filter((pl.col("file") == file) & ~pl.col("is_total"))
    part = pl.col("n").map_batches(part_of, return_dtype=pl.Int64(), is_elementwise=True)
    sums = own.group_by(part=part).agg(pl.col("pence").sum()).collect()
    return dict(sums.iter_rows())


def _differences(own: pl.DataFrame, sums: dict[int, int]) -> Iterable[tuple[int, int, str | None, int]]:
    """For each totals row of a file: n, row, its label (None if it has none) and total less the nearest fitting sum."""
    since_start = 0
    for part, (n, row, pence, label) in enumerate(own.select("n", "row", "pence", "label").iter_rows()):
        since_total = sums.get(part, 0)
        since_start += since_total
        fitting = (since_start, since_total)
        difference = 0 if pence is None or pence in fitting else min((pence - s for s in fitting), key=abs)
        yield n, row, label, difference
