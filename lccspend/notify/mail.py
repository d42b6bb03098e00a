"""The summary of a run in, a mail to the addresses of the settings out, by sendmail or through a mail server."""

import logging
import mimetypes
import subprocess
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from lccspend.errors import SpendError
from lccspend.money import sterling
from lccspend.notify.process import run_for
from lccspend.notify.secret import without_password
from lccspend.project import Project
from lccspend.runs.record import Summary
from lccspend.unattended import Notify

log = logging.getLogger(__name__)

SAID = {
    "published": "the report is ready",
    "unchanged": "nothing has changed",
    "refused": "nothing was published",
    "failed": "the run failed",
}
MOST_ATTACHED = 20 * 10**6
"""Bytes: many mail servers refuse more."""


def send(project: Project, wanted: Notify, summary: Summary) -> None:
    """Sends the mail; SpendError says what stands against it, and how to mend it."""
    message = compose(project, wanted, summary)
    try:
        if wanted.smtp_host:
            from lccspend.notify.smtp import deliver

            deliver(message, wanted, project.root)
        else:
            _hand_to_sendmail(message, wanted, project.root)
    except SpendError as fault:
        raise SpendError(f"No mail was sent. {fault.message}", fix=fault.fix) from fault


def compose(project: Project, wanted: Notify, summary: Summary) -> EmailMessage:
    """The outcome in the subject; the totals, the warnings and the places of the files in the text."""
    said = SAID.get(summary.result, summary.result)
    if summary.command == "ingest" and summary.result == "published":
        said = "the figures are ready"
    message = EmailMessage()
    message["Subject"] = f"lccspend: {said} ({project.settings.authority.name})"
    message["From"] = wanted.sender
    message["To"] = ", ".join(wanted.to)
    message["Date"] = format_datetime(summary.ended)
    message["Message-ID"] = make_msgid(idstring=summary.id, domain="lccspend.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(project, summary))
    if wanted.attach:
        _attach(message, [project.root / name for name in summary.files])
    return message


def _text(project: Project, summary: Summary) -> str:
    lines = [f"Run {summary.id} of lccspend {summary.command} ({summary.version}) in {project.root}: {summary.result}."]
    lines += ["", summary.message] if summary.message else []
    counted = summary.totals.get("books counted pounds")
    if counted is not None:
        lines += ["", f"Counted {summary.totals['books counted rows']:,} rows, {sterling(Decimal(counted))}."]
    lines += ["", *(f"Warning: {warning}" for warning in summary.warnings)] if summary.warnings else []
    shown = [name for name in summary.files if "/tables/" not in name]
    lines += ["", *(str(project.root / name) for name in shown)] if shown else []
    return "\n".join([*lines, "", f"More: lccspend -C {project.root} runs show {summary.id}", ""])


def _attach(message: EmailMessage, files: list[Path]) -> None:
    """The report as PDF, else as a web page; its tables stay where they are."""
    report = next((file for ending in (".pdf", ".html") for file in files if file.suffix == ending), None)
    if report is None or not report.is_file():
        return
    content = report.read_bytes()
    if len(content) > MOST_ATTACHED:
        log.warning("%s is too large for a mail, so the mail names its place.", report.name)
        return
    kind, _, part = (mimetypes.guess_type(report.name)[0] or "application/octet-stream").partition("/")
    message.add_attachment(content, maintype=kind, subtype=part, filename=report.name)


def _hand_to_sendmail(message: EmailMessage, wanted: Notify, folder: Path) -> None:
    """An address cannot begin with a dash, so none is taken for an option."""
    command = [str(wanted.sendmail), "-oi", "-f", str(wanted.sender), *wanted.to]
    try:
        code, _ = run_for(wanted.timeout, command, message.as_bytes(), folder, without_password())
    except subprocess.TimeoutExpired as fault:
        raise SpendError(
            f"{wanted.sendmail} took longer than {wanted.timeout} seconds.", fix="Raise timeout under [notify]."
        ) from fault
    except OSError as fault:
        raise SpendError(
            f"{wanted.sendmail} cannot be started: {fault.strerror}.",
            fix="Install a sendmail, or name a mail server as smtp_host under [notify].",
        ) from fault
    if code:
        raise SpendError(
            f"{wanted.sendmail} refused it with exit code {code}.", fix="Look into the mail log of this machine."
        )
