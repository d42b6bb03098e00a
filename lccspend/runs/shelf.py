"""data/processed/runs: records in, records out, and the texts that they speak of, each kept once by its content.

Files are the owner's alone, because reference files may name persons; the records themselves do not.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from lccspend.errors import SpendError
from lccspend.project import Project
from lccspend.runs.record import Result, Run
from lccspend.store import NO_JSON

if TYPE_CHECKING:
    from filelock import BaseFileLock

RUNS = "runs"
KEPT = "kept"
LAST = "last-run.json"
WAIT = 10
"""Seconds: another run needs the folder only for the moment in which it writes or prunes."""


def folder_of(project: Project) -> Path:
    return project.processed / RUNS


def last_run_file(project: Project) -> Path:
    return project.processed / LAST


def run_id(moment: datetime) -> str:
    """20261125-154200-ab12: the second in UTC, and the part of it in 16 microseconds, so that names sort by time."""
    return f"{moment:%Y%m%d-%H%M%S}-{moment.microsecond // 16:04x}"


def write_private(path: Path, content: bytes) -> None:
    """The file whole or not at all, readable by its owner alone."""
    aside = path.with_name(f".{path.name}.new")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123  (a mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def as_json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


@contextmanager
def _alone(project: Project) -> Iterator[Path]:
    """The folder of the runs, held while it is written; OSError (a TimeoutError) when another holds it too long."""
    from filelock import FileLock

    folder = folder_of(project)
    (folder / KEPT).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with FileLock(folder / ".lock", timeout=WAIT, mode=0o600):
        yield folder


def begin(project: Project, run: Run, texts: Mapping[str, bytes]) -> "BaseFileLock":
    """Writes the record of a run that has begun, and what it speaks of; the lock tells that the run is alive."""
    from filelock import FileLock

    with _alone(project) as folder:
        alive = FileLock(_sign(folder, run.id), timeout=0, mode=0o600)
        alive.acquire()
        for digest, text in texts.items():
            if not (folder / KEPT / digest).is_file():
                write_private(folder / KEPT / digest, text)
        save(project, run)
    return alive


def save(project: Project, run: Run) -> None:
    write_private(folder_of(project) / f"{run.id}.json", as_json(run))


def end(project: Project, run: Run, alive: "BaseFileLock", keep: int) -> None:
    """Writes the record of a run that has ended, and forgets the oldest runs beyond those to keep."""
    save(project, run)
    alive.release()
    with _alone(project) as folder:
        for path in sorted(folder.glob("*.json"))[:-keep]:
            path.unlink(missing_ok=True)
        held = list(records(project))
        for sign in folder.glob(".*.running"):
            if sign == _sign(folder, run.id) or not any(sign == _sign(folder, other.id) for other in held):
                sign.unlink(missing_ok=True)
        spoken_of = {digest for other in held for digest in other.decided.values()}
        for kept in (folder / KEPT).iterdir():
            if kept.name not in spoken_of:
                kept.unlink(missing_ok=True)


def _sign(folder: Path, run: str) -> Path:
    return folder / f".{run}.running"


def records(project: Project) -> Iterator[Run]:
    """Every run that is recorded, the newest first; a file that is no record is passed over."""
    for path in sorted(folder_of(project).glob("*.json"), reverse=True):
        try:
            yield msgspec.json.decode(path.read_bytes(), type=Run)
        except (*NO_JSON, OSError):
            continue


def result_of(project: Project, run: Run) -> Result:
    """As recorded; of a run without an end, whether it still runs: its lock falls when its process does."""
    from filelock import FileLock, Timeout

    if run.result is not None:
        return run.result
    sign = _sign(folder_of(project), run.id)
    if not sign.is_file():
        return "interrupted"
    try:
        FileLock(sign, timeout=0, mode=0o600).acquire().lock.release()
    except Timeout:
        return "running"
    except OSError:
        return "interrupted"
    return "interrupted"


def find(project: Project, name: str) -> Run:
    """The run of that id, or of a unique beginning of one, or `latest` or `previous`; SpendError when there is none."""
    held = list(records(project))
    found = _RANKED[name](held) if name in _RANKED else [run for run in held if name and run.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(run.id for run in found[:5])
        raise SpendError(f"{name} is the beginning of {len(found)} runs: {several}.", fix="Give more of it.")
    recent = ", ".join(run.id for run in held[:3]) or "none yet"
    raise SpendError(f"No run {name} is recorded.", fix=f"`lccspend runs` lists them; the latest: {recent}.")


_RANKED: dict[str, Callable[[list[Run]], list[Run]]] = {
    "latest": lambda held: held[:1],
    "previous": lambda held: held[1:2],
}


def kept_text(project: Project, digest: str) -> bytes | None:
    """A text that a record speaks of; None when it is gone, or no longer what it was."""
    try:
        content = (folder_of(project) / KEPT / digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
