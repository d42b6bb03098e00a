"""A command and its input in, its exit code and its complaint out; what takes too long is stopped with its children."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run_for(
    timeout: int, command: Sequence[str], given: bytes, folder: Path, environment: Mapping[str, str]
) -> tuple[int, bytes]:
    """Runs without a shell for at most so many seconds; the exit code and the standard error.

    Raises OSError when it cannot be started, subprocess.TimeoutExpired when it was stopped.
    """
    with subprocess.Popen(  # noqa: S603  (the council's own command, from its own settings)
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
    ) as process:
        try:
            _, said = process.communicate(given, timeout)
        except BaseException:
            _stop(process)
            raise
    return process.returncode, said


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """With its children, which would else hold the pipe open for as long as they like."""
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
