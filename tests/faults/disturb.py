"""Faults of disks, files and people in, what they did out: python -m faults.disturb --seed 1, from tests/; Linux, root.

Each trial disturbs a rebuild of a published project. What is published must be the old or the new afterwards, with no
figure changed; the run must end in an exit code of its own, without a traceback; and the next clean run must publish
the new.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from faults.published import YEAR, build, change, copy, environment, lccspend, published, write_project
from lccspend.errors import SpendError
from lccspend.etl.published_rows import whole_payments
from lccspend.project import Project
from lccspend.store import read_cells, read_figures

FORMATS = "csv,json"
REBUILD = ("build-report", "--year", YEAR, "--formats", FORMATS)


class Bench:
    """A project as it was published (old), and what its rebuild publishes (new)."""

    def __init__(self, folder, seed):
        self.folder, self.rng = folder, random.Random(seed)  # noqa: S311
        self.base = write_project(folder / "base")
        build(self.base, FORMATS)
        self.old = published(self.base)
        changed = copy(self.base, folder / "new")
        change(changed)
        build(changed, FORMATS)
        self.new = published(changed)

    def changed(self, place=None):
        """The old project with changed inputs, to be rebuilt."""
        project = copy(self.base, place or self.folder / "trial")
        change(project)
        return project

    def verdict(self, project, ended):
        """Empty when the rebuild ended well or was refused well."""
        if ended.returncode not in {0, 1} or "Traceback" in ended.stderr:
            return f"exit {ended.returncode}: {ended.stderr}"
        if ended.returncode == 1 and ("Error: " not in ended.stderr or published(project) != self.old):
            return f"refused, but not clearly or not as it was: {ended.stderr}"
        if ended.returncode == 0 and published(project) != self.new:
            return "published something else"
        return ""

    def mended(self, project):
        """Empty when the next run, without a fault, publishes the new."""
        build(project, FORMATS)
        return "" if published(project) == self.new else "the next run publishes something else"


@contextmanager
def mounted(*how):
    place = how[-1]
    subprocess.run(["mount", *how], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def full_disk(bench, number):
    """A small disk with a little more room from trial to trial."""
    with tempfile.TemporaryDirectory() as place, mounted("-t", "tmpfs", "-o", "size=24m", "none", place):
        project = bench.changed(Path(place) / "project")
        free = shutil.disk_usage(place).free
        room = number * 250_000
        (Path(place) / "filler").write_bytes(bytes(max(free - room, 0)))
        ended = lccspend(project, *REBUILD)
        wrong = bench.verdict(project, ended)
        if ended.returncode == 1 and "disk is full" not in ended.stderr:
            wrong = wrong or f"not said to be full: {ended.stderr}"
        (Path(place) / "filler").unlink()
        return ended.returncode, wrong or bench.mended(project)


def read_only(bench, number):
    """One of the folders cannot be written to; it is a mount of its own besides."""
    project = bench.changed()
    name = ("data/processed", "reports/output", "reports", "data", ".")[number % 5]
    folder = project / name
    with mounted("--bind", folder, folder):
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        ended = lccspend(project, *REBUILD)
        wrong = bench.verdict(project, ended)
    return f"{name} {ended.returncode}", wrong or bench.mended(project)


def mounts(bench, number):
    """Folders that are mounted cannot be exchanged."""
    project = bench.changed()
    folder = project / ("data/processed", "reports/output")[number % 2]
    with mounted("--bind", folder, folder):
        ended = lccspend(project, *REBUILD)
        wrong = bench.verdict(project, ended)
    return ended.returncode, wrong or bench.mended(project)


def damage(bench, _number):
    """A byte of a file of the store is changed, or the file is cut short or lost."""
    project = copy(bench.base, bench.folder / "trial")
    files = sorted(p for p in (project / "data" / "processed").rglob("*") if p.is_file() and p.name != ".lock")
    path = bench.rng.choice(files)
    content = bytearray(path.read_bytes())
    how = bench.rng.choice(("changed", "cut", "lost"))
    if how == "changed":
        content[bench.rng.randrange(len(content))] ^= 1 << bench.rng.randrange(8)
    path.write_bytes(content if how != "cut" else content[: len(content) // 2])
    if how == "lost":
        path.unlink()
    told = ask(project)
    if told not in {"answered", "refused"}:
        return path.name, f"{path.name} {how}: {told}"
    build(project, FORMATS)
    wrong = "" if published(project) == bench.old else f"{path.name} {how}: the next run publishes something else"
    change(project)
    return f"{path.parent.name}/{path.name}" if path.parent.name == "processed" else "kept", wrong or bench.mended(
        project
    )


def ask(project):
    """Every way in which answers reach the store; a refusal must say what to run."""
    asked = Project(project)
    try:
        read_figures(asked)
        read_cells(asked, "category")
        whole_payments(asked)
    except SpendError as refusal:
        return "refused" if "lccspend ingest" in refusal.fix else str(refusal)
    return "answered"


def meanwhile(bench, number):
    """Inputs are replaced, taken away or added to at a random moment of the rebuild."""
    project = bench.changed()
    raw = project / "data" / "raw"
    content = (raw / "file4.csv").read_bytes()
    events = {
        "replaced": lambda: replace(raw / "file4.csv", content.replace(b"SUPPLIER 1 ", b"SUPPLIER 2 ")),
        "removed": (raw / "file4.csv").unlink,
        "copied": lambda: copy_slowly(raw / "file4.csv", content),
    }
    kind = list(events)[number % len(events)]
    rebuild = threading.Timer(bench.rng.uniform(0.2, 2.5), events[kind])
    rebuild.start()
    ended = lccspend(project, *REBUILD)
    rebuild.join()
    if ended.returncode or "Traceback" in ended.stderr:
        return kind, ended.stderr
    left = "left" if "next run: file4.csv" in ended.stderr else "read"
    replace(raw / "file4.csv", content)
    return f"{kind} {left}", bench.mended(project)


def replace(path, content):
    aside = path.with_name(f".{path.name}")
    aside.write_bytes(content)
    aside.replace(path)


def copy_slowly(path, content):
    with path.open("wb", buffering=0) as file:
        for first in range(0, len(content), 2048):
            file.write(content[first : first + 2048])
            time.sleep(0.05)


def eight_at_once(bench, _number):
    """One holds the folder, and the others say who that is; those that come late find nothing to do."""
    project = bench.changed()
    command = [sys.executable, "-m", "lccspend", "-C", str(project), *REBUILD]
    runs = [
        subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment())
        for _ in range(8)
    ]
    ended = [(run.communicate()[1], run.returncode) for run in runs]
    wrong = [told for told, code in ended if code != 0 and (code != 4 or "Another run holds" not in told)]
    codes = Counter(code for _, code in ended)
    if not codes[0] or published(project) != bench.new:
        wrong.append("nothing, or something else, was published")
    return f"{codes[0]} built or found it built, {codes[4]} refused", "".join(wrong) or bench.mended(project)


TRIALS = {eight_at_once: 3, read_only: 10, mounts: 4, damage: 60, meanwhile: 24, full_disk: 24}


def main(seed, only):
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), seed)
        for trial, times in TRIALS.items():
            if only not in {"", trial.__name__}:
                continue
            found = Counter()
            for number in range(times):
                what, wrong = trial(bench, number)
                found[what] += 1
                faults += [f"{trial.__name__} {number}: {wrong}"] if wrong else []
            sys.stdout.write(f"{trial.__name__}: {dict(found)}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(faults)} faults\n" + "\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", choices=["", *(trial.__name__ for trial in TRIALS)])
    given = parser.parse_args()
    sys.exit(main(given.seed, given.only))
