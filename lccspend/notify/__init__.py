"""The summary of a run in, a command started and a mail sent out; what fails here changes nothing that is published."""

import logging
from collections.abc import Callable

from lccspend.errors import SpendError
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.unattended import Notify

log = logging.getLogger(__name__)


Way = Callable[[Project, Notify, Summary], None]


def notify(project: Project, summary: Summary) -> tuple[str, ...]:
    """Runs the command for this outcome and sends the mail, as the settings say; what failed, as sentences.

    Each is told as an error too: where nobody was told, standard error is all that is left.
    """
    if summary.result == "interrupted":
        return ()
    try:
        wanted = project.settings.notify
    except SpendError:
        return ()
    failed = tuple(filter(None, (_failure(way, project, wanted, summary) for way in (_command, _mail))))
    for sentence in failed:
        log.error("%s", sentence)
    return failed


def _failure(way: Way, project: Project, wanted: Notify, summary: Summary) -> str:
    """What stood against it; nothing else may, for the run is over, and its result and exit code stand."""
    try:
        way(project, wanted, summary)
    except SpendError as fault:
        return str(fault)
    except Exception as fault:  # noqa: BLE001  (as above)
        return f"Nobody was told of this run: {type(fault).__name__}."
    return ""


def _command(project: Project, wanted: Notify, summary: Summary) -> None:
    hook = wanted.on_failure if summary.exit_code else wanted.on_success
    if hook:
        from lccspend.notify.hook import run_hook

        run_hook(project, hook, summary, wanted.timeout)


def _mail(project: Project, wanted: Notify, summary: Summary) -> None:
    if wanted.to and ("failure" if summary.exit_code else "success") in wanted.mail_on:
        from lccspend.notify.mail import send

        send(project, wanted, summary)
