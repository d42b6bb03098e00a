"""The dated table of law: what held on a day, and which regime a contract falls under."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from lccspend.law.dated import regime_of, regimes, thresholds


def threshold(kind, day):
    """The threshold of a kind on a day; None where the table does not reach back that far."""
    return next((line for line in thresholds() if line.kind == kind and line.holds_on(day)), None)


@pytest.mark.parametrize(
    ("kind", "day", "pounds"),
    [
        ("goods and services", date(2023, 12, 31), 213_477),
        ("goods and services", date(2024, 1, 1), 214_904),
        ("goods and services", date(2025, 12, 31), 214_904),
        ("goods and services", date(2026, 1, 1), 207_720),
        ("works", date(2022, 1, 1), 5_336_937),
        ("works", date(2030, 1, 1), 5_193_000),
        ("light touch", date(2026, 6, 1), 663_540),
        ("concessions", date(2026, 6, 1), 5_193_000),
    ],
)
def test_a_threshold_is_that_of_the_day(kind, day, pounds):
    assert threshold(kind, day).pounds == Decimal(pounds)


def test_thresholds_are_without_vat_until_the_end_of_2021():
    assert {(line.valid_from.year, line.includes_vat) for line in thresholds()} == {
        (2020, False), (2022, True), (2024, True), (2026, True),
    }  # fmt: skip


def test_no_threshold_is_made_up_for_days_before_the_table():
    assert threshold("works", date(2015, 1, 1)) is None


@pytest.mark.parametrize("kind", ["goods and services", "works", "light touch", "concessions"])
def test_the_thresholds_of_a_kind_follow_each_other_without_gap_or_overlap(kind):
    lines = sorted((line for line in thresholds() if line.kind == kind), key=lambda line: line.valid_from)
    assert [a.valid_to + timedelta(days=1) for a, _ in pairwise(lines)] == [b.valid_from for _, b in pairwise(lines)]
    assert lines[-1].valid_to is None


@pytest.mark.parametrize(
    ("route", "day", "name"),
    [
        ("Open", date(2025, 2, 23), "PCR 2015"),
        ("Open", date(2025, 2, 24), "Procurement Act 2023"),
        ("Open (Light-Touch)", date(2025, 2, 23), "PCR 2015, light touch"),
        ("light touch regime", date(2025, 2, 24), "Procurement Act 2023, light touch"),
        ("PSR Direct Award Process C", date(2024, 1, 1), "Provider Selection Regime"),
        ("PSR Direct Award Process C", date(2023, 12, 31), "PCR 2015"),
        ("Provider  Selection Regime", date(2026, 1, 1), "Provider Selection Regime"),
        ("Exempt: legal services", date(2024, 5, 1), "Exempt"),
        ("Epsrc call", date(2024, 5, 1), "PCR 2015"),
        ("", date(2024, 5, 1), "PCR 2015"),
    ],
)
def test_the_regime_is_that_in_which_the_procurement_began(route, day, name):
    assert regime_of(route, day, None).regime.name == name


def test_the_start_of_procurement_beats_that_of_the_contract_which_is_marked():
    both = regime_of("Open", date(2025, 1, 10), date(2025, 6, 1))
    assert (both.regime.name, both.basis) == ("PCR 2015", "start of procurement")
    alone = regime_of("Open", None, date(2025, 6, 1))
    assert (alone.regime.name, alone.basis) == ("Procurement Act 2023", "contract start")


def test_a_contract_without_a_date_or_before_the_table_has_no_regime():
    assert regime_of("Open", None, None) is None
    assert regime_of("Open", date(2014, 1, 1), None) is None


def test_every_line_of_law_names_its_source():
    assert all(line.source for line in (*thresholds(), *regimes()))
