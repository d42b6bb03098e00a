"""The summary of a run in, a command started and a mail sent out; what fails here changes nothing that is published."""

import logging

from lccspend.errors import SpendError
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.unattended import Notify

log = logging.getLogger(__name__)


def notify(project: Project, summary: Summary) -> None:
    """Runs the command for this outcome and sends the mail, as the settings say; what fails is a warning."""
    if summary.result == "interrupted":
        return
    try:
        wanted = project.settings.notify
    except SpendError:
        return
    try:
        _told(project, wanted, summary)
    except Exception as fault:  # noqa: BLE001  (the run is over, and its result and exit code must stand)
        log.warning("Nobody was told of this run: %s.", type(fault).__name__)


def _told(project: Project, wanted: Notify, summary: Summary) -> None:
    outcome = "failure" if summary.exit_code else "success"
    hook = wanted.on_failure if summary.exit_code else wanted.on_success
    if hook:
        from lccspend.notify.hook import run_hook

        run_hook(project, hook, summary, wanted.timeout)
    if wanted.to and outcome in wanted.mail_on:
        from lccspend.notify.mail import send

        send(project, wanted, summary)
