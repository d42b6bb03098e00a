"""A project and the name of a scheduler in, what that scheduler needs out, as text or as files."""

from pathlib import Path
from typing import Literal

from lccspend.errors import SpendError
from lccspend.project import Project

Scheduler = Literal["cron", "systemd", "windows"]
ENCODINGS = {".xml": "utf-16"}
"""What the Task Scheduler reads; everything else is UTF-8."""


def schedule(project: Project, scheduler: Scheduler, folder: Path | None) -> tuple[str, ...]:
    """The texts, or with a folder the paths of the files they were written to; SpendError when they cannot be."""
    texts = _texts(project, scheduler)
    if folder is None:
        return tuple(text.rstrip("\n") for text in texts.values())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding=ENCODINGS.get(Path(name).suffix, "utf-8"))
    except OSError as fault:
        raise SpendError(f"{folder} cannot be written: {fault.strerror}.", fix="Name another folder.") from fault
    return tuple(str(folder / name) for name in texts)


def _texts(project: Project, scheduler: Scheduler) -> dict[str, str]:
    from lccspend.schedule.cron import cron_line
    from lccspend.schedule.place import place_of
    from lccspend.schedule.systemd import units
    from lccspend.schedule.windows import task

    place = place_of(project)
    if scheduler == "cron":
        return {"lccspend.cron": cron_line(place)}
    return units(place) if scheduler == "systemd" else {"lccspend.xml": task(place)}
