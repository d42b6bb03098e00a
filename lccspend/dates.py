"""Days in, financial years out: a year runs from 1 April to 31 March and is written 2023/24."""

import os
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_YEAR = re.compile(r"(\d{4})[/-](\d{2}|\d{4})")


def today() -> date:
    """The day in London, or the day of SOURCE_DATE_EPOCH when that is set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(LONDON).date()


def financial_year(day: date) -> str:
    """The financial year of a day: 31 March 2024 is 2023/24, 1 April 2024 is 2024/25."""
    start = day.year if day.month >= 4 else day.year - 1
    return year_label(start)


def year_label(start: int) -> str:
    """The label of the year that begins on 1 April of start: 2023 is 2023/24."""
    return f"{start}/{(start + 1) % 100:02d}"


def start_of(label: str) -> int:
    """The calendar year in which a financial year begins: 2023/24 is 2023."""
    return int(label[:4])


def read_year(text: str) -> str | None:
    """2023/24, 2023-24 or 2023/2024 as 2023/24; None when the text is no financial year."""
    found = _YEAR.fullmatch(text.strip())
    if not found:
        return None
    start = int(found[1])
    label = year_label(start)
    return label if found[2] in {label[-2:], str(start + 1)} else None


def months_of(label: str) -> list[str]:
    """The twelve months of a financial year in order: 2023-04 to 2024-03."""
    start = start_of(label)
    return [f"{start}-{month:02d}" for month in range(4, 13)] + [f"{start + 1}-{month:02d}" for month in range(1, 4)]
