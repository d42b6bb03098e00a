"""How a command is declared: its options, arguments and what is done with what it returns, without Typer's weight."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from lccspend.errors import SpendError


@dataclass(frozen=True)
class Argument:
    """A word without a name; metavar is what help calls it."""

    metavar: str
    help: str


@dataclass(frozen=True, init=False)
class Option:
    """A value or a switch with a name; without spellings it is that of its parameter with two dashes before it."""

    spellings: tuple[str, ...]
    help: str
    metavar: str | None
    least: int | None
    """The smallest number that is taken."""
    is_file: bool
    """Whether a folder is refused."""

    def __init__(
        self,
        *spellings: str,
        help: str,  # noqa: A002  (the word of Typer and argparse)
        metavar: str | None = None,
        least: int | None = None,
        is_file: bool = False,
    ) -> None:
        vars(self).update(spellings=spellings, help=help, metavar=metavar, least=least, is_file=is_file)


@dataclass(frozen=True)
class Command:
    """A plain function of a session and its options; an answering one takes --format and --output as well.

    With failing, an answer whose verdict is fail is shown and then raised as that error.
    """

    function: Callable[..., Any]
    answers: bool = False
    failing: type[SpendError] | None = None

    def parameters(self) -> list[inspect.Parameter]:
        """Its own options and arguments, each annotated with its type and declaration."""
        return list(inspect.signature(self.function).parameters.values())[1:]


class Commands(dict[str, Command]):
    """The commands by name, in the order of the help."""

    def command(self, name: str = "") -> Callable[[Command], Command]:
        """Adds a command, by the name of its function unless another is given."""

        def add(command: Command) -> Command:
            self[name or command.function.__name__.replace("_", "-")] = command
            return command

        return add


def declared(parameter: inspect.Parameter) -> tuple[Any, Option | Argument]:
    """The type of a parameter, and its declaration."""
    kind, declaration = get_args(parameter.annotation)
    return kind, declaration


def parameters(annotations: dict[str, Any], defaults: object = None) -> Iterator[inspect.Parameter]:
    """Annotated types as parameters; what is not given is what the defaults hold by that name, or None."""
    for name, annotation in annotations.items():
        default = getattr(defaults, name, None)
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
