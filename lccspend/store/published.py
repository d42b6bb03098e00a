"""The last published build in, its figures and files out; damage is told and never answered from."""

import hashlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import msgspec

from lccspend.errors import SpendError
from lccspend.figures import Cell, Figures, Summary
from lccspend.project import Project
from lccspend.store.inputs import raw_files, settings_digest, size_and_time
from lccspend.store.manifest import (
    FIGURES,
    MANIFEST,
    NO_JSON,
    READ,
    SUMMARY,
    Manifest,
    are_whole,
    digest_of,
    read_manifest,
)
from lccspend.store.publish import finish_if_stopped

T = TypeVar("T")
P = ParamSpec("P")


def read_figures(project: Project) -> Figures:
    """The figures of the last published build; SpendError when there is none, or it is damaged."""
    return _read_first(project, FIGURES, Figures)


def read_summary(project: Project) -> Summary:
    """The summary of the last published build; SpendError when there is none, or it is damaged."""
    return _read_first(project, SUMMARY, Summary)


def _read_first(project: Project, name: str, kind: type[T]) -> T:
    finish_if_stopped(project)
    if not (project.processed / name).exists():
        raise SpendError(f"Nothing is built in {project.root} yet.", fix="Run `lccspend ingest`.")
    return read_value(project, name, kind)


OFFICE = "registered-office"
"""The cells whose place is the registered office of the supplier's company instead of the site paid."""


def cells_file(by: str) -> str:
    return f"cells-{by}.json"


def read_cells(project: Project, by: str) -> list[Cell]:
    """The cells of the last published build by month, category, business-unit or registered-office."""
    return read_value(project, cells_file(by), list[Cell])


def of_one_build(ask: Callable[Concatenate[Project, P], T]) -> Callable[Concatenate[Project, P], T]:
    """A question that reads several files of the last build: asked again where another was published meanwhile."""

    @wraps(ask)
    def answer(project: Project, /, *more: P.args, **named: P.kwargs) -> T:
        for _ in range(_ROUNDS):
            before = read_manifest(project)
            try:
                found = ask(project, *more, **named)
            except Exception:
                if read_manifest(project) == before:
                    raise
            else:
                if read_manifest(project) == before:
                    return found
        raise SpendError("Builds were published again and again meanwhile.", fix="Ask again when they have ended.")

    return answer


_ROUNDS = 4


def whole_file(project: Project, name: str) -> Path:
    """Where a file of the last published build lies; SpendError when it is damaged."""
    return _whole(project.processed / name, _manifest(project).files.get(name))


def cells_files(project: Project) -> list[Path]:
    """Where the cells of its payments lie, file after file; SpendError when one is damaged."""
    folder = project.processed / READ
    return [_whole(folder / name, digest) for name, digest in _manifest(project).cells.items()]


def _whole(path: Path, digest: str | None) -> Path:
    try:
        found = digest_of(path)
    except OSError as fault:
        raise _damaged(path, str(fault.strerror)) from fault
    if found != digest:
        raise _damaged(path, "it is not as it was written")
    return path


def intact(project: Project, manifest: Manifest) -> bool:
    """Whether every file of the build, and of the cells of its payments, is as it was written."""
    written = manifest.files | {f"{READ}/{name}": digest for name, digest in manifest.cells.items()}
    return are_whole(project.processed, written)


def read_value(project: Project, name: str, kind: type[T]) -> T:
    """A value that was published with the last build; SpendError when it is damaged."""
    path = project.processed / name
    try:
        content = path.read_bytes()
        if not _is_whole(project, name, hashlib.sha256(content).hexdigest()):
            content = path.read_bytes()  # another build may have been published between the file and its manifest
            if not _is_whole(project, name, hashlib.sha256(content).hexdigest()):
                raise _damaged(path, "it is not as it was written")
        return msgspec.json.decode(content, type=kind)
    except (*NO_JSON, OSError) as fault:
        raise _damaged(path, str(fault)) from fault


def _is_whole(project: Project, name: str, digest: str) -> bool:
    return _manifest(project).files.get(name, digest) == digest


def _manifest(project: Project) -> Manifest:
    manifest = read_manifest(project)
    if manifest is None:
        raise _damaged(project.processed / MANIFEST, "it is not as it was written")
    return manifest


def _damaged(path: Path, why: str) -> SpendError:
    return SpendError(f"{path} cannot be read: {why}.", fix="Run `lccspend ingest` to build it anew.")


def changes_since(project: Project, figures: Summary) -> list[str]:
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
