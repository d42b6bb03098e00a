"""A build in, the same build out, with a record of it kept, and told to those whom the settings name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lccspend.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from lccspend.etl.sources import Progress
    from lccspend.figures import Books
    from lccspend.runs.record import Asked


def ingest(project: Project, progress: "Progress") -> "Books":
    from lccspend.commands.build import ingest as build

    with _recorded(project, "ingest"):
        return build(project, progress)


def build_report(
    project: Project, year: str | None, years: int, progress: "Progress", formats: Sequence[str], *, final: bool
) -> "tuple[Path, ...]":
    from lccspend.commands.build import build_report as build
    from lccspend.runs.record import Asked

    asked = Asked(year=year, years=years, formats=tuple(formats), final=final)
    with _recorded(project, "build-report", asked):
        return build(project, year, years, progress, formats, final=final)


@contextmanager
def _recorded(project: Project, command: str, asked: "Asked | None" = None) -> Iterator[None]:
    from lccspend.notify import notify
    from lccspend.runs.recording import recorded

    with recorded(project, command, asked, notify):
        yield
