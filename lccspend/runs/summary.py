"""The record of a run in, the short summary out that hooks and mail are given."""

from datetime import UTC, datetime

from lccspend.project import Project
from lccspend.runs.record import Figure, Run, Summary
from lccspend.verdicts import worst

OF_A_YEAR = ("total", "percent")


def summary_of(project: Project, run: Run) -> Summary:
    """The outcome, the totals, the warnings and the files of a run that has ended."""
    reports = project.output.relative_to(project.root).as_posix()
    return Summary(
        id=run.id,
        project=str(project.root),
        command=run.command,
        version=run.version,
        result=run.result or "interrupted",
        exit_code=run.exit_code or 0,
        message=run.message,
        started=run.started,
        ended=run.ended or datetime.now(UTC),
        build=run.build,
        checks=worst(run.checks),
        totals=_totals(run),
        warnings=run.warnings,
        files=tuple(f"{reports}/{name}" for name in run.reports),
    )


def _totals(run: Run) -> dict[str, Figure]:
    """What the books counted, and the spend and the home area's share of each year."""
    return {
        name: value
        for name, value in run.figures.items()
        if (name.startswith("books ") and name.count(" ") == 2)
        or (name.count(" ") == 1 and name.split(" ")[1] in OF_A_YEAR)
    }
