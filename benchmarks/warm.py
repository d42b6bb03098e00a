"""Sixty monthly exports in, a Markdown table out: what one more month costs beside building all of them.

.venv/bin/python benchmarks/warm.py
"""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import payments
import polars as pl
from measure import cost, lccspend, machine, medians, table

STARTS = pl.date_range(date(2019, 4, 1), date(2024, 4, 1), "1mo", eager=True).to_list()
MONTHS = len(STARTS) - 1
ROWS = 25_000
"""In a month: Lancashire publishes 25,000 to 50,000."""

COLD = "sixty months, nothing kept"


def write_month(folder: Path, number: int, codes: list[str]) -> None:
    start, end = STARTS[number : number + 2]
    rows = payments.rows(number * ROWS, ROWS, start, end, number % len(payments.DATES), codes)
    rows.write_csv(folder / f"payments_{start:%Y-%m}.csv")


def measured() -> str:
    with tempfile.TemporaryDirectory() as name:
        folder, project = Path(name), Path(name, "project")
        raw, kept, codes = project / "data" / "raw", folder / "kept", payments.postcodes()
        raw.mkdir(parents=True)
        for number in range(MONTHS - 1):
            write_month(raw, number, codes)
        cost(lccspend(project, "ingest"))
        shutil.copytree(project / "data" / "processed", kept)
        write_month(raw, MONTHS - 1, codes)

        def put_back() -> None:
            shutil.rmtree(project / "data" / "processed", ignore_errors=True)
            shutil.copytree(kept, project / "data" / "processed")

        def forget() -> None:
            shutil.rmtree(project / "data" / "processed", ignore_errors=True)

        runs = {COLD: lccspend(project, "ingest", before=forget)}
        runs["the sixtieth month after fifty-nine"] = lccspend(project, "ingest", before=put_back)
        costs = medians(runs)
    told = f"Months of {ROWS:,} rows with all columns, {MONTHS * ROWS:,} in all.\n"
    return "\n".join([machine("polars"), told, table(costs, COLD)])


if __name__ == "__main__":
    sys.stdout.write(measured())
