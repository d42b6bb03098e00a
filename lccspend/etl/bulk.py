"""A large text file of payments in, its plain rows typed in a Parquet file and a table of all others out.

The rows that are not plain are read by `tabulate` and `normalise.typed_rows`, line by line, as small files are as a
whole: the rules stand there once.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from lccspend.etl.longcells import LONGEST
from lccspend.etl.normalise import in_columns, plain_rows
from lccspend.etl.parquet import sink_parquet
from lccspend.etl.tabulate import (
    HEADINGS_WITHIN,
    Headed,
    Table,
    UnknownHeadingsError,
    find_headings,
    has_data_above,
    headings_known,
    tabulate_rest,
)
from lccspend.money import tidy, tidy_plain
from lccspend.reading.delimiter import choose_delimiter
from lccspend.reading.files import is_text
from lccspend.reading.grid import Grid
from lccspend.reading.lines import cells_of, doubtful_lines, ends_of, head_of, is_plain, without_lines
from lccspend.reading.records import split_records
from lccspend.schema import SYSTEMS
from lccspend.settings import SourceFile
from lccspend.sources.profile import Profiles

BULK_FROM = 1_000_000
"""Bytes: a smaller file is read line by line in less time than polars needs to plan the work."""


@dataclass(frozen=True)
class How:
    """What reading a file depends on besides its content; most is the greatest length of a cell."""

    profiles: Profiles
    told: SourceFile | None
    today: date
    most: int = LONGEST


@dataclass(frozen=True)
class Text:
    """A file whose every line is a record, and how it is split."""

    path: Path
    label: str
    delimiter: str
    odd_spaces: bool
    head: Grid
    headed: Headed

    @property
    def first(self) -> int:
        """The line of the headings."""
        return self.headed.start + 1


def read_bulk(path: Path, label: str, how: How, target: Path) -> Table | None:
    """Write the plain rows of a file to target and return its other rows; None for a file that is not read so."""
    text = _open(path, label, how.profiles, how.told)
    if text is None:
        return None
    doubtful = doubtful_lines(path, text.delimiter, text.headed.width, after=text.first, most=how.most)
    if doubtful is None:
        return None
    mended = target.with_suffix(".txt")
    if doubtful:
        without_lines(path, [row for row, _ in doubtful], mended)
    rest = _write_plain(text, mended if doubtful else path, how.today, target)
    mended.unlink(missing_ok=True)
    return _read_rest(text, doubtful, rest) if rest else None


def _open(path: Path, label: str, profiles: Profiles, told: SourceFile | None) -> Text | None:
    """How to split a file of payments; None where it must be read line by line."""
    plain, odd_spaces = is_plain(path) if is_text(head_of(path), label) else (False, False)
    if not plain or (told and told.columns):
        return None
    ends = ends_of(path)
    delimiter, width = choose_delimiter(ends, headings_known(profiles))
    records = split_records(head_of(path).decode("utf-8-sig"), delimiter, width)
    head = Grid(label, records.rows, records.numbers, is_text=True)
    try:
        headed = find_headings(head, profiles, told)
    except UnknownHeadingsError:
        return None
    first = headed.start + 1
    one_by_one = head.numbers[:first] == list(range(1, first + 1)) and not any(n <= first for n in records.odd)
    usual = headed.start < HEADINGS_WITHIN and headed.match.profile.layout in SYSTEMS and headed.width > 1
    if not (one_by_one and usual) or has_data_above(head, headed):
        return None
    return Text(path, label, delimiter, odd_spaces, head, headed)


def _write_plain(text: Text, path: Path, today: date, target: Path) -> Grid | None:
    """Write the plain rows; the cells of the others are returned, None where no row is plain."""
    match, width = text.headed.match, text.headed.width
    cells = cells_of(path, text.delimiter, width, after=text.first)
    sieve = _Sieve([str(number) for number in range(width)])
    typed = plain_rows(cells, match.columns, today, tidy if text.odd_spaces else tidy_plain)
    schema = {name: dtype for name, dtype in typed.collect_schema().items() if name not in sieve.cells}
    plain = typed.map_batches(sieve, streamable=True, schema=schema)
    sink_parquet(plain.pipe(in_columns, text.label, match.profile.layout), target)
    return sieve.rest(text.label) if sieve.kept else None


class _Sieve:
    """Lets plain rows pass, without their cells, and keeps the cells of the others."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells
        self.kept = 0
        self._rest: list[pl.DataFrame] = []

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        is_plain = rows["is_plain"]
        passed = rows if is_plain.all() else rows.filter(is_plain)
        if passed.height < rows.height:
            self._rest.append(rows.filter(~is_plain).select("row", *self.cells))
        self.kept += passed.height
        return passed.drop(self.cells)

    def rest(self, label: str) -> Grid:
        rows = sorted(row for frame in self._rest for row in frame.iter_rows())
        cells = [["" if cell is None else cell for cell in row[1:]] for row in rows]
        return Grid(label, cells, [row[0] for row in rows], is_text=True)


def _read_rest(text: Text, doubtful: list[tuple[int, str]], rest: Grid) -> Table | None:
    """The rows that are not plain, read line by line; None where they hold new headings."""
    lines = dict(doubtful)
    rows = []
    for number, cells in zip(rest.numbers, rest.rows, strict=True):
        line = lines.get(number)
        rows.append(cells if line is None else split_records(f"{line}\n", text.delimiter, text.headed.width).rows[0])
    return tabulate_rest(text.head, replace(rest, rows=rows), text.headed)
