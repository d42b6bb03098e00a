"""A build in, the same build out, with a record of it kept, and told to those whom the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lccspend.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from lccspend.etl.sources import Progress
    from lccspend.figures import Books
    from lccspend.runs.outcome import Explain
    from lccspend.runs.record import Asked
    from lccspend.runs.recording import Made


def ingest(project: Project, progress: "Progress", explain: "Explain", *, force: bool = False) -> "Books":
    """Reads what is new, checks and publishes it; the books of the build.

    Raises what commands.build.run raises, and then nothing is published. explain is how the command line tells of an
    error.
    """
    from lccspend.commands.build import run

    with _recorded(project, "ingest", None, explain) as made:
        outcome = run(project, progress, None, force=force)
        made.figures, made.built = outcome.figures, outcome.built
        return outcome.figures.books


def build_report(
    project: Project, progress: "Progress", asked: "Asked", explain: "Explain", *, force: bool = False
) -> "tuple[Path, ...]":
    """As commands.build does it; explain is how the command line tells of an error."""
    from lccspend.commands.build import run

    with _recorded(project, "build-report", asked, explain) as made:
        outcome = run(project, progress, asked, force=force)
        made.figures, made.built = outcome.figures, outcome.built
        return outcome.paths


@contextmanager
def _recorded(project: Project, command: str, asked: "Asked | None", explain: "Explain") -> "Iterator[Made]":
    from lccspend.notify import notify
    from lccspend.runs.recording import recorded

    with recorded(project, command, asked, explain, notify) as made:
        yield made
