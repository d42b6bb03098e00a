"""Decided rows in, what an analyst should look at out: sentences by file. Nothing here changes a figure."""

import json
from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from lccspend.etl.daily import sums_by_day
from lccspend.etl.reconcile import Decided, Repeats
from lccspend.etl.rules import pair_voids
from lccspend.money import pounds, sterling
from lccspend.plurals import how_many
from lccspend.schema import NO_NAME
from lccspend.streams.numbers import is_among

EXPORT_LIMITS = frozenset(
    {1000, 10000, 20000, 25000, 65000, 65535, 65536, 75000, 75001, 100000, 1048575, 1048576}
    | {999, 9999, 19999, 24999, 64999, 65534, 74999, 99999, 1048574}
)
"""Row counts at which Oracle, Excel and Power BI cut an export short, with and without the heading."""

ASTRAY_DAYS = 310
FEW = 0.02
"""A year mistyped moves a payment into another financial year; in a file of many years many rows are far apart.

A file of twenty whole months has no such row, and one of twenty-one has more than a few.
"""

Warnings = dict[str, list[str]]


def warnings_of(
    days: pl.DataFrame,
    rows: pl.LazyFrame,
    payees: pl.DataFrame,
    decided: Decided,
    totals: Warnings,
) -> Warnings:
    """Warnings by file, in a fixed order; days are `sums_by_day` of the rows, totals those of `check_totals`."""
    found: Warnings = defaultdict(list)
    for file, sentences in totals.items():
        found[file].extend(sentences)
    odd = _row_warnings(days, rows, payees, decided.repeats)
    for file, sentence in [*_limits(days), *odd, *_lonely_reversals(decided.paired)]:
        found[file].append(sentence)
    return dict(found)


def _limits(days: pl.DataFrame) -> Iterable[tuple[str, str]]:
    for file, count in days.group_by("file").agg(pl.col("rows").sum()).sort("file").iter_rows():
        if count in EXPORT_LIMITS:
            yield file, f"has {count:,} rows, a known export limit: it may have been cut short: export it in parts"


def _row_warnings(
    days: pl.DataFrame, rows: pl.LazyFrame, payees: pl.DataFrame, repeats: Repeats
) -> Iterable[tuple[str, str]]:
    """One sentence for each file and kind of oddity, with its number of rows and the first of them."""
    counted = pl.col("fate") == "counted"
    dated = days.join(_middles(days), on="file", how="left")
    nameless, at_odds = (
        sums_by_day(rows.filter(pl.col("payee").is_in(own["payee"].implode()))) if len(own) else days.clear()
        for own in (
            payees.filter(pl.col("supplier_name").is_null()),
            payees.filter(pl.col("place_note").str.starts_with("the country is")),
        )
    )
    odd: dict[str, pl.DataFrame] = {
        f"without a supplier name, counted under {NO_NAME}": nameless.filter(counted),
        "with an invoice payment id that stands again with another amount, all counted": _with_several(
            rows, repeats.uneven
        ),
        "with one invoice payment id that tells no payment, such as 3E+14, compared by all their cells": (
            repeats.unsafe.select("file", first="row", rows=1)
        ),
        f"dated more than {ASTRAY_DAYS} days from the middle of the file, counted as written": dated.filter(
            counted & _ASTRAY & pl.col("few_astray")
        ),
        "whose amount bears the star of a voided payment": days.filter(counted & pl.col("void_hint")),
        "whose country and postcode disagree; the postcode is in the UK and wins": at_odds,
    }
    for words, found in odd.items():
        sums = found.group_by("file").agg(pl.col("rows").sum(), pl.col("first").min()).sort("file")
        for file, count, first in sums.iter_rows():
            yield file, f"{how_many(count, 'row')} {words} (the first: row {first})"


def _with_several(rows: pl.LazyFrame, uneven: pl.DataFrame) -> pl.DataFrame:
    """Of the uneven rows those that are counted and whose id has several amounts among these: file, rows and first."""
    counted = rows.filter((pl.col("fate") == "counted") & is_among(uneven["n"])).select("n")
    several = pl.col("pence").n_unique().over("file", "invoice_payment_id") > 1
    own = uneven.join(counted.collect(), on="n", how="semi")
    return own.filter(several).select("file", first="row", rows=1)


_ASTRAY = (pl.col("paid_on") - pl.col("middle")).abs() > pl.duration(days=ASTRAY_DAYS)


def _middles(days: pl.DataFrame) -> pl.DataFrame:
    """The middle payment date of each file, and whether few of its rows are far from it."""
    dated = (
        days.filter(pl.col("paid_on").is_not_null())
        .group_by("file", "paid_on")
        .agg(pl.col("rows").sum())
        .sort("file", "paid_on")
        .with_columns(upto=pl.col("rows").cum_sum().over("file"), half=pl.col("rows").sum().over("file") / 2)
    )
    middle = dated.group_by("file").agg(
        lower=pl.col("paid_on").filter(pl.col("upto") >= pl.col("half")).min(),
        upper=pl.col("paid_on").filter(pl.col("upto") > pl.col("half")).min(),
    )
    placed = dated.join(
        middle.select("file", middle=pl.col("lower").cast(pl.Datetime) + (pl.col("upper") - pl.col("lower")) / 2),
        on="file",
    )
    share = pl.col("rows").filter(_ASTRAY).sum() / pl.col("rows").sum() <= FEW
    return placed.group_by("file").agg(pl.col("middle").first(), few_astray=share)


def _lonely_reversals(paired: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """Reversals whose original is in no export: they count, and the original may be missing from what was sent."""
    lonely = pair_voids(paired.lazy()).filter(pl.col("is_reversal") & ~pl.col("paired"))
    found = lonely.filter(pl.col("is_void") | pl.col("flagged")).sort("file", "row").collect()
    for file, row, pence in found.select("file", "row", "pence").iter_rows():
        yield (
            file,
            f"row {row} reverses a payment of {sterling(pounds(-pence))} that is in no export; the reversal counts",
        )


def check_totals(rows: pl.LazyFrame) -> tuple[pl.LazyFrame, Warnings]:
    """Compare each totals row with the readable rows that it sums; returns the rows and the differences, by file.

    A row that holds nothing but an amount is a totals row only if the amount is such a sum; otherwise its fault counts.
    """
    totals = rows.filter("is_total").select("n", "file", "row", "pence", "raw").sort("n").collect()
    found: Warnings = defaultdict(list)
    not_totals: list[int] = []
    for (file,), own in totals.group_by("file", maintain_order=True):
        for n, row, raw, difference in _differences(own, _sums_between(rows, str(file), own["n"])):
            if difference and _is_bare(raw):
                not_totals.append(n)
            elif difference:
                found[str(file)].append(
                    f"row {row}: the total differs by {sterling(pounds(difference))} from the rows it sums"
                )
    mended = rows.with_columns(is_total=pl.col("is_total") & ~pl.col("n").is_in(not_totals))
    return (mended if not_totals else rows), dict(found)


def _is_bare(raw: str) -> bool:
    """Whether a row, as it was, holds one cell and no more."""
    return sum(1 for cell in json.loads(raw) if cell.strip()) == 1


def _sums_between(rows: pl.LazyFrame, file: str, totals: pl.Series) -> dict[int, int]:
    """The pence of a file's rows before its first totals row, between the first and the second, and so on."""

    def part_of(numbers: pl.Series) -> pl.Series:
        return totals.search_sorted(numbers).cast(pl.Int64)

    own = rows.filter((pl.col("file") == file) & ~pl.col("is_total"))
    part = pl.col("n").map_batches(part_of, return_dtype=pl.Int64(), is_elementwise=True)
    sums = own.group_by(part=part).agg(pl.col("pence").sum()).collect()
    return dict(sums.iter_rows())


def _differences(own: pl.DataFrame, sums: dict[int, int]) -> Iterable[tuple[int, int, str, int]]:
    """For each totals row of a file: n, row, the row as it was, and total less the nearest fitting sum.

    A total may sum all rows since any totals row before it, as that of a department sums those of its teams; or all
    rows of the file wherever it stands, since a sheet may have been sorted together with its totals.
    """
    running, whole = 0, sum(sums.values())
    before = {0}
    for part, (n, row, pence, raw) in enumerate(own.select("n", "row", "pence", "raw").iter_rows()):
        since_total = sums.get(part, 0)
        running += since_total
        fits = pence is None or pence in {since_total, whole} or running - pence in before
        difference = 0 if fits else min((pence - one for one in (running, since_total)), key=abs)
        before.add(running)
        yield n, row, raw, difference
