"""A run and what became of its build in, the whole record out: result, inputs, figures, checks, files written."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from lccspend.errors import STOPS, CheckFailedError, ProjectLockedError, SpendError
from lccspend.figures import Check, ChecksAnswer, Figures
from lccspend.project import Project
from lccspend.runs.inputs import read_inputs
from lccspend.runs.named import key_figures
from lccspend.runs.record import Built, Input, Result, Run
from lccspend.store import MANIFEST, NO_JSON, REFUSED, digest_of

INTERRUPTED = 130
"""The exit code of a run that its user stopped."""

Mark = tuple[int, int, int]
"""Of a file: its number, size and time of change; another mark means that it was written."""


@dataclass(frozen=True)
class Ending:
    """How a build ended; with figures all went well, and built says what of them was published."""

    result: Result = "failed"
    exit_code: int = 0
    message: str = ""
    figures: Figures | None = None
    built: Built = "nothing"


FAULT = 70
"""The exit code of a fault of the program itself (contract section 5)."""

Explain = Callable[[BaseException], tuple[str, int]]
"""An error -> the lines that a user reads about it, and its exit code."""


def ending_of(fault: BaseException, explain: Explain) -> Ending:
    """A fault of the program may quote the row it stumbled over, so of that only the kind is kept."""
    if isinstance(fault, STOPS):
        return Ending("interrupted", INTERRUPTED, "Stopped by the user.")
    message, code = explain(fault)
    if code == FAULT:
        message = f"lccspend met a fault of its own ({type(fault).__name__})."
    return Ending("refused" if isinstance(fault, SpendError) else "failed", code, message)


def marks(project: Project) -> dict[str, Mark]:
    """The manifest and the files of the reports by their place in the project."""
    reports = project.output.rglob("*") if project.output.is_dir() else iter(())
    files = [path for path in (project.processed / MANIFEST, *reports) if path.is_file()]
    return {path.relative_to(project.root).as_posix(): _mark(path.stat()) for path in files}


def _mark(status: os.stat_result) -> Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns


def ended(project: Project, run: Run, ending: Ending, written: Sequence[str], earlier: Sequence[Run]) -> Run:
    """The record at the end of the run; written are the published files that are not what they were before it.

    A report that was asked for and found as it lay is the one that an earlier run wrote.
    """
    known = next((other.inputs for other in earlier if other.inputs), {})
    done = replace(run, ended=datetime.now(UTC), message=ending.message, exit_code=ending.exit_code)
    figures = ending.figures
    if figures is None:
        return _without_figures(project, replace(done, result=ending.result), known)
    whole = replace(
        done,
        result="unchanged" if ending.built == "nothing" else "published",
        build=figures.build.id,
        settings=figures.build.settings,
        inputs=read_inputs(project, figures.build.inputs, known),
        figures=key_figures(figures),
        checks=figures.checks.checks,
        reports=_reports(project, written),
    )
    return whole if whole.reports else _as_before(whole, earlier)


def _without_figures(project: Project, run: Run, known: Mapping[str, Input]) -> Run:
    """A run that another one kept out has read nothing."""
    if run.exit_code == ProjectLockedError.exit_code:
        return run
    checks = _refused_checks(project) if run.exit_code == CheckFailedError.exit_code else ()
    return replace(run, inputs=read_inputs(project, {}, known), checks=checks)


def _as_before(run: Run, earlier: Sequence[Run]) -> Run:
    """With the report that this run found unchanged, and the day of the run that wrote it."""
    for other in earlier:
        if (other.build, other.asked) == (run.build, run.asked) and other.reports:
            return replace(run, reports=other.reports, day=other.day)
    return run


def _refused_checks(project: Project) -> tuple[Check, ...]:
    try:
        content = (project.processed / REFUSED / "checks.json").read_bytes()
        return msgspec.json.decode(content, type=ChecksAnswer).checks
    except (*NO_JSON, OSError):
        return ()


def _reports(project: Project, written: Sequence[str]) -> dict[str, str]:
    paths = (project.root / place for place in written)
    return {
        path.relative_to(project.output).as_posix(): digest_of(path)
        for path in paths
        if path.is_relative_to(project.output)
    }
