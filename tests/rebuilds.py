"""A project of two files, built again and again: what the tests of rebuilding share."""

from datetime import UTC, datetime
from pathlib import Path

from ledger import fusion, project, r12, silent

from lccspend.commands import build
from lccspend.commands.build import Outcome
from lccspend.project import Project
from lccspend.runs.record import Asked

DATA = Asked("2023/24", 1, ("csv",))
APPROVED = '[report]\napproved_by = "Director of Finance"\n'


def on(day: str) -> str:
    """The value of SOURCE_DATE_EPOCH that makes it today."""
    return str(int(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp()))


def run(made: Project, asked: Asked | None = DATA, *, force: bool = False) -> Outcome:
    """A run as a new process sees the project."""
    return build.run(Project(made.root), silent, asked, force=force)


def two_files(folder: Path, asked: Asked | None) -> Project:
    """Built once, of £100 each."""
    made = project(folder, {"a.csv": r12({}), "b.csv": fusion({"invoice": "2", "day": "2022-05-02"})}, APPROVED)
    run(made, asked)
    return made
