"""The name of a printed figure in, the rows behind it out."""

from lccspend.commands.queries import summary
from lccspend.project import Project
from lccspend.traces import Trace


def trace(project: Project, figure: str) -> Trace:
    """The rows of the last published build that add up to the figure; SpendError when no figure has that name."""
    from lccspend.etl.trace import trace as rows_behind

    summary(project)
    return rows_behind(project, figure)
