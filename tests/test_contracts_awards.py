"""A year's awards with and without frameworks and dynamic purchasing systems."""

from datetime import date
from decimal import Decimal

import pytest

from lccspend.metrics.awards import Appointment
from lccspend.metrics.frameworks import award_totals, is_framework


def appointment(title="Tree works", reference="T1", **given):
    values = {
        "file": "a.csv", "row": 2, "awarded_on": date(2023, 8, 1), "supplier": "ACME", "place": "home", "value": 100,
        "sme": False, "vcfs": False, "note": "",
    }  # fmt: skip
    return Appointment(title=title, reference=reference, **(values | given))


def locality(place):
    return "lancashire" if place == "home" else "elsewhere"


@pytest.mark.parametrize(
    ("title", "note", "found"),
    [
        ("Living Well at Home PDPS", "", True),
        ("Taxis DPS 2023", "", True),
        ("Dynamic-Purchasing System for taxis", "", True),
        ("FRAMEWORKS for roads", "", True),
        ("Homecare", "The framework award took place this month", True),
        ("Tree works", "", False),
        ("Timber framed building", "", False),
        ("Frameworked GDPSE", "", False),
    ],
)
def test_a_framework_is_known_by_whole_words_of_its_title_or_note(title, note, found):
    assert is_framework(appointment(title, note=note)) is found


def test_a_year_is_its_frameworks_and_the_rest():
    rows = [
        appointment("Homecare", "T1", value=1_000, note="PDPS award", sme=True),
        appointment("Homecare", "T1", value=None, place="away", vcfs=True),
        appointment("Tree works", "T2", value=50, awarded_on=date(2024, 3, 31)),
        appointment("Roofs", "T3", value=7, awarded_on=date(2024, 4, 1)),
    ]
    first, second = award_totals(rows, locality)
    assert (first.financial_year, second.financial_year) == ("2023/24", "2024/25")
    assert (first.total.value, first.total.tenders, first.total.suppliers) == (Decimal("10.50"), 2, 3)
    framework, rest = first.frameworks, first.without_frameworks
    assert (framework.value, framework.tenders, framework.suppliers) == (Decimal(10), 1, 2)
    assert (framework.lancashire, framework.elsewhere, framework.sme, framework.vcfs) == (1, 1, 1, 1)
    assert (rest.value, rest.tenders, rest.suppliers, rest.lancashire) == (Decimal("0.50"), 1, 1, 1)
    assert (second.frameworks.tenders, second.without_frameworks.value) == (0, Decimal("0.07"))


def test_no_awards_are_no_years():
    assert award_totals([], locality) == ()
