"""The records of earlier runs in, the list of them, one of them, or what changed between two out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from lccspend.dates import LONDON
from lccspend.errors import UsageError
from lccspend.project import Project
from lccspend.runs.answers import Rebuilt, RunDiff, RunLine, RunsAnswer
from lccspend.runs.compare import compare
from lccspend.runs.record import Run
from lccspend.runs.shelf import find, kept_text, records, result_of

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress


ACTIONS = ("show", "diff", "rebuild")


def answer(
    project: Project, words: Sequence[str], target: Path | None, progress: "Progress"
) -> RunsAnswer | Run | RunDiff | Rebuilt:
    """What the words after `runs` ask: nothing, show ID, diff A B, or rebuild ID with a folder to build into.

    Without an id the latest run is shown, and the latest two are compared; UsageError when the words make no question.
    """
    if not words and target is None:
        return runs(project)
    if not words:
        raise UsageError("--to goes with `runs rebuild ID`.", fix=FORMS)
    action, names = words[0], tuple(words[1:])
    if action == "show" and len(names) < 2 and target is None:
        return show(project, *names)
    if action == "diff" and len(names) < 3 and target is None:
        return diff(project, *names)
    if action == "rebuild" and len(names) == 1 and target is not None:
        from lccspend.commands.rebuild import rebuild

        return rebuild(project, names[0], target, progress)
    if action in ACTIONS:
        raise UsageError(f"`runs {' '.join(words)}` is not understood.", fix=FORMS)
    raise UsageError(f"There is no `runs {action}`.", fix=FORMS)


FORMS = "It is `runs show ID`, `runs diff A B` or `runs rebuild ID --to DIR`."


def runs(project: Project) -> RunsAnswer:
    """Every run that is recorded, the newest first; without one the list is empty."""
    return RunsAnswer(runs=tuple(_line(project, run) for run in records(project)))


def show(project: Project, name: str = "latest") -> Run:
    """One run by its id, a beginning of it, `latest` or `previous`; SpendError when there is none.

    Its result says too whether it still runs or never ended.
    """
    run = find(project, name)
    ended = None if run.ended is None else _in_london(run.ended)
    result = result_of(project, run)
    return replace(run, started=_in_london(run.started), ended=ended, result=result)


def diff(project: Project, before: str = "previous", after: str = "latest") -> RunDiff:
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
