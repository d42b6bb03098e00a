"""Seeds in, the differences between the program and the oracle out: python -m oracle.hunt FIRST LAST, from tests/."""

import os
import random
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from oracle.answers import Oracle
from oracle.compare import built, differences
from oracle.invent import TODAY, invent
from oracle.writer import write_project


def examine(seed, folder, rows=160, **thresholds):
    """The differences for one seed; its project is left in the folder."""
    ledger = invent(seed, rows)
    write_project(ledger, folder, random.Random(seed))  # noqa: S311
    oracle = Oracle(ledger)
    return differences(built(folder, **thresholds), oracle)


def hunt(first, last):
    os.environ["SOURCE_DATE_EPOCH"] = TODAY.strftime("%s")
    bad = 0
    for seed in range(first, last):
        folder = Path(tempfile.gettempdir()) / f"lccspend-hunt-{seed}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            found = examine(seed, folder, **({"bulk_from": 0, "stream_from": 0} if seed % 2 else {}))
        except Exception:  # noqa: BLE001
            found = [traceback.format_exc(limit=-4)]
        if found:
            bad += 1
            sys.stdout.write(f"seed {seed}: {len(found)} differences\n" + "".join(f"  {line}\n" for line in found[:6]))
            sys.stdout.flush()
        else:
            shutil.rmtree(folder)
    sys.stdout.write(f"{last - first} ledgers, {bad} with differences\n")


if __name__ == "__main__":
    hunt(int(sys.argv[1]), int(sys.argv[2]))
