"""A machine and a project in, a verdict on what surrounds a build out: text, time, reference data, mail, other runs."""

import locale
import os
import re
import stat
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lccspend.dates import EPOCH, LONDON, today
from lccspend.errors import SpendError
from lccspend.figures import Check
from lccspend.project import Project
from lccspend.verdicts import check

DIRECTORY_DAYS = 540
"""The postcode directory comes out every quarter; after a year and a half many new postcodes are placed by sector."""


def encoding() -> Check:
    """Files and pipes are UTF-8 whatever the locale; names of files and a terminal follow it."""
    names, text = sys.getfilesystemencoding(), locale.getpreferredencoding(False)
    found = f"File names are {names}, text is {text}"
    if names.casefold().replace("-", "") != "utf8":
        return check("encoding", "warn", f"{found}: set LC_ALL=C.UTF-8, or files with accents cannot be named.")
    return check("encoding", "pass", f"{found}.")


def time_zone() -> Check:
    """Days are those of London, wherever the machine stands."""
    try:
        here = datetime.now(ZoneInfo(LONDON))
    except ZoneInfoNotFoundError:
        return check("time_zone", "fail", f"The rules of {LONDON} are missing: install the package tzdata.")
    own = datetime.now(UTC).astimezone().strftime("%Z") or "none"
    stands = f" (set by {EPOCH})" if os.environ.get(EPOCH) else ""
    return check("time_zone", "pass", f"Today is {today()}{stands}; {LONDON} is {here:%Z}, this machine {own}.")


def postcodes(project: Project) -> Check:
    """The newest directory that a build has: one of the council's own, or the shipped one, named by its month."""
    from lccspend.geography.table import vintage
    from lccspend.store import read_figures

    edition = vintage().edition
    found = re.search(r"([A-Z][a-z]+) (\d{4})$", edition)
    months = [datetime.strptime(found[0], "%B %Y").replace(tzinfo=UTC).date()] if found else []
    with suppress(SpendError):
        own = [one for one in read_figures(project).directories if one.edition]
        months += [date.fromisoformat(f"{one.edition}-01") for one in own]
        edition = ", ".join([edition, *(f"{one.file} of {one.edition}" for one in own)])
    age = (today() - max(months)).days if months else 0
    if age > DIRECTORY_DAYS:
        fix = "give a newer directory as [registers] postcodes; newer postcodes are placed by their sector."
        return check("postcodes", "warn", f"{edition}: {age} days old; {fix}")
    return check("postcodes", "pass", f"{edition}.")


def registers(project: Project) -> Check:
    """As the last build found them: reading a register takes minutes."""
    from lccspend.store import read_figures

    try:
        used = read_figures(project).registers
    except SpendError:
        return check("registers", "pass", "Nothing is built yet, so no register was used.")
    if not used:
        return check("registers", "pass", "The last build used no register of companies or charities.")
    stale = [f"{register.file} of {register.as_of}" for register in used if register.stale]
    if stale:
        return check("registers", "warn", f"Too old by [registers] stale_after_days: {', '.join(stale)}.")
    return check("registers", "pass", ", ".join(f"{r.register} of {r.as_of or 'an unknown day'}" for r in used) + ".")


def lock(project: Project) -> Check:
    """Whether a run holds the folder now: a lock that is left behind by a run that is gone holds nothing."""
    from filelock import FileLock, Timeout

    from lccspend.store.lock import LOCK, holder_of

    path = project.processed / LOCK
    try:
        if path.is_file():
            with FileLock(path, timeout=0):
                pass
    except Timeout:
        holder = holder_of(project)
        told = f" ({holder.told})" if holder else ""
        return check("lock", "warn", f"A run holds {project.root}{told}: another one ends in exit code 4.")
    except OSError as fault:
        return check("lock", "fail", f"{path} cannot be locked ({fault.strerror}): change its rights.")
    return check("lock", "pass", "No run holds the project folder.")


def last_run(project: Project) -> Check:
    """How the latest run ended, and whether that could be told; one that is still running is passed over."""
    from lccspend.runs.shelf import records, result_of

    for run in records(project):
        ended = result_of(project, run)
        told = f"Run {run.id} ({run.command}): {ended}"
        untold = "".join(f" {' '.join(sentence.split())}" for sentence in run.untold)
        if ended == "interrupted":
            sentence = f"{told}: what is published is whole; run `lccspend {run.command}` again."
            return check("last_run", "warn", sentence)
        if ended in {"refused", "failed"}:
            return check("last_run", "warn", f"{told}: `lccspend runs show {run.id}` says why.{untold}")
        if ended != "running":
            return check("last_run", "warn" if untold else "pass", f"{told}.{untold}")
    return check("last_run", "pass", "No run is recorded yet.")


def mail(project: Project) -> Check:
    """Whether the program or the password that a mail needs is there; no connection is opened."""
    from lccspend.notify.secret import PASSWORD, refuse_if_open_to_others

    wanted = project.settings.notify
    if not wanted.to:
        return check("mail", "pass", "No mail is asked for.")
    if not wanted.smtp_host and not os.access(wanted.sendmail, os.X_OK):
        sentence = f"{wanted.sendmail} is not there: install a sendmail, or name a mail server as smtp_host."
        return check("mail", "fail", sentence)
    if not wanted.smtp_user or os.environ.get(PASSWORD):
        return check("mail", "pass", f"Mail goes through {wanted.smtp_host or wanted.sendmail}.")
    if wanted.password_file is None:
        return check("mail", "fail", f"smtp_user needs a password: set {PASSWORD} or password_file under [notify].")
    file = project.root / wanted.password_file
    try:
        refuse_if_open_to_others(file, stat.S_IMODE(file.stat().st_mode))
    except SpendError as fault:
        return check("mail", "fail", str(fault).replace("\n", " "))
    except OSError as fault:
        return check("mail", "fail", f"{file} cannot be read: {fault.strerror}.")
    return check("mail", "pass", f"Mail goes through {wanted.smtp_host}, with the password of {file}.")
