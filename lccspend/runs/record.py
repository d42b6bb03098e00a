"""One run of a build as it is recorded, and the short summary of it that hooks and mail are given."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from lccspend.figures import Check, Verdict

Result = Literal["published", "unchanged", "refused", "failed", "interrupted", "running"]
"""refused: the program would not publish (exit 1, 3 or 4); failed: it could not; interrupted: it never ended."""

Built = Literal["nothing", "report", "figures"]
"""What a build made anew; figures bring a report with them, where one is asked for."""

Figure = Decimal | int
"""Pounds and percentages with two decimals, or a count."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its content, its bytes, and its time of change in nanoseconds."""

    sha256: str
    size: int
    changed: int


class Asked(msgspec.Struct, frozen=True):
    """The report that is asked for; without a year it is that of the newest complete one."""

    year: str | None
    years: int
    formats: tuple[str, ...]
    final: bool = False


class Run(Value, frozen=True):
    """A run from its start; what follows `ended` is known at its end. It holds no name of a person."""

    id: str
    """Its start in UTC, and a fraction of a second: 20261125-154200-ab12 sorts by time."""
    command: str
    version: str
    day: date
    """The day that the build took for today."""
    started: datetime
    settings: str
    """SHA-256 of the settings and the reference files, as in the build."""
    decided: dict[str, str]
    """Settings, reference files, logo and templates by their place in the project -> SHA-256 of the text kept."""
    asked: Asked | None = None
    ended: datetime | None = None
    result: Result | None = None
    exit_code: int | None = None
    message: str = ""
    build: str = ""
    inputs: dict[str, Input] = {}
    """File below data/raw, or a register that the settings name -> what it held."""
    figures: dict[str, Figure] = {}
    """Key figures by the names by which `lccspend trace` knows them, where it does."""
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()
    reports: dict[str, str] = {}
    """File below reports/output -> SHA-256."""
    untold: tuple[str, ...] = ()
    """What failed of the command and the mail by which the end of the run was to be told."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A run in few words, for hooks and mail: data/processed/last-run.json."""

    id: str
    project: str
    command: str
    version: str
    result: Result
    exit_code: int
    message: str
    started: datetime
    ended: datetime
    build: str
    checks: Verdict | None
    totals: dict[str, Figure]
    """Rows and pounds of the books, and the spend of each year."""
    warnings: tuple[str, ...]
    files: tuple[str, ...]
    """What the run wrote below the project folder for people to read."""
