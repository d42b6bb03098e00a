"""An answer in, its table, CSV, JSON or Markdown on standard output or in a file out: the only writer of results."""

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from lccspend.errors import SpendError, UsageError
from lccspend.project import Project

Style = Literal["table", "csv", "json", "markdown"]
STYLE_OF_ENDING: dict[str, Style] = {".json": "json", ".md": "markdown", ".txt": "table"}
PIPE_WIDTH = 120


def show(
    answer: Any,
    *,
    style: Style | None = None,
    file: Path | None = None,
    project: Callable[[], Project] | None = None,
) -> None:
    """Prints an answer, or paths one to a line; without a style a terminal gets a table and a pipe CSV.

    A file without a style gets what its ending says (.json, .md, .txt), else CSV. The project is asked for only when
    its settings are needed, for the names that localities bear in print.
    """
    if isinstance(answer, tuple):
        _print("".join(f"{path}\n" for path in answer))
        return
    chosen = style or default_style(file)
    terminal = file is None and sys.stdout.isatty()
    text = render(answer, chosen, project, terminal=terminal)
    if file is None:
        _print(_harmless(text) if chosen in ("csv", "json") and terminal else text)
    else:
        _save(text, file)


def default_style(file: Path | None) -> Style:
    if file is not None:
        return STYLE_OF_ENDING.get(file.suffix.lower(), "csv")
    return "table" if sys.stdout.isatty() else "csv"


def refuse_unwritable(file: Path) -> None:
    """SpendError when nothing can be written to a file, told before a command does anything; UsageError of a folder."""
    try:
        is_folder, number = file.is_dir(), _hindrance(file)
    except OSError as fault:
        raise _unwritable(file, fault.strerror) from fault
    if is_folder:
        raise UsageError(f"--output names no file: {file} is a folder.", fix="Name a file.")
    if number:
        raise _unwritable(file, os.strerror(number))


def _hindrance(file: Path) -> int:
    """The number of the system's error when the file were written, 0 when there is none; OSError of its path."""
    if not file.parent.is_dir():
        return errno.ENOTDIR if file.parent.exists() else errno.ENOENT
    return 0 if os.access(file if file.exists() else file.parent, os.W_OK) else errno.EACCES


def render(answer: Any, style: Style, project: Callable[[], Project] | None, *, terminal: bool) -> str:
    """The answer as text that ends with a newline; for a terminal a table has its width and its styles."""
    from lccspend.output.formats import as_csv, as_json, as_markdown
    from lccspend.output.sheets import sheets

    if style == "json":
        return as_json(answer)
    if style == "csv":
        return as_csv(sheets(answer)[0])
    from lccspend.output.pages import printed

    pages = printed(sheets(answer), project)
    if style == "markdown":
        return as_markdown(pages)
    from lccspend.output.tables import as_table

    plain = not terminal or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if terminal else PIPE_WIDTH
    return as_table(pages, width=width, plain=plain)


def _harmless(text: str) -> str:
    """Data on a terminal, where a name could hold what the terminal obeys; in a pipe they stay exact."""
    from lccspend.output.text import printable

    return printable(text)


def _print(text: str) -> None:
    """A reader that stops reading (`| head`) ends the writing, silently; a full disk is an error, told once."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(fault, BrokenPipeError):
            raise SpendError(
                f"The answer cannot be written: {fault.strerror}.", fix="Free some room, or send it elsewhere."
            ) from fault


def _save(text: str, file: Path) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    except OSError as fault:
        raise _unwritable(file, fault.strerror) from fault


def _unwritable(file: Path, why: str | None) -> SpendError:
    return SpendError(f"{file} cannot be written: {why}.", fix="Name another file.")
