"""Decided rows in, the books out: for each file and in all, rows and pounds read = counted + excluded + rejected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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


class _Sum(NamedTuple):
    """Rows and pence of one file, fate and rule, with the first and the last day of those that can be read."""

    file: str
    fate: str | None
    rule: str | None
    rows: int
    pence: int
    first: date | None
    last: date | None


def keep_books(
    days: pl.DataFrame, sources: Iterable[Source], outside: Mapping[str, Outside], warnings: Mapping[str, list[str]]
) -> Books:
    """The books of all files; days are `sums_by_day` of the payments, outside the other layouts' files by label."""
    sums = _sums(days)
    by_file: dict[str, list[_Sum]] = defaultdict(list)
    for one in sums:
        by_file[one.file].append(one)
    files = tuple(_file_books(s, by_file[s.label], outside.get(s.label), warnings.get(s.label, ())) for s in sources)
    return _books(sums, files)


def unopened_books() -> Books:
    """The books of a build that a file stops before any row is read: of no file and no row."""
    return _books((), ())


def _books(sums: Sequence[_Sum], files: tuple[FileBooks, ...]) -> Books:
    by_fate = {fate: _tally(s for s in sums if s.fate == fate) for fate in FATES}
    by_rule: dict[str, Tally] = {
        rule: _tally(s for s in sums if (s.fate, s.rule) == ("excluded", rule)) for rule in RULES
    }
    read = _tally(sums)
    return Books(
        balanced=_add_up(read, by_fate) and all(f.rows == f.counted + f.excluded + f.rejected for f in files),
        read=read,
        **by_fate,
        excluded_by_rule=by_rule,
        files=files,
    )


def _sums(days: pl.DataFrame) -> list[_Sum]:
    readable = pl.col("paid_on").filter("is_readable")
    groups = days.group_by("file", "fate", "rule")
    sums = groups.agg(pl.col("rows", "pence").sum(), first=readable.min(), last=readable.max())
    return [_Sum(*row) for row in sums.iter_rows()]


def _tally(sums: Iterable[_Sum]) -> Tally:
    own = list(sums)
    return Tally(rows=sum(s.rows for s in own), pounds=pounds(sum(s.pence for s in own)))


def _add_up(read: Tally, parts: Mapping[str, Tally]) -> bool:
    rows = sum(part.rows for part in parts.values())
    return read.rows == rows and read.pounds == sum(part.pounds for part in parts.values())


def _file_books(source: Source, own: Sequence[_Sum], other: Outside | None, warnings: Iterable[str]) -> FileBooks:
    fates = {fate: sum(s.rows for s in own if s.fate == fate) for fate in FATES}
    if other:
        fates = {"counted": other.rows - other.rejected, "excluded": 0, "rejected": other.rejected}
    return FileBooks(
        file=source.label,
        layout=source.layout,
        rows=other.rows if other else sum(fates.values()),
        **fates,
        pounds=pounds(sum(s.pence for s in own)),
        first_date=min((s.first for s in own if s.first), default=None),
        last_date=max((s.last for s in own if s.last), default=None),
        sha256=source.sha256,
        warnings=tuple(dict.fromkeys([*source.warnings, *warnings])),
    )
