"""Damages by the thousand in, what became of them out: python -m faults.mutate --count 10000 --seed 1, from tests/."""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from unittest import mock

from faults.bases import bases
from faults.mutations import damage
from lccspend.errors import CheckFailedError, SpendError
from lccspend.etl import sources
from lccspend.etl.build import prepare
from lccspend.project import Project
from lccspend.store import publish

SETTINGS = "[checks]\nmaximum_rejected_share = 1\n"
TODAY = "1780272000"
"""1 June 2026, so that no run depends on its day."""


class Trial:
    """A project folder in which one damaged file after another is built."""

    def __init__(self, folder):
        self.folder = folder
        self.raw = folder / "data" / "raw"
        self.raw.mkdir(parents=True, exist_ok=True)
        (folder / "lccspend.toml").write_text(SETTINGS)
        os.environ["SOURCE_DATE_EPOCH"] = TODAY

    def verdict(self, name, damaged):
        """published, refused, or the fault in words."""
        shutil.rmtree(self.raw)
        self.raw.mkdir()
        (self.raw / name).write_bytes(damaged.content)
        project = Project(self.folder)
        try:
            figures = prepare(project, lambda *_: None)
            publish(project, None)
        except CheckFailedError as refusal:
            return f"the books: {refusal}" if "books_balance" in str(refusal) else "refused"
        except SpendError as refusal:
            return "refused" if name in str(refusal) or "no payments" in str(refusal) else f"not named: {refusal}"
        except KeyboardInterrupt:
            raise
        except BaseException as fault:  # noqa: BLE001  (a fault of a compiled library is no Exception)
            return f"{type(fault).__name__}: {str(fault)[:200]}"
        return fault_of(figures.books, damaged.rows) or "published"


def fault_of(books, rows):
    """What is wrong with published books, or nothing."""
    fates = (books.counted, books.excluded, books.rejected)
    if not books.balanced or books.read.rows != sum(fate.rows for fate in fates):
        return "rows do not balance"
    if books.read.pounds != sum(fate.pounds for fate in fates):
        return "pounds do not balance"
    if any(file.rows != file.counted + file.excluded + file.rejected for file in books.files):
        return "a file does not balance"
    if rows is not None and books.read.rows != rows:
        return f"{books.read.rows} rows of {rows} were read"
    return ""


def run(first, count, seed):
    """Verdicts of some of the damages, and those that are faults: (number, name, how, fault)."""
    every, told, faults = bases(), Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        for number in range(first, first + count):
            rng = random.Random(f"{seed}-{number}")  # noqa: S311
            base = rng.choice(every)
            damaged = damage(rng, base, every)
            verdict = trial.verdict(base.name, damaged)
            known = verdict in {"published", "refused"}
            counted = " with known rows" if verdict == "published" and damaged.rows is not None else ""
            told[f"{verdict}{counted}" if known else "FAULT"] += 1
            if not known:
                faults.append((number, base.name, damaged.how, verdict))
    return told, faults


def losing_a_row(grid, *rest):
    """A reader with a fault: it loses one row of each table."""
    keep = [at for at in range(len(grid.rows)) if at != len(grid.rows) // 2]
    return _tabulate(
        replace(grid, rows=[grid.rows[at] for at in keep], numbers=[grid.numbers[at] for at in keep]), *rest
    )


_tabulate = sources.tabulate


def planted_loss_is_found(seed, count=40):
    """Whether a reader that loses a row is found out by the count of lines."""
    with mock.patch.object(sources, "tabulate", losing_a_row):
        _, faults = run(0, count, seed)
    return any("rows of" in fault for *_, fault in faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if not planted_loss_is_found(asked.seed):
        sys.exit("The planted loss of a row was not found: these trials prove nothing.")
    sys.stdout.write("The planted loss of a row was found.\n")
    told, faults = Counter(), []
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("spawn")) as pool:
        parts = [(first, min(100, asked.count - first), asked.seed) for first in range(0, asked.count, 100)]
        for part_told, part_faults in pool.map(run, *zip(*parts, strict=True)):
            told += part_told
            faults += part_faults
    for verdict, number in told.most_common():
        sys.stdout.write(f"{number:>6} {verdict}\n")
    for number, name, how, fault in faults:
        sys.stdout.write(f"damage {number}, {name}, {how}: {fault}\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
