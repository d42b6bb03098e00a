"""Control-total tables of text in, what was counted of each file out."""

from collections.abc import Iterable

import polars as pl

from lccspend.errors import SourceError
from lccspend.etl.checks import Control
from lccspend.money import pounds, read_pence, tidy


def read_controls(tables: Iterable[tuple[str, pl.DataFrame]]) -> list[Control]:
    """The control totals of the tables (label, text columns); a line that cannot be read is a SourceError."""
    controls: list[Control] = []
    for label, table in tables:
        read = table.select(
            "row",
            file=tidy(pl.col("file")),
            rows=tidy(pl.col("rows")).str.replace_all(",", "").cast(pl.Int64, strict=False),
            pence=read_pence(pl.col("pounds")),
        )
        for row, file, rows, pence in read.iter_rows():
            if file is None or rows is None or pence is None:
                raise SourceError(
                    f"{label}, row {row}: a control total needs a file, a whole number of rows and an amount.",
                    fix="Mend that row, or leave the file out with [sources] ignore in lccspend.toml.",
                )
            controls.append(Control(file, rows, pounds(pence)))
    return controls
