"""lccspend, told to die: python -m faults.hooked PHASE AFTER ARGUMENTS..., from tests/.

Each phase is named on standard output as it begins. In the phase named first the process kills its own group: after so
many seconds, or in the phase publishing before so many-th step on the disk (nought: never).
"""

import functools
import os
import signal
import sys
import threading
import time

from lccspend import store
from lccspend.cli.typed import app
from lccspend.etl import build
from lccspend.report import render
from lccspend.store import folders

PHASES = {
    "reading": (build, "read_sources"),
    "counting": (build, "counted_rows"),
    "measuring": (build, "measure"),
    "rendering": (render, "render"),
    "publishing": (store, "publish"),
}
STEPS = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "open", "shutil.rmtree", "os.chmod"}


def die():
    os.killpg(0, signal.SIGKILL)


def die_at_step(number):
    """Counts what Python tells its auditors of the disk, and the exchange of folders, which it does not tell."""
    left = [number]

    def count(event, _arguments=None):
        if event in STEPS:
            left[0] -= 1
            if left[0] == 0:
                die()

    sys.addaudithook(count)
    real = folders.exchange

    def exchange(first, second):
        count("os.rename")
        real(first, second)
        count("os.rename")

    folders.exchange = exchange


def told(name, function, phase, after):
    @functools.wraps(function)
    def begun(*given, **named):
        sys.stdout.write(f"{name} {time.monotonic()}\n")
        sys.stdout.flush()
        timer = threading.Timer(after, die)
        if name == phase and name == "publishing":
            die_at_step(int(after))
        elif name == phase:
            timer.start()
        try:
            return function(*given, **named)
        finally:
            timer.cancel()

    return begun


def main(phase, after, arguments):
    for name, (module, function) in PHASES.items():
        setattr(module, function, told(name, getattr(module, function), phase, float(after)))
    sys.argv[1:] = arguments
    app(prog_name="lccspend")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
