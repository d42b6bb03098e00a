"""Reference files in, warnings out: of tables that nothing reads, and of entries that are of no supplier."""

import logging
from pathlib import Path

import polars as pl

from lccspend.etl.governance import ACTIONS, KPIS, WAIVERS
from lccspend.etl.reference import COLUMNS, Reference
from lccspend.names import normalised
from lccspend.nearest import did_you_mean

log = logging.getLogger(__name__)

KNOWN = (*COLUMNS, WAIVERS, KPIS, ACTIONS)

TABLES = {".csv", ".xlsx", ".xls", ".ods"}


def warn_of_unread(folder: Path) -> None:
    """A decision in a file that is misspelt, or saved as a workbook, would be thought to hold."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.casefold() in TABLES and path.name not in KNOWN and not path.name.startswith("."):
            near = did_you_mean(f"{path.stem}.csv", KNOWN)
            log.warning("data/reference/%s is not read: no reference file has this name.%s", path.name, near)


def warn_of_strangers(reference: Reference, payees: pl.DataFrame) -> None:
    """Entries of supplier_places.csv that no payment bears out, such as a name beside another supplier's number."""
    if not reference.places:
        return
    columns = ("supplier_number", "supplier_name")
    numbers, names = (payees[name].drop_nulls().unique() for name in columns)
    held = {f"#{number.casefold()}" for number in numbers} | {normalised(name) for name in names}
    strange = len(reference.places.keys() - held)
    if strange:
        log.warning(
            "data/reference/supplier_places.csv: %s of %s suppliers are in no payment, so their entries tell nothing."
            " Where a number is given, it alone decides.",
            strange,
            len(reference.places),
        )
