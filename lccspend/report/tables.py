"""Tables in, CSV text out: one file for each printed table, exact to the penny and to two decimals of a percent.

Quantities keep the decimals that they were given.
"""

import csv
import io

from lccspend.report.model import Absent, Cell, Kind, Revised, Share, Table
from lccspend.safetext import guarded


def to_csv(table: Table) -> str:
    """A header of keys, the rows, then the totals; a figure that is not available is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    for row in (*table.rows, *table.totals):
        writer.writerow([_stored(cell, column.kind) for column, cell in table.cells(row)])
    return buffer.getvalue()


def _stored(cell: Cell, kind: Kind) -> str:
    if isinstance(cell, Absent):
        return ""
    if isinstance(cell, Share):
        return f"{cell.exact:.2f}"
    if isinstance(cell, Revised):
        return f"{cell.value:.2f}"
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:f}" if kind == "quantity" else str(cell) if isinstance(cell, int) else f"{cell:.2f}"
