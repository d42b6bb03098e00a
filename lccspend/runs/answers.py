"""What `lccspend runs` answers: the list of runs, what changed between two, and a report that was rebuilt."""

from datetime import datetime
from typing import Literal

import msgspec

from lccspend.runs.record import Figure, Result

How = Literal["added", "removed", "changed", "renamed"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""


class RunLine(Answer, frozen=True):
    """One run in few words; inputs is the number of files."""

    id: str
    started: datetime
    ended: datetime | None
    command: str
    result: Result
    exit_code: int | None
    inputs: int
    version: str
    message: str


class RunsAnswer(Answer, frozen=True):
    """The newest first."""

    runs: tuple[RunLine, ...]


class Change(Answer, frozen=True, rename={"before": "from", "after": "to"}):
    """A file, a setting or the version that is not the same in both runs.

    Of a file before and after are its SHA-256; of a renamed one its names.
    """

    name: str
    change: How
    before: str | None
    after: str | None


class FigureChange(Answer, frozen=True, rename={"before": "from", "after": "to"}):
    """A key figure that is not the same in both runs; without a difference where one of them lacks it."""

    figure: str
    change: How
    before: Figure | None
    after: Figure | None
    difference: Figure | None


class RunDiff(Answer, frozen=True, rename={"before": "from", "after": "to"}):
    """What changed from one run to another: first the causes, then the figures."""

    before: str
    after: str
    version: tuple[Change, ...]
    inputs: tuple[Change, ...]
    settings: tuple[Change, ...]
    reference: tuple[Change, ...]
    figures: tuple[FigureChange, ...]
    without_figures: tuple[str, ...]
    """The runs of the two that published nothing, so that no figures can be compared."""


class RebuiltFile(Answer, frozen=True):
    """A file of a rebuilt report; same says whether it equals the published one to the byte."""

    file: str
    sha256: str
    published: str | None
    same: bool


class Rebuilt(Answer, frozen=True):
    """A report that was built again from its record, and by which version each time."""

    run: str
    folder: str
    version: str
    rebuilt_by: str
    files: tuple[RebuiltFile, ...]
