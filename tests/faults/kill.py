"""Kills by the hundred in, what they left out: python -m faults.kill --count 100 --seed 1, from tests/.

A rebuild of a published project is killed at a random moment of each phase in turn. Right after, data/processed and
reports/output must each be wholly the old or wholly the new one; after a query too; and the next run must publish the
new ones without help.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from faults.hooked import PHASES
from faults.published import YEAR, build, change, copy, environment, published, write_project
from lccspend.project import Project
from lccspend.store import read_figures

STEPS = 160
"""More than publishing takes: a step that does not come leaves the run alive, and another is drawn."""


class Trial:
    """A project as it was published, and what its rebuild publishes."""

    def __init__(self, folder, formats):
        self.formats = formats
        self.folder = folder
        self.base = write_project(folder / "base")
        build(self.base, formats)
        self.old = published(self.base)
        new = copy(self.base, folder / "new")
        change(new)
        self.lasts = lasts(self.run_hooked(new, "none", 0).stdout)
        self.new = published(new)
        assert all(before != after for before, after in zip(self.old, self.new, strict=True))

    def kill(self, phase, rng):
        """What a kill in this phase left, as (store, reports), or a fault in words."""
        project = copy(self.base, self.folder / "trial")
        change(project)
        while True:
            after = rng.randint(1, STEPS) if phase == "publishing" else rng.uniform(0, self.lasts[phase])
            if self.run_hooked(project, phase, after).returncode == -9:
                break
            project = copy(self.base, self.folder / "trial")
            change(project)
        left = published(project)
        answered = read_figures(Project(project)).build.id
        if not self.is_whole(left) or not self.is_whole(published(project)):
            return f"{phase} {after}: a mixture"
        if answered != published(project)[0]["manifest.json"]:
            return f"{phase} {after}: a query answers from another build"
        build(project, self.formats)
        if published(project) != self.new:
            return f"{phase} {after}: the next run publishes something else"
        return tuple("new" if mine == new else "old" for mine, new in zip(left, self.new, strict=True))

    def run_hooked(self, project, phase, after):
        command = [sys.executable, "-m", "faults.hooked", phase, str(after), "-C", str(project), "build-report"]
        return subprocess.run(
            [*command, "--year", YEAR, "--formats", self.formats],
            capture_output=True,
            text=True,
            env=environment(),
            start_new_session=True,
            check=False,
        )

    def is_whole(self, left):
        return all(mine in both for mine, *both in zip(left, self.old, self.new, strict=True))


def lasts(told):
    """Seconds of each phase of an undisturbed run."""
    begun = [(name, float(at)) for name, at in (line.split() for line in told.splitlines() if line.count(" ") == 1)]
    ends = [at for _, at in begun[1:]]
    return {name: end - at for (name, at), end in zip(begun, ends, strict=False)}


def main(count, seed, formats):
    rng = random.Random(seed)  # noqa: S311
    found, faults = Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), formats)
        for number in range(count):
            phase = list(PHASES)[number % len(PHASES)]
            left = trial.kill(phase, rng)
            if isinstance(left, str):
                faults.append(left)
            else:
                found[phase, *left] += 1
            sys.stdout.write(f"{number + 1}: {phase} {left}\n")
            sys.stdout.flush()
    for (phase, store, reports), times in sorted(found.items()):
        sys.stdout.write(f"{phase}: {times} left the {store} store and the {reports} reports\n")
    sys.stdout.write(f"{len(faults)} faults\n" + "\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default="csv,json")
    given = parser.parse_args()
    sys.exit(main(given.count, given.seed, given.formats))
