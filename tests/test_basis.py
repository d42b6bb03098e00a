"""Localities side by side: the site paid, the registered office, recorded operations; the headline by other choices."""

import json
from decimal import Decimal

import pytest
from cli_project import lccspend
from ledger import build, project, r12, table
from registers import companies

from lccspend.commands.queries import locality
from lccspend.errors import SettingsError, SourceError, SpendError

PLACES = "supplier,supplier_number,authority_code,evidence,date"
PRESTON, BLACKPOOL, LONDON = "PR1 8XJ", "FY1 1AP", "SW1A 1AA"

ROWS = r12(
    {"number": "1", "supplier": "ACME LTD", "amount": "600.00", "postcode": PRESTON, "invoice": "A"},
    {"number": "2", "supplier": "BETA LTD", "amount": "300.00", "postcode": BLACKPOOL, "invoice": "B"},
    {"number": "3", "supplier": "GAMMA LTD", "amount": "90.00", "postcode": LONDON, "invoice": "C"},
    {"number": "4", "supplier": "DELTA LTD", "amount": "10.00", "invoice": "D"},
)
OFFICES = companies(
    {"name": "ACME LIMITED", "number": "00000001", "postcode": LONDON},
    {"name": "BETA LIMITED", "number": "00000002", "postcode": PRESTON},
    {"name": "GAMMA LIMITED", "number": "00000003", "postcode": LONDON},
)
OPERATIONS = table(
    PLACES,
    "Acme,,E08000003,depot,2024-01-01",
    "ACME LTD,,E07000123,depot,2024-01-01",
    ",3,E08000003,office,2024-01-01",
)
SETTINGS = """
[locality.definitions]
manchester = ["E08000003"]

[locality.areas]
ribble = ["E07000123", "E07000126"]
coast = ["E06000009"]
"""


@pytest.fixture
def made(tmp_path):
    files = {"r.csv": ROWS, "companies.csv": OFFICES}
    made = project(tmp_path, files, SETTINGS, {"supplier_places.csv": OPERATIONS})
    build(made)
    return made


@pytest.fixture
def payees(made):
    return json.loads((made.processed / "figures.json").read_text())["payees"]


def cells(cross):
    """site -> {other locality: pounds}, without what is nothing."""
    return {
        row["site"]: {k: v for k, v in row.items() if k not in {"site", "total"} and v != "0.00"}
        for row in cross["rows"]
    }


def test_the_site_paid_stands_against_the_registered_office(payees):
    (office, _) = payees["cross"]
    assert office["against"] == "registered-office"
    assert cells(office) == {
        "lancashire": {"elsewhere": "600.00"},
        "north_west": {"lancashire": "300.00"},
        "elsewhere": {"elsewhere": "90.00"},
        "unknown": {"unknown": "10.00"},
    }


def test_the_nearest_recorded_operation_counts_and_no_record_is_unknown(payees):
    (_, operations) = payees["cross"]
    assert operations["against"] == "operations"
    assert cells(operations) == {
        "lancashire": {"lancashire": "600.00"},
        "north_west": {"unknown": "300.00"},
        "elsewhere": {"north_west": "90.00"},
        "unknown": {"unknown": "10.00"},
    }


def test_the_headline_by_every_choice(payees):
    (year,) = payees["sensitivity"]
    shares = {(v["definition"], v["basis"], v["unknown"]): v["percent"] for v in year["variants"]}
    assert shares == {
        ("lancashire-12", "site", "outside"): "60.00",
        ("lancashire-12", "site", "inside"): "61.00",
        ("lancashire-12", "site", "left out"): "60.61",
        ("lancashire-14", "site", "outside"): "90.00",
        ("lancashire-14", "site", "inside"): "91.00",
        ("lancashire-14", "site", "left out"): "90.91",
        ("manchester", "site", "outside"): "0.00",
        ("manchester", "site", "inside"): "1.00",
        ("manchester", "site", "left out"): "0.00",
        ("lancashire-12", "registered-office", "outside"): "30.00",
        ("lancashire-12", "registered-office", "inside"): "31.00",
        ("lancashire-12", "registered-office", "left out"): "30.30",
        ("lancashire-14", "registered-office", "outside"): "30.00",
        ("lancashire-14", "registered-office", "inside"): "31.00",
        ("lancashire-14", "registered-office", "left out"): "30.30",
        ("manchester", "registered-office", "outside"): "0.00",
        ("manchester", "registered-office", "inside"): "1.00",
        ("manchester", "registered-office", "left out"): "0.00",
    }


def test_areas_of_the_settings_add_up_with_the_rest_to_the_year_and_rings_hold_one_another(payees):
    (year,) = payees["areas"]
    assert [(a["area"], a["spend"], a["percent"]) for a in year["areas"]] == [
        ("ribble", "600.00", "60.00"),
        ("coast", "300.00", "30.00"),
        ("outside these areas", "90.00", "9.00"),
        ("unknown", "10.00", "1.00"),
    ]
    assert [(r["area"], r["spend"]) for r in year["rings"]] == [
        ("Preston", "600.00"),
        ("Lancashire", "600.00"),
        ("North West", "900.00"),
        ("United Kingdom", "990.00"),
    ]


def test_locality_is_asked_by_registered_office_for_any_home_area_and_group(made):
    (year,) = locality(made, None, None, None, "registered-office").years
    assert (year.lancashire, year.elsewhere, year.unknown) == (Decimal("300.00"), Decimal("690.00"), Decimal("10.00"))
    assert (year.percent, year.coverage_percent) == (Decimal("30.00"), Decimal("99.00"))
    (year,) = locality(made, ["2023/24"], "manchester", "district", "registered-office").years
    assert {g.group: g.total for g in year.groups if g.total} == {
        "north_west": Decimal("300.00"),
        "elsewhere": Decimal("690.00"),
        "unknown": Decimal("10.00"),
    }
    with pytest.raises(SpendError, match="no groups by category"):
        locality(made, None, None, "category", "registered-office")


def test_the_command_takes_the_basis(made):
    answer = lccspend("-C", str(made.root), "locality", "--basis", "registered-office", "--format", "json")
    assert json.loads(answer.stdout)["years"][0]["lancashire"] == "300.00"
    assert lccspend("-C", str(made.root), "locality", "--basis", "moon").exit_code == 2


def test_where_too_little_is_known_of_offices_no_share_is_given(tmp_path):
    figures = build(project(tmp_path, {"r.csv": ROWS}))
    (year,) = figures.payees.sensitivity
    assert {v.percent for v in year.variants if v.basis == "registered-office"} == {None}


def test_one_supplier_is_shown_with_all_that_is_known(made):
    answer = lccspend("-C", str(made.root), "suppliers", "--show", "the acme limited", "--format", "json")
    (shown,) = json.loads(answer.stdout)["suppliers"]
    assert (shown["supplier"], shown["supplier_class"], shown["supplier_numbers"]) == ("ACME LTD", "supplier", ["1"])
    assert (shown["postcodes"], shown["registered_office"]) == ([PRESTON], LONDON)
    assert shown["operations"] == ["Preston", "Manchester"]
    assert "00000001" in shown["company"]
    (year,) = shown["years"]
    assert (year["financial_year"], year["spend"], year["lancashire"]) == ("2023/24", "600.00", "600.00")
    printed = lccspend("-C", str(made.root), "suppliers", "--show", "the acme limited", "--format", "markdown").stdout
    assert "| SME evidence | VCSE |" in printed


def test_a_name_that_is_not_held_is_told_with_the_nearest(made):
    answer = lccspend("-C", str(made.root), "suppliers", "--show", "ACNE LTD")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "There is no supplier 'ACNE LTD'" in answer.stderr
    assert "ACME LTD" in answer.stderr


@pytest.mark.parametrize(
    ("areas", "fault"),
    [
        ('a = ["E07000123"]\nb = ["E07000123"]', "would count twice"),
        ('a = ["E99999999"]', "no such authority"),
        ("a = []", "is empty"),
        ('[locality]\nring_centre = "E99999999"', "ring_centre is E99999999: no such authority"),
    ],
)
def test_areas_that_cannot_be_summed_are_refused(tmp_path, areas, fault):
    with pytest.raises(SettingsError, match=fault):
        build(project(tmp_path, {"r.csv": ROWS}, f"[locality.areas]\n{areas}\n"))


@pytest.mark.parametrize("row", ["ACME,,E99999999,depot,2024-01-01", ",,E07000123,depot,2024-01-01"])
def test_a_bad_row_of_operations_is_told_with_its_line(tmp_path, row):
    with pytest.raises(SourceError, match=r"supplier_places\.csv, line 2"):
        build(project(tmp_path, {"r.csv": ROWS}, "", {"supplier_places.csv": table(PLACES, row)}))
