"""Words of a call in, its exit code out, when the call is spelled plainly: without Typer, which is slow to load.

Whatever is not certain (help, a mistake, a spelling with =, an empty or a repeated value) is left to Typer, which reads
the same declarations.
"""

import inspect
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from lccspend.cli.app import app as commands
from lccspend.cli.declare import Argument, Option, declared
from lccspend.cli.options import Session, answer_parameters, shared_parameters
from lccspend.cli.run import perform

_MOST_DIGITS = 9
"""Of a number; Python itself reads no number of thousands of digits."""


class NotPlainError(Exception):
    """The call must be read by Typer."""


def answer(words: Sequence[str]) -> int | None:
    """Runs the command that is called and gives its exit code; None when the call is left to Typer."""
    try:
        before, rest = _shared_options(words)
        command = commands.get(rest[0])
        if command is None:
            return None
        more = answer_parameters() if command.answers else ()
        given = read(rest[1:], (*command.parameters(), *more, *shared_parameters()))
    except NotPlainError:
        return None
    return perform(command, Session.take(given, Session(**before)), given)


def _shared_options(words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The shared options before the name of the command, and the words from that name on."""
    options = by_spelling(shared_parameters())
    at = 0
    while at < len(words) and words[at] in options:
        at += 1 if _kind(options[words[at]])[0] is bool else 2
    if at >= len(words):
        raise NotPlainError
    return read(words[:at], tuple(shared_parameters())), list(words[at:])


def read(words: Sequence[str], parameters: Sequence[inspect.Parameter]) -> dict[str, Any]:
    """A value for each parameter, by its name; NotPlainError when one of the words is not plain."""
    options = by_spelling(parameters)
    given: dict[str, list[Any]] = {}
    loose: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in options:
            given.setdefault(options[word].name, []).append(_taken(rest, options[word]))
        else:
            loose.append(_plain(word))
    arguments = [p for p in parameters if isinstance(declared(p)[1], Argument)]
    given |= _arguments(loose, arguments)
    return {p.name: _value(given.get(p.name, []), p) for p in parameters}


def by_spelling(parameters: Iterable[inspect.Parameter]) -> dict[str, inspect.Parameter]:
    options = ((p, told) for p in parameters if isinstance(told := declared(p)[1], Option))
    return {spelling: p for p, told in options for spelling in told.spellings or (f"--{p.name.replace('_', '-')}",)}


def _kind(parameter: inspect.Parameter) -> tuple[Any, bool]:
    """The type of one value, and whether there may be several."""
    kind = declared(parameter)[0]
    kind = next((part for part in get_args(kind) if part is not NoneType), kind) if NoneType in get_args(kind) else kind
    return (get_args(kind)[0], True) if get_origin(kind) is list else (kind, False)


def _taken(rest: Iterator[str], parameter: inspect.Parameter) -> Any:
    """The value of an option that was named, read from the word after it; a switch takes none."""
    kind = _kind(parameter)[0]
    return True if kind is bool else _read_as(kind, _plain(next(rest, "")), declared(parameter)[1])


def _plain(word: str) -> str:
    if not word or word.startswith("-"):
        raise NotPlainError
    return word


def _arguments(loose: list[str], parameters: list[inspect.Parameter]) -> dict[str, list[Any]]:
    """The words without a name, which all belong to the one argument that a command has, if it has one."""
    needed = any(p.default is inspect.Parameter.empty for p in parameters)
    if (needed and not loose) or (loose and len(parameters) != 1):
        raise NotPlainError
    return {p.name: [_read_as(_kind(p)[0], word, declared(p)[1]) for word in loose] for p in parameters}


def _read_as(kind: Any, word: str, told: Option | Argument) -> Any:
    if get_origin(kind) is Literal:
        return _certain(word, word in get_args(kind))
    if kind is int:
        least = told.least if isinstance(told, Option) else None
        number = int(_certain(word, word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS))
        return _certain(number, least is None or number >= least)
    if kind is Path:
        path = Path(word)
        is_wrong = isinstance(told, Option) and told.is_file and os.path.isdir(path)  # noqa: PTH112  (never raises)
        return _certain(path, not is_wrong)
    return _certain(word, kind is str)


def _certain(value: Any, sure: bool) -> Any:
    if not sure:
        raise NotPlainError
    return value


def _value(values: list[Any], parameter: inspect.Parameter) -> Any:
    if _kind(parameter)[1]:
        return values or parameter.default
    if len(values) > 1:
        raise NotPlainError
    return values[0] if values else parameter.default
