"""The built sample in, a Markdown table out: what questions cost beside the bare import of polars.

.venv/bin/python benchmarks/queries.py
"""

import sys
import tempfile
from pathlib import Path

from measure import cost, lccspend, machine, medians, python, table

POLARS = 'python -c "import polars"'
CALLS = (
    *("--help", "locality --year 2023/24", "locality --by district", "locality --by month", "tail", "check", "awards"),
    *("social-value", "suppliers", "contracts", "postcode PR1", "trace 2023/24 total"),
)


def measured() -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "sample")
        cost(lccspend(Path(folder), "sample", "sample"))
        cost(lccspend(project, "ingest"))
        runs = {f"`lccspend {call}`": lccspend(project, *call.split()) for call in CALLS}
        costs = medians({f"`{POLARS}`": python(project, "-c", "import polars"), **runs})
    return machine("polars", "msgspec", "typer") + "\n" + table(costs, f"`{POLARS}`")


if __name__ == "__main__":
    sys.stdout.write(measured())
