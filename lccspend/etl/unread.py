"""The folder of reference files in, a warning out for each table there that bears none of the known names."""

import logging
from pathlib import Path

from lccspend.etl.governance import ACTIONS, KPIS, WAIVERS
from lccspend.etl.reference import COLUMNS
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
