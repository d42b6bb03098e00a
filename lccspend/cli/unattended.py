"""The commands about runs that nobody watches: each takes its arguments, calls one function, its answer is shown."""

from pathlib import Path
from typing import Annotated, Any, Literal

from lccspend.cli.declare import Argument, Option
from lccspend.cli.options import Session
from lccspend.cli.run import command, query


@query
def runs(
    session: Session,
    words: Annotated[
        list[str] | None,
        Argument(metavar="show ID | diff A B | rebuild ID", help="A run: latest, previous, or part of its id."),
    ] = None,
    to: Annotated[Path | None, Option("--to", metavar="DIR", help="With rebuild: a new or empty folder.")] = None,
) -> Any:
    """Earlier runs: when, by what version, on which inputs, with what result.

    show: one run, with its inputs, settings, figures and checks. diff: which figures changed between two runs, and
    which files and settings were behind it. rebuild: the report of a run once more, from its record.
    """
    from lccspend.commands.runs import answer
    from lccspend.output.progress import progress_bar

    if to is not None:
        session.refuse_raw(to)
    with progress_bar(quiet=session.shows_no_bar) as progress:
        return answer(session.project, words or (), to, progress)


@command
def schedule(
    session: Session,
    scheduler: Annotated[
        Literal["cron", "systemd", "windows"], Argument(metavar="WHICH", help="cron, systemd or windows.")
    ],
    to: Annotated[
        Path | None, Option("--to", metavar="DIR", help="Write it as files into this folder instead.")
    ] = None,
) -> tuple[str, ...]:
    """What makes the report build itself every morning.

    A line for a crontab, a service and a timer for systemd, or a task for Windows, with the paths filled in.
    """
    from lccspend.commands.schedule import schedule

    if to is not None:
        session.refuse_raw(to)
    return schedule(session.project, scheduler, to)
