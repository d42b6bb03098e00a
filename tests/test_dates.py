"""Dates: every style of the contract is one day, day first; everything else is refused."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend import dates
from lccspend.dates import (
    days_of,
    financial_year,
    financial_year_of,
    months_of,
    read_all_days,
    read_day,
    read_year,
    today,
    years_between,
)
from lccspend.errors import SettingsError


def read(*texts: str | None) -> list[date | None]:
    return (
        pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(read_day(pl.col("text"))).to_series().to_list()
    )


@pytest.mark.parametrize(
    "text",
    [
        "2023-04-30", "2023-04-30 00:00:00", "30/04/2023", "30/04/23", "30/4/23", "30.04.2023", "30-APR-2023",
        "30-APR-23", "30-Apr-23", "30 Apr 2023", "30 April 2023", "30 april 2023", "45046", "45046.0",
        " 30/04/2023 ", "2023-04-30T23:30:00", "2023-04-30 01:00:00", "30/04/2023 00:00", "30/04/2023 00:00:00",
        "2023-04-29T23:00:00.000+00:00", "2023-04-30T22:59:59.000+00:00", "2023-04-30T22:59:59Z",
        "2023-04-30T23:59:59+01:00", "\u00a030/04/2023", "30 Apr 23", "2023-04-29T23:30Z",
    ],
)  # fmt: skip
def test_each_style_of_date_is_the_same_day(text: str) -> None:
    assert read(text) == [date(2023, 4, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "", "N/A", "04/30/2023", "31/02/2023", "2023-02-30", "2023-13-01", "Sep 2014", "2023", "30/04", "20230430",
        "2023/04/30", "30-04-2023", "30 Foo 2023", "32/01/2023", "0/1/2023", "TBC", "22/04/222", "2023-4-30",
        "4366", "436580", "-43658", "2023-04-30T25:00:00+00:00", "30th April 2023", "2023-04-30T23:00:00+00:00x",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    assert read(text) == [None]


def test_a_moment_late_in_utc_belongs_to_the_next_day_of_a_london_summer() -> None:
    summer, winter = "2023-03-31T23:00:00.000+00:00", "2023-01-31T23:00:00.000+00:00"
    assert read(summer, winter) == [date(2023, 4, 1), date(2023, 1, 31)]


def test_the_day_comes_first_and_never_the_month() -> None:
    assert read("03/04/2023", "3/4/23", "12.11.2022") == [date(2023, 4, 3), date(2023, 4, 3), date(2022, 11, 12)]


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%b-%Y", "%d-%b-%y", "%d.%m.%Y", "%d %B %Y"]),
)
def test_a_day_written_in_any_style_is_read_back(day: date, style: str) -> None:
    assert read(day.strftime(style)) == [day]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), "2023/24"), (date(2024, 4, 1), "2024/25"), (date(2000, 1, 1), "1999/00")]
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, year: str) -> None:
    assert financial_year(day) == year
    assert pl.DataFrame({"day": [day]}).select(financial_year_of(pl.col("day"))).item() == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023/24", "2023/24"),
        ("2023-24", "2023/24"),
        ("2023/2024", "2023/24"),
        ("2023/25", None),
        ("2023", None),
        ("1999-00", "1999/00"),
        (" 2023/24 ", "2023/24"),
    ],
)
def test_a_year_is_understood_with_a_stroke_or_a_hyphen(text: str, year: str | None) -> None:
    assert read_year(text) == year


def test_days_of_several_years_and_a_missing_one_each_have_their_year() -> None:
    days = pl.Series([date(2024, 4, 1), None, date(2021, 5, 2), date(2023, 3, 31)])
    assert days.to_frame("day").select(financial_year_of(pl.col("day"))).to_series().to_list() == [
        *("2024/25", None, "2021/22", "2022/23"),
    ]


def test_a_year_runs_from_the_first_of_april_to_the_last_of_march() -> None:
    assert days_of("2023/24") == (date(2023, 4, 1), date(2024, 3, 31))


def test_the_years_between_two_days_are_those_of_both_and_all_that_lie_between() -> None:
    assert years_between(date(2022, 3, 31), date(2024, 4, 1)) == ["2021/22", "2022/23", "2023/24", "2024/25"]


def test_a_year_has_twelve_months_from_april() -> None:
    months = months_of("2023/24")
    assert (len(months), months[0], months[-1]) == (12, "2023-04", "2024-03")


def test_today_is_the_day_of_the_source_date_epoch_when_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1688165999")
    assert today() == date(2023, 6, 30)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1688166000")
    assert today() == date(2023, 7, 1)


@pytest.mark.parametrize("epoch", ["abc", "2024-01-01", "1e9", "99999999999999999999"])
def test_a_source_date_epoch_that_is_no_moment_is_told_as_it_stands(
    epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SettingsError, match=f"SOURCE_DATE_EPOCH is '{epoch}'"):
        today()


def test_a_long_column_is_read_as_each_of_its_days() -> None:
    column = pl.Series("day", ["", "2023-05-02", None, " ", "03/05/2023", "no day", "", "2023-05-02"])
    second, third = date(2023, 5, 2), date(2023, 5, 3)
    (days,) = read_all_days([column])
    assert days.to_list() == [
        None,
        second,
        None,
        None,
        third,
        None,
        None,
        second,
    ]


def test_columns_that_are_read_together_keep_their_own_days() -> None:
    first, second = pl.Series("a", ["2023-05-02", None]), pl.Series("b", ["no day", "03/05/2023"])
    blank = pl.Series("c", [None, None], pl.String)
    read = [days.to_list() for days in read_all_days([first, blank, second])]
    assert read == [[date(2023, 5, 2), None], [None, None], [None, date(2023, 5, 3)]]


def days_as_text(first, count):
    return pl.Series("day", [f"{date(2001, 1, 1) + timedelta(days=n):%d/%m/%Y}" for n in range(first, first + count)])


def test_a_spelling_met_before_is_still_read_when_too_many_are_known_to_keep_them_all(monkeypatch):
    monkeypatch.setattr(dates, "_MOST_SPELLINGS", 2)
    spellings = dates._Spellings()
    spellings(days_as_text(0, 3))
    assert spellings(days_as_text(0, 5)).to_list() == [date(2001, 1, day) for day in range(1, 6)]


class Forgetful(dates._Spellings):
    """Another thread puts other spellings in place of those just learnt, at once."""

    known = property(lambda _: None, lambda _, __: None)


def test_no_day_is_lost_where_another_thread_changes_what_is_known():
    assert Forgetful()(days_as_text(0, 3)).to_list() == [date(2001, 1, day) for day in range(1, 4)]


def test_a_text_that_is_no_day_is_looked_at_once(monkeypatch):
    spellings = dates._Spellings()
    assert spellings(pl.Series(["31/02/2020", None])).to_list() == [None, None]
    monkeypatch.setattr(dates, "read_day", None)
    assert spellings(pl.Series([None, "31/02/2020"])).to_list() == [None, None]
