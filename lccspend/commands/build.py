"""Exports in data/raw in, a published store and the report's files out; nothing is published when anything fails."""

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend.commands.queries import chosen_years, spend_years
from lccspend.errors import SpendError
from lccspend.figures import Books, Figures
from lccspend.project import Project

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress

log = logging.getLogger(__name__)


def ingest(project: Project, progress: "Progress") -> Books:
    """Reads what is new, checks and publishes it; the books of the build.

    Raises ProjectLockedError, SourceError, SettingsError or CheckFailedError, and then nothing is published.
    """
    from lccspend.etl.build import prepare
    from lccspend.store import lock, publish

    with lock(project):
        figures = prepare(project, progress)
        publish(project, None)
    _tell(figures)
    return figures.books


def build_report(project: Project, year: str | None, years: int, progress: "Progress") -> tuple[Path, ...]:
    """As ingest, and the report of a financial year with its years of history; the paths of what was written."""
    from lccspend.etl.build import prepare
    from lccspend.store import lock, publish

    with lock(project):
        figures = prepare(project, progress)
        label = chosen_years([year], spend_years(figures))[0] if year else default_year(figures)
        staged = project.output / ".staged"
        try:
            files = _write_report(project, figures, label, years, staged)
            publish(project, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    _tell(figures)
    return tuple(project.output / file.relative_to(staged) for file in files)


def _write_report(project: Project, figures: Figures, year: str, years: int, folder: Path) -> list[Path]:
    from lccspend.dates import today
    from lccspend.report.context import build_report as report_of
    from lccspend.report.render import render

    log.info("Writing the report for %s.", year)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return render(report_of(figures, project.settings, year, years, today()), project.settings, folder)


def default_year(figures: Figures) -> str:
    """The newest year with all twelve months, else the newest of those with most; SpendError when there is none."""
    if not figures.locality:
        raise SpendError("Nothing is counted, so there is no year to report.", fix="Put exports into data/raw.")
    return max(figures.locality, key=lambda year: (year.months, year.financial_year)).financial_year


def _tell(figures: Figures) -> None:
    """What a user should look at, and the one line that sums the build up."""
    for check in figures.checks.checks:
        if check.verdict == "warn":
            log.warning("%s: %s", check.check, check.message)
    counted = figures.books.counted
    log.info("Counted %s rows, £%s.", f"{counted.rows:,}", f"{counted.pounds:,}")
