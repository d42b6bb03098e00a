"""Sixty monthly exports in, a Markdown table out: what one more month costs beside building all of them.

.venv/bin/python benchmarks/warm.py
"""

import csv
import random
import shutil
import sys
import tempfile
from pathlib import Path

from measure import cost, lccspend, machine, medians, table

MONTHS, SUPPLIERS = 60, 8_000
ROWS = 25_000
"""In a month: a county publishes 25,000 to 50,000."""

HEADINGS = (
    *("Business Unit", "Supplier", "Supplier Number", "Supplier Site", "Postal Code", "Invoice Number"),
    *("Invoice Payment ID", "Payment Number", "Payment Date", "Payment Amount", "Category"),
)
POSTCODES = ("PR1 8XJ", "BB1 5EY", "LA1 1YN", "M1 1AE", "L1 8JQ", "SW1A 1AA", "EH1 1YZ", "FY1 1AD", "")
COLD = "sixty months, nothing kept"


def write_month(folder: Path, month: int) -> None:
    """The same rows each time; a supplier keeps its site, and one row in thirty is a credit."""
    chance = random.Random(f"month {month}")  # noqa: S311  (repeatable is what is wanted)
    year, number = 2019 + (month + 3) // 12, (month + 3) % 12 + 1
    with (folder / f"fusion-{year}-{number:02}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for row in range(ROWS):
            supplier, serial = chance.randrange(SUPPLIERS), month * ROWS + row
            pence = chance.randrange(1_000, 3_000_000) * (-1 if row % 30 == 0 else 1)
            postcode, day = POSTCODES[supplier % len(POSTCODES)], f"{year}-{number:02}-{chance.randrange(1, 29):02}"
            who = (f"NORTHERN TRADER {supplier} LTD", supplier, f"SITE {supplier % 3}", postcode)
            paid = (f"INV{serial}", serial, serial // 3, day, f"{pence / 100:.2f}", f"Category {supplier % 40}")
            writer.writerow(("COUNCIL", *who, *paid))


def measured() -> str:
    with tempfile.TemporaryDirectory() as name:
        folder, project = Path(name), Path(name, "project")
        raw, kept = project / "data" / "raw", folder / "kept"
        raw.mkdir(parents=True)
        for month in range(MONTHS - 1):
            write_month(raw, month)
        cost(lccspend(project, "ingest"))
        shutil.copytree(project / "data" / "processed", kept)
        write_month(raw, MONTHS - 1)

        def put_back() -> None:
            shutil.rmtree(project / "data" / "processed", ignore_errors=True)
            shutil.copytree(kept, project / "data" / "processed")

        def forget() -> None:
            shutil.rmtree(project / "data" / "processed", ignore_errors=True)

        runs = {COLD: lccspend(project, "ingest", before=forget)}
        runs["the sixtieth month after fifty-nine"] = lccspend(project, "ingest", before=put_back)
        costs = medians(runs)
    return machine("polars") + "\n" + table(costs, COLD)


if __name__ == "__main__":
    sys.stdout.write(measured())
