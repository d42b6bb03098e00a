"""Columns of text of any length in, the same columns with no text longer than the limit out."""

import polars as pl

from lccspend.etl.tabulate import Table
from lccspend.limits import Limits

LONGEST = Limits().cell_characters


def cut_long_cells(frame: pl.DataFrame, table: Table, most: int) -> pl.DataFrame:
    """Cut texts of more than `most` characters to that length, and warn of each in the table.

    Such a text is an accident (a quote never closed, a document pasted into a cell) or means harm: no spreadsheet can
    hold it. The payment still counts.
    """
    names = [name for name in frame.columns if name in table.fields]
    longest = frame.select(pl.col(names).str.len_chars().max())
    long = [name for name in names if (longest[name].item() or 0) > most]
    for name in long:
        found = frame.select("row", size=pl.col(name).str.len_chars()).filter(pl.col("size") > most)
        heading = table.headings.get(name, name)
        table.warnings += [
            f"row {row}: the {size:,} characters under {heading} were cut to {most:,} ([limits] cell_characters)"
            for row, size in found.iter_rows()
        ]
    return frame.with_columns(pl.col(long).str.slice(0, most)) if long else frame
