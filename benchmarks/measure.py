"""Commands in, what each costs out: they run in turn, so that what else the machine does falls on all of them alike."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

BIN = Path(sys.executable).parent
ROUNDS = int(os.environ.get("ROUNDS", "5"))


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor and on the clock, start-up included, and the most memory held, in megabytes."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True)
class Run:
    """A command, the folder it runs in, and what must be put right before each of its rounds."""

    call: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None


def lccspend(folder: Path, *arguments: str, before: Callable[[], object] = lambda: None) -> Run:
    return Run([str(BIN / "lccspend"), *arguments], folder, before)


def python(folder: Path, *arguments: str, before: Callable[[], object] = lambda: None) -> Run:
    return Run([sys.executable, *arguments], folder, before)


def cost(run: Run) -> Cost:
    """What one run takes; RuntimeError when it fails."""
    run.before()
    start = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(run.call, cwd=run.folder, **quiet)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{' '.join(run.call)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def medians(runs: Mapping[str, Run], rounds: int = ROUNDS) -> dict[str, Cost]:
    """The median of each; a round that nobody counts comes first, so that no run pays for cold disks."""
    for run in runs.values():
        cost(run)
    taken = [{name: cost(run) for name, run in runs.items()} for _ in range(rounds)]
    return {
        name: Cost(*(statistics.median(getattr(one[name], part) for one in taken) for part in ("cpu", "wall", "peak")))
        for name in runs
    }


def table(costs: Mapping[str, Cost], base: str) -> str:
    """Markdown with a row for each run, and how many times as much as the base it takes."""
    lines = [
        "| run | CPU, s | clock, s | peak, MB | CPU, times | clock, times |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    against = costs[base]
    for name, one in costs.items():
        times = f"{one.cpu / against.cpu:.2f} | {one.wall / against.wall:.2f}"
        lines.append(f"| {name} | {one.cpu:.2f} | {one.wall:.2f} | {one.peak:.0f} | {times} |")
    return "\n".join(lines) + "\n"


def machine(*packages: str) -> str:
    """A sentence that says where, when and with what the figures were taken."""
    held = ", ".join(f"{name} {version(name)}" for name in packages)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%d %B %Y}; {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; load "
        f"{os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {held}; medians of {ROUNDS} rounds.\n"
    )


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
