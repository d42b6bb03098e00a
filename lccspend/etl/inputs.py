"""A project in, the files that a run is about to read out: what they are now is what the run stands for."""

from dataclasses import replace

from lccspend.project import Project
from lccspend.reading.archive import MB
from lccspend.registers.given import given_registers
from lccspend.store import Inputs, Manifest, look, raw_folder


def inputs_of(project: Project, last: Manifest | None = None, *, fresh: bool = False) -> Inputs:
    """The files below data/raw that the settings do not ignore, and the registers that the settings name.

    What the last build knows of a file that has not changed since is not found out again, unless all is to be fresh.
    """
    folder = raw_folder(project)
    settings = project.settings.sources
    files = {name: path for name, path in folder.files.items() if not settings.ignores(name)}
    refused = tuple(sorted(name for name in folder.refused if not settings.ignores(name)))
    found = look(
        files | given_registers(project), folder.files, None if fresh else last, project.settings.limits.file_mb * MB
    )
    return replace(found, refused=refused, fresh=fresh)
