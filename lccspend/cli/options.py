"""What can be asked on the command line: the options that every command shares, and those of the queries."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from lccspend.cli.declare import Option, parameters
from lccspend.cli.log import LogFormat
from lccspend.errors import UsageError
from lccspend.output import Style
from lccspend.project import Project, find_project

Years = Annotated[
    list[str] | None,
    Option("--year", metavar="YEAR", help="A financial year, 2023/24; may be given again. [default: all]"),
]
Population = Annotated[
    Literal["all", "procurement"],
    Option(help="Everything counted, or without the classes that are not procurement."),
]
Definition = Annotated[
    str | None,
    Option(metavar="NAME", help="The home area: lancashire-12, lancashire-14, or a name in the settings."),
]
By = Annotated[
    Literal["month", "district", "category", "business-unit"] | None,
    Option("--by", help="Groups of each year."),
]
Force = Annotated[bool, Option("--force", help="Build all anew, also what has not changed.")]
Basis = Annotated[
    Literal["site", "registered-office"],
    Option(help="Where a supplier is: the site that was paid, or the registered office of its company."),
]
StyleOption = Annotated[
    Style | None,
    Option("--format", help="How the answer is written. [default: table on a terminal, else csv]"),
]
FileOption = Annotated[
    Path | None,
    Option("--output", metavar="FILE", help="Write the answer to this file."),
]

_SHARED: dict[str, Any] = {
    "folder": Annotated[
        Path | None,
        Option("--project", "-C", metavar="DIR", help="The project folder. [default: the nearest upwards]"),
    ],
    "quiet": Annotated[bool, Option("--quiet", help="Errors only.")],
    "verbose": Annotated[bool, Option("--verbose", help="Every step.")],
    "log_file": Annotated[
        Path | None, Option("--log-file", metavar="FILE", help="Write the messages to this file too.")
    ],
    "log_format": Annotated[
        LogFormat | None, Option("--log-format", help="Messages as text or as JSON lines. [default: text]")
    ],
    "debug": Annotated[bool, Option("--debug", help="Show where in the program an error arose.")],
}
"""Understood before and after the name of a command."""


@dataclass(frozen=True)
class Session:
    """What the shared options of one call say."""

    folder: Path | None = None
    quiet: bool = False
    verbose: bool = False
    log_file: Path | None = None
    log_format: LogFormat | None = None
    debug: bool = False

    @classmethod
    def take(cls, given: dict[str, Any], before: object) -> Self:
        """Takes the shared options out of those given; what is not given here may have been given before."""
        earlier = before if isinstance(before, cls) else cls()
        return cls(**{name: given.pop(name) or getattr(earlier, name) for name in _SHARED})

    @cached_property
    def project(self) -> Project:
        return find_project(self.folder)

    @property
    def shows_no_bar(self) -> bool:
        """Nobody is told of progress when quiet, and beside a moving bar no line of JSON stays whole."""
        return self.quiet or self.log_format == "json"

    def refuse_raw(self, place: Path) -> None:
        """SpendError when what is to be written lies in data/raw; a folder that is not there yet holds no exports."""
        with suppress(UsageError):
            self.project.refuse_raw(place)


def shared_parameters() -> Iterator[inspect.Parameter]:
    """The shared options; a switch that is not given is off."""
    return parameters(_SHARED, Session)


def answer_parameters() -> Iterator[inspect.Parameter]:
    """The options of every command that answers with a table."""
    return parameters({"style": StyleOption, "output": FileOption})
