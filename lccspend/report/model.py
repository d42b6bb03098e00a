"""The report as one frozen value: what the templates print, the tables that are saved, the figures behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lccspend.figures import Figures

Kind = Literal["text", "name", "month", "pounds", "about", "count", "share", "quantity", "days"]
"""How a cell prints: name is text from outside; pounds and shares are whole, about is to £100,000; files keep pence.

A quantity is a number in the unit that stands beside it, with the decimals that it was given; days have two.
"""


@dataclass(frozen=True)
class Share:
    """A part of a whole in percent, rounded half up from the exact ratio: to a whole number, and to two decimals."""

    whole: int
    exact: Decimal


@dataclass(frozen=True)
class Absent:
    """A cell without a figure: x is not available, z is not applicable, c is confidential."""

    mark: Literal["x", "z", "c"]


@dataclass(frozen=True)
class Revised:
    """Pounds that differ from those of the last published report."""

    value: Decimal


LONG = 16
"""Rows of a table that fill about half a page."""

Cell = str | int | Decimal | Share | Absent | Revised
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    kind: Kind = "text"
    meaning: str = ""
    """For the data dictionary, where the heading alone does not say it."""


@dataclass(frozen=True)
class Table:
    """A printed table, which is also one CSV file and one sheet; totals are its last rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    population: str = ""
    notes: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_long(self) -> bool:
        """Whether it may be parted between pages, its headings repeated: a shorter one is kept together."""
        return len(self.rows) > LONG

    def cells(self, row: Row) -> Iterator[tuple[Column, Cell]]:
        return zip(self.columns, row, strict=True)


Point = tuple[str | int | Decimal | None, ...]


@dataclass(frozen=True)
class Chart:
    """A figure drawn from charts/<name>.vl.json; each row holds the values of the fields in their order."""

    name: str
    title: str
    subtitle: str
    alternative: str
    fields: tuple[str, ...]
    rows: tuple[Point, ...]
    number: int = 0


@dataclass(frozen=True)
class Field:
    """A line of the report's form: Report to, Contact, and so on."""

    label: str
    value: str


@dataclass(frozen=True)
class KeyFigure:
    label: str
    value: str
    meaning: str
    change: str


@dataclass(frozen=True)
class Entry:
    """A term with what it means, or a limitation with what it does to the figures."""

    heading: str
    text: str


@dataclass(frozen=True)
class Span:
    """A run of text; source marks a citation."""

    text: str
    strong: bool = False
    source: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph, which is one item, or the items of a list."""

    items: tuple[tuple[Span, ...], ...]
    bulleted: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the report: what it says, then its figures and tables in the order printed."""

    id: str
    heading: str
    words: tuple[Passage, ...] = ()
    """The narrative that opens it: the council's own, else that of the package."""
    statements: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.statements or self.entries or self.charts or self.tables)


@dataclass(frozen=True)
class Part:
    """One of the committee's questions, with the sections that answer it."""

    id: str
    heading: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Paper:
    title: str
    date: str
    contact: str


@dataclass(frozen=True)
class Form:
    """The council's form around the figures; a field that is not set is left out."""

    fields: tuple[Field, ...]
    summary: tuple[str, ...]
    recommendation: str
    consultations: str
    implications: tuple[Entry, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Palette:
    """Colours of print and charts as #rrggbb; text on white keeps a contrast of at least 4.5 to 1."""

    strong: str
    middle: str
    light: str
    tint: str


@dataclass(frozen=True)
class Report:
    """Everything that is printed about one financial year and the years before it."""

    title: str
    authority: str
    area: str
    financial_year: str
    period: str
    sample: bool
    final: bool
    approved_by: str
    vintage: str
    written_on: date
    build_id: str
    version: str
    palette: Palette
    form: Form
    lead: str
    key_figures: tuple[KeyFigure, ...]
    reading: tuple[Entry, ...]
    detail: tuple[Part, ...]
    appendices: tuple[Section, ...]
    figures: Figures

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for part in self.detail for section in part.sections) + self.appendices

    @property
    def full_title(self) -> str:
        stamps = f" ({', '.join(self.stamps)})" if self.stamps else ""
        return f"{self.title} {self.financial_year}, {self.authority}{stamps}"

    @property
    def stamps(self) -> tuple[str, ...]:
        """What stands on every page until it is no longer so."""
        return (*(() if self.final else ("DRAFT",)), *(("SAMPLE DATA",) if self.sample else ()))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chart for section in self.sections for chart in section.charts)
