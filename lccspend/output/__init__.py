"""An answer in, its table, CSV, JSON or Markdown on standard output or in a file out: the only writer of results."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from lccspend.errors import SpendError
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
    text = render(answer, chosen, project)
    if file is None:
        _print(_harmless(text) if chosen in ("csv", "json") and sys.stdout.isatty() else text)
    else:
        _save(text, file, project)


def default_style(file: Path | None) -> Style:
    if file is not None:
        return STYLE_OF_ENDING.get(file.suffix.lower(), "csv")
    return "table" if sys.stdout.isatty() else "csv"


def render(answer: Any, style: Style, project: Callable[[], Project] | None) -> str:
    """The answer as text that ends with a newline."""
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

    terminal = sys.stdout.isatty()
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


def _save(text: str, file: Path, project: Callable[[], Project] | None) -> None:
    if project is not None and file.resolve().is_relative_to(project().raw.resolve()):
        raise SpendError(f"{file} lies in data/raw, where nothing is written.", fix="Name a file elsewhere.")
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as fault:
        raise SpendError(f"{file} cannot be written: {fault.strerror}.", fix="Name another file.") from fault
