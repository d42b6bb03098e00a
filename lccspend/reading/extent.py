"""Where the rows and cells of a sheet stand in, nothing out: an error where the library would lose or not hold them.

The spreadsheet library takes memory for every cell up to the last row and column in use, however few are filled, and
where that is more than the machine has, the process ends with no error that could be caught.
"""

from dataclasses import dataclass

from lccspend.errors import SourceError

MOST_CELLS = 60_000_000
"""They take about 4 GB. The longest sheet Excel can hold reaches this with 57 columns."""

MOST_COLUMNS = 16_384


@dataclass
class Extent:
    """The last row and the rightmost column of a sheet, from 1, and whether its rows come in order."""

    row: int = 0
    column: int = 0
    in_order: bool = True

    def see(self, row: int, column: int) -> None:
        """Takes in a cell, or with column 0 a row."""
        self.in_order = self.in_order and row >= self.row
        self.row, self.column = max(self.row, row), max(self.column, column)


def refuse_extent(sheet: str, extent: Extent) -> None:
    """SourceError for rows out of order, of which the library would lose some, and for a cell too far out."""
    if not extent.in_order:
        raise SourceError(f"{sheet}: its rows are stored out of order.", fix="Open it in Excel and save it again.")
    if extent.column > MOST_COLUMNS or extent.row * extent.column > MOST_CELLS:
        raise too_far(sheet, extent.row, extent.column)


def too_far(sheet: str, row: int, column: int) -> SourceError:
    return SourceError(
        f"{sheet}: reaches to row {row:,} and column {column:,}, too far for a table.",
        fix="Delete the rows below the table and the columns right of it, and save it again.",
    )
