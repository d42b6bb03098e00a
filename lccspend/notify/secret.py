"""The environment and a closed file in, the password of the mail server out; it is never in the settings or a log."""

import os
import stat
from pathlib import Path

from lccspend.errors import SettingsError

PASSWORD = "LCCSPEND_SMTP_PASSWORD"  # noqa: S105  (the name of a variable)


def password(folder: Path, named: Path | None) -> str:
    """From the environment, else from the file; SettingsError when there is none, or others can read the file."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    if named is None:
        raise SettingsError(
            "There is no password for the mail server.",
            fix=f"Set {PASSWORD} in the environment, or password_file under [notify].",
        )
    file = folder / named
    try:
        with file.open(encoding="utf-8") as opened:
            refuse_if_open_to_others(file, os.fstat(opened.fileno()).st_mode)
            return opened.read().rstrip("\r\n")
    except OSError as fault:
        raise SettingsError(
            f"The password file {file} cannot be read: {fault.strerror}.",
            fix="Mend password_file under [notify], or give the file to the user who runs lccspend.",
        ) from fault


def without_password() -> dict[str, str]:
    """The environment for other programs."""
    return {name: value for name, value in os.environ.items() if name != PASSWORD}


def refuse_if_open_to_others(file: Path, mode: int) -> None:
    """Windows has no such modes; there the rights of the folder decide."""
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise SettingsError(
            f"The password file {file} can be read by others (mode {stat.S_IMODE(mode):04o}), so it is not used.",
            fix=f"Close it: chmod 600 {file}",
        )
