"""A folder in, a project folder to begin with out: a synthetic one to try, or an empty one with commented settings."""

import logging
import os
from pathlib import Path

from lccspend.errors import SettingsError
from lccspend.owneronly import owner_only
from lccspend.project import SETTINGS_FILE, project_in

log = logging.getLogger(__name__)


def sample(folder: Path) -> tuple[Path, ...]:
    """Writes the synthetic project; SpendError when the folder holds anything."""
    from lccspend.sample import write_sample

    write_sample(folder)
    log.info("Next: lccspend -C %s build-report", folder)
    return (folder.resolve(),)


def init(given: Path | None) -> tuple[Path, ...]:
    """Writes lccspend.toml and the folders into the folder given, else LCCSPEND_PROJECT, else the current one.

    Unlike every other command it does not look upwards: a new project may lie inside another's folder.
    """
    from lccspend.commands.template import commented_settings

    project = project_in(given or Path(os.environ.get("LCCSPEND_PROJECT", "")))
    if project.settings_file.exists():
        raise SettingsError(f"{project.settings_file} exists already.", fix="Nothing was changed: edit that file.")
    folders = (project.raw, project.reference, project.processed, project.output)
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    with owner_only(project.processed):
        pass
    project.settings_file.write_text(commented_settings(), encoding="utf-8")
    log.info("Next: put the exports into %s and run: lccspend -C %s build-report", project.raw, project.root)
    return (project.root / SETTINGS_FILE, *folders)
