"""Decided rows in, the books out: for each file and in all, rows and pounds read = counted + excluded + rejected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lccspend.etl.sources import Source
from lccspend.figures import Books, FileBooks, Tally
from lccspend.money import pounds
from lccspend.schema import RULES

FATES = ("counted", "excluded", "rejected")


@dataclass(frozen=True)
class Outside:
    """What became of the rows of a file of another layout, which stands outside the totals."""

    rows: int
    rejected: int


def keep_books(
    rows: pl.DataFrame, sources: Iterable[Source], outside: Mapping[str, Outside], warnings: Mapping[str, list[str]]
) -> Books:
    """The books of all files; rows are the decided payments, outside the other layouts' files by label."""
    by_fate = {fate: _tally(rows.filter(pl.col("fate") == fate)) for fate in FATES}
    read = _tally(rows)
    by_rule: dict[str, Tally] = {
        rule: _tally(rows.filter((pl.col("fate") == "excluded") & (pl.col("rule") == rule))) for rule in RULES
    }
    files = tuple(_file_books(source, rows, outside, warnings.get(source.label, [])) for source in sources)
    return Books(
        balanced=_add_up(read, by_fate) and all(f.rows == f.counted + f.excluded + f.rejected for f in files),
        read=read,
        **by_fate,
        excluded_by_rule=by_rule,
        files=files,
    )


def _tally(rows: pl.DataFrame) -> Tally:
    return Tally(rows=rows.height, pounds=pounds(int(rows["pence"].sum())))


def _add_up(read: Tally, parts: Mapping[str, Tally]) -> bool:
    rows = sum(part.rows for part in parts.values())
    return read.rows == rows and read.pounds == sum(part.pounds for part in parts.values())


def _file_books(
    source: Source, rows: pl.DataFrame, outside: Mapping[str, Outside], warnings: Iterable[str]
) -> FileBooks:
    own = rows.filter(pl.col("file") == source.label)
    fates = {fate: own.filter(pl.col("fate") == fate).height for fate in FATES}
    other = outside.get(source.label)
    if other:
        fates = {"counted": other.rows - other.rejected, "excluded": 0, "rejected": other.rejected}
    readable = own.filter(pl.col("fault").is_null() & ~pl.col("is_total"))["paid_on"]
    return FileBooks(
        file=source.label,
        layout=source.layout,
        rows=other.rows if other else own.height,
        **fates,
        pounds=pounds(int(own["pence"].sum())),
        first_date=readable.min(),  # type: ignore[arg-type]  # a Date column's least value is a date
        last_date=readable.max(),  # type: ignore[arg-type]
        sha256=source.sha256,
        warnings=tuple(dict.fromkeys([*source.warnings, *warnings])),
    )
