"""Where a council's work lies: a folder in, the paths of contract section 1 out."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend.errors import SpendError, UsageError
from lccspend.safetext import label

if TYPE_CHECKING:
    from lccspend.settings import Settings

SETTINGS_FILE = "lccspend.toml"


@dataclass(frozen=True)
class Project:
    """One council's folder; settings are read when they are first asked for."""

    root: Path

    @cached_property
    def settings(self) -> "Settings":
        """Few questions need them, and the library that checks them is slow to load."""
        from lccspend.settings import read_settings

        return read_settings(self.settings_file)

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    def refuse_raw(self, place: Path) -> None:
        """SpendError when a file or folder that is to be written lies in data/raw (contract section 1)."""
        if resolved(place).is_relative_to(resolved(self.raw)):
            raise SpendError(f"{place} lies in data/raw, where nothing is written.", fix="Name a place elsewhere.")

    @property
    def reference(self) -> Path:
        return self.root / "data" / "reference"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def output(self) -> Path:
        return self.root / "reports" / "output"


def find_project(given: Path | None) -> Project:
    """The folder given, else LCCSPEND_PROJECT, else the nearest folder upwards with lccspend.toml, else this one."""
    named = given or (Path(os.environ["LCCSPEND_PROJECT"]) if os.environ.get("LCCSPEND_PROJECT") else None)
    if named is not None:
        if not named.is_dir():
            raise UsageError(f"There is no folder {named}.", fix="Name an existing project folder.")
        return project_in(named)
    here = resolved(Path())
    holds_settings = (folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file())
    return project_in(next(holds_settings, here))


def resolved(path: Path) -> Path:
    """The whole path, without links; SpendError where it goes round, or begins in a folder that was deleted."""
    try:
        return path.resolve()
    except FileNotFoundError as fault:  # of the current folder alone: the rest of the path need not exist
        raise SpendError("The current folder is not there any more.", fix="Change to one that is.") from fault
    except RuntimeError as fault:  # up to Python 3.12
        raise SpendError(f"{path} is a link to itself.", fix="Name another place.") from fault


def project_in(folder: Path) -> Project:
    """The project in a folder; SpendError where the path cannot be written down in records and answers."""
    root = resolved(folder)
    try:
        str(root).encode()
    except UnicodeEncodeError as fault:
        raise SpendError(f"The path {label(str(root))} is no UTF-8 text.", fix="Rename the folder.") from fault
    return Project(root)
