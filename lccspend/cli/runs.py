"""`lccspend runs` and its parts: each takes its arguments, calls one function, and its answer is printed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lccspend.cli.options import Session
from lccspend.cli.run import query

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)

Name = Annotated[str, typer.Argument(metavar="ID", help="A run, by the beginning of its id; or latest, or previous.")]


@app.callback()
@query
def runs(session: Session) -> Any:
    """Earlier runs: when, by what version, on which inputs, with what result.

    The newest first. A run that was killed shows as interrupted.
    """
    from lccspend.commands.runs import runs

    return runs(session.project)


@app.command()
@query
def show(session: Session, name: Name) -> Any:
    """One run: its inputs, settings, figures and checks."""
    from lccspend.commands.runs import show

    return show(session.project, name)


@app.command()
@query
def diff(
    session: Session,
    before: Annotated[str, typer.Argument(metavar="[A]", help="The earlier run, as with show.")] = "previous",
    after: Annotated[str, typer.Argument(metavar="[B]", help="The later run.")] = "latest",
) -> Any:
    """Which figures changed between two runs, and why.

    The files, settings and version that changed stand before the figures.
    """
    from lccspend.commands.runs import diff

    return diff(session.project, before, after)


@app.command()
@query
def rebuild(
    session: Session,
    name: Name,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="A new or empty folder for the report.")],
) -> Any:
    """Build a published report again from its record.

    Its inputs must still be below data/raw, under any names. Says of each file whether it equals the published one.
    """
    from lccspend.commands.rebuild import rebuild
    from lccspend.output.progress import progress_bar

    with progress_bar(quiet=session.quiet) as progress:
        return rebuild(session.project, name, to, progress)
