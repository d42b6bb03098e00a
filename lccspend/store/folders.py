"""New files and a folder in, the folder with the new files out: all of them at once where the system can do that.

A folder is changed in two steps. The first makes everything ready beside it and may fail without harm: a whole new
folder, in which what else lies in the old one is linked a second time. The second exchanges the two folders' names,
which Linux does in one step that no kill can halve. Where that is not to be had (other systems, network drives, a
folder that is itself mounted), the new files are moved one by one.
"""

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
OWN = (".next", ".staged", ".commit")
"""Names that belong to the work on a folder and never to what is published in it."""

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""


class Change(msgspec.Struct, frozen=True):
    """What is about to happen to a folder: it gets files and loses gone (names in it, files or folders).

    whole is the inode number of the new folder that stands ready beside it; 0 when only new files stand ready in it.
    """

    place: str
    whole: int
    files: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def ours(self) -> set[str]:
        return {*self.files, *self.gone, *OWN}


def ready(place: str, target: Path, files: Mapping[str, Path], gone: Sequence[str]) -> Change:
    """Make the new files (name in the folder -> where it lies now; it is moved) ready for `carry_out`.

    OSError when the folder cannot be written or there is no room: nothing in it has changed then.
    """
    target.mkdir(parents=True, exist_ok=True)
    if not os.access(target, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    clear(target)
    change = Change(place, 0, tuple(files), tuple(gone))
    try:
        fresh = _twin(target, change)
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise
        clear(target)
        fresh = target / ".next"
        fresh.mkdir()
    for name, source in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        move(source, fresh / name)
    _flush(fresh, files)
    return change if fresh.parent == target else msgspec.structs.replace(change, whole=fresh.stat().st_ino)


def carry_out(change: Change, target: Path) -> None:
    """The second step; doing it again, after a kill at any moment in it, ends in the same."""
    twin = beside(target)
    if change.whole and target.stat().st_ino == change.whole:
        return
    if change.whole and twin.exists() and twin.stat().st_ino == change.whole:
        with suppress(OSError):
            exchange(twin, target)
            _flush_folder(target.parent)
            return
    _one_by_one(change, twin if change.whole else target / ".next", target)


def tidy(change: Change, target: Path) -> None:
    """Remove what the change leaves behind; what others put into the old folder meanwhile is kept."""
    twin = beside(target)
    if change.whole and target.stat().st_ino == change.whole and twin.is_dir():
        for name, is_folder in _entries(twin, change.ours):
            if not is_folder and not _same(twin / name, target / name):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                move(twin / name, target / name)
    clear(target)


def clear(target: Path) -> None:
    """Remove what stood ready and never came to be."""
    for leftover in (beside(target), target / ".next"):
        shutil.rmtree(leftover, ignore_errors=True)


def beside(target: Path) -> Path:
    return target.parent / f".{target.name}.next"


def exchange(first: Path, second: Path) -> None:
    """Two names change places in one step; OSError where the system or the file system cannot do that."""
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError) as fault:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from fault
    if renameat2(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(second))


def move(source: Path, target: Path) -> None:
    """Rename, or copy to another file system and then rename, so that the target is never half of a file."""
    try:
        source.replace(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        aside = target.with_name(f".{target.name}.next")
        shutil.copy2(source, aside)
        _flush_file(aside)
        aside.replace(target)
        source.unlink()


def _twin(target: Path, change: Change) -> Path:
    """A folder beside the target, with the same rights, that shares everything with it but what changes."""
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    twin = beside(target)
    _mkdir_like(target, twin)
    for name, is_folder in _entries(target, change.ours):
        if is_folder:
            _mkdir_like(target / name, twin / name)
        else:
            os.link(target / name, twin / name, follow_symlinks=False)
    _drop_if_empty(twin, change)
    return twin


def _drop_if_empty(folder: Path, change: Change) -> None:
    """The folders below it that held nothing but what is gone."""
    for parent in {(folder / name).parent for name in change.gone} - {folder}:
        with suppress(OSError):
            parent.rmdir()


def _mkdir_like(model: Path, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    old, new = model.stat(), folder.stat()
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.chown(folder, old.st_uid, old.st_gid)
    shutil.copystat(model, folder)


def _entries(folder: Path, but: set[str], below: str = "") -> Iterator[tuple[str, bool]]:
    """All that lies below a folder, as paths in it, and whether each is a folder, which comes before what it holds.

    Names that are left out are left out with all below them.
    """
    with os.scandir(folder / below) as found:
        entries = list(found)
    for entry in entries:
        name = f"{below}{entry.name}"
        if name in but:
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        yield name, is_folder
        if is_folder:
            yield from _entries(folder, but, f"{name}/")


def _same(first: Path, second: Path) -> bool:
    try:
        return os.path.samestat(first.lstat(), second.lstat())
    except OSError:
        return False


def _one_by_one(change: Change, ready_in: Path, target: Path) -> None:
    """In the order of the change's files; one that is gone from where it stood ready has been moved before."""
    for name in change.files:
        if (ready_in / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            move(ready_in / name, target / name)
    for name in change.gone:
        if (target / name).is_dir():
            shutil.rmtree(target / name, ignore_errors=True)
        else:
            (target / name).unlink(missing_ok=True)
    _drop_if_empty(target, change)
    _flush_folder(target)


def _flush(folder: Path, names: Mapping[str, Path]) -> None:
    for name in names:
        _flush_file(folder / name)
    for parent in {folder, *((folder / name).parent for name in names)}:
        _flush_folder(parent)
    _flush_folder(folder.parent)


def _flush_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """So that names survive a loss of power; Windows has no such call."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
