"""Text in, days out; days in, financial years out: a year runs from 1 April to 31 March and is written 2023/24.

polars is imported where an expression is made, because queries name years without it.
"""

import os
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lccspend.errors import SettingsError

if TYPE_CHECKING:
    import polars as pl

LONDON = "Europe/London"

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of the environment that says which day is today, in seconds since 1970."""

EARLIEST = date(2000, 1, 1)
"""No payment of either system is older; an earlier date is a slip of the hand (contract section 3.4)."""

DAYS_AHEAD = 31
"""A payment run is dated at most this many days after today."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}

NO_DATE = "no date that is read (day first)"
"""What is said of a cell for which `read_day` gives no day."""

_CLOCK = r"(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = r"^(\d{1,2})(?:/(\d{1,2})/|\.(\d{1,2})\.)(\d{4}|\d{2})" + _CLOCK + "$"
_NAMED = r"^(\d{1,2})(?:-([a-z]+)-| +([a-z]+) +)(\d{4}|\d{2})$"
_ISO = r"^(\d{4})-(\d{2})-(\d{2})" + _CLOCK + "$"
_WITH_OFFSET = r"^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)? ?(z|[+-]\d{2}:?\d{2})$"
_SERIAL = r"^(\d{5})(?:\.\d+)?$"
_SERIAL_ZERO = date(1899, 12, 30)
_FROM_1900_TO_1904 = 1462
_YEAR = re.compile(r"(\d{4})[/-](\d{2}|\d{4})")


def read_day(text: "pl.Expr") -> "pl.Expr":
    """Text of a date as a day; null where it is none by contract section 3.4. Day first, never month first.

    A moment with an offset becomes the day in London; an Excel serial becomes its day.
    """
    import polars as pl

    from lccspend.money import tidy

    low = tidy(text).str.to_lowercase()
    numeric, named, iso = (low.str.extract_groups(p) for p in (_DAY_FIRST, _NAMED, _ISO))
    month_name = pl.coalesce(named.struct[1], named.struct[2])
    month_number = month_name.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    year = pl.coalesce(iso.struct[0], numeric.struct[3], named.struct[3])
    month = pl.coalesce(iso.struct[1], numeric.struct[1], numeric.struct[2], month_number)
    day = pl.coalesce(iso.struct[2], numeric.struct[0], named.struct[0])
    full_year = pl.when(year.str.len_chars() == 2).then(pl.lit("20") + year).otherwise(year)
    written = pl.concat_str([full_year, month.str.zfill(2), day.str.zfill(2)], separator="-")
    serial = low.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    return pl.coalesce(
        written.str.to_date("%Y-%m-%d", strict=False),
        _day_in_london(low),
        (pl.lit(_SERIAL_ZERO) + pl.duration(days=serial)),
    )


def from_1900(text: "pl.Expr") -> "pl.Expr":
    """The serials of a workbook that counts days from 1904 as those of one that counts them from 1900."""
    import polars as pl

    serial = text.str.strip_chars().str.extract(_SERIAL, 1).cast(pl.Int64, strict=False)
    return pl.coalesce((serial + _FROM_1900_TO_1904).cast(pl.String), text)


def read_all_days(columns: "Sequence[pl.Series]") -> "list[pl.Series]":
    """As `read_day`, for long columns of one length: each spelling is read once, in whichever of them it stands."""
    import polars as pl

    days = _SPELLINGS(pl.concat(column.alias("day") for column in columns))
    return [days.slice(place * len(column), len(column)) for place, column in enumerate(columns)]


class _Spellings:
    """The spellings of days that were met so far: those of all columns and files are the same few thousand.

    Columns are read by several threads. Each reads by the spellings it began with and by its own new ones, because
    another may put others in their place at any time; what is lost by that is read once more, never left blank.
    """

    def __init__(self) -> None:
        self.known: pl.DataFrame | None = None

    def __call__(self, text: "pl.Series") -> "pl.Series":
        known = _spelt() if self.known is None else self.known
        days = _look_up(text, known)
        missing = text.filter(days.is_null() & (text != "")).unique()
        new = missing.filter(~missing.is_in(known["text"].implode()))
        if new.is_empty():
            return days
        read = _spelt(new)
        self.known = known.vstack(read) if known.height < _MOST_SPELLINGS else read
        return days.zip_with(days.is_not_null(), _look_up(text, read))


def _spelt(text: "pl.Series | None" = None) -> "pl.DataFrame":
    """Each text with its day."""
    import polars as pl

    return pl.DataFrame({"text": text}, schema={"text": pl.String}).with_columns(day=read_day(pl.col("text")))


def _look_up(text: "pl.Series", known: "pl.DataFrame") -> "pl.Series":
    import polars as pl

    if known.is_empty() or text.null_count() == len(text):
        return pl.repeat(None, len(text), dtype=pl.Date(), eager=True).rename(text.name)
    return text.replace_strict(known["text"], known["day"], default=None, return_dtype=pl.Date())


_SPELLINGS = _Spellings()
_MOST_SPELLINGS = 50_000
"""A ledger of a hundred years has fewer days; moments with a clock time must not fill the memory."""


def _day_in_london(low: "pl.Expr") -> "pl.Expr":
    import polars as pl

    part = low.str.extract_groups(_WITH_OFFSET)
    offset = part.struct[3].str.replace("z", "+0000").str.replace(":", "")
    text = pl.concat_str([part.struct[0], part.struct[1], part.struct[2].fill_null(":00")], separator=" ")
    moment = pl.concat_str([text, offset]).str.to_datetime("%Y-%m-%d %H:%M :%S%z", strict=False)
    return moment.dt.convert_time_zone(LONDON).dt.date()


def today() -> date:
    """The day in London, or the day of `EPOCH` when that is set, so that a build can be repeated; or SettingsError."""
    epoch = os.environ.get(EPOCH)
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return moment.astimezone(ZoneInfo(LONDON)).date()
    except (ValueError, OverflowError, OSError) as fault:
        raise SettingsError(
            f"{EPOCH} is '{epoch}', which is no moment in seconds since 1970.", fix="Unset it, or give such a number."
        ) from fault


def financial_year(day: date) -> str:
    """The financial year of a day: 31 March 2024 is 2023/24, 1 April 2024 is 2024/25."""
    return year_label(day.year if day.month >= 4 else day.year - 1)


def financial_year_of(day: "pl.Expr") -> "pl.Expr":
    """The financial year of each day, as 2023/24, a categorical: each year is put into words once."""
    import polars as pl

    def labels(starts: pl.Series) -> pl.Series:
        found = starts.unique().drop_nulls().to_list()
        first = min(found, default=0)
        spelled = [year_label(start) for start in range(first, max(found, default=0) + 1)]
        return pl.Series(spelled, dtype=words).gather(starts - first)

    words = pl.Categorical()
    start = day.dt.year() - (day.dt.month() < 4).cast(pl.Int32)
    return start.map_batches(labels, return_dtype=words, is_elementwise=True)


def year_label(start: int) -> str:
    """The label of the year that begins on 1 April of start: 2023 is 2023/24."""
    return f"{start}/{(start + 1) % 100:02d}"


def start_of(label: str) -> int:
    """The calendar year in which a financial year begins: 2023/24 is 2023."""
    return int(label[:4])


def days_of(label: str) -> tuple[date, date]:
    """The first and last day of a financial year."""
    start = start_of(label)
    return date(start, 4, 1), date(start + 1, 3, 31)


def years_between(first: date, last: date) -> list[str]:
    """The financial years from that of the first day to that of the last."""
    return [year_label(n) for n in range(start_of(financial_year(first)), start_of(financial_year(last)) + 1)]


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


def runs_of(months: Iterable[str]) -> list[list[str]]:
    """Months in order, those that follow each other together."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _ordinal(month) == _ordinal(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
