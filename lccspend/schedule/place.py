"""A project folder and this installation in, what a schedule needs to know of them out."""

import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from lccspend.errors import SettingsError
from lccspend.project import Project

BUILD = ("build-report", "--quiet", "--log-format", "json")
"""Prints nothing when all goes well."""

DAILY = "06:30"
"""The time of day that every schedule is written for; whoever installs it may change it."""


@dataclass(frozen=True)
class Place:
    """The program and the project by their full paths, the user whose job it is, and whether it sends mail."""

    program: str
    project: str
    user: str
    mail: bool = False
    read: tuple[str, ...] = ()
    """What else the program reads: its Python, and the file of the mail's password."""

    @property
    def call(self) -> tuple[str, ...]:
        return (self.program, "-C", self.project, *BUILD)


def place_of(project: Project) -> Place:
    """The project in this installation; SettingsError when no schedule can name its folder."""
    root = str(project.root.resolve())
    if not root.isprintable():
        raise SettingsError(f"A schedule cannot name {root!r}.", fix="Rename the folder, without control characters.")
    notify = project.settings.notify
    secret = [str(project.root / notify.password_file)] if notify.password_file else []
    return Place(
        program=str(_program()),
        project=root,
        user=_user(),
        mail=bool(notify.to),
        read=(sys.prefix, sys.base_prefix, *secret),
    )


def _user() -> str:
    """By name, or by number where nothing names it, as in a container; systemd takes either."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _program() -> Path:
    """The command beside the Python that runs it; its links are not followed, because they make the environment."""
    name = "lccspend.exe" if sys.platform == "win32" else "lccspend"
    return Path(sys.executable).absolute().with_name(name)
