"""The machine and a project folder in, a verdict on each thing that a build needs out."""

import os
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend import __version__
from lccspend.commands import readiness
from lccspend.commands.soundness import doubts, faults
from lccspend.errors import SpendError
from lccspend.figures import Check, ChecksAnswer
from lccspend.project import Project
from lccspend.verdicts import check, summed_up

if TYPE_CHECKING:
    from lccspend.settings import Settings

ROOM = 2 * 10**9
"""Bytes free: twenty million payments take about 0.4 GB as Parquet, twice while a build is staged."""

PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def examine(project: Project) -> ChecksAnswer:
    """What is ready, and how to mend what is not; the worst verdict stands for all."""
    machine = (_python(), _pango(), _fonts(), readiness.encoding(), readiness.time_zone())
    reference = (readiness.postcodes(project), readiness.registers(project))
    checks = (*machine, _folders(project), _disk(project), *_settings(project), *reference)
    checks += (readiness.lock(project), readiness.last_run(project))
    return summed_up(checks)


def _python() -> Check:
    running = ".".join(map(str, sys.version_info[:3]))
    return check("python", "pass", f"lccspend {__version__} on Python {running}.")


def _pango() -> Check:
    try:
        import weasyprint
    except OSError as fault:
        return check("pango", "fail", f"Pango cannot be loaded ({fault}): {PANGO}")
    return check("pango", "pass", f"WeasyPrint {weasyprint.__version__} finds Pango{_pango_version()}.")


def _pango_version() -> str:
    """Pango tells it as one number: 15012 is 1.50.12."""
    from weasyprint.text import ffi

    number = ffi.pango.pango_version()
    return f" {number // 10000}.{number // 100 % 100}.{number % 100}"


def _fonts() -> Check:
    try:
        faces = [face for face in files("font_source_sans_pro").joinpath("files").iterdir() if face.name[-4:] == ".ttf"]
    except (ModuleNotFoundError, OSError):
        faces = []
    if not faces:
        return check("fonts", "fail", "Source Sans is missing: install the package font-source-sans-pro.")
    return check("fonts", "pass", f"{len(faces)} faces of Source Sans.")


def _folders(project: Project) -> Check:
    closed = [str(folder) for folder in (project.processed, project.output) if not _writable(folder)]
    if closed:
        return check("folders", "fail", f"Nothing can be written to {', '.join(closed)}: change their rights.")
    if not project.raw.is_dir():
        return check("folders", "warn", f"There is no {project.raw}: run `lccspend init` and put the exports there.")
    if not os.access(project.raw, os.R_OK | os.X_OK):
        return check("folders", "fail", f"{project.raw} cannot be read: change its rights.")
    return check("folders", "pass", f"{project.root} can be read and written.")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _writable(folder: Path) -> bool:
    """Tried, because rights alone do not tell on a network drive; nothing is left behind."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)):
            return True
    except OSError:
        return False


def _disk(project: Project) -> Check:
    free = shutil.disk_usage(_nearest(project.processed)).free
    sentence = f"{free / 10**9:.1f} GB free in {project.root}"
    if free < ROOM:
        return check("disk", "warn", f"{sentence}: a large build needs {ROOM / 10**9:.0f} GB.")
    return check("disk", "pass", f"{sentence}.")


def _settings(project: Project) -> tuple[Check, ...]:
    """The settings by all that a build asks of them, and what only readable ones can tell of the mail."""
    try:
        settings = project.settings
    except SpendError as fault:
        return (check("settings", "fail", str(fault)),)
    return _sound(project, settings), readiness.mail(project)


def _sound(project: Project, settings: "Settings") -> Check:
    found = faults(project)
    if found:
        return check("settings", "fail", " ".join(found))
    doubtful = list(doubts(settings))
    if doubtful:
        return check("settings", "warn", " ".join(doubtful))
    there = project.settings_file.name if project.settings_file.is_file() else "The defaults"
    return check("settings", "pass", f"{there}: valid; home area {settings.authority.home}.")
