"""Steps of a build in, a moving bar on standard error out, when somebody is watching."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lccspend.etl.sources import Progress

log = logging.getLogger(__name__)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator["Progress"]:
    """A bar on a terminal; elsewhere, or when quiet, each step is a line for --verbose."""
    if quiet or not sys.stderr.isatty():
        yield _logged
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text, done, total: bar.update(task, description=text, completed=done, total=total)


def _logged(text: str, done: int, total: int) -> None:
    log.debug("%s (%d of %d)", text, done, total)
