"""A command and its options in, its answer shown and an exit code out; the only place that turns an error into one."""

import errno
import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from lccspend.cli.declare import Command
from lccspend.cli.log import level_of, log_to_file, log_to_stderr
from lccspend.cli.options import Session
from lccspend.errors import STOPS, SpendError
from lccspend.output import refuse_unwritable, show

log = logging.getLogger("lccspend")

FAULT = 70
MENDABLE = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), "Give the user who runs lccspend the right to it."),
    errno.EROFS: "Keep the project folder where it can be written to.",
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Free some room, and run this again."),
    errno.EIO: "The disk or the network drive fails: look into the log of the system.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
    errno.EFBIG: "Allow larger files (`ulimit -f` says how large they may be), and run this again.",
    **dict.fromkeys((errno.EEXIST, errno.EISDIR, errno.ENOTDIR), "Move away what bears the name that is needed there."),
}
"""What the system refuses and the user can change (rights, room, a name), and how."""

NO_MEMORY = (
    "The memory of this machine does not suffice.\n"
    "Export in smaller files, or lower [limits] file_mb in lccspend.toml to learn which file it is."
)


def command(function: Callable[..., Any]) -> Command:
    """A command that does something; what it returns (paths) is printed."""
    return Command(function)


def query(function: Callable[..., Any], failing: type[SpendError] | None = None) -> Command:
    """A command that answers: adds --format and --output, and shows what the function returns."""
    return Command(function, answers=True, failing=failing)


def perform(command: Command, session: Session, given: dict[str, Any]) -> int:
    """Runs a command with what was given for its own options; its exit code."""
    return guarded(session, lambda: _run(command, session, given))


def _run(command: Command, session: Session, given: dict[str, Any]) -> None:
    if not command.answers:
        show(command.function(session, **given))
        return
    style, output = given.pop("style"), given.pop("output")
    if output is not None:
        session.refuse_raw(output)
        refuse_unwritable(output)
    answer = command.function(session, **given)
    show(answer, style=style, file=output, project=lambda: session.project)
    if command.failing and answer.verdict == "fail":
        failed = [check.check for check in answer.checks if check.verdict == "fail"]
        raise command.failing(f"Failed: {', '.join(failed)}.")


def guarded(session: Session, action: Callable[[], None]) -> int:
    """Runs the action with its messages where the session wants them; its exit code, 0 when all went well."""
    level = level_of(quiet=session.quiet, verbose=session.verbose)
    style = session.log_format or "text"
    with ExitStack() as stack:
        stack.enter_context(log_to_stderr(style, level))
        try:
            if session.log_file:
                session.refuse_raw(session.log_file)
                file_level = level_of(quiet=False, verbose=session.verbose)
                stack.enter_context(log_to_file(session.log_file, style, file_level))
            action()
        except STOPS:
            raise
        except BaseException as fault:
            message, code = explain(fault)
            log.error("%s", message, exc_info=fault if session.debug else None)
            return code
    return 0


def explain(fault: BaseException) -> tuple[str, int]:
    """The lines a user reads about an error, and its exit code (contract section 5).

    What a library says of a fault may quote the cell that it met, and logs are kept: only --debug shows it.
    """
    if isinstance(fault, SpendError):
        return str(fault), fault.exit_code
    if isinstance(fault, OSError) and fault.errno in MENDABLE:
        place = f"{fault.filename}: " if fault.filename else ""
        return f"{place}{fault.strerror}.\n{MENDABLE[fault.errno]}", SpendError.exit_code
    if isinstance(fault, MemoryError):
        return NO_MEMORY, SpendError.exit_code
    return f"lccspend met a fault of its own ({type(fault).__name__}); --debug shows what and where.", FAULT
