"""The path of a published payments file in, its payments out; it is read as files in data/raw are, and kept nowhere."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from lccspend.errors import SourceError
from lccspend.etl.normalise import typed_rows
from lccspend.etl.tabulate import UnknownHeadingsError, headings_known, tabulate, told_for
from lccspend.reading import read_grids
from lccspend.safetext import label
from lccspend.settings import Settings, SourceFile
from lccspend.sources.profile import load_profiles


@dataclass(frozen=True)
class PublishedFile:
    """Payments with paid_on, pence, supplier and reference, and how many rows could not be read."""

    payments: pl.DataFrame
    not_read: int


def read_published_file(path: Path, settings: Settings, today: date) -> PublishedFile:
    """Every sheet with the headings of the published layout; SourceError when there is none."""
    profiles, limits = load_profiles(settings.sources), settings.limits
    frames, unknown = [], []
    for grid in read_grids(path, label(path.name), headings_known(profiles), limits=limits):
        told = told_for(grid.label, settings.sources.files) or SourceFile(match="*", layout="published")
        try:
            frames.append(typed_rows(tabulate(grid, profiles, told), today, limits.cell_characters))
        except UnknownHeadingsError as fault:
            unknown.append(str(fault))
    if not frames:
        raise SourceError("\n".join(unknown) or f"{path.name} holds no table.", fix="Name a published payments file.")
    rows = pl.concat(frames).filter(~pl.col("is_total"))
    payments = rows.filter(pl.col("fault").is_null()).select(
        "paid_on", "pence", supplier="supplier_name", reference="payment_number"
    )
    return PublishedFile(payments, rows.height - payments.height)
