"""Steps of a build in, a moving bar on standard error out, when somebody is watching."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lccspend.output.text import one_line

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
        task = bar.add_task("", total=None, visible=False)
        yield lambda text, done, total: bar.update(
            task, description=one_line(text), completed=done, total=total, visible=True
        )


def _logged(text: str, done: int, total: int) -> None:
    log.debug("%s (%d of %d)", text, done, total)
