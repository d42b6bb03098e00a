"""The text of an HTML page in, the rows of its tables out."""

from html.parser import HTMLParser

from lccspend.errors import SourceError
from lccspend.reading.grid import Room

_MOST_COLUMNS = 1_000
_MOST_ROWS = 65_534
"""Limits that HTML sets to colspan and rowspan."""

_WIDEST = 16_384
"""Columns of Excel's widest sheet."""

_BREAKS = ("br", "p", "div", "li")

_Attributes = list[tuple[str, str | None]]


def table_rows(text: str, room: Room) -> list[list[str]]:
    """Rows of all tables, in the order in which they end; blanks for cells that others span.

    A spanning cell stands once, as a merged cell does in a sheet: an amount that spans three rows
    is one amount. White space is read as a browser shows it. A row that only holds other tables
    is left out. The standard parser reads ten times as fast as one that builds a tree.
    """
    page = _Page(room)
    page.feed(text)
    page.refuse_unended()
    page.close()
    return page.all_rows()


class _Table:
    """A table whose end has not come: the row and the cell being read, and what spans into them."""

    def __init__(self) -> None:
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.holds_table = False
        self._columns = self._rows = 1
        self._covered: dict[int, int] = {}

    def begin_cell(self, columns: int, rows: int) -> None:
        if self.row is None:
            self.begin_row()
        self.cell, self._columns, self._rows = [], columns, rows

    def begin_row(self) -> None:
        self.row = []
        self.holds_table = False

    def end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        self._skip_covered(self.row)
        begin = len(self.row)
        self.row.append(" ".join("".join(self.cell).split()))
        self.row.extend([""] * (self._columns - 1))
        if self._rows > 1:
            self._covered.update(dict.fromkeys(range(begin, len(self.row)), self._rows))
        self.cell = None

    def end_row(self) -> list[str]:
        """The finished row; [] if there is nothing to keep."""
        self.end_cell()
        row = self.row or []
        self._skip_covered(row)
        self._covered = {at: left - 1 for at, left in self._covered.items() if left > 1}
        self.row = None
        return row if any(row) or not self.holds_table else []

    @property
    def spanned(self) -> int:
        """Columns that cells of earlier rows reach into."""
        return len(self._covered)

    def _skip_covered(self, row: list[str]) -> None:
        while self._covered.get(len(row), 0):
            row.append("")


class _Page(HTMLParser):
    """Follows table, tr, td and th, whose ends may be missing; tables may stand in cells."""

    def __init__(self, room: Room) -> None:
        super().__init__(convert_charrefs=True)
        self._room = room
        self._tables: list[_Table] = []
        self._rows: list[list[str]] = []

    def refuse_unended(self) -> None:
        """SourceError for what is never closed and has markup behind it, which a browser would not show.

        The standard parser would look for its end once more at each of these tags, or leave out all that follows.
        """
        if "<" in self.rawdata[0 if self.cdata_elem else 1 :]:
            line, _ = self.getpos()
            raise SourceError(
                f"{self._room.label}, line {line}: a tag, comment or script is never closed, so that the rows behind it"
                " are in doubt.",
                fix="Export or download it again: it may be cut short.",
            )

    def all_rows(self) -> list[list[str]]:
        while self._tables:
            self._end_table()
        return self._rows

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if tag == "table":
            if self._tables:
                self._tables[-1].holds_table = True  # as those around it have been told of it
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._end_row()
            self._tables[-1].begin_row()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].end_cell()
            self._refuse_wide(self._tables[-1].row or [])
            columns, rows = _span(attrs, "colspan"), _span(attrs, "rowspan")
            self._tables[-1].begin_cell(min(columns, _MOST_COLUMNS), min(rows, _MOST_ROWS))
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._tables:
            return
        if tag == "table":
            self._end_table()
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._tables[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(data)

    def _end_row(self) -> None:
        table = self._tables[-1]
        if table.row is None:
            return
        row = table.end_row()
        self._room.take(len(row) + table.spanned)
        if row:
            self._rows.append(row)

    def _refuse_wide(self, row: list[str]) -> None:
        if len(row) > _WIDEST:
            raise SourceError(
                f"{self._room.label}: has a table wider than {_WIDEST:,} columns, which no export is.",
                fix="Export it again as CSV or Excel.",
            )

    def _end_table(self) -> None:
        self._end_row()
        self._tables.pop()


def _span(attributes: _Attributes, name: str) -> int:
    value = dict(attributes).get(name) or ""
    if not (value.isascii() and value.isdigit()):
        return 1
    return max(1, int(value[:6]))
