"""A project folder in, what is published in it out: two projects that publish the same are equal here."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ledger import fusion, r12, silent

from lccspend.commands.build import run
from lccspend.project import Project
from lccspend.runs.record import Asked

TODAY = "1780272000"
"""1 June 2026, so that no run depends on its day."""
YEAR = "2024/25"
ROWS = 800
"""In each of the files: enough for every phase to last."""


def rows(first, year):
    return [
        {
            "supplier": f"SUPPLIER {number % 300} LTD",
            "number": str(number % 300),
            "invoice": f"I{first + number}",
            "day": f"{year}-{number % 9 + 4:02}-{number % 28 + 1:02}",
            "amount": f"{number * 7 % 90000}.{number % 100:02}",
            "postcode": "PR1 8XJ" if number % 3 else "M1 1AE",
            "category": f"Category {number % 12}",
        }
        for number in range(ROWS)
    ]


def write_project(folder):
    """A project of four files, not yet built."""
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    for number, (write, year) in enumerate([(r12, 2021), (r12, 2022), (fusion, 2023), (fusion, 2024)]):
        (raw / f"file{number}.csv").write_text(write(*rows(number * ROWS, year)))
    (folder / "lccspend.toml").write_text("")
    return folder


def change(folder):
    """What is new: one file more, and another one replaced."""
    raw = folder / "data" / "raw"
    (raw / "file4.csv").write_text(fusion(*rows(9 * ROWS, 2025)))
    (raw / "file1.csv").write_text(r12(*rows(9 * ROWS, 2022)[1:]))


def copy(folder, target):
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(folder, target, symlinks=True))


def published(folder):
    """Digests of the visible files of data/processed, and of every file of reports/output."""
    store, output = folder / "data" / "processed", folder / "reports" / "output"
    kept = {
        p.name: digest(p)
        for p in store.iterdir()
        if p.is_file() and not p.name.startswith(".") and p.name != "last-run.json"
    }
    return kept, {p.relative_to(output).as_posix(): digest(p) for p in sorted(output.rglob("*")) if p.is_file()}


def digest(path):
    """Of the manifest and the list of reports what they say of the build: the rest differs from copy to copy."""
    if path.name == "manifest.json":
        return json.loads(path.read_bytes())["build"]
    if path.name == "reports.json":
        return json.dumps({year: report["files"] for year, report in json.loads(path.read_bytes()).items()})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lccspend(folder, *arguments):
    """Runs a command in a session of its own; the finished process with its output as text."""
    command = [sys.executable, "-m", "lccspend", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)


def environment():
    return {**os.environ, "SOURCE_DATE_EPOCH": TODAY}


def build(folder, formats):
    """What `lccspend build-report` does, in this process; the outcome."""
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    return run(Project(folder), silent, Asked(YEAR, 5, tuple(formats.split(","))))
