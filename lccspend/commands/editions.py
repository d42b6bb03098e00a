"""Figures and a report asked for in, its files out: rendered aside, or as they lie where nothing has changed."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend.commands.queries import chosen_years, spend_years
from lccspend.dates import today
from lccspend.errors import SettingsError, SpendError
from lccspend.figures import Figures
from lccspend.owneronly import owner_only
from lccspend.project import Project
from lccspend.report import FORMATS, OPTIONAL_FORMATS, stem_of

if TYPE_CHECKING:
    from lccspend.report.scope import Edition
    from lccspend.runs.record import Asked
    from lccspend.store import Reported

log = logging.getLogger(__name__)

EVERY_FORMAT = (*FORMATS, *OPTIONAL_FORMATS)

TABLES = "tables/"
"""Where the CSV files of a report lie; those of another year take their place."""


@dataclass(frozen=True)
class Rendered:
    """The files of a report where people read them; new ones lie in a folder until they are published."""

    paths: tuple[Path, ...]
    is_new: bool = False
    folder: Path | None = None
    outdated: tuple[str, ...] = ()
    """Files in reports/output that would disagree with the new ones."""
    reference: Mapping[str, Path] | None = None
    """Files for data/reference: the figures of a final report."""


def check_approved(project: Project, asked: "Asked") -> None:
    if asked.final and not project.settings.report.approved_by.strip():
        raise SettingsError(
            "A final report needs somebody who answers for it.",
            fix='Set approved_by under [report] in lccspend.toml, such as approved_by = "Director of Finance".',
        )


def check_narrative(project: Project) -> None:
    """A fault in the council's own words is told before anything is read."""
    from lccspend.report.context import narrative_of

    narrative_of(project.settings)


def default_year(figures: Figures) -> str:
    """The newest year with all twelve months, else the newest of those with most; SpendError when there is none."""
    if not figures.locality:
        raise SpendError("Nothing is counted, so there is no year to report.", fix="Put exports into data/raw.")
    return max(figures.locality, key=lambda year: (year.months, year.financial_year)).financial_year


def report_of(project: Project, figures: Figures, asked: "Asked", figures_made_of: str, *, force: bool) -> Rendered:
    """The report as it lies in reports/output, if it is of these figures and settings and unaltered; else a new one."""
    from lccspend.report.published import read_published
    from lccspend.report.scope import Edition
    from lccspend.store import read_reports

    year = chosen_years([asked.year], spend_years(figures))[0] if asked.year else default_year(figures)
    edition = Edition(asked.final, read_published(project.reference))
    made_of = _made_of(project, figures, (year, asked.years, figures_made_of), edition)
    known = read_reports(project)
    if not force and year in known and known[year].made_of == made_of:
        there = [name for name in known[year].files if _format(name) in asked.formats]
        if {_format(name) for name in there} == set(asked.formats) and _unaltered(project.output, known[year], there):
            return Rendered(tuple(project.output / name for name in _in_order(there)))
    return _render(project, figures, asked, (year, made_of, edition))


def _made_of(project: Project, figures: Figures, asked: tuple[str, int, str], edition: "Edition") -> str:
    """SHA-256 of everything that a report depends on but its formats, which are all made of the same."""
    import msgspec

    from lccspend.store import digest_of

    report = project.settings.report
    own = sorted(path for path in report.templates.rglob("*") if path.is_file()) if report.templates else []
    assets = [path for path in (*own, *_shipped_templates(), report.logo) if path and path.is_file()]
    before = edition.published.baseline(figures.build.id)
    told = [asked, figures.build, edition.final, before, [(str(path), digest_of(path)) for path in assets]]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def _shipped_templates() -> list[Path]:
    from lccspend.report.templates import template_folders

    return sorted(path for path in template_folders()[0].rglob("*") if path.is_file())


def _format(name: str) -> str:
    return name.rpartition(".")[2]


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: EVERY_FORMAT.index(_format(name)))


def _unaltered(output: Path, report: "Reported", names: Iterable[str]) -> bool:
    from lccspend.store import are_whole

    return are_whole(output, {name: report.files[name] for name in names})


def _render(project: Project, figures: Figures, asked: "Asked", what: tuple[str, str, "Edition"]) -> Rendered:
    from lccspend.report.context import build_report
    from lccspend.report.published import FILE, write_published
    from lccspend.report.render import render
    from lccspend.store import REPORTS, digest_of, staged, write_json

    year, made_of, edition = what
    log.info("Writing the %s report for %s.", "final" if asked.final else "draft", year)
    folder = staged(project) / "report"
    folder.mkdir(parents=True)
    report = build_report(figures, project.settings, year, asked.years, today(), edition)
    files = render(report, project.settings, folder, asked.formats)
    names = [file.relative_to(folder).as_posix() for file in files]
    records, outdated = _records(project, (year, made_of), {name: digest_of(folder / name) for name in names})
    with owner_only(project.processed):
        write_json(staged(project) / REPORTS, records)
    reference = None
    if asked.final:
        kept = staged(project) / "reference"
        write_published(kept, edition.published.followed_by(figures, today()))
        reference = {FILE: kept / FILE}
    paths = tuple(project.output / name for name in _in_order(names))
    return Rendered(paths, is_new=True, folder=folder, outdated=outdated, reference=reference)


def _records(
    project: Project, what: tuple[str, str], files: dict[str, str]
) -> tuple[dict[str, "Reported"], tuple[str, ...]]:
    """What reports/output will hold, by year, and which of its files must go for that.

    A file of the same year stays only when it was made of the same; the tables are those of the report written last.
    """
    from lccspend.store import Reported, read_reports

    year, made_of = what
    known = read_reports(project)
    own = known.pop(year, Reported("", {}))
    kept = own.files if own.made_of == made_of else {}
    outdated = {f"{stem_of(year)}.{ending}" for ending in EVERY_FORMAT} | own.files.keys()
    if any(name.startswith(TABLES) for name in files):
        outdated |= {name for report in known.values() for name in report.files if name.startswith(TABLES)}
        known = {label: _without_tables(report) for label, report in known.items()}
    now = kept | files
    return known | {year: Reported(made_of, now)}, tuple(sorted(outdated - now.keys()))


def _without_tables(report: "Reported") -> "Reported":
    from lccspend.store import Reported

    return Reported(report.made_of, {n: digest for n, digest in report.files.items() if not n.startswith(TABLES)})
