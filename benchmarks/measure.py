"""Commands in, what each run of them cost out: seconds of wall and of processor, and peak memory; runs alternate."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds on the clock, seconds of processor (user, and of the system), megabytes at most."""

    wall: float
    user: float
    system: float
    peak: float
    output: str


@dataclass(frozen=True)
class Contender:
    """A command by name, and what readies the disk before each run of it."""

    name: str
    command: Sequence[str]
    before: Callable[[], None]


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; CalledProcessError when it fails."""
    start = time.perf_counter()
    with Path(os.devnull).open("w") as nothing:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=nothing, text=True)
        output = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - start, used.ru_utime, used.ru_stime, used.ru_maxrss / 1024, output)


def interleaved(contenders: Sequence[Contender], times: int) -> dict[str, list[Run]]:
    """So many runs of each, taking turns, so that what else the machine does falls on all alike."""
    runs: dict[str, list[Run]] = {one.name: [] for one in contenders}
    for _ in range(times):
        for one in contenders:
            one.before()
            runs[one.name].append(run(one.command))
    return runs


def median(runs: Sequence[Run]) -> Run:
    """The median of each measure by itself."""
    wall, user, system, peak = (
        statistics.median(getattr(one, name) for one in runs) for name in ("wall", "user", "system", "peak")
    )
    return Run(wall, user, system, peak, runs[0].output)
