"""The ways lccspend can stop: each error says what, where and how to mend it, and knows its exit code."""

STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit)
"""What ends the program on purpose. All else is a fault, also what is no Exception: a library in Rust panics so."""


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
