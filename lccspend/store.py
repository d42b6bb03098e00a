"""data/processed: what a build stages, publishes and answers from. Nothing published is ever half of one build."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from lccspend.errors import ProjectLockedError, SpendError
from lccspend.figures import Books, Cell, Figures
from lccspend.project import Project
from lccspend.rawfolder import Found, look

STAGED = ".staged"
REFUSED = "refused"
FIGURES = "figures.json"
MANIFEST = "manifest.json"
PAYMENTS = "payments.parquet"
REJECTED = "rejected.csv"
READ = "read"
"""What was parsed from each file, named by its content: unchanged files are not read again."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a build was made of: it is written last, and names the build that the other files belong to."""

    build: str
    version: str
    settings: str
    inputs: dict[str, str]
    sizes: dict[str, tuple[int, int]]
    """File below data/raw -> size in bytes and time of change in nanoseconds: the quick sign of a change."""
    books: Books


def staging(project: Project) -> Path:
    """An empty folder beside the published files, for everything that a build writes."""
    folder = project.processed / STAGED
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_json(path: Path, value: Any) -> None:
    """A value as JSON, flushed to the disk before anything is renamed over an older file."""
    with path.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(value), indent=1))
        file.flush()
        os.fsync(file.fileno())


def publish(project: Project, reports: Path | None) -> None:
    """Move what was staged, and a folder of rendered reports, into place; the manifest last."""
    staged = project.processed / STAGED
    for source in sorted(staged.iterdir(), key=lambda p: p.name == MANIFEST):
        source.replace(project.processed / source.name)
    staged.rmdir()
    shutil.rmtree(project.processed / REFUSED, ignore_errors=True)
    if reports is None:
        return
    for source in sorted(path for path in reports.rglob("*") if path.is_file()):
        target = project.output / source.relative_to(reports)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def refuse(project: Project, names: tuple[str, ...]) -> Path:
    """Keep what is needed to mend a refused build, and leave the published files as they were."""
    staged, refused = project.processed / STAGED, project.processed / REFUSED
    shutil.rmtree(refused, ignore_errors=True)
    refused.mkdir(parents=True)
    for name in names:
        if (staged / name).is_file():
            (staged / name).replace(refused / name)
    shutil.rmtree(staged, ignore_errors=True)
    return refused


def read_figures(project: Project) -> Figures:
    """The figures of the last published build; SpendError when there is none or it cannot be read."""
    path = project.processed / FIGURES
    try:
        return msgspec.json.decode(path.read_bytes(), type=Figures)
    except FileNotFoundError as fault:
        raise SpendError(f"Nothing is built in {project.root} yet.", fix="Run `lccspend ingest`.") from fault
    except (msgspec.DecodeError, OSError) as fault:
        raise SpendError(f"{path} cannot be read: {fault}", fix="Run `lccspend ingest` to build it anew.") from fault


OFFICE = "registered-office"
"""The cells whose place is the registered office of the supplier's company instead of the site paid."""


def cells_file(by: str) -> str:
    return f"cells-{by}.json"


def read_cells(project: Project, by: str) -> list[Cell]:
    """The cells of the last published build by month, category, business-unit or registered-office."""
    path = project.processed / cells_file(by)
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Cell])
    except (msgspec.DecodeError, OSError) as fault:
        raise SpendError(f"{path} cannot be read: {fault}", fix="Run `lccspend ingest` to build it anew.") from fault


def read_manifest(project: Project) -> Manifest | None:
    """The manifest of the last published build, if there is one that can be read."""
    try:
        return msgspec.json.decode((project.processed / MANIFEST).read_bytes(), type=Manifest)
    except (msgspec.DecodeError, OSError):
        return None


def raw_folder(project: Project) -> Found:
    """What lies below data/raw; links may lead to the folders that the settings list."""
    return look(project.raw, lambda: [project.root / folder for folder in project.settings.sources.linked_folders])


def raw_files(project: Project) -> dict[str, Path]:
    """The files below data/raw by their name there, in order; hidden files and office lock files are none."""
    return raw_folder(project).files


def size_and_time(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def settings_digest(project: Project) -> str:
    """SHA-256 of what people decide: lccspend.toml and the files in data/reference."""
    digest = hashlib.sha256()
    folder = project.reference
    decided = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    for path in (project.settings_file, *decided):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def changes_since(project: Project, figures: Figures) -> list[str]:
    """What changed since the figures were built, as sentences; sizes and times tell, without reading the files."""
    manifest = read_manifest(project)
    if manifest is None or manifest.build != figures.build.id:
        return ["The store in data/processed is not of one build; run `lccspend ingest`."]
    now = {name: size_and_time(path) for name, path in raw_files(project).items()}
    changed = sorted(name for name in now.keys() | manifest.sizes.keys() if now.get(name) != manifest.sizes.get(name))
    sentences = []
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        sentences.append(f"data/raw has changed since these figures were built: {', '.join(changed[:3])}{more}.")
    if settings_digest(project) != figures.build.settings:
        sentences.append("The settings or reference files have changed since these figures were built.")
    return [f"{sentence} Run `lccspend ingest`." for sentence in sentences]


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Hold the project folder for one run; ProjectLockedError when another run holds it."""
    from filelock import FileLock, Timeout

    project.processed.mkdir(parents=True, exist_ok=True)
    holder = FileLock(project.processed / ".lock")
    try:
        holder.acquire(timeout=0)
    except Timeout as fault:
        raise ProjectLockedError(
            f"Another run holds {project.root}.", fix="Wait until it has ended, and run this again."
        ) from fault
    try:
        yield
    finally:
        holder.release()
