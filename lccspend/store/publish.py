"""A staged build in, published folders out: the old ones until the moment they are the new ones, whatever stops a run.

Everything is made ready, then `.commit` in data/processed says what is to be done (the one moment of decision), then it
is done. A run that is stopped before that moment has changed nothing; after it, whoever comes next finishes the work.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from lccspend.errors import ProjectLockedError
from lccspend.project import Project
from lccspend.store.folders import Change, carry_out, clear, ready, tidy
from lccspend.store.lock import lock
from lccspend.store.manifest import DIRECTORIES, MANIFEST, NO_JSON, READ, REGISTERS, read_manifest, write_bytes

REFUSED = "refused"
COMMIT = ".commit"
ASIDE = ".commit.aside"

OUTPUT, REFERENCE, PROCESSED = "output", "reference", "processed"
"""In the order in which they change: data/processed last, because with it the commit is over."""


def staged(project: Project) -> Path:
    """Where a build writes: beside data/processed, or in it where the folder above may not be written to."""
    folder = project.processed.resolve()
    if os.access(folder.parent, os.W_OK | os.X_OK) and not os.path.ismount(folder):
        return folder.parent / f".{folder.name}.staged"
    return folder / ".staged"


def staging(project: Project) -> Path:
    """An empty folder for everything that a build writes; nobody else may look into it."""
    folder = staged(project)
    shutil.rmtree(folder, ignore_errors=True)
    project.processed.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    return folder


def publish(
    project: Project,
    reports: Path | None,
    *,
    outdated: tuple[str, ...] = (),
    reference: Mapping[str, Path] | None = None,
) -> None:
    """Put what was staged, and a folder of rendered reports, into place, all or nothing.

    outdated names files of reports/output that go; reference files (name -> where it lies) belong to the same commit.
    """
    changes = [_output(project, reports, outdated)] if reports is not None else []
    if reference:
        changes.append(ready(REFERENCE, _target(project, REFERENCE), reference, ()))
    changes.append(_processed(project))
    shutil.rmtree(staged(project), ignore_errors=True)
    journal = project.processed / COMMIT
    aside = project.processed / ASIDE
    write_bytes(aside, [msgspec.json.encode(changes)])
    aside.replace(journal)
    _carry_out(project, changes)
    with _later():
        _forget_unused(project)


@contextmanager
def _later() -> Iterator[None]:
    """What cannot be cleared away now is no fault of what is published, and is for the next run."""
    with suppress(OSError):
        yield


def _output(project: Project, reports: Path, outdated: tuple[str, ...]) -> Change:
    rendered = (path for path in reports.rglob("*") if path.is_file())
    files = {path.relative_to(reports).as_posix(): path for path in sorted(rendered)}
    return ready(OUTPUT, _target(project, OUTPUT), files, tuple(name for name in outdated if name not in files))


def _processed(project: Project) -> Change:
    folder = staged(project)
    made = (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()
    files = {path.name: path for path in sorted(made, key=lambda p: (p.name == MANIFEST, p.name))}
    last = read_manifest(project)
    dropped = last.files.keys() - files.keys() if last and MANIFEST in files else set()
    gone = (REFUSED, ASIDE, *sorted(dropped - _kept_of(files)))
    return ready(PROCESSED, _target(project, PROCESSED), files, gone)


def _kept_of(files: Mapping[str, Path]) -> set[str]:
    """The published files that the new manifest still names."""
    try:
        return set(msgspec.json.decode(files[MANIFEST].read_bytes())["files"])
    except (KeyError, *NO_JSON, OSError):
        return set()


def _target(project: Project, place: str) -> Path:
    folders = {OUTPUT: project.output, REFERENCE: project.reference, PROCESSED: project.processed}
    return folders[place].resolve()


def _carry_out(project: Project, changes: list[Change]) -> None:
    for change in changes:
        carry_out(change, _target(project, change.place))
    with _later():
        (project.processed / COMMIT).unlink(missing_ok=True)
        for change in changes:
            tidy(change, _target(project, change.place))


def finish(project: Project) -> None:
    """Finish what a run that was stopped in its last step has decided; the caller holds the lock."""
    try:
        content = (project.processed / COMMIT).read_bytes()
        changes = msgspec.json.decode(content, type=list[Change])
    except FileNotFoundError:
        return
    except NO_JSON:
        changes = []  # damaged: each folder is whole, or the digests of the manifest tell that it is not
    _carry_out(project, changes)


def finish_if_stopped(project: Project) -> None:
    """The same for those who only ask: they leave it to a run that holds the lock, or who may write."""
    if (project.processed / COMMIT).exists():
        with suppress(ProjectLockedError, OSError), lock(project):
            finish(project)


def sweep(project: Project) -> None:
    """Remove what runs that were stopped have left beside the published files, but for what is decided already."""
    if (project.processed / COMMIT).exists():
        return
    shutil.rmtree(staged(project), ignore_errors=True)
    with _later():
        (project.processed / ASIDE).unlink(missing_ok=True)
        for place in (OUTPUT, REFERENCE, PROCESSED):
            clear(_target(project, place))


def _forget_unused(project: Project) -> None:
    """Drop what was read of files that are gone or have changed, once no published build is made of it."""
    manifest = read_manifest(project)
    if manifest is None:
        return
    for folder in (project.processed / name for name in (READ, REGISTERS, DIRECTORIES)):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in manifest.read:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def refuse(project: Project, names: tuple[str, ...]) -> Path:
    """Keep what is needed to mend a refused build, and leave the published files as they were."""
    folder, refused = staged(project), project.processed / REFUSED
    shutil.rmtree(refused, ignore_errors=True)
    refused.mkdir(parents=True)
    for name in names:
        with suppress(FileNotFoundError):
            shutil.move(folder / name, refused / name)
    shutil.rmtree(folder, ignore_errors=True)
    return refused
