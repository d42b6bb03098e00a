"""The folder of exports in, the files that may be read and what stands in the way of the others out.

Nothing is opened here: a pipe that nobody writes to would wait for ever.
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lccspend.safetext import label

_LITTER = {"Thumbs.db", "desktop.ini"}
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass
class Found:
    """Files by their name below the folder, and why others are not read, by theirs.

    `closed` are those of them that this user has no right to open; the folder itself is "data/raw" then.
    `copies` are links to what lies in the folder itself, and is read under its own name.
    """

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    copies: list[str] = field(default_factory=list)


def look(folder: Path, linked_folders: Callable[[], Sequence[Path]] = tuple) -> Found:
    """Every file below the folder, in the order of their names; hidden files and office lock files are none.

    A link may lead to what lies below one of `linked_folders`, which is asked only when a link leads out. The folder
    itself may be a link: that is how people keep it on another disk.
    """
    found = Found()
    if folder.is_dir():
        _Walk(folder.resolve(), linked_folders, found).enter(folder, (), frozenset({folder.resolve()}))
    found.files = {name: found.files[name] for name in sorted(found.files)}
    return found


@dataclass(frozen=True)
class _Walk:
    root: Path
    linked_folders: Callable[[], Sequence[Path]]
    found: Found

    def enter(self, folder: Path, parts: tuple[str, ...], above: frozenset[Path]) -> None:
        """`above` are the folders that lead here: a link to one of them would go round for ever."""
        try:
            entries = sorted(_entries(folder), key=lambda entry: entry.name)
        except OSError as fault:
            self._refuse("/".join(parts) or "data/raw", fault)
            return
        for entry in entries:
            self._take(Path(entry.path), (*parts, label(entry.name)), above)

    def _take(self, path: Path, parts: tuple[str, ...], above: frozenset[Path]) -> None:
        name = "/".join(parts)
        try:
            if path.is_symlink() and not self._may_follow(path, name):
                return
            mode = path.stat().st_mode
        except OSError as fault:
            self._refuse(name, fault)
            return
        if stat.S_ISDIR(mode):
            inside = path.resolve()
            if inside in above:
                self.found.refused[name] = "is a link that leads back to a folder it lies in"
            else:
                self.enter(path, parts, above | {inside})
        elif stat.S_ISREG(mode) and name not in self.found.files:
            self.found.files[name] = path
        elif stat.S_ISREG(mode):
            self.found.refused[name] = "is the name of two files, because odd characters are written by their number"
        else:
            kind = next((words for test, words in _KINDS if test(mode)), "no file")
            self.found.refused[name] = f"is {kind}, not a file"

    def _refuse(self, name: str, fault: OSError) -> None:
        self.found.refused[name] = f"cannot be opened ({fault.strerror})"
        if isinstance(fault, PermissionError):
            self.found.closed.add(name)

    def _may_follow(self, link: Path, name: str) -> bool:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):  # up to Python 3.12 a link to itself is a RuntimeError
            self.found.refused[name] = f"is a link to {_target(link)}, which leads nowhere"
            return False
        if target.is_relative_to(self.root):
            self.found.copies.append(name)
            return False
        if any(target.is_relative_to(folder.resolve()) for folder in self.linked_folders()):
            return True
        self.found.refused[name] = f"is a link to {label(str(target))}, outside data/raw"
        return False


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (e for e in entries if not e.name.startswith((".", "~$")) and e.name not in _LITTER)


def _target(link: Path) -> str:
    return label(str(link.readlink()))
