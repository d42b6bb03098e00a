"""A build in, its record out: begun before it, ended after it, whatever becomes of it. Recording stops no build."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lccspend import __version__
from lccspend.dates import today
from lccspend.errors import SpendError
from lccspend.figures import Figures
from lccspend.project import Project
from lccspend.runs.inputs import decided_texts
from lccspend.runs.outcome import Ending, Explain, Mark, ended, ending_of, marks
from lccspend.runs.record import Asked, Built, Run, Summary
from lccspend.runs.shelf import as_json, begin, end, last_run_file, records, run_id, save, write_private
from lccspend.runs.summary import summary_of
from lccspend.store import settings_digest
from lccspend.unattended import RunSettings

if TYPE_CHECKING:
    from filelock import BaseFileLock

log = logging.getLogger(__name__)

Told = Callable[[Project, Summary], tuple[str, ...]]
"""What is done with the summary at the end of a run; what of that failed, as sentences."""


@dataclass(frozen=True)
class _Begun:
    run: Run
    alive: "BaseFileLock"
    before: dict[str, Mark]
    earlier: list[Run]


@dataclass
class Made:
    """What the build within came to, and what of it is new; no figures until it has ended well."""

    figures: Figures | None = None
    built: Built = "nothing"


@contextmanager
def recorded(project: Project, command: str, asked: Asked | None, explain: Explain, told: Told) -> Iterator[Made]:
    """Records the build that runs within and leaves here what it came to; its summary is told at the end."""
    begun, made = _begin(project, command, asked), Made()
    ending = Ending()
    with _heard() as warnings:
        try:
            yield made
            ending = Ending(figures=made.figures, built=made.built)
        except BaseException as fault:
            ending = ending_of(fault, explain)
            raise
        finally:
            if begun is not None:
                _end(project, begun, ending, warnings, told)


def _begin(project: Project, command: str, asked: Asked | None) -> _Begun | None:
    started = datetime.now(UTC)
    try:
        texts = decided_texts(project)
        digests = {place: hashlib.sha256(text).hexdigest() for place, text in texts.items()}
        run = Run(
            id=run_id(started),
            command=command,
            asked=asked,
            version=__version__,
            day=today(),
            started=started,
            settings=settings_digest(project),
            decided=digests,
        )
        earlier = list(records(project))
        alive = begin(project, run, {digests[place]: text for place, text in texts.items()})
        return _Begun(run, alive, marks(project), earlier)
    except OSError as fault:
        log.warning("This run is not recorded: %s.", fault.strerror or fault)
        return None


def _end(project: Project, begun: _Begun, ending: Ending, warnings: list[str], told: Told) -> None:
    """Whatever goes wrong here is a warning: the build is published or refused already, and its exit code stands."""
    try:
        written = sorted(place for place, mark in marks(project).items() if begun.before.get(place) != mark)
        run = ended(project, begun.run, ending, written, begun.earlier)
        run = replace(run, warnings=tuple(dict.fromkeys(warnings)))
        summary = summary_of(project, run)
        write_private(last_run_file(project), as_json(summary))
        end(project, run, begun.alive, _keep(project))
        untold = told(project, summary)
        if untold:
            save(project, replace(run, untold=untold))
    except (OSError, SpendError) as fault:
        log.warning("The record of this run cannot be written: %s.", getattr(fault, "strerror", None) or fault)


def _keep(project: Project) -> int:
    try:
        return project.settings.runs.keep
    except SpendError:
        return RunSettings().keep


class _Ears(logging.Handler):
    """Keeps the words of warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.WARNING:
            self.heard.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The warnings that are given within, also when nobody is shown them."""
    own, ears = logging.getLogger("lccspend"), _Ears()
    before = own.level
    own.setLevel(min(before, logging.WARNING) if before else logging.WARNING)
    own.addHandler(ears)
    try:
        yield ears.heard
    finally:
        own.removeHandler(ears)
        own.setLevel(before)
