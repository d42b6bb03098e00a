"""Text and its delimiter in, records of cells and the line each begins on out."""

import csv
import io
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST_RECORD = 200
"""Lines. A quote that is still open after so many was never closed: it must not swallow the file."""

_FIRST_QUOTES = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')

_NO_LIMIT = 2**31 - 1
"""Of a cell's length; the csv module's own limit is 128 KiB, and C's long bounds it on Windows."""


Record = tuple[list[str], int, bool]
"""Cells, the line (from 1) on which they begin, and whether its quotes could not be read by the rules."""


@dataclass
class Records:
    """Records of a text; `odd` lists the lines (from 1) whose quotes could not be read by the rules."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)

    def add(self, row: list[str], number: int, is_odd: bool) -> None:
        self.rows.append(row)
        self.numbers.append(number)
        if is_odd:
            self.odd.append(number)


def split_records(text: str, delimiter: str, usual_width: int = 0) -> Records:
    """All records of a text, as `each_record` reads them."""
    records = Records()
    for record in each_record(text, delimiter, usual_width):
        records.add(*record)
    return records


def lines_alone(text: str) -> list[list[str]]:
    """The cells of each line that is not empty, by itself: a quote that is never closed takes no other with it."""
    csv.field_size_limit(_NO_LIMIT)
    return [next(csv.reader([line])) for line in text.replace("\r", "").split("\n") if line]


def each_record(text: str, delimiter: str, usual_width: int = 0) -> Iterator[Record]:
    """Split a text whose lines end in LF, CRLF, CR or a mixture, no further than records are asked for.

    Quoted cells may hold delimiters, line ends and doubled quotes. A record whose quotes are not
    well formed is read leniently, its first line alone, and the next line begins a new record.
    `usual_width` (cells in most records, 0 if not known) decides between readings of such a line.
    """
    if '"' not in text:
        yield from _split_plain(text, delimiter)
        return
    csv.field_size_limit(_NO_LIMIT)
    lines = list(io.StringIO(text, newline=""))
    start = 0
    while start < len(lines):
        start = yield from _read_strictly(lines, start, delimiter, usual_width)
        if start < len(lines):
            start += 1
            yield _read_leniently(lines[start - 1], delimiter, usual_width), start, True


def _split_plain(text: str, delimiter: str) -> Iterator[Record]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return ((line.split(delimiter), number, False) for number, line in enumerate(lines, 1))


def _read_strictly(lines: list[str], start: int, delimiter: str, usual_width: int) -> Generator[Record, None, int]:
    """The well-formed records from `start` on; returns the line index of the first that is not."""
    begun = start

    def lines_of_records() -> Iterator[str]:
        for index in range(start, len(lines)):
            if index - begun >= LONGEST_RECORD:
                return
            yield lines[index]

    reader = csv.reader(lines_of_records(), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            end = start + reader.line_num
            if end - begun > 1 and _swallows(lines[begun:end], delimiter, usual_width):
                break
            number, begun = begun + 1, end
            yield row or [""], number, False
    except csv.Error:
        pass
    return begun


def _swallows(lines: list[str], delimiter: str, usual_width: int) -> bool:
    """Whether a record of several lines is more likely several records after a quote left open.

    So it is when its first line and a later one are each as wide by themselves as the others in
    the file. In narrow files it takes three: a line of an address easily has two commas.
    """
    if usual_width < 3:
        return False
    alone = [len(_cells(line.rstrip("\r\n"), delimiter, _quoted(delimiter))) for line in lines]
    return alone[0] == usual_width and alone[1:].count(usual_width) >= (1 if usual_width >= 5 else 3)


def _read_leniently(line: str, delimiter: str, usual_width: int) -> list[str]:
    line = line.rstrip("\r\n")
    cells = _cells(line, delimiter, _quoted(delimiter))
    if len(cells) == usual_width:
        return cells
    undoubled = _cells(line, delimiter, _loosely_quoted(delimiter))
    for other in (undoubled, line.split(delimiter)):
        if len(other) == usual_width:
            return other
    return cells


@lru_cache
def _quoted(delimiter: str) -> re.Pattern[str]:
    """A cell in quotes, quotes within it doubled."""
    return re.compile(rf'"([^"]*+(?:""[^"]*+)*+)" *+(?={re.escape(delimiter)}|$)')


@lru_cache
def _end_of_quoted(delimiter: str) -> re.Pattern[str]:
    """The quote that ends a cell, of either kind."""
    return re.compile(rf'" *+(?={re.escape(delimiter)}|$)')


@lru_cache
def _loosely_quoted(delimiter: str) -> re.Pattern[str]:
    """A cell in quotes, quotes within it as they come: `"12" PIPE, 5m",`."""
    return re.compile(rf'"(.*?)" *+(?={re.escape(delimiter)}|$)')


def _cells(line: str, delimiter: str, quoted: re.Pattern[str]) -> list[str]:
    """Cells of one line; a cell whose quotes make no sense keeps them.

    Behind the last quote that ends a cell none in quotes is looked for: each search would run to the end of the line.
    """
    cells = []
    at = 0
    last = max((end.start() for end in _end_of_quoted(delimiter).finditer(line)), default=0)
    while at <= len(line):
        if at < last and (found := quoted.match(line, at)):
            cells.append(found[1].replace('""', '"'))
            end = found.end()
        else:
            end = line.find(delimiter, _behind_quotes(line, at, delimiter))
            end = len(line) if end < 0 else end
            cells.append(line[at:end])
        at = end + 1
    return cells


def _behind_quotes(line: str, at: int, delimiter: str) -> int:
    """Where to look for the end of a malformed cell: behind its quotes, if they are a pair.

    They are none if the second opens the next quoted cell.
    """
    pair = _FIRST_QUOTES.match(line, at)
    if pair is None or line[pair.end() - 2] == delimiter:
        return at
    return pair.end()
