"""The commands contracts and social-value: their answers, their formats, and what they say when nothing is held."""

import csv
import io
import json
import os
from datetime import UTC, datetime

import ledger
import pytest
from cli_project import lccspend

REGISTER = ledger.table(
    "Contract Reference,Contract Title,Supplier,Category,Start Date,End Date,Extension End Date,Total Value",
    "C1,Care,ACME LTD,Care,01/04/2023,31/03/2025,31/03/2026,900.00",
    "C2,=Roads,BETA PLC,Roads,01/04/2023,30/06/2024,,",
)
SOCIAL = ledger.table(
    "Contract Reference,Supplier,Theme,Outcome,Measure Reference,Measure,Unit,Committed Quantity,Delivered Quantity,"
    "Proxy Value,Committed Value,Delivered Value",
    "C1,ACME LTD,Jobs,Work,M1,People employed,FTE,2.5,1,30000,75000.00,30000.00",
    "C1,ACME LTD,Jobs,Work,M2,Hours given,hours,0.005,-1234.375,0,0.00,0.00",
)
PAYMENTS = ledger.fusion(
    {"amount": "300.00", "category": "Care"},
    {"amount": "100.00", "category": "Roads", "supplier": "GAMMA LTD", "number": "3", "invoice": "G1"},
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    files = {"f.csv": PAYMENTS, "register.csv": REGISTER, "social.csv": SOCIAL}
    made = ledger.project(tmp_path_factory.mktemp("asked"), files)
    ledger.build(made)
    return str(made.root)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    made = ledger.project(tmp_path_factory.mktemp("bare"), {"f.csv": PAYMENTS})
    ledger.build(made)
    return str(made.root)


@pytest.fixture(autouse=True)
def _on_30_june_2024(monkeypatch):
    noon = datetime.fromisoformat(ledger.TODAY).replace(hour=12, tzinfo=UTC)
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


def answer(here, *arguments):
    result = lccspend("-C", here, *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_contracts_gives_spend_on_and_off_contract_with_its_links(here):
    (year,) = answer(here, "contracts")["years"]
    links = year.pop("links")
    assert year == {
        "financial_year": "2023/24",
        "population": "all",
        "spend": "400.00",
        "on_contract": "300.00",
        "contract_not_told": "0.00",
        "off_contract": "100.00",
        "percent_on_contract": "75.00",
    }
    assert {link["method"]: link["spend"] for link in links if link["payments"]} == {
        "supplier name": "300.00",
        "supplier not on the register": "100.00",
    }


@pytest.mark.parametrize(("by", "groups"), [("supplier", ["ACME LTD", "GAMMA LTD"]), ("category", ["Care", "Roads"])])
def test_the_groups_of_a_year_sum_to_it(here, by, groups):
    (year,) = answer(here, "contracts", "--by", by, "--year", "2023-24")["years"]
    assert [(g["group"], g["on_contract"], g["off_contract"]) for g in year["groups"]] == [
        (groups[0], "300.00", "0.00"),
        (groups[1], "0.00", "100.00"),
    ]


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ("1m", [("2024-06-30", "C2", "ends")]),
        ("9m", [("2024-06-30", "C2", "ends")]),
        ("10", [("2024-06-30", "C2", "ends"), ("2025-03-31", "C1", "extension may be taken up")]),
        ("24M", [("2024-06-30", "C2", "ends"), ("2025-03-31", "C1", "extension may be taken up"),
                 ("2026-03-31", "C1", "ends")]),
    ],
)  # fmt: skip
def test_expiring_lists_what_ends_from_today_within_so_many_months(here, within, found):
    given = answer(here, "contracts", "--expiring", within)
    assert given["as_at"] == "2024-06-30"
    assert [(c["on"], c["reference"], c["event"]) for c in given["contracts"]] == found


@pytest.mark.parametrize("within", ["18x", "", "0m", "-1", "1.5m", "99999m"])
def test_what_is_no_number_of_months_is_wrong_use(here, within):
    result = lccspend("-C", here, "contracts", f"--expiring={within}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Write it as 18m." in result.stderr


@pytest.mark.parametrize("option", [("--by", "supplier"), ("--year", "2023/24")])
def test_expiring_asks_about_no_year_and_no_groups(here, option):
    assert lccspend("-C", here, "contracts", "--expiring", "18m", *option).exit_code == 2


def test_an_unknown_year_names_the_years_held(here):
    result = lccspend("-C", here, "contracts", "--year", "2019/20")
    assert result.exit_code == 1
    assert "Years held: 2023/24." in result.stderr


def test_social_value_gives_its_parts_and_the_coverage_of_contracts(here):
    given = answer(here, "social-value")
    assert (given["committed"], given["delivered"], given["percent_delivered"]) == ("75000.00", "30000.00", "40.00")
    assert (given["contracts_running"], given["running_with_measures"], given["coverage_percent"]) == (2, 1, "50.00")


@pytest.mark.parametrize("style", ["table", "csv", "markdown"])
@pytest.mark.parametrize(
    "command", [["contracts"], ["contracts", "--by", "supplier"], ["contracts", "--expiring", "24m"], ["social-value"]]
)
def test_every_answer_has_every_format(here, command, style):
    result = lccspend("-C", here, *command, "--format", style)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "C1" in result.stdout or "ACME LTD" in result.stdout or "2023/24" in result.stdout or "M1" in result.stdout


def test_a_quantity_keeps_its_decimals_and_is_never_written_as_pounds(here):
    read = {"csv": lambda text: list(csv.DictReader(io.StringIO(text))), "json": lambda t: json.loads(t)["measures"]}
    for style, rows in read.items():
        first, second = rows(lccspend("-C", here, "social-value", "--format", style).stdout)
        assert (first["unit"], first["committed_quantity"], first["committed"]) == ("FTE", "2.5", "75000.00")
        assert (second["committed_quantity"], second["delivered_quantity"]) == ("0.005", "-1234.375")
    printed = lccspend("-C", here, "social-value", "--format", "markdown").stdout
    assert "| 0.005 | -1,234.375 |" in printed


def test_a_title_can_be_no_formula_in_csv(here):
    assert ",'=Roads," in lccspend("-C", here, "contracts", "--expiring", "1m").stdout


@pytest.mark.parametrize(
    ("command", "key", "says"),
    [
        (["contracts"], "years", "No contract register is held"),
        (["contracts", "--expiring", "18m"], "contracts", "No contract register is held"),
        (["social-value"], "measures", "No social value export is held"),
    ],
)
def test_without_its_file_an_answer_is_empty_and_says_so(bare, command, key, says):
    result = lccspend("-C", bare, *command, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[key] == []
    assert says in result.stderr
