"""A command from the settings and the summary of a run in, the command run on it out."""

import logging
import subprocess
from collections.abc import Sequence

from lccspend.notify.process import run_for
from lccspend.notify.secret import without_password
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.runs.shelf import as_json, last_run_file

log = logging.getLogger(__name__)

SUMMARY = "LCCSPEND_RUN_SUMMARY"
"""The variable in which a command finds the path of the summary."""


def run_hook(project: Project, command: Sequence[str], summary: Summary, timeout: int) -> None:
    """Starts the command in the project folder, without a shell and without the mail's password.

    The summary is on its standard input; what it prints is kept from the standard output, which is the program's own.
    """
    environment = {**without_password(), SUMMARY: str(last_run_file(project))}
    try:
        code, error = run_for(timeout, command, as_json(summary), project.root, environment)
    except subprocess.TimeoutExpired:
        log.warning("The command %s took longer than %s seconds and was stopped.", command[0], timeout)
    except OSError as fault:
        log.warning("The command %s cannot be started: %s.", command[0], fault.strerror)
    else:
        if code:
            said = error.decode(errors="replace").strip().splitlines()[-1:]
            log.warning("The command %s ended with exit code %s. %s", command[0], code, "".join(said))
