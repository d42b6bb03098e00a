"""The sample's year as twelve workbooks in, a Markdown table out: what reading them costs beside bare fastexcel.

Reading includes finding each sheet's headings, dates and money by the rules, and writing typed Parquet.

    .venv/bin/python benchmarks/workbooks.py
"""

import shutil
import sys
import tempfile
from pathlib import Path

import polars as pl
from measure import cost, lccspend, machine, medians, python, table

BARE = "bare fastexcel, every cell as text"
FASTEXCEL = """
import fastexcel
from pathlib import Path
for path in sorted(Path("data/raw").glob("*.xlsx")):
    book = fastexcel.read_excel(path)
    book.load_sheet(0, dtypes="string").to_polars()
"""
READING = """
from pathlib import Path
from lccspend.dates import today
from lccspend.etl.inputs import inputs_of
from lccspend.etl.sources import read_sources
from lccspend.project import Project
project = Project(Path.cwd())
read_sources(project, lambda *_: None, today(), inputs_of(project))
"""


def write_months(sample: Path, project: Path) -> None:
    """The sample's Fusion rows of 2023/24 by month, each month as the first sheet of a workbook."""
    files = [path for path in sorted(sample.glob("data/raw/fusion/*.csv")) if "2023_24" in path.name]
    rows = pl.concat([pl.read_csv(path, infer_schema=False) for path in files], how="vertical")
    rows = rows.filter(pl.col("Payment Date").str.contains(r"^\d{4}-"))
    (project / "data" / "raw").mkdir(parents=True)
    for number in range(12):
        part = rows.gather_every(12, number)
        part.write_excel(project / "data" / "raw" / f"month-{number + 1:02}.xlsx", autofit=False)


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "year")
        cost(lccspend(Path(folder), "sample", "sample"))
        write_months(Path(folder, "sample"), project)

        def forget() -> None:
            shutil.rmtree(project / "data" / "processed", ignore_errors=True)

        runs = {
            BARE: python(project, "-c", FASTEXCEL),
            "read by lccspend": python(project, "-c", READING, before=forget),
        }
        runs["`lccspend ingest`, nothing kept"] = lccspend(project, "ingest", before=forget)
        costs = medians(runs)
    return machine("fastexcel", "polars") + "\n" + table(costs, BARE)


if __name__ == "__main__":
    sys.stdout.write(measured())
