"""Commands in, what each costs out: they run in turn, so that what else the machine does falls on all of them alike."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

BIN = Path(sys.executable).parent
ROUNDS = int(os.environ.get("ROUNDS", "5"))


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor, the system's work for the run left out and included, and on the clock; start-up too."""

    user: float
    cpu: float
    wall: float
    peak: float
    """The most memory held, in megabytes."""


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


_STARTED = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
cost = [used.ru_utime, used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024]
print(json.dumps([os.waitstatus_to_exitcode(status), cost]))
"""
"""A small process starts each run, because a run's peak is at least what the process that starts it holds."""


def cost(run: Run) -> Cost:
    """What one run takes; RuntimeError when it fails."""
    run.before()
    call = [sys.executable, "-I", "-S", "-c", _STARTED, *run.call]
    told = subprocess.run(call, cwd=run.folder, capture_output=True, check=True, text=True).stdout
    code, parts = json.loads(told)
    if code:
        raise RuntimeError(f"{' '.join(run.call)} ended with {code}")
    return Cost(*parts)


def medians(runs: Mapping[str, Run], rounds: int = ROUNDS) -> dict[str, Cost]:
    """The median of each; a round that nobody counts comes first, so that no run pays for cold disks."""
    for run in runs.values():
        cost(run)
    taken = [{name: cost(run) for name, run in runs.items()} for _ in range(rounds)]
    return {
        name: Cost(*map(statistics.median, zip(*(astuple(one[name]) for one in taken), strict=True))) for name in runs
    }


def table(costs: Mapping[str, Cost], base: str) -> str:
    """Markdown with a row for each run, and how many times as much as the base it takes."""
    lines = [
        f"Times as much as {base}:",
        "",
        "| run | CPU, s | of it user, s | clock, s | peak, MB | CPU, times | user, times | clock, times |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    against = costs[base]
    for name, one in costs.items():
        times = " | ".join(f"{getattr(one, part) / getattr(against, part):.2f}" for part in ("cpu", "user", "wall"))
        lines.append(f"| {name} | {one.cpu:.2f} | {one.user:.2f} | {one.wall:.2f} | {one.peak:.0f} | {times} |")
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
