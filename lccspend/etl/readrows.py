"""Tables of text that hold no payments in, what their rows say out; one that cannot be read is told with its reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import polars as pl

from lccspend.etl.books import Outside
from lccspend.money import tidy

T = TypeVar("T")

Row = Mapping[str, Any]
"""The cells of a row by field, and what was read from them."""

Fault = tuple[str, str]
"""The field and the reason for which a row cannot be read; both blank where it can."""


class Rejected(NamedTuple):
    """A row that could not be read; row: the physical line or the row of the sheet; raw: the row as it was, as JSON."""

    file: str
    row: int | None
    column: str | None
    reason: str
    raw: str


@dataclass(frozen=True)
class TextTable:
    """One table of a file: its label, its headings by field, and its rows, text by field with row, shape_fault, raw."""

    label: str
    headings: Mapping[str, str]
    rows: pl.DataFrame

    @property
    def fit(self) -> pl.DataFrame:
        """The rows whose cells fit the headings."""
        return self.rows.filter(pl.col("shape_fault").is_null())

    @property
    def unfit(self) -> list[Rejected]:
        """The other rows, which nothing is read from."""
        others = self.rows.filter(pl.col("shape_fault").is_not_null()).select("row", "shape_fault", "raw")
        return [self.rejected(row, ("", fault), raw) for row, fault, raw in others.iter_rows()]

    @property
    def warnings(self) -> list[str]:
        return rejections(self.unfit, self.rows.height)

    @property
    def outside(self) -> Outside:
        """What becomes of its rows where all that fit are read."""
        return Outside(self.rows.height, len(self.unfit))

    def rejected(self, row: int, fault: Fault, raw: str) -> Rejected:
        name, reason = fault
        return Rejected(self.label, row, self.headings.get(name, name.replace("_", " ")), reason, raw)


def rejections(rejected: Sequence[Rejected], rows: int) -> list[str]:
    """A warning that rows of a file with so many were rejected, if any were."""
    if not rejected:
        return []
    first = f"the first: row {rejected[0].row}, {rejected[0].reason}"
    return [f"{len(rejected):,} of {rows:,} rows were rejected ({first})"]


MISSING = r"(?i)^(\W*|tbc|tba|tbd|n/?a|none|unknown|not known|not applicable|to be confirmed)$"
"""What stands in published registers where a date or a value is not known."""


def words(names: Iterable[str]) -> Iterator[pl.Expr]:
    """Columns of text, tidied; a blank cell is ""."""
    return (tidy(pl.col(name)).fill_null("") for name in names)


def values(names: Iterable[str]) -> Iterator[pl.Expr]:
    """The same of dates and numbers: one that is said not to be known is "" too."""
    return (text.str.replace(MISSING, "") for text in words(names))


def in_one_line(row: Row, names: Iterable[str]) -> dict[str, str]:
    """The words of some columns, with single spaces between them."""
    return {name: " ".join(row[name].split()) for name in names}


@dataclass
class Said(Generic[T]):
    """What the files of a layout say: rows, rows that cannot be read, and by file the books and what to warn about."""

    rows: list[T] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    outside: dict[str, Outside] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)

    def warn(self, label: str, sentence: str) -> None:
        self.warnings.setdefault(label, []).append(sentence)


def read_rows(
    tables: Iterable[TextTable],
    parsed: Callable[[pl.DataFrame], pl.DataFrame],
    fault: Callable[[Row], Fault],
    take: Callable[[str, Row], T],
) -> Said[T]:
    """Each row of the tables that has no fault, as `take` makes it of the table's label and the parsed row."""
    said: Said[T] = Said()
    for table in tables:
        rejected = table.unfit
        for row in parsed(table.fit).iter_rows(named=True):
            found = fault(row)
            if any(found):
                rejected.append(table.rejected(row["row"], found, row["raw"]))
            else:
                said.rows.append(take(table.label, row))
        rejected.sort(key=lambda one: one.row or 0)
        said.rejected += rejected
        said.outside[table.label] = Outside(table.rows.height, len(rejected))
        for sentence in rejections(rejected, table.rows.height):
            said.warn(table.label, sentence)
    return said
