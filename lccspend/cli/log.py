"""Log records in, lines on standard error or in a file out: for people as text, for programs as JSON lines."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from lccspend.errors import SpendError
from lccspend.output.text import printable

log = logging.getLogger("lccspend")

LogFormat = Literal["text", "json"]
LEADS = {logging.WARNING: "Warning: ", logging.ERROR: "Error: ", logging.CRITICAL: "Error: "}


class TextLines(logging.Formatter):
    """The message alone, with a word before it when it is a warning or an error."""

    def format(self, record: logging.LogRecord) -> str:
        lines = LEADS.get(record.levelno, "") + printable(record.getMessage())
        return lines + _traceback(record)


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, message, and the traceback when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        entry["message"] = printable(record.getMessage())
        if record.exc_info:
            entry["traceback"] = _traceback(record).strip()
        return json.dumps(entry, ensure_ascii=False)


def _traceback(record: logging.LogRecord) -> str:
    if not record.exc_info:
        return ""
    return "\n" + printable("".join(traceback.format_exception(*record.exc_info)).rstrip())


def level_of(*, quiet: bool, verbose: bool) -> int:
    """Errors only when quiet, everything when verbose, else what a user wants to know."""
    if quiet:
        return logging.ERROR
    return logging.DEBUG if verbose else logging.INFO


class StandardError(logging.Handler):
    """Writes to what standard error is at that moment: a progress bar takes its place while it moves."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


class LogFile(logging.FileHandler):
    """Adds to a file; when that fails, as on a full disk, it warns once and is silent: the run goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the name of the class above it)
        fault = sys.exception()
        if isinstance(fault, OSError):
            self._give_up(fault)
        else:
            super().handleError(record)

    def close(self) -> None:
        """Some disks refuse only now, and what was refused before is tried again."""
        try:
            super().close()
        except OSError as fault:
            self._give_up(fault)

    def _give_up(self, fault: OSError) -> None:
        if self.level > logging.CRITICAL:
            return
        self.setLevel(logging.CRITICAL + 1)
        log.warning("The log file %s cannot be written: %s.", self.baseFilename, fault.strerror)


@contextmanager
def log_to_stderr(style: LogFormat, level: int) -> Iterator[None]:
    with _attached(StandardError(), style, level):
        yield


@contextmanager
def log_to_file(path: Path, style: LogFormat, level: int) -> Iterator[None]:
    """Adds to the file; SpendError when it cannot be opened."""
    try:
        handler = LogFile(path, encoding="utf-8", errors="backslashreplace")
    except OSError as fault:
        raise SpendError(f"The log file {path} cannot be written: {fault.strerror}.", fix="Name another.") from fault
    try:
        with _attached(handler, style, level):
            yield
    finally:
        handler.close()


@contextmanager
def _attached(handler: logging.Handler, style: LogFormat, level: int) -> Iterator[None]:
    """Libraries are heard from their warnings on; lccspend from the level asked for."""
    root, own = logging.getLogger(), logging.getLogger("lccspend")
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    handler.setLevel(level)
    before = own.level
    own.setLevel(min(level, before or level))
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        own.setLevel(before)
