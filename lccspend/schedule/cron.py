"""A place in, the line of a crontab out."""

import shlex

from lccspend.schedule.place import DAILY, Place


def cron_line(place: Place) -> str:
    """Every morning. cron ends a command at a bare %, whatever the quotes, so each is escaped."""
    hour, minute = DAILY.split(":")
    command = shlex.join(place.call).replace("%", r"\%")
    return f"{int(minute)} {int(hour)} * * * {command}\n"
