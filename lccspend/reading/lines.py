"""The path of a large text file in, its lines out as polars reads them: which are clean, and the text of the others.

Only a file whose every line is a record by itself is read here; all others are for `records.split_records`.
"""

import codecs
from itertools import islice
from pathlib import Path

import polars as pl

_BLOCK = 4 * 1024**2
_HEAD_LINES = 1000
_TAIL_BYTES = 65_536
_MARK = codecs.BOM_UTF8
_MOJIBAKE_MARK = "ï»¿".encode()
"""What `encoding.decode` takes away too."""

_ODD_SPACES = ("\u00a0".encode(), "\u2007".encode(), "\u202f".encode())

MOST_DOUBTFUL = 200_000
"""Lines that are read one by one; a file with more has a fault of its own, and is read so as a whole."""


def is_plain(path: Path) -> tuple[bool, bool]:
    """Whether the text needs no mending (see `encoding.decode`), and whether spaces of other kinds stand in it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd_spaces, before = False, b""
    with path.open("rb") as file:
        if file.read(len(_MOJIBAKE_MARK)) == _MOJIBAKE_MARK:
            return False, False
        file.seek(0)
        while block := file.read(_BLOCK):
            if not block.isascii() or decoder.getstate()[0]:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    return False, False
            joined = before + (block.removeprefix(_MARK) if file.tell() == len(block) else block)
            if b"\0" in joined or b"\f" in joined or _MARK in joined or _is_lone_return(joined):
                return False, False
            odd_spaces = odd_spaces or (not joined.isascii() and any(space in joined for space in _ODD_SPACES))
            before = joined[-2:]
    return before[-1:] not in (b"\x1a", b"\r") and not decoder.getstate()[0], odd_spaces


def _is_lone_return(block: bytes) -> bool:
    """Whether a line ends in CR alone, but for the last byte, which the next block begins with."""
    return b"\r" in block[:-1] and block.count(b"\r", 0, -1) != block.count(b"\r\n")


def head_of(path: Path) -> bytes:
    """The first thousand lines."""
    with path.open("rb") as file:
        return b"".join(islice(file, _HEAD_LINES))


def ends_of(path: Path) -> str:
    """The text of the first thousand lines and of the last 64 KB, from which the delimiter is told."""
    head = head_of(path)
    with path.open("rb") as file:
        file.seek(max(len(head), path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    whole_lines = tail if len(tail) < _TAIL_BYTES else tail.partition(b"\n")[2]
    return (head + whole_lines).decode("utf-8-sig")


def doubtful_lines(path: Path, delimiter: str, width: int, after: int, most: int) -> list[tuple[int, str]] | None:
    """The lines after line `after` that polars would not split as the rules of CSV do, or of more than `most` bytes.

    None where a line may be no record by itself: a quote is left open in it, or does not end its cell.
    """
    line, quoted = pl.col("line"), pl.col("line").str.contains('"', literal=True)
    cell = f'(?:[^"{_escaped(delimiter)}]*|"(?:[^"]|"")*")'
    well_formed = line.str.contains(f"^{cell}(?:{_escaped(delimiter)}{cell}){{{width - 1}}}$")
    parted = line.str.count_matches(delimiter, literal=True) == width - 1
    short = line.str.len_bytes() <= most  # a longer one may hold a cell that must be cut
    lines = pl.scan_lines(path, row_index_name="row", row_index_offset=1).filter(pl.col("row") > after)
    unquoted = lines.filter(~quoted & ~(parted & short))
    odd = lines.filter(quoted).filter(~(well_formed & short))
    found = pl.collect_all([q.head(MOST_DOUBTFUL + 1) for q in (unquoted, odd)], engine="streaming")
    alone = f'(?:[^"{_escaped(delimiter)}][^{_escaped(delimiter)}]*|"(?:[^"]|"")*"|)'
    is_record = pl.col("line").str.contains(f"^{alone}(?:{_escaped(delimiter)}{alone})*$")
    if max(f.height for f in found) > MOST_DOUBTFUL or not found[1].select(is_record.all()).item():
        return None
    return sorted(pl.concat(found).rows())


def _escaped(delimiter: str) -> str:
    """As it stands in a pattern of polars, in a class of characters too."""
    return "\\|" if delimiter == "|" else delimiter


def without_lines(path: Path, numbers: list[int], target: Path) -> None:
    """A copy of the text whose lines of these numbers are blank."""
    lines = pl.scan_lines(path, row_index_name="row", row_index_offset=1)
    kept = pl.when(~pl.col("row").is_in(numbers)).then("line").otherwise(pl.lit(""))
    lines.select(kept.alias("line")).sink_csv(target, include_header=False, quote_style="never")


def cells_of(path: Path, delimiter: str, width: int, after: int) -> pl.LazyFrame:
    """The lines after line `after` as columns "0", "1", … of text, with row, the line's number; blanks are null."""
    return pl.scan_csv(
        path,
        has_header=False,
        skip_lines=after,
        separator=delimiter,
        infer_schema=False,
        schema={str(number): pl.String() for number in range(width)},
        row_index_name="row",
        row_index_offset=after + 1,
    )
