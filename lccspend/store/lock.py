"""A project folder in, the right to build in it out: one run at a time, and a refused one is told who holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lccspend.errors import ProjectLockedError
from lccspend.project import Project
from lccspend.store.manifest import NO_JSON

LOCK = ".lock"
"""Held by the operating system, which lets go of it when its holder ends, however it ends."""

HOLDER = ".holder"
"""Who holds the lock: a note for people. It decides nothing, for a holder that was killed leaves it behind."""


class Holder(msgspec.Struct, frozen=True):
    """A run that holds a project folder; since is in UTC."""

    process: int
    user: str
    host: str
    since: datetime

    @property
    def told(self) -> str:
        """For people: which process, and since when by the clock of this machine."""
        since = f"{self.since.astimezone():%H:%M on %d %B %Y}"
        return f"process {self.process} of user {self.user} on {self.host}, since {since}"


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Hold the project folder for one run; ProjectLockedError says which other run holds it."""
    from filelock import FileLock, Timeout

    project.processed.mkdir(parents=True, exist_ok=True)
    held = FileLock(project.processed / LOCK)
    try:
        held.acquire(timeout=0)
    except Timeout as fault:
        raise _refusal(project) from fault
    try:
        _leave_note(project.processed / HOLDER)
        yield
    finally:
        with suppress(OSError):  # the note decides nothing
            (project.processed / HOLDER).unlink(missing_ok=True)
        held.release()


def _leave_note(path: Path) -> None:
    note = Holder(os.getpid(), _user(), _host(), datetime.now(UTC).replace(microsecond=0))
    aside = path.with_name(f"{HOLDER}.aside")
    aside.write_bytes(msgspec.json.encode(note))
    aside.replace(path)


def _refusal(project: Project) -> ProjectLockedError:
    held = f"Another run holds {project.root}"
    wait = "Wait until it has ended, and run this again."
    holder = holder_of(project)
    if holder is None:
        return ProjectLockedError(f"{held}; it has only just begun.", fix=wait)
    if holder.host != _host():
        wait += f" If {holder.host} is off or runs it no more, delete {project.processed / LOCK} first."
    return ProjectLockedError(f"{held}: {holder.told}.", fix=wait)


def holder_of(project: Project) -> Holder | None:
    """Who the note says holds the project folder, unless that is a process of this machine that is no more."""
    try:
        holder = msgspec.json.decode((project.processed / HOLDER).read_bytes(), type=Holder)
    except (*NO_JSON, OSError):
        return None
    return None if holder.host == _host() and not _is_alive(holder.process) else holder


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True  # there a signal of nought would end the process
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True


def _host() -> str:
    import platform

    return platform.node()


def _user() -> str:
    """As the environment names the user; the directory of users is not asked, because that may lie on the network."""
    named = (os.environ.get(name) for name in ("LOGNAME", "USER", "USERNAME"))
    return next((name for name in named if name), str(os.getuid()) if hasattr(os, "getuid") else "unknown")
