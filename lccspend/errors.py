"""The ways lccspend can stop: each error says what, where and how to mend it, and knows its exit code."""

import errno

FAULT = 70
MENDABLE = {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EISDIR, errno.ENOTDIR}
"""What the system refuses and the user can change: rights, room, a folder where a file should be."""


class SpendError(Exception):
    """Something the user can mend (a file, a setting): nothing is published."""

    exit_code = 1

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n{self.fix}" if self.fix else self.message


class SourceError(SpendError):
    """A file below data/raw or data/reference cannot be used as it is."""


class SettingsError(SpendError):
    """lccspend.toml holds a key or a value that cannot be used."""


class UsageError(SpendError):
    """The command was called wrongly."""

    exit_code = 2


class CheckFailedError(SpendError):
    """A check failed, so nothing was published."""

    exit_code = 3


class ProjectLockedError(SpendError):
    """Another run holds the project folder."""

    exit_code = 4


def explain(fault: BaseException) -> tuple[str, int]:
    """The lines a user reads about an error, and its exit code (contract section 5)."""
    if isinstance(fault, SpendError):
        return str(fault), fault.exit_code
    if isinstance(fault, OSError) and fault.errno in MENDABLE:
        place = f"{fault.filename}: " if fault.filename else ""
        return f"{place}{fault.strerror}.", SpendError.exit_code
    kind = type(fault).__name__
    return f"lccspend met a fault of its own ({kind}: {fault}); --debug shows where.", FAULT
