"""A folder that holds names of private persons in, the same folder closed to every other user of the machine out."""

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def owner_only(folder: Path) -> Iterator[None]:
    """Make the folder (0700), mend what in it is open to others, and have all that is made meanwhile 0700 or 0600.

    Whatever the umask was; it is put back at the end. A file that belongs to somebody else is left, with a warning.
    On Windows, whose rights are of another kind, a folder is as open as the one that it lies in.
    """
    if os.name == "nt":
        yield
        return
    before = os.umask(_OTHERS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _mend(folder)
        yield
    finally:
        os.umask(before)


def _mend(folder: Path) -> None:
    mended, foreign = 0, 0
    for path in (folder, *folder.rglob("*")):
        try:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode) or not status.st_mode & _OTHERS:
                continue
            path.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)
            mended += 1
        except FileNotFoundError:
            continue  # what another run wrote aside, and has put into its place meanwhile
        except PermissionError:
            foreign += 1
    if mended:
        log.debug("Closed %s to other users: %d files and folders were open to them.", folder, mended)
    if foreign:
        log.warning(
            "%s holds %d files that other users may read and that belong to somebody else: it has names of private"
            " persons. Give it to the user who runs lccspend (chown -R).",
            folder,
            foreign,
        )
