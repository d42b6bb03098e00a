"""Exports in data/raw in, a published store and the report's files out; nothing is published when anything fails."""

import errno
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lccspend.commands.editions import Rendered, check_approved, check_narrative, report_of
from lccspend.dates import today
from lccspend.errors import SourceError, SpendError, UsageError
from lccspend.figures import Figures
from lccspend.memory import collect_seldom, hold_little
from lccspend.money import sterling
from lccspend.nearest import did_you_mean
from lccspend.project import Project
from lccspend.report import FORMATS, OPTIONAL_FORMATS, refuse_without_packages

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress
    from lccspend.runs.record import Asked, Built
    from lccspend.store import Inputs, Manifest

log = logging.getLogger(__name__)

ROUNDS = 4
"""So often a build begins again because files of data/raw were changed meanwhile; then they change all the time."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True)
class Outcome:
    """What a run did: the figures that are published now, what of them was built, and which files were not read."""

    figures: Figures
    built: "Built"
    paths: tuple[Path, ...] = ()
    """The files of the report that was asked for."""
    gone: tuple[str, ...] = ()
    """Files of the build before that are in data/raw no more."""
    left: tuple[str, ...] = ()
    """Files that were changed while they were read: for the next run."""


def build_report(
    project: Project,
    year: str | None,
    years: int,
    progress: "Progress",
    formats: Sequence[str] = FORMATS,
    *,
    final: bool = False,
) -> tuple[Path, ...]:
    """Builds what has changed, and the report of a financial year with its years of history; the paths of its files.

    A final report must be approved (SettingsError), and its figures are kept as those last published.
    """
    from lccspend.runs.record import Asked

    return run(project, progress, Asked(year, years, tuple(formats), final)).paths


def run(project: Project, progress: "Progress", asked: "Asked | None", *, force: bool = False) -> Outcome:
    """Builds what has changed, and the report if one is asked for, and publishes both in one step.

    With force nothing that was built before is used.
    """
    from lccspend.store import finish, lock, sweep

    hold_little()
    collect_seldom()
    if asked:
        check_approved(project, asked)
        refuse_without_packages(asked.formats)
    with _faults_of_the_disk(project), lock(project):
        try:
            finish(project)
            outcome = _settled(_Job(project, progress, asked, force))
        finally:
            sweep(project)
    _tell(project, outcome)
    return outcome


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
class _Job:
    """What a run is to do."""

    project: Project
    progress: "Progress"
    asked: "Asked | None"
    force: bool


@dataclass(frozen=True)
class _Made:
    """What one attempt made and staged."""

    figures: Figures
    is_staged: bool
    is_new: bool
    report: Rendered | None = None


def _settled(job: _Job) -> Outcome:
    """One attempt, and further ones: without the files that were changed during those before, by settings as they are.

    Of a decision that is changed meanwhile, in the settings or in data/reference, nothing may be half obeyed.
    """
    from lccspend.etl.inputs import inputs_of
    from lccspend.store import read_manifest, settings_digest, sweep

    last = read_manifest(job.project)
    left: set[str] = set()
    for _ in range(ROUNDS):
        now = replace(job, project=Project(job.project.root))
        sweep(now.project)
        decided = settings_digest(now.project)
        found = inputs_of(now.project, last, fresh=job.force)
        left &= found.files.keys()
        inputs = found.without(left, last)
        try:
            made = _attempt(now, inputs, last)
        except (SpendError, OSError):
            moving = inputs.moving()
            if not moving and settings_digest(now.project) == decided:
                raise
        else:
            moving = inputs.moving()
            if not moving and settings_digest(now.project) == decided:
                _publish(now.project, made)
                return _outcome(made, inputs, last, left)
        left |= moving
    what = ", ".join(sorted(left)) or "The settings or files in data/reference"
    raise SourceError(
        f"{what}: changed again and again while they were read.",
        fix="Wait until everything has been copied or saved, and run this again.",
    )


def _attempt(job: _Job, inputs: "Inputs", last: "Manifest | None") -> _Made:
    from lccspend.store import figures_key

    key = figures_key(job.project, inputs, today())
    made = None if job.force or not last or last.made_of != key else _stored(job.project, inputs, last)
    if made is None:
        from lccspend.etl.build import prepare

        if job.asked:
            check_narrative(job.project)
        made = _Made(prepare(job.project, job.progress, inputs), is_staged=True, is_new=True)
    if job.asked is None:
        return made
    return replace(made, report=report_of(job.project, made.figures, job.asked, key, force=job.force))


def _stored(project: Project, inputs: "Inputs", last: "Manifest") -> _Made | None:
    """The figures of the last build, which are still those of the inputs; None when the store is damaged."""
    from lccspend.store import intact, read_figures, settings_digest

    if not intact(project, last):
        log.warning("The store in data/processed is damaged; it is built anew.")
        return None
    settings = settings_digest(project)
    if (last.settings, last.sizes) == (settings, inputs.sizes):
        return _Made(read_figures(project), is_staged=False, is_new=False)
    from lccspend.etl.build import identity
    from lccspend.etl.stage import stage_identity

    figures = stage_identity(project, last, identity(settings, last.inputs, today()), inputs)
    return _Made(figures, is_staged=True, is_new=False)


def _publish(project: Project, made: _Made) -> None:
    from lccspend.store import publish

    report = made.report
    if report and report.is_new:
        publish(project, report.folder, outdated=report.outdated, reference=report.reference)
    elif made.is_staged:
        publish(project, None)


def _outcome(made: _Made, inputs: "Inputs", last: "Manifest | None", left: set[str]) -> Outcome:
    gone = sorted(last.sizes.keys() - inputs.sizes.keys() - left) if last else []
    renewed = made.report is not None and made.report.is_new
    return Outcome(
        figures=made.figures,
        built="figures" if made.is_new else "report" if renewed else "nothing",
        paths=made.report.paths if made.report else (),
        gone=tuple(gone),
        left=tuple(sorted(left)),
    )


@contextmanager
def _faults_of_the_disk(project: Project) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise _full(project) from fault
        if fault.errno in REFUSED and fault.filename:
            raise SpendError(
                f"{fault.filename}: {fault.strerror}. Nothing was published.",
                fix=f"Let this user read and write {project.root}; `lccspend doctor` examines the folders.",
            ) from fault
        raise


def _full(project: Project) -> SpendError:
    return SpendError(
        f"The disk is full, so nothing was published; {project.root} holds what it held before.",
        fix="Make room (`lccspend doctor` says how much is free), and run this again.",
    )


def _tell(project: Project, outcome: Outcome) -> None:
    """What a user should look at, and the one line that sums the build up."""
    from lccspend.commands.soundness import doubts

    for doubt in doubts(project.settings):
        log.warning("%s", doubt)
    if outcome.left:
        log.warning("Still being copied, so left for the next run: %s.", ", ".join(outcome.left))
    if outcome.gone:
        log.warning("Gone since the last build: %s. No figure holds their rows any more.", ", ".join(outcome.gone))
    for check in outcome.figures.checks.checks:
        if check.verdict == "warn":
            log.warning("%s: %s", check.check, check.message)
    if outcome.built == "nothing":
        log.info("Nothing has changed since the last build, so nothing was built anew.")
    counted = outcome.figures.books.counted
    log.info("Counted %s rows, %s.", f"{counted.rows:,}", sterling(counted.pounds))
