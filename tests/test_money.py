"""Amounts: every style of the contract is read to the penny, everything else is refused, and nothing becomes nought."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lccspend.money import (
    hints_at_void,
    pence,
    percent,
    pounds,
    reaches,
    read_all_pence,
    read_like_pence,
    read_pence,
    round_half_up,
    tidy,
)


def read(*texts: str | None) -> list[int | None]:
    return (
        pl.DataFrame({"text": texts}, schema={"text": pl.String})
        .select(read_pence(pl.col("text")))
        .to_series()
        .to_list()
    )


READ = {
    "1234.56": 123456,
    "1,234.56": 123456,
    "1234.5": 123450,
    "1234": 123400,
    ".50": 50,
    "0": 0,
    "0.00": 0,
    "-12.00": -1200,
    "12.00-": -1200,
    "(12.00)": -1200,
    "<12.00>": -1200,
    "12.00 CR": -1200,
    "12.00CR": -1200,
    "-£1,234.56": -123456,
    "(£12.00)": -1200,
    "£(12.00)": -1200,
    "£12.00-": -1200,
    "£-12.00": -1200,
    "£12": 1200,
    "−12.00": -1200,
    " 12.00 ": 1200,
    "\u00a012.00\u00a0": 1200,
    "1.00*": 100,
    "-1.00*": -100,
    "12.500": 1250,
    "1880945.2399999993": 188094524,
    "0.0000000001": 0,
    "5303.57 ": 530357,
    "1,055,938.00": 105593800,
    "œ309.25": 30925,
    "12.00 cr": -1200,
    "999999999999.99": 99999999999999,
    "007.50": 750,
    "12.000001": 1200,
    "11.999999": 1200,
    "-0.00": 0,
}

REFUSED = [
    "1e3", "1,23.45", "1.234,56", "--5", "N/A", "", " ", "-", "nil", "12.345", "12.", "12.00--", "(12.00", "12.00)",
    "(-12.00)", "-12.00-", "-(12.00)", "££12", "12.00 DR", "+12.00", "1 234.56", "12,34", "1,2345.00", "£", "()", "CR",
    "12.00*5", "1.2.3", "TOTAL", "#N/A", "0x10", "१२", "1234567890123.00", "12.000002", "<12.00)", "12.0099",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_each_style_of_amount_is_read_to_the_penny(text: str, expected: int) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_amount_is_refused_and_never_nought(text: str) -> None:
    assert read(text) == [None]


def test_a_missing_cell_is_no_amount() -> None:
    assert read(None) == [None]


@given(
    st.integers(-(10**14) + 1, 10**14 - 1), st.sampled_from(["-{}", "{}-", "({})", "<{}>", "{} CR", "-£{}", "(£{})"])
)
def test_an_amount_written_in_any_style_is_read_back(amount: int, negative: str) -> None:
    text = f"{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
    assert read(negative.format(text) if amount < 0 else f"£{text}") == [amount]


@given(st.integers(0, 10**11))
def test_binary_noise_of_a_spreadsheet_does_not_move_a_penny(amount: int) -> None:
    assert read(f"{Decimal(repr(amount / 100)):f}", f"{Decimal(amount / 100):.11f}") == [amount, amount]


def test_text_is_without_the_spaces_around_it_and_a_blank_is_missing() -> None:
    texts = ["\u00a0one two \ufeff", " \u2007", "", None]
    assert pl.select(tidy(pl.lit(pl.Series(texts)))).to_series().to_list() == ["one two", None, None, None]


def test_an_amount_between_two_pence_is_refused_and_never_cut() -> None:
    assert pence("-1234.50") == -123450
    with pytest.raises(ValueError, match=r"0\.005 is not a whole number of pence"):
        pence("0.005")


def test_a_star_hints_at_a_void() -> None:
    frame = pl.DataFrame({"text": ["1.00*", "1.00"]}).select(hints_at_void(pl.col("text")))
    assert frame.to_series().to_list() == [True, False]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 8, "12.50"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 80000, "0.00"),
        (1, 20000, "0.01"),
        (-1, 8, "-12.50"),
        (-1, 20000, "-0.01"),
    ],
)
def test_a_percentage_is_rounded_half_up_from_the_exact_ratio(part: int, whole: int, expected: str) -> None:
    assert str(percent(part, whole)) == expected


def test_a_share_of_nothing_is_not_given() -> None:
    assert percent(5, 0) is None


def test_pounds_have_two_decimals() -> None:
    assert [str(pounds(n)) for n in (0, 5, -123456, 10**16)] == ["0.00", "0.05", "-1234.56", "100000000000000.00"]


def test_a_limit_is_compared_without_rounding() -> None:
    assert reaches(80, 100, Decimal("0.80"))
    assert not reaches(79999, 100000, Decimal("0.80"))
    assert not reaches(0, 0, Decimal("0.80"))


def test_rounding_to_a_hundred_thousand_goes_half_up() -> None:
    assert [int(round_half_up(Decimal(n), Decimal(100000))) for n in (34_750_000, 34_749_999, -50_000)] == [
        34_800_000,
        34_700_000,
        -100_000,
    ]


@pytest.mark.parametrize("texts", [["12.00", None, "x"], ["12.00", "7.00", None], [None, None, None], ["1", "2", "3"]])
def test_a_column_that_is_like_another_is_read_as_it_would_be_alone(texts: list[str | None]) -> None:
    known = pl.Series("known", ["12.00", None, "x"], pl.String)
    pence = read_all_pence(known)
    column = pl.Series("other", texts, pl.String)
    assert read_like_pence(column, known, pence).to_list() == read_all_pence(column).to_list()
    assert pence.to_list() == [1200, None, None]


def test_a_long_column_is_read_as_each_of_its_amounts() -> None:
    column = pl.Series("amount", ["", "12.00", None, " ", "(1,234.56)", "-3.00", "1e3", "12.00 CR", "", "7"])
    assert read_all_pence(column).to_list() == [
        None,
        1200,
        None,
        None,
        -123456,
        -300,
        None,
        -1200,
        None,
        700,
    ]
