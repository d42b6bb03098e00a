"""A large text file of payments in, its plain rows typed in a Parquet file and a table of all others out.

The rows that are not plain are read by `tabulate` and `normalise.typed_rows`, line by line, as small files are as a
whole: the rules stand there once.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from lccspend.etl.ahead import ahead, workers
from lccspend.etl.cells import Payees, apart, payees_beside
from lccspend.etl.furniture import LABELLED, TOTAL_WORD
from lccspend.etl.longcells import LONGEST
from lccspend.etl.normalise import in_fields, plain_cells, plain_rows
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
from lccspend.reading.blocks import MendingError, blocks_of, ends_of, head_of
from lccspend.reading.delimiter import choose_delimiter
from lccspend.reading.files import is_text
from lccspend.reading.grid import Grid
from lccspend.reading.lines import Shape, are_records, lines_of, split, tidied
from lccspend.reading.records import each_record, split_records
from lccspend.schema import SYSTEMS
from lccspend.settings import SourceFile
from lccspend.sources.profile import Profiles
from lccspend.streams.parquet import sink_frames, write_parquet

BULK_FROM = 200_000
"""Bytes: a smaller file is read line by line in less time than polars needs to plan the work."""

BLOCK = 7 * 1024**2
"""Bytes that are read at once: twice as many take two fifths more memory, and no less time."""

MOST_DOUBTFUL = 200_000
"""Lines that are read one by one; a file with more has a fault of its own, and is read so as a whole."""


@dataclass(frozen=True)
class How:
    """What reading a file depends on besides its content; most is the greatest length of a cell."""

    profiles: Profiles
    told: SourceFile | None
    today: date
    most: int = LONGEST
    block: int = BLOCK


@dataclass(frozen=True)
class Text:
    """A file whose every line is a record, and how it is split."""

    path: Path
    label: str
    delimiter: str
    head: Grid
    headed: Headed

    @property
    def first(self) -> int:
        """The line of the headings."""
        return self.headed.start + 1

    @property
    def cells(self) -> dict[str, pl.DataType]:
        """The columns of its plain rows."""
        return plain_cells(self.headed.match.columns)


class _NotByLineError(Exception):
    """A line may be no record by itself, or too many are doubtful."""


Numbered = list[tuple[int, str]]
"""Lines by their number."""


@dataclass(frozen=True)
class _Part:
    """What one block came to: its plain rows, and the lines of the others, all numbered from 1 within it."""

    height: int
    plain: pl.DataFrame
    payees: pl.DataFrame
    doubtful: Numbered
    unread: Numbered


@dataclass
class _Rest:
    """What the blocks came to so far besides plain rows: the lines that are not plain."""

    before: int
    """The line before the next block."""

    kept: int = 0
    """Rows that are plain."""

    payees: Payees = field(default_factory=Payees)
    """Of those rows."""

    doubtful: int = 0
    lines: Numbered = field(default_factory=list)

    def without(self, part: _Part) -> pl.DataFrame:
        """Keep the lines of the next block that are not plain; its plain rows under the numbers of their lines."""
        before = self.before
        self.before += part.height
        self.kept += part.plain.height
        self.payees.add(part.payees)
        self.doubtful += len(part.doubtful)
        if self.doubtful > MOST_DOUBTFUL:
            raise _NotByLineError
        self.lines += [(before + number, line) for number, line in (*part.doubtful, *part.unread)]
        return part.plain.with_columns(pl.col("row") + before)


def read_bulk(path: Path, label: str, how: How, target: Path) -> Table | None:
    """Write the plain rows of a file to target, their payees beside it, and return its other rows.

    None for a file that is not read so.
    """
    try:
        text = _open(path, label, how.profiles, how.told)
        table = _write_plain(text, how, target) if text else None
    except (MendingError, _NotByLineError):
        table = None
    if table is None:
        for written in (target, payees_beside(target)):
            written.unlink(missing_ok=True)
    return table


def _open(path: Path, label: str, profiles: Profiles, told: SourceFile | None) -> Text | None:
    """How to split a file of payments; None where it must be read line by line."""
    beginning = head_of(path)
    if not is_text(beginning, label) or (told and told.columns):
        return None
    ends = ends_of(path)
    delimiter, width = choose_delimiter(ends, headings_known(profiles))
    records = list(islice(each_record(beginning.decode("utf-8-sig"), delimiter, width), 2 * HEADINGS_WITHIN))
    head = Grid(label, [cells for cells, _, _ in records], [number for _, number, _ in records], is_text=True)
    try:
        headed = find_headings(head, profiles, told)
    except UnknownHeadingsError:
        return None
    above = enumerate(records[: headed.start + 1], 1)
    one_by_one = all(number == line and not is_odd for line, (_, number, is_odd) in above)
    usual = headed.match.profile.layout in SYSTEMS and headed.width > 1
    if not (one_by_one and usual) or has_data_above(head, headed):
        return None
    return Text(path, label, delimiter, head, headed)


def _write_plain(text: Text, how: How, target: Path) -> Table | None:
    """Write the plain rows and return the others; None where no row is plain, or the others hold new headings.

    A block is typed while the one before it is written, and nothing here holds on to either.
    """
    rest = _Rest(before=text.first)
    blocks = blocks_of(text.path, how.block, after=text.first)
    with workers() as pool:  # held here, so that Ctrl-C is met here and not in its undoing
        parts = ahead(pool, partial(_read_block, text=text, how=how), blocks)
        sink_frames((rest.without(part.result()) for part in parts), text.cells, target)
    if not rest.kept:
        return None
    write_parquet(rest.payees.all, payees_beside(target))
    return _read_rest(text, rest.lines)


def _read_block(block: bytes, text: Text, how: How) -> _Part:
    lines = lines_of(block)
    rows, doubtful = _sound_rows(block, lines, text, how.most)
    plain, unread = plain_rows(rows, text.label, text.headed.match.profile.layout, how.today)
    totals = _may_be_totals(plain)
    if len(totals):
        unread, plain = unread.append(totals), plain.filter(~pl.col("row").is_in(totals.implode()))
    cells, payees = apart(plain, text.cells)
    return _Part(len(lines), cells, payees, _numbered(lines, doubtful), _numbered(lines, unread - 1))


def _may_be_totals(plain: pl.DataFrame) -> pl.Series:
    """The row of each that `furniture.is_total` could take for a dated total."""
    numberless = plain.filter(pl.col("supplier_number").is_null())
    words = pl.col(LABELLED).str.contains_any([TOTAL_WORD], ascii_case_insensitive=True)
    return numberless.filter(pl.any_horizontal(words))["row"]


def _sound_rows(block: bytes, lines: pl.Series, text: Text, most: int) -> tuple[pl.DataFrame, pl.Series]:
    """The tidy text of the lines that are split as they should be, and the place of each other line."""
    cells, is_sound = split(block, lines, Shape(text.delimiter, text.headed.width, most))
    doubtful = (~is_sound).arg_true()
    if not (doubtful.is_empty() or are_records(lines.gather(doubtful), text.delimiter)):
        raise _NotByLineError
    columns = text.headed.match.columns
    wanted = tidied(cells[[str(place) for place in sorted(set(columns.values()))]], block, lines, text.delimiter)
    return in_fields(wanted.with_columns(row=is_sound.arg_true().cast(pl.Int64) + 1), columns), doubtful


def _numbered(lines: pl.Series, at: pl.Series) -> Numbered:
    """From 1."""
    return list(zip((at + 1).to_list(), lines.gather(at).to_list(), strict=True))


def _read_rest(text: Text, lines: Numbered) -> Table | None:
    """The rows that are not plain, read line by line; None where they hold new headings."""
    lines = sorted(lines)
    rows = [split_records(f"{line}\n", text.delimiter, text.headed.width).rows[0] for _, line in lines]
    return tabulate_rest(text.head, Grid(text.label, rows, [n for n, _ in lines], is_text=True), text.headed)
