"""Exports in data/raw in, a published store and the report's files out; nothing is published when anything fails."""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend.commands.queries import chosen_years, spend_years
from lccspend.dates import today
from lccspend.errors import SettingsError, SpendError, UsageError
from lccspend.figures import Books, Figures
from lccspend.nearest import did_you_mean
from lccspend.project import Project
from lccspend.report import FORMATS, OPTIONAL_FORMATS

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress
    from lccspend.report.scope import Edition

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


def build_report(
    project: Project,
    year: str | None,
    years: int,
    progress: "Progress",
    formats: Sequence[str] = FORMATS,
    *,
    final: bool = False,
) -> tuple[Path, ...]:
    """As ingest, and the report of a financial year with its years of history; the paths of what was written.

    A final report must be approved (SettingsError), and its figures are kept as those last published.
    """
    from lccspend.etl.build import prepare
    from lccspend.report.context import narrative_of
    from lccspend.report.published import write_published
    from lccspend.store import lock, publish

    edition = _edition(project, final=final)
    narrative_of(project.settings)
    with lock(project):
        figures = prepare(project, progress)
        label = chosen_years([year], spend_years(figures))[0] if year else default_year(figures)
        staged = project.output / ".staged"
        try:
            report = Asked(label, years, tuple(formats), edition)
            files = _write_report(project, figures, report, staged)
            publish(project, staged)
            if final:
                write_published(project.reference, edition.published.followed_by(figures, today()))
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    _tell(figures)
    return tuple(project.output / file.relative_to(staged) for file in files)


def read_formats(text: str) -> tuple[str, ...]:
    """pdf,html as the two; UsageError names what is no format."""
    asked = [part.strip().casefold() for part in text.split(",") if part.strip()]
    known = (*FORMATS, *OPTIONAL_FORMATS)
    unknown = [part for part in asked if part not in known]
    if unknown or not asked:
        named = f"No report can be written as {', '.join(unknown)}." if unknown else "No format is named."
        raise UsageError(named, fix=f"Name some of: {','.join(known)}.{did_you_mean(' '.join(unknown[:1]), known)}")
    return tuple(name for name in known if name in asked)


@dataclass(frozen=True)
class Asked:
    """The report that was asked for."""

    year: str
    years: int
    formats: tuple[str, ...]
    edition: "Edition"


def _edition(project: Project, *, final: bool) -> "Edition":
    from lccspend.report.published import read_published
    from lccspend.report.scope import Edition

    if final and not project.settings.report.approved_by.strip():
        raise SettingsError(
            "A final report needs somebody who answers for it.",
            fix='Set approved_by under [report] in lccspend.toml, such as approved_by = "Director of Finance".',
        )
    return Edition(final, read_published(project.reference))


def _write_report(project: Project, figures: Figures, asked: Asked, folder: Path) -> list[Path]:
    from lccspend.report.context import build_report as report_of
    from lccspend.report.render import render

    log.info("Writing the %s report for %s.", "final" if asked.edition.final else "draft", asked.year)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report = report_of(figures, project.settings, asked.year, asked.years, today(), asked.edition)
    return render(report, project.settings, folder, asked.formats)


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
