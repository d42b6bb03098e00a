"""A command from the settings and the summary of a run in, the command run on it out."""

import subprocess
from collections.abc import Sequence

from lccspend.errors import SpendError
from lccspend.notify.process import run_for
from lccspend.notify.secret import without_password
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.runs.shelf import as_json, last_run_file

SUMMARY = "LCCSPEND_RUN_SUMMARY"
"""The variable in which a command finds the path of the summary."""


def run_hook(project: Project, command: Sequence[str], summary: Summary, timeout: int) -> None:
    """Starts the command in the project folder, without a shell and without the mail's password.

    The summary is on its standard input; what it prints is kept from the standard output, which is the program's own.
    SpendError when it cannot be started, takes too long or ends with an exit code other than 0.
    """
    environment = {**without_password(), SUMMARY: str(last_run_file(project))}
    try:
        code, error = run_for(timeout, command, as_json(summary), project.root, environment)
    except subprocess.TimeoutExpired as fault:
        raise SpendError(
            f"The command {command[0]} took longer than {timeout} seconds and was stopped.",
            fix="Mend it, or raise timeout under [notify].",
        ) from fault
    except OSError as fault:
        raise SpendError(
            f"The command {command[0]} cannot be started: {fault.strerror}.",
            fix="Mend it under [notify], or let this user run it.",
        ) from fault
    if code:
        said = error.decode(errors="replace").strip().splitlines()[-1:]
        raise SpendError(
            f"The command {command[0]} ended with exit code {code}. {''.join(said)}".rstrip(), fix="Mend that command."
        )
