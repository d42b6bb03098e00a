"""data/raw, the settings and the program in; their digests and what changed since the last build out."""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from lccspend import __version__
from lccspend.errors import SourceError
from lccspend.project import Project
from lccspend.rawfolder import Found
from lccspend.rawfolder import look as walk
from lccspend.store.manifest import Manifest, Seen, Stamp, digest_of

SURE_AFTER = 2 * 10**9
"""Nanoseconds: a file that was changed so shortly before it was looked at may change again within one tick of its
clock (two seconds on FAT), so its stamp alone proves nothing and its content is compared."""


class MovedError(SourceError):
    """A file was changed while it was read: what was read of it is not kept."""


@dataclass(frozen=True)
class Inputs:
    """The files of one run by name, as they were when it began; what is done to them later is for the next run."""

    files: dict[str, Path]
    seen: dict[str, Seen]
    sizes: dict[str, tuple[int, int]]
    refused: tuple[str, ...] = ()
    """Names of what may not be read, which stops a build."""
    held: frozenset[str] = frozenset()
    """Names whose content of the last build stands for them, because they are being replaced now."""
    fresh: bool = False
    """Whether each is read anew, even where the store holds what was read of it."""

    def takes_kept(self, name: str) -> bool:
        """Whether what the store holds of a file is taken for it, rather than reading the file."""
        return name in self.held or not self.fresh

    def sha256(self, name: str) -> str:
        return self.seen[name].sha256

    def moving(self) -> set[str]:
        """Names of files that are no longer what they were, or are gone."""
        return {name for name in self.files if name not in self.held and not self.stands(name)}

    def stands(self, name: str) -> bool:
        """Whether a file is what it was; rights, links and times may have changed as long as the content has not."""
        path, seen = self.files[name], self.seen[name]
        try:
            return Stamp.of(path) == seen.stamp or digest_of(path) == seen.sha256
        except OSError:
            return False

    def without(self, names: Iterable[str], last: Manifest | None) -> "Inputs":
        """The inputs when the named files are left for the next run: the last build's content of each, else nothing."""
        held = last.seen if last else {}
        away = set(names) & self.files.keys()
        files = {name: path for name, path in self.files.items() if name not in away or name in held}
        seen = {name: held[name] if name in away else seen for name, seen in self.seen.items() if name in files}
        sizes = {name: size for name, size in self.sizes.items() if name not in away}
        sizes |= {name: last.sizes[name] for name in away if last and name in last.sizes}
        return replace(self, files=files, seen=seen, sizes=sizes, held=frozenset(away & held.keys()))


def look(files: Mapping[str, Path], raw: Mapping[str, Path], last: Manifest | None, most: int) -> Inputs:
    """The stamps and digests of files; one whose stamp is that of the last build is not read for its digest.

    raw is everything below data/raw, whether it is read or not. The digest of a file that cannot be read, or has more
    bytes than most, is empty: the reader says why.
    """
    known = last.seen if last else {}
    found = {name: _seen(path, known.get(name), most) for name, path in files.items()}
    seen = {name: one for name, one in found.items() if one is not None}
    sizes = {name: size_and_time(path) for name, path in raw.items() if path.exists()}
    return Inputs({name: files[name] for name in seen}, seen, sizes)


def _seen(path: Path, known: Seen | None, most: int) -> Seen | None:
    """None when the file is gone before it could be looked at."""
    at = time.time_ns()
    try:
        stamp = Stamp.of(path)
    except FileNotFoundError:
        return None
    if known and known.stamp == stamp and max(stamp.changed, stamp.noted) < known.at - SURE_AFTER:
        return known
    try:
        return Seen(stamp, at, digest_of(path) if stamp.size <= most else "")
    except FileNotFoundError:
        return None
    except OSError:
        return Seen(stamp, at, "")


def raw_folder(project: Project) -> Found:
    """What lies below data/raw; links may lead to the folders that the settings list."""
    return walk(project.raw, lambda: [project.root / folder for folder in project.settings.sources.linked_folders])


def raw_files(project: Project) -> dict[str, Path]:
    """The files below data/raw by their name there, in order; hidden files and office lock files are none."""
    return raw_folder(project).files


def size_and_time(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def settings_digest(project: Project) -> str:
    """SHA-256 of what people decide: lccspend.toml and the files in data/reference."""
    digest = hashlib.sha256()
    for path in (project.settings_file, *_reference(project)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _reference(project: Project) -> list[Path]:
    """The files that decisions are read from, not what an editor hides beside them."""
    found = project.reference.glob("*.csv") if project.reference.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def figures_key(project: Project, inputs: Inputs, day: date) -> str:
    """SHA-256 of everything that the figures depend on: the program, the settings but for [report], the reference
    files, the content of the inputs, and the day, which judges dates ahead, old registers and contracts about to end.
    """
    settings = project.settings.model_dump(mode="json", exclude={"report"})
    reference = [(path.name, digest_of(path)) for path in _reference(project)]
    contents = sorted((name, seen.sha256) for name, seen in inputs.seen.items())
    told = msgspec.json.encode([program_digest(), settings, reference, contents, inputs.refused, day])
    return hashlib.sha256(told).hexdigest()


@cache
def program_digest() -> str:
    """SHA-256 of the version and of the names, sizes and times of the package's files: an upgrade changes it."""
    from importlib.resources import files as package_files

    inside = Path(str(package_files("lccspend")))
    found = sorted(path for path in inside.rglob("*") if path.suffix not in {".pyc", ""} and path.is_file())
    told = [__version__, *((path.relative_to(inside).as_posix(), *size_and_time(path)) for path in found)]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()
