"""A published directory of postcodes in, its authorities by postcode out, packed; read in blocks, never held whole."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from lccspend.geography.authorities import authorities, successors
from lccspend.geography.directory import Directory, packed, unpacked
from lccspend.geography.directory_files import Columns, DirectoryPart, directory_parts, edition_of
from lccspend.geography.postcode import FULL
from lccspend.geography.table import CROWN_DEPENDENCIES
from lccspend.reading.encoding import decode
from lccspend.reading.parts import blocks
from lccspend.reading.records import lines_alone

_NORTHERN_IRELAND = "BT"
"""Its postcodes need a licence of their own for commercial use; all of them are elsewhere in the UK anyway."""

_COLUMNS = ("postcode", "authority", "begun", "ended")


@dataclass
class _Reading:
    """What was found so far in the parts of one directory."""

    sectors: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    ended: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unlisted: Counter[str] = field(default_factory=Counter)
    newest: str = ""
    rows: int = 0
    rejected: int = 0

    def take(self, rows: pl.DataFrame) -> None:
        """Count a block, and pack its postcodes by sector and authority."""
        self.rows += rows.height
        known = rows.with_columns(pl.col("postcode").str.replace_all(r"\s+", "").str.to_uppercase()).filter(
            pl.col("postcode").str.contains(f"^{FULL.pattern}$")
        )
        self.rejected += rows.height - known.height
        self._note_newest(known)
        units = known.filter(~pl.col("postcode").str.starts_with(_NORTHERN_IRELAND)).select(
            pl.format("{} {}", pl.col("postcode").str.head(-3), pl.col("postcode").str.slice(-3, 1)).alias("sector"),
            pl.col("postcode").str.slice(-2).alias("unit"),
            pl.col("authority").str.strip_chars().replace(dict(successors())).alias("label"),
            (pl.col("ended") != "").alias("has_ended"),
        )
        self._pack(units)

    def _note_newest(self, known: pl.DataFrame) -> None:
        months = known.select(pl.max_horizontal(pl.col("begun", "ended").str.extract(r"^(\d{6})$")).max()).item()
        self.newest = max(self.newest, months or "")

    def _pack(self, units: pl.DataFrame) -> None:
        listed = pl.col("label").is_in([*authorities(), *CROWN_DEPENDENCIES])
        groups = units.filter(listed).group_by("sector", "label").agg(pl.col("unit").str.join(""))
        for sector, label, joined in groups.iter_rows():
            self.sectors[sector][label].append(joined)
        for sector, joined in units.filter("has_ended").group_by("sector").agg(pl.col("unit").str.join("")).iter_rows():
            self.ended[sector].append(joined)
        strange = units.filter(~listed & (pl.col("label") != ""))["label"]
        self.unlisted.update(dict(strange.value_counts().iter_rows()))


def read_directory(path: Path) -> Directory:
    """The directory that a file or a ZIP holds; postcodes without an authority of today are counted, and not held."""
    parts = directory_parts(path)
    reading = _Reading()
    for part in parts:
        for rows, broken in _blocks(part):
            reading.rows += broken
            reading.rejected += broken
            reading.take(rows)
    newest = reading.newest
    return Directory(
        kind=parts[0].kind,
        edition=edition_of(path, parts),
        newest=f"{newest[:4]}-{newest[4:]}" if newest else "",
        rows=reading.rows,
        rejected=reading.rejected,
        sectors={
            sector: {label: _once(units) for label, units in sorted(held.items())}
            for sector, held in sorted(reading.sectors.items())
        },
        ended={sector: _once(units) for sector, units in sorted(reading.ended.items())},
        unlisted=dict(sorted(reading.unlisted.items())),
    )


def _once(joined: list[str]) -> str:
    return packed(unit for units in joined for unit in unpacked(units))


def _blocks(part: DirectoryPart) -> Iterator[tuple[pl.DataFrame, int]]:
    """The four columns of each block as text, and how many of its lines could not be read."""
    skip = part.columns.is_headed
    for block in blocks(part.part):
        text, _ = decode(block)
        if skip:
            _, _, text = text.partition("\n")
            skip = False
        if text.strip():
            yield _parsed(text, part.columns)


def _parsed(text: str, columns: Columns) -> tuple[pl.DataFrame, int]:
    """Every column is parsed: where some are passed over, the engine drops cells too many without a word."""
    try:
        frame = pl.read_csv(text.encode(), has_header=False, schema=dict.fromkeys(columns.headings, pl.String))
    except pl.exceptions.PolarsError:
        return _line_by_line(text, columns)
    return _named(frame.filter(pl.any_horizontal(pl.all().is_not_null())), columns), 0


def _line_by_line(text: str, columns: Columns) -> tuple[pl.DataFrame, int]:
    """The careful way, for a block with a line that has cells too many: only such lines are lost."""
    rows = lines_alone(text)
    good = [row for row in rows if len(row) == len(columns.headings)]
    frame = pl.DataFrame(good, schema=dict.fromkeys(columns.headings, pl.String), orient="row")
    return _named(frame, columns), len(rows) - len(good)


def _named(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    held = (columns.postcode, columns.authority, columns.begun, columns.ended)
    wanted = zip(held, _COLUMNS, strict=True)
    return frame.select((pl.col(h) if h else pl.lit("")).fill_null("").alias(name) for h, name in wanted)
