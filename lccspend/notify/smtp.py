"""A mail in, handed to the mail server of the settings out: the only module that opens a network connection."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from lccspend.errors import SpendError
from lccspend.notify.secret import password
from lccspend.unattended import Notify


def deliver(message: EmailMessage, wanted: Notify, folder: Path) -> None:
    """Hands the mail over, encrypted unless the settings say none; SpendError says what the server refused."""
    secret = password(folder, wanted.password_file) if wanted.smtp_user else ""
    server = f"{wanted.smtp_host}, port {wanted.smtp_port}"
    try:
        with _connected(wanted) as connection:
            if wanted.smtp_user:
                connection.login(wanted.smtp_user, secret)
            connection.send_message(message)
    except smtplib.SMTPAuthenticationError as fault:
        raise SpendError(
            f"The mail server {server} refused smtp_user or its password.",
            fix="Mend smtp_user under [notify], or the password.",
        ) from fault
    except (smtplib.SMTPException, OSError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else type(fault).__name__
        raise SpendError(
            f"The mail server {server} did not take it: {reason}.", fix="See smtp_host under [notify]."
        ) from fault


def _connected(wanted: Notify) -> smtplib.SMTP:
    """Certificates are checked against the machine's own list."""
    place = (wanted.smtp_host, wanted.smtp_port)
    if wanted.smtp_security == "tls":
        return smtplib.SMTP_SSL(*place, timeout=wanted.timeout, context=ssl.create_default_context())
    connection = smtplib.SMTP(*place, timeout=wanted.timeout)
    if wanted.smtp_security == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection
