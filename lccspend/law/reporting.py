"""Days in, the periods of section 69 and the quarters of section 70 out, with the last day to publish for each."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lccspend.law.dated import Duty


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included; under_duty says whether the law asked for a publication about them."""

    first: date
    last: date
    under_duty: bool

    def publish_by(self, duty: Duty) -> date:
        """Before the end of so many days beginning with the last day of the period: that day is day 1."""
        return self.last + timedelta(days=duty.days_to_publish - 1)

    def publish_by_others(self, duty: Duty) -> date:
        """The day on which those rely who begin to count on the day after the period; it is a day too late."""
        return self.last + timedelta(days=duty.days_to_publish)


def reporting_periods(first: date, last: date, duty: Duty) -> tuple[Period, ...]:
    """The half-years that hold the days from first to last, in time.

    A half-year ends on 30 September or 31 March (section 69(3)). The one in which the duty begins is cut in two on that
    day, because the first reporting period begins with it.
    """
    return tuple(_cut(first, last, duty))


def _cut(first: date, last: date, duty: Duty) -> Iterator[Period]:
    start = _half_year_of(first)
    while start <= last:
        after = _half_year_of(start + timedelta(days=190))
        end = after - timedelta(days=1)
        if start < duty.valid_from <= end:
            yield Period(start, duty.valid_from - timedelta(days=1), under_duty=False)
            start = duty.valid_from
        yield Period(start, end, under_duty=start >= duty.valid_from)
        start = after


def _half_year_of(day: date) -> date:
    """The first day of the half-year that a day lies in."""
    if 4 <= day.month <= 9:
        return date(day.year, 4, 1)
    return date(day.year - (day.month < 4), 10, 1)


def quarter_of(day: date, duty: Duty) -> Period:
    """The quarter of a day: three months beginning with January, April, July or October."""
    month = (day.month - 1) // 3 * 3 + 1
    last = date(day.year, month + 2, monthrange(day.year, month + 2)[1])
    return Period(date(day.year, month, 1), last, under_duty=day >= duty.valid_from)
