"""The record of a published report in, the same report built again in a folder of its own out."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend import __version__
from lccspend.dates import EPOCH
from lccspend.errors import SpendError
from lccspend.project import Project
from lccspend.runs.answers import Rebuilt, RebuiltFile
from lccspend.runs.inputs import input_files
from lccspend.runs.record import Input, Run
from lccspend.runs.shelf import find, kept_text
from lccspend.store import digest_of

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress


def rebuild(project: Project, name: str, target: Path, progress: "Progress") -> Rebuilt:
    """Builds the report of a run anew from its record into a new or empty folder.

    The inputs may bear other names now, as long as their content is below data/raw. SpendError names those that are
    gone or changed; nothing is published, and the project is left as it is.
    """
    run = find(project, name)
    if run.asked is None or not run.reports:
        raise SpendError(f"Run {run.id} wrote no report.", fix="`lccspend runs` lists those that published one.")
    texts = _texts(project, run)
    found = _found(project, run)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SpendError(f"{target} is not an empty folder.", fix="Name a new one with --to.")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".rebuild-", dir=target) as aside:
        made = Project(Path(aside).resolve())
        _lay_out(made, texts, found)
        written = _build(made, run, progress)
        places = [_moved(path, made.output, target) for path in written]
    return Rebuilt(
        run=run.id,
        folder=str(target.resolve()),
        version=run.version,
        rebuilt_by=__version__,
        files=tuple(_compared(target, place, run) for place in places),
    )


def _texts(project: Project, run: Run) -> dict[str, bytes]:
    texts = {place: kept_text(project, digest) for place, digest in run.decided.items()}
    lost = [place for place, text in texts.items() if text is None]
    if lost:
        raise SpendError(
            f"The text kept of {', '.join(lost)} is gone, so run {run.id} cannot be rebuilt.",
            fix="Put back data/processed/runs/kept from a copy, or run `lccspend build-report`.",
        )
    return {place: text for place, text in texts.items() if text is not None}


def _found(project: Project, run: Run) -> dict[str, Path]:
    """Each input of the run by the name it had, where its content is now; SpendError names those that are nowhere."""
    now = input_files(project)
    there = {name: now[name] for name, wanted in run.inputs.items() if name in now and _is(now[name], wanted)}
    missing = {name: wanted for name, wanted in run.inputs.items() if name not in there}
    there |= _elsewhere(now, missing)
    lost = [f"{name} ({'changed' if name in now else 'gone'})" for name in missing if name not in there]
    if lost:
        raise SpendError(
            f"Run {run.id} cannot be rebuilt, because inputs are not what they were: {', '.join(lost)}.",
            fix=f"Put the files as they were back below {project.raw}, under any names.",
        )
    return there


def _elsewhere(now: Mapping[str, Path], missing: Mapping[str, Input]) -> dict[str, Path]:
    """Files under other names; only those of the right size are read."""
    sizes = {wanted.size for wanted in missing.values()}
    alike = [path for path in now.values() if path.stat().st_size in sizes]
    by_content = {digest_of(path): path for path in alike}
    return {name: by_content[wanted.sha256] for name, wanted in missing.items() if wanted.sha256 in by_content}


def _is(path: Path, wanted: Input) -> bool:
    return path.stat().st_size == wanted.size and digest_of(path) == wanted.sha256


def _lay_out(made: Project, texts: Mapping[str, bytes], found: Mapping[str, Path]) -> None:
    """A project folder as it was: the texts written anew, the inputs linked where the disk allows it, else copied."""
    for place, text in texts.items():
        path = made.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    registers = made.settings.registers
    given = (registers.companies_house, registers.charity_commission, registers.postcodes)
    named = [place.as_posix() for place in given if place]
    for name, source in found.items():
        beside = any(name == place or name.startswith(f"{place}/") for place in named)
        path = (made.root if beside else made.raw) / name
        if path != source:
            path.parent.mkdir(parents=True, exist_ok=True)
            _link(source, path)


def _link(source: Path, path: Path) -> None:
    try:
        path.hardlink_to(source)
    except OSError:
        shutil.copy2(source, path)


def _build(made: Project, run: Run, progress: "Progress") -> tuple[Path, ...]:
    from lccspend.commands.build import build_report

    asked = run.asked
    if asked is None:
        return ()
    with _on_the_day(run.day):
        return build_report(made, asked.year, asked.years, progress, asked.formats, final=asked.final)


@contextmanager
def _on_the_day(day: date) -> Iterator[None]:
    """The build takes this day for today."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(int(datetime.combine(day, time(12), UTC).timestamp()))
    try:
        yield
    finally:
        del os.environ[EPOCH]
        if before is not None:
            os.environ[EPOCH] = before


def _moved(path: Path, output: Path, target: Path) -> str:
    place = path.relative_to(output)
    (target / place).parent.mkdir(parents=True, exist_ok=True)
    path.replace(target / place)
    return place.as_posix()


def _compared(target: Path, place: str, run: Run) -> RebuiltFile:
    digest, published = digest_of(target / place), run.reports.get(place)
    return RebuiltFile(file=place, sha256=digest, published=published, same=digest == published)
