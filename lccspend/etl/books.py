"""Decided rows in, the books out: for each file and in all, rows and pounds read = counted + excluded + rejected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lccspend.etl.sources import Source
from lccspend.figures import Books, FileBooks, Tally
from lccspend.money import pounds
from lccspend.schema import FATES, RULES


@dataclass(frozen=True)
class Outside:
    """What became of the rows of a file of another layout, which stands outside the totals."""

    rows: int
    rejected: int


def keep_books(
    days: pl.DataFrame, sources: Iterable[Source], outside: Mapping[str, Outside], warnings: Mapping[str, list[str]]
) -> Books:
    """The books of all files; days are `sums_by_day` of the payments, outside the other layouts' files by label."""
    readable = pl.col("paid_on").filter("is_readable")
    groups = days.group_by("file", "fate", "rule")
    sums = groups.agg(pl.col("rows", "pence").sum(), first=readable.min(), last=readable.max())
    by_fate = {fate: _tally(sums.filter(pl.col("fate") == fate)) for fate in FATES}
    read = _tally(sums)
    by_rule: dict[str, Tally] = {
        rule: _tally(sums.filter((pl.col("fate") == "excluded") & (pl.col("rule") == rule))) for rule in RULES
    }
    files = tuple(_file_books(source, sums, outside, warnings.get(source.label, [])) for source in sources)
    return Books(
        balanced=_add_up(read, by_fate) and all(f.rows == f.counted + f.excluded + f.rejected for f in files),
        read=read,
        **by_fate,
        excluded_by_rule=by_rule,
        files=files,
    )


def _tally(sums: pl.DataFrame) -> Tally:
    return Tally(rows=int(sums["rows"].sum()), pounds=pounds(int(sums["pence"].sum())))


def _add_up(read: Tally, parts: Mapping[str, Tally]) -> bool:
    rows = sum(part.rows for part in parts.values())
    return read.rows == rows and read.pounds == sum(part.pounds for part in parts.values())


def _file_books(
    source: Source, sums: pl.DataFrame, outside: Mapping[str, Outside], warnings: Iterable[str]
) -> FileBooks:
    own = sums.filter(pl.col("file") == source.label)
    fates = {fate: int(own.filter(pl.col("fate") == fate)["rows"].sum()) for fate in FATES}
    other = outside.get(source.label)
    if other:
        fates = {"counted": other.rows - other.rejected, "excluded": 0, "rejected": other.rejected}
    return FileBooks(
        file=source.label,
        layout=source.layout,
        rows=other.rows if other else sum(fates.values()),
        **fates,
        pounds=pounds(int(own["pence"].sum())),
        first_date=own["first"].min(),  # type: ignore[arg-type]  # a Date column's least value is a date
        last_date=own["last"].max(),  # type: ignore[arg-type]
        sha256=source.sha256,
        warnings=tuple(dict.fromkeys([*source.warnings, *warnings])),
    )
