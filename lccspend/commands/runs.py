"""The records of earlier runs in, the list of them, one of them, or what changed between two out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from lccspend.dates import LONDON
from lccspend.project import Project
from lccspend.runs.answers import RunDiff, RunLine, RunsAnswer
from lccspend.runs.compare import compare
from lccspend.runs.record import Run
from lccspend.runs.shelf import find, kept_text, records, result_of


def runs(project: Project) -> RunsAnswer:
    """Every run that is recorded, the newest first; without one the list is empty."""
    return RunsAnswer(runs=tuple(_line(project, run) for run in records(project)))


def show(project: Project, name: str) -> Run:
    """One run by its id, a beginning of it, `latest` or `previous`; SpendError when there is none.

    Its result says too whether it still runs or never ended.
    """
    run = find(project, name)
    ended = None if run.ended is None else _in_london(run.ended)
    result = result_of(project, run)
    return replace(run, started=_in_london(run.started), ended=ended, result=result)


def diff(project: Project, before: str, after: str) -> RunDiff:
    """What changed from one run to another; SpendError when one of them is not recorded."""
    return compare(find(project, before), find(project, after), lambda digest: kept_text(project, digest))


def _line(project: Project, run: Run) -> RunLine:
    return RunLine(
        id=run.id,
        started=_in_london(run.started),
        ended=None if run.ended is None else _in_london(run.ended),
        command=run.command,
        result=result_of(project, run),
        exit_code=run.exit_code,
        inputs=len(run.inputs),
        version=run.version,
        message=run.message.split("\n")[0],
    )


def _in_london(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(LONDON)).replace(microsecond=0)
