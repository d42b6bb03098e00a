"""The declared commands in, a Typer application out: help, completion, mistakes, and every way to spell an option."""

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer
from typer.completion import completion_init  # type: ignore[attr-defined]  # it is public in its own module alone
from typer.core import TyperCommand, TyperGroup

from lccspend.cli.app import app as commands
from lccspend.cli.declare import Argument, Command, declared
from lccspend.cli.options import Session, answer_parameters, shared_parameters
from lccspend.cli.run import guarded, perform
from lccspend.output import show


class _Plainly:
    """A command whose mistakes are told without the words of the library that found them, and help printed as answers.

    So a reader that stops (`--help | true`) is no error, and a full disk is told in a sentence.
    """

    def get_help_option(self, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]  # it stands before a command of Typer
        if option is not None:
            option.callback = _help
        return option

    def make_context(self, *given: Any, **more: Any) -> Any:
        try:
            return super().make_context(*given, **more)  # type: ignore[misc]  # it stands before a command of Typer
        except typer.BadParameter as fault:
            fault.message = fault.message.removeprefix("Value error, ")
            raise


def _help(context: typer.Context, _option: object, is_asked: bool) -> None:
    if is_asked and not context.resilient_parsing:
        raise typer.Exit(guarded(Session(), lambda: show((context.get_help(),))))


class _Command(_Plainly, TyperCommand):
    pass


class _Group(_Plainly, TyperGroup):
    pass


def _shared(context: typer.Context, **given: Any) -> None:
    """Keeps the shared options that stand before the name of the command."""
    context.obj = Session.take(given, None)


def _entry(command: Command) -> Callable[..., None]:
    def entry(context: typer.Context, **given: Any) -> None:
        code = perform(command, Session.take(given, context.obj), given)
        if code:
            raise typer.Exit(code)

    entry.__doc__ = command.function.__doc__
    more = answer_parameters() if command.answers else ()
    return _with_parameters(entry, (*command.parameters(), *more, *shared_parameters()))


def _with_parameters(entry: Callable[..., None], parameters: Iterable[inspect.Parameter]) -> Callable[..., None]:
    """The function with a context and these parameters in its signature, which is what Typer reads."""
    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_ONLY, annotation=typer.Context)
    typed = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=_annotation(p)) for p in parameters]
    vars(entry)["__signature__"] = inspect.Signature([context, *typed])
    entry.__annotations__ = {p.name: p.annotation for p in (context, *typed)}
    return entry


def _annotation(parameter: inspect.Parameter) -> Any:
    kind, told = declared(parameter)
    if isinstance(told, Argument):
        return Annotated[kind, typer.Argument(metavar=told.metavar, help=told.help)]
    return Annotated[
        kind,
        typer.Option(*told.spellings, metavar=told.metavar, help=told.help, min=told.least, dir_okay=not told.is_file),
    ]


app = typer.Typer(
    cls=_Group,
    help="What a council spends, where, and with whom: from Oracle exports to a committee report.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(_with_parameters(_shared, shared_parameters()))
for _name, _command in commands.items():
    app.command(_name, cls=_Command)(_entry(_command))
completion_init()  # of `lccspend completion` alone: an option that edits a user's files is nobody's wish
