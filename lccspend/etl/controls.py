"""Control-total tables of text in, what was counted of each file out."""

from collections.abc import Iterable

import polars as pl

from lccspend.errors import SourceError
from lccspend.etl.checks import Control
from lccspend.etl.readrows import TextTable
from lccspend.money import pounds, read_pence, tidy


def read_controls(tables: Iterable[TextTable]) -> list[Control]:
    """The control totals of the tables; a line that cannot be read is a SourceError."""
    controls: list[Control] = []
    for table in tables:
        read = table.rows.select(
            "row",
            "shape_fault",
            file=tidy(pl.col("file")),
            rows=tidy(pl.col("rows")).str.replace_all(",", "").cast(pl.Int64, strict=False),
            pence=read_pence(pl.col("pounds")),
        )
        for row, fault, file, rows, pence in read.iter_rows():
            if fault or file is None or rows is None or pence is None:
                needs = fault or "a control total needs a file, a whole number of rows and an amount"
                raise SourceError(
                    f"{table.label}, row {row}: {needs}.",
                    fix="Mend that row, or leave the file out with [sources] ignore in lccspend.toml.",
                )
            controls.append(Control(file, rows, pounds(pence)))
    return controls
