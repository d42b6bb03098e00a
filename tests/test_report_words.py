"""How the report words its figures: printed numbers, and sentences about change that the marks of the years allow."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_figures import TODAY, figures, locality_year

from lccspend.figures import LocalityYear
from lccspend.plurals import how_many
from lccspend.report import filters
from lccspend.report.comparison import change_in_share, change_in_total, range_sentence, why_incomparable
from lccspend.report.model import Absent, Share
from lccspend.report.numbers import share
from lccspend.report.scope import Scope, view
from lccspend.settings import Settings

YEAR = "2023/24"


def scope_of(*years: object) -> Scope:
    return view(figures(tuple(years)), Settings(), YEAR, 5, TODAY)  # type: ignore[arg-type]


def test_a_whole_percentage_is_rounded_from_the_ratio_and_not_from_two_decimals() -> None:
    assert share(47_496, 100_000) == Share(whole=47, exact=Decimal("47.50"))
    assert share(475, 1000) == Share(whole=48, exact=Decimal("47.50"))
    assert share(1, 0) == share(1, -1) == Absent("z")


@given(st.integers(-(10**12), 10**12))
def test_printed_pounds_read_back_to_within_half_a_pound(pence: int) -> None:
    text = filters.pounds(Decimal(pence).scaleb(-2))
    pounds = int(text.replace("\u2212", "-").replace("£", "").replace(",", ""))
    assert abs(Fraction(pounds) - Fraction(pence, 100)) <= Fraction(1, 2)
    assert not text.startswith("\u2212£0")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1643247174.00", "£1,643.2m"),
        ("-1250000.00", "\u2212£1.3m"),
        ("999999.99", "£1,000,000"),
        ("12345.50", "£12,346"),
        ("0.00", "£0"),
    ],
)
def test_an_amount_in_a_sentence(amount: str, words: str) -> None:
    assert filters.millions(Decimal(amount)) == words


def test_amounts_to_100_000_round_half_up() -> None:
    assert [filters.about(Decimal(n)) for n in ("5650000", "5649999.99")] == ["£5,700,000", "£5,600,000"]


def test_months_that_follow_each_other_are_joined_across_the_new_year() -> None:
    assert filters.month_ranges(("2023-04", "2023-12", "2024-01", "2024-02")) == (
        "April 2023 and December 2023 to February 2024"
    )


def test_one_thing_is_counted_in_the_singular_and_none_or_many_in_the_plural() -> None:
    assert [how_many(number, "row") for number in (0, 1, 1200)] == ["0 rows", "1 row", "1,200 rows"]


def test_what_is_not_listed_is_counted_in_one_or_in_several() -> None:
    assert filters.not_listed(1, "contract") == "1 more contract is not listed."
    assert filters.not_listed(1200, "contract") == "1,200 more contracts are not listed."


def test_names_from_outside_lose_what_hides_or_turns_text() -> None:
    assert filters.clean("A\u202eB\x00C\u200fD\nE") == "AB CD E"


def test_the_range_is_that_of_the_complete_years_alone() -> None:
    part = locality_year("2021/22", 10, months=3, marks=("p",))
    scope = scope_of(locality_year("2020/21", 400), part, locality_year("2022/23", 500), locality_year(YEAR, 450))
    assert range_sentence(scope) == (
        "In the complete years 2020/21, 2022/23 and 2023/24 the share lay between 40% and 45%."
    )


def test_a_share_that_never_changes_has_no_range() -> None:
    scope = scope_of(locality_year("2022/23"), locality_year(YEAR))
    assert range_sentence(scope) == "In the complete years 2022/23 and 2023/24 the share was 40% each year."


def test_a_break_divides_the_years_so_that_a_range_does_not_cross_it() -> None:
    before = locality_year("2021/22", 900)
    scope = scope_of(before, locality_year("2022/23", marks=("b",)), locality_year(YEAR, 500))
    assert "no range and no trend is given" in range_sentence(scope)
    assert "lay between" not in range_sentence(scope)


def test_one_complete_year_or_none_has_no_range() -> None:
    one = scope_of(locality_year(YEAR))
    none = scope_of(locality_year(YEAR, months=11, marks=("p",)))
    assert range_sentence(one).startswith("2023/24 is the only complete year without a mark")
    assert range_sentence(none).startswith("No year shown is complete")


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ((300, 0, 600, 0, 0), "Up from 33% in 2022/23."),
        ((600, 0, 300, 0, 0), "Down from 67% in 2022/23."),
        ((500, 0, 500, 0, 0), "Unchanged from 2022/23."),
        ((499, 0, 501, 0, 0), "It was 50% in 2022/23 as well, to the nearest whole percentage."),
        ((400, 0, 400, 0, 200), "Up from 40% in 2022/23; places not known could account for the change."),
    ],
)
def test_the_change_of_the_share_is_the_one_that_happened(before: tuple[int, ...], change: str) -> None:
    scope = scope_of(locality_year("2022/23", *before), locality_year(YEAR, 500, 0, 500, 0, 0))
    assert change_in_share(scope) == change


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (locality_year("2022/23", -601), locality_year(YEAR), "credits leave no spend in 2022/23"),
        (locality_year("2022/23"), locality_year(YEAR, -600), "credits leave no spend in 2023/24"),
        (locality_year("2022/23", percent=None, marks=("x",)), locality_year(YEAR), "too few places are known"),
    ],
)
def test_no_change_of_the_share_is_told_where_a_year_has_none(
    before: LocalityYear, now: LocalityYear, reason: str
) -> None:
    """The other places of these years come to £600."""
    assert change_in_share(scope_of(before, now)) == f"No change from 2022/23 is given, because {reason}."


@pytest.mark.parametrize(
    ("before", "change"),
    [(300, "£100 more than in 2022/23."), (500, "£100 less than in 2022/23."), (400, "Unchanged from 2022/23.")],
)
def test_the_change_of_the_total_is_the_one_that_happened(before: int, change: str) -> None:
    assert change_in_total(scope_of(locality_year("2022/23", before), locality_year(YEAR, 400))) == change


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (None, {}, "The year before is not held"),
        ({"marks": ("p",)}, {}, "2022/23 covers only part"),
        ({}, {"marks": ("p",)}, "2023/24 covers only part"),
        ({"marks": ("p",)}, {"marks": ("p",)}, "2022/23 and 2023/24 cover only part"),
        ({}, {"marks": ("b",)}, "other systems"),
        ({"sources": ("r12",)}, {}, "other systems"),
    ],
)
def test_no_change_is_told_of_years_that_do_not_compare(before: dict | None, now: dict, reason: str) -> None:
    years = () if before is None else (locality_year("2022/23", 100, **before),)
    scope = scope_of(*years, locality_year(YEAR, **now))
    assert reason in why_incomparable(scope)
    assert (change_in_total(scope), change_in_share(scope)) == ("", "")
