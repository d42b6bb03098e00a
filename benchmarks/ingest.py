"""Numbers of rows in, Markdown tables out: cold ingest and locality beside DuckDB, pandas and a bare scan.

    .venv/bin/python benchmarks/ingest.py FOLDER PYTHON 3000000:5 10000000:3 30000000:1

FOLDER takes the exports (270 MB for each million rows) and is kept; PYTHON is that of an environment with duckdb,
pandas and pyarrow. Each size is followed by the number of runs; pandas and DuckDB hold much in memory, and are left out
above ten million rows.
"""

import csv
import io
import json
import shutil
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path

from measure import Contender, Run, interleaved, median
from payments import write

HERE = Path(__file__).parent
LOCALITIES = ("lancashire", "north_west", "elsewhere", "overseas", "unknown")
PEERS_UP_TO = 10_000_000

Sums = dict[tuple[str, str], Decimal]


def project_of(folder: Path, rows: int) -> Path:
    """A project folder with exports of so many rows, written once."""
    project = folder / f"payments-{rows}"
    if not (project / "data" / "localities.csv").is_file():
        shutil.rmtree(project, ignore_errors=True)
        write(project / "data" / "raw", rows)
    return project


def emptied(folder: Path, *, make: bool = False) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if make:
        folder.mkdir(parents=True)


def contenders(project: Path, python: str, rows: int) -> list[Contender]:
    ours = [sys.executable, "-c", _OURS, str(project)]
    raw, out = str(project / "data" / "raw"), project / "out"
    found = [Contender("lccspend", ours, partial(emptied, project / "data" / "processed"))]
    for name, program, runner in (
        ("DuckDB", "with_duckdb.py", python),
        ("pandas", "with_pandas.py", python),
        ("bare scan", "with_polars_scan.py", sys.executable),
    ):
        if rows <= PEERS_UP_TO or name == "bare scan":
            command = [runner, str(HERE / "peers" / program), raw, str(out)]
            found.append(Contender(name, command, partial(emptied, out, make=True)))
    return found


_OURS = """
import subprocess, sys
call = [sys.executable, "-m", "lccspend", "-C", sys.argv[1], "--quiet"]
for command in (["ingest", "--output", "/dev/null"], ["locality", "--format", "json"]):
    subprocess.run([*call, *command], check=True)
"""


def sums_of(name: str, output: str) -> Sums:
    """Pounds by year and locality, as a contender printed them; years without pounds of a locality are left out."""
    if name != "lccspend":
        return {(year, place): Decimal(pounds) for year, place, pounds in csv.reader(io.StringIO(output))}
    years = json.loads(output)["years"]
    sums = {(y["financial_year"], place): Decimal(y[place]) for y in years for place in LOCALITIES}
    return {key: pounds for key, pounds in sums.items() if pounds}


def check_agreement(runs: dict[str, list[Run]]) -> None:
    sums = {name: sums_of(name, own[0].output) for name, own in runs.items() if name != "bare scan"}
    if any(found != sums["lccspend"] for found in sums.values()):
        raise SystemExit("The programs do not agree on the pounds by year and locality.")


def table(rows: int, runs: dict[str, list[Run]]) -> str:
    ours = median(runs["lccspend"])
    lines = [
        f"{rows:,} rows, medians of {len(runs['lccspend'])}:\n",
        "| program | wall s | user s | system s | peak MB | lccspend's wall to this | lccspend's user to this |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for name, own in runs.items():
        one = median(own)
        lines.append(
            f"| {name} | {one.wall:.1f} | {one.user:.1f} | {one.system:.1f} | {one.peak:,.0f} |"
            f" {ours.wall / one.wall:.2f} | {ours.user / one.user:.2f} |"
        )
    each = ours.user / rows * 1e6
    return "\n".join([*lines, f"\n{each:.1f} microseconds of processor for each row.\n"])


def main(folder: Path, python: str, sizes: list[str]) -> None:
    for size in sizes:
        rows, times = (int(part) for part in size.split(":"))
        project = project_of(folder, rows)
        runs = interleaved(contenders(project, python, rows), times)
        check_agreement(runs)
        print(table(rows, runs), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
