"""Synthetic exports in, Markdown out: cold ingest and locality beside DuckDB, pandas and a bare scan of the same files.

The exports are kept in .cache/benchmarks (270 MB for each million rows). The peers run in an environment of their own,
which `tools/setup.sh peers` makes.

    .venv/bin/python benchmarks/write.py ingest

PAYMENTS=10000000 takes another number of rows than three million, ROUNDS=1 fewer rounds. DuckDB and pandas hold so much
in memory that they are left out above ten million.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path

from measure import Run, lccspend, machine, medians, python, table
from payments import write

HERE = Path(__file__).parent
CACHE = HERE.parent / ".cache"
PEERS = CACHE / "peers" / "bin" / "python"
PEERS_UP_TO = 10_000_000
LOCALITIES = ("lancashire", "north_west", "elsewhere", "overseas", "unknown")
OURS, ALONE, SCAN = "lccspend ingest", "lccspend, the scripts' work alone", "a bare polars scan"

Sums = dict[tuple[str, str], Decimal]


def measured() -> str:
    rows = int(os.environ.get("PAYMENTS", "3000000"))
    project = project_of(rows)
    runs = contenders(project, rows)
    check_agreement(project, runs)
    costs = medians(runs)
    each = costs[OURS].cpu / rows * 1e6
    told = f"{rows:,} rows in ten files. {each:.1f} microseconds of processor for each row.\n"
    tables = (f"{table(costs, base)}\n" for base in runs if base not in {OURS, ALONE})
    return "\n".join([machine("polars"), told, *tables])


def project_of(rows: int) -> Path:
    """A project folder with exports of so many rows, written once."""
    project = CACHE / "benchmarks" / f"payments-{rows}"
    if not (project / "data" / "localities.csv").is_file():
        shutil.rmtree(project, ignore_errors=True)
        write(project / "data" / "raw", rows)
    return project


def contenders(project: Path, rows: int) -> dict[str, Run]:
    raw, out = str(project / "data" / "raw"), project / "out"
    processed = project / "data" / "processed"
    forget = partial(shutil.rmtree, processed, ignore_errors=True)
    runs = {OURS: lccspend(project, "ingest", "--quiet", before=forget)}
    runs[ALONE] = python(project, str(HERE / "same_work.py"), str(project), before=forget)
    for name, program in (("DuckDB", "with_duckdb.py"), ("pandas", "with_pandas.py")):
        if rows <= PEERS_UP_TO:
            call = [str(PEERS), str(HERE / "peers" / program), raw, str(out)]
            runs[name] = Run(call, project, before=partial(emptied, out))
    return runs | {SCAN: python(project, str(HERE / "peers" / "with_polars_scan.py"), raw)}


def emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def check_agreement(project: Path, runs: dict[str, Run]) -> None:
    """Every program must find the same pounds by year and locality, to the penny; SystemExit where one does not."""
    runs[OURS].before()
    subprocess.run(runs[OURS].call, cwd=project, check=True, capture_output=True)
    ask = [str(Path(sys.executable).parent / "lccspend"), "locality", "--format", "json"]
    answer = subprocess.run(ask, cwd=project, check=True, capture_output=True, text=True)
    ours = sums_of_answer(answer.stdout)
    for name in runs.keys() - {OURS, SCAN}:
        runs[name].before()
        printed = subprocess.run(runs[name].call, cwd=project, check=True, capture_output=True, text=True).stdout
        theirs = {(year, place): Decimal(found) for year, place, found in csv.reader(io.StringIO(printed))}
        if theirs != ours:
            raise SystemExit(f"lccspend and {name} do not agree on the pounds by year and locality.")


def sums_of_answer(answer: str) -> Sums:
    """Pounds by year and locality; a locality without pounds is left out, as the peers leave it out."""
    years = json.loads(answer)["years"]
    sums = {(y["financial_year"], place): Decimal(y[place]) for y in years for place in LOCALITIES}
    return {key: found for key, found in sums.items() if found}


if __name__ == "__main__":
    print(measured())
