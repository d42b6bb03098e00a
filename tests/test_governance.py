"""Waivers, measures and recommendations that people keep: what is read, what is refused, and what the report says."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import build, fusion, project
from msgspec import structs
from report_figures import TODAY, figures, five_years, locality_year
from report_governance import action, departures, governance, measure

from lccspend.errors import SourceError
from lccspend.etl.governance import COLUMNS, read_governance
from lccspend.governance import Governance, rating
from lccspend.report.context import build_report
from lccspend.report.filters import printed, quantity
from lccspend.report.model import Report, Section
from lccspend.settings import Settings

DAY = date(2024, 6, 30)
YEAR = "2023/24"


def kept(folder: Path, name: str, *rows: str) -> Governance:
    text = "\n".join((",".join(COLUMNS[name]), *rows))
    (folder / name).write_text(text + "\n", "utf-8")
    return read_governance(folder, DAY)


def refused(folder: Path, name: str, *rows: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        kept(folder, name, *rows)
    return caught.value.message.splitlines()


def report_of(of: Governance | None) -> Report:
    return build_report(structs.replace(five_years(), governance=of), Settings(), YEAR, 5, TODAY)


def section(of: Governance | None, name: str) -> Section | None:
    return next((one for one in report_of(of).sections if one.id == name), None)


def cells(of: Section, table: str) -> list[list[str]]:
    found = next(one for one in of.tables if one.name == table)
    rows = (*found.rows, *found.totals)
    return [[printed(cell, column.kind) for column, cell in found.cells(row)] for row in rows]


def test_waivers_add_up_to_the_penny_by_quarter_kind_and_reason(tmp_path: Path) -> None:
    found = kept(
        tmp_path, "waivers.csv",
        'W1,Waiver,2023-04-01,ACME,"1,000.10",Urgency,Director',
        "W2,waiver,30/06/2023,ACME,£0.20,Urgency,Director",
        "W3,waiver,2023-07-01,ACME,,Urgency,Director",
        "W4,non compliance,2024-03-31,ACME,5,Late start,",
    )  # fmt: skip
    assert found.departures == (
        structs.replace(departures("waiver", 1, "Urgency", 2, 0), value=Decimal("1000.30")),
        departures("waiver", 2, "Urgency", 1, 0, 1),
        departures("non-compliance", 4, "Late start", 1, 5),
    )  # fmt: skip
    assert (found.measures, found.actions) == (None, None)


def test_a_bad_row_of_any_of_the_files_is_an_error_with_its_line(tmp_path: Path) -> None:
    assert refused(
        tmp_path, "waivers.csv",
        "W1,leave,2023-04-01,ACME,1,Urgency,",
        "W2,waiver,2023-13-01,ACME,1e3,,",
        "w1,waiver,2023-04-01,ACME,-1,Urgency,",
        "W4,waiver,30/04/0023,ACME,1,Urgency,",
    ) == [
        "data/reference/waivers.csv, line 3: needs reason",
        "data/reference/waivers.csv, line 4: w1 stands on line 2 too",
        "data/reference/waivers.csv, line 2: kind is 'leave'; it is waiver or non-compliance or non compliance",
        "data/reference/waivers.csv, line 3: date '2023-13-01' is no date such as 2024-04-30 or 30/04/2024",
        "data/reference/waivers.csv, line 5: date '30/04/0023' is before 2000-01-01",
        "data/reference/waivers.csv, line 3: value '1e3' is no amount such as 12,345.67",
        "data/reference/waivers.csv, line 4: value '-1' is below nothing",
    ]  # fmt: skip
    (tmp_path / "waivers.csv").unlink()
    assert refused(
        tmp_path, "procurement_kpis.csv",
        "2023/25,Spend,70,60,%,higher,",
        "2023/24,Spend,x,1.234,%,up,blue",
    ) == [
        "data/reference/procurement_kpis.csv, line 3: better is 'up'; it is higher or lower",
        "data/reference/procurement_kpis.csv, line 3: status is 'blue'; it is green or amber or red",
        "data/reference/procurement_kpis.csv, line 2: financial_year is '2023/25'; write it as 2023/24",
        "data/reference/procurement_kpis.csv, line 3: target 'x' is no number with at most two decimals",
        "data/reference/procurement_kpis.csv, line 3: actual '1.234' is no number with at most two decimals",
    ]  # fmt: skip
    (tmp_path / "procurement_kpis.csv").unlink()
    assert refused(tmp_path, "actions.csv", "R1,Keep a log,,,,done,", "R2,,,,,in progress,2024-01-01") == [
        "data/reference/actions.csv, line 3: needs recommendation",
        "data/reference/actions.csv, line 2: status is 'done'; it is not started or in progress or complete",
        "data/reference/actions.csv, line 3: completed_on is given, but status is 'in progress'",
    ]
    (tmp_path / "actions.csv").write_text("recommendation\nx\n", "utf-8")
    with pytest.raises(SourceError, match="missing headings: reference, source, owner"):
        read_governance(tmp_path, DAY)


@pytest.mark.parametrize(
    ("target", "actual", "better", "found"),
    [
        ("95", "95", "higher", "green"),
        ("95", "94.99", "higher", "amber"),
        ("95", "85.5", "higher", "amber"),
        ("95", "85.49", "higher", "red"),
        ("24", "24", "lower", "green"),
        ("24", "26.4", "lower", "amber"),
        ("24", "26.41", "lower", "red"),
        ("0", "1", "lower", "red"),
        ("-100", "-110", "higher", "amber"),
        ("-100", "-110.01", "higher", "red"),
        ("95", None, "higher", None),
    ],
)
def test_a_measure_is_green_amber_or_red_by_the_rule_that_is_printed(target, actual, better, found):
    assert rating(Decimal(target), None if actual is None else Decimal(actual), better) == found


def test_a_rating_that_people_give_beats_the_rule_and_says_so(tmp_path: Path) -> None:
    (one,) = kept(tmp_path, "procurement_kpis.csv", '2023/24,Savings,"£4,500,000",4500000,£,higher,Red').measures or ()
    assert (one.target, one.rating, one.is_given) == (Decimal(4_500_000), "red", True)
    assert cells(section(governance(), "kpis"), "procurement-kpis") == [  # type: ignore[arg-type]
        ["Spend under contract", "%", "70", "64.5", "higher", "Amber: narrowly missed"],
        ["Waivers granted", "waivers", "24", "31", "lower", "Red: missed, as given"],
        ["Suppliers content", "%", "75", "[x]", "higher", "Not measured"],
    ]


def test_what_is_overdue_is_judged_by_the_day_of_the_build(tmp_path: Path) -> None:
    found = kept(
        tmp_path, "actions.csv",
        "R1,Yesterday,,,2024-06-29,in progress,",
        "R2,Today,,,2024-06-30,not started,",
        "R3,Done,,,2024-01-01,complete,2024-02-01",
        "R4,Undated,,,,Not Started,",
    ).actions  # fmt: skip
    assert [one.is_overdue for one in found or ()] == [True, False, False, False]


def test_each_section_stands_in_the_report_only_when_its_file_is_there() -> None:
    names = {"waivers", "kpis", "actions"}
    assert names & {one.id for one in report_of(None).sections} == set()
    assert names & {one.id for one in report_of(Governance(as_at=DAY)).sections} == set()
    assert names & {one.id for one in report_of(Governance(as_at=DAY, departures=())).sections} == {"waivers"}
    assert names <= {one.id for one in report_of(governance()).sections}


def test_waivers_by_reason_and_by_quarter_come_to_one_total() -> None:
    found = section(governance(), "waivers")
    assert found is not None
    by_reason, by_quarter = cells(found, "waivers-by-reason"), cells(found, "waivers-by-quarter")
    assert by_reason == [
        ["Late start", "1", "£2,600", "1", "£500", "2", "£3,100"],
        ["Extreme urgency", "2", "£3,000", "0", "£0", "2", "£3,000"],
        ["Total", "3", "£5,600", "1", "£500", "4", "£6,100"],
    ]
    assert by_quarter[0] == ["April 2023 to June 2023", "2", "£3,000", "1", "£500", "3", "£3,500"]
    assert by_quarter[-1] == by_reason[-1]
    assert found.statements[0] == (
        "In 2023/24 the log holds 3 waivers worth £5,600 and 1 case of non-compliance worth £500."
    )


def test_years_that_the_files_do_not_hold_are_said_to_be_empty() -> None:
    elsewhere = Governance(
        as_at=DAY,
        departures=(structs.replace(departures("waiver", 1, "x", 1, 1), financial_year="2022/23"),),
        measures=(measure("x", "1", "1", "green", financial_year="2022/23"),),
        actions=(),
    )
    said = [section(elsewhere, name).statements for name in ("waivers", "kpis", "actions")]  # type: ignore[union-attr]
    assert said == [
        ("The log holds nothing for 2023/24.",),
        ("No measure of 2023/24 is held.",),
        ("The list of recommendations is empty.",),
    ]


def test_recommendations_stand_with_the_open_ones_first_and_say_what_is_overdue() -> None:
    found = section(governance(), "actions")
    assert found is not None
    assert [(row[0], row[3], row[4]) for row in cells(found, "actions")] == [
        ("R2: Keep one log", "31 August 2024", "In progress, overdue"),
        ("Keep one log", "(none)", "Not started"),
        ("R1: Keep one log", "31 March 2024", "Complete on 18 March 2024"),
    ]
    assert found.statements == (
        "Of 3 recommendations: 1 complete and 2 open, of which 1 overdue on 2 September 2024 and 1 without a target "
        "date.",
    )
    one = section(Governance(as_at=DAY, actions=(action("R1", "complete"),)), "actions")
    assert one is not None
    assert one.statements == ("The one recommendation: 1 complete and 0 open.",)


def test_the_files_are_read_with_the_build_and_a_bad_one_refuses_it(tmp_path: Path) -> None:
    made = project(tmp_path, {"fusion/q1.csv": fusion({"supplier": "ACME", "number": "1", "amount": "57.00"})})
    made.reference.mkdir(parents=True, exist_ok=True)
    kept(made.reference, "actions.csv", "R1,Keep a log,Audit,Head of Procurement,2024-06-29,in progress,")
    found = build(made).governance
    assert found is not None
    assert [one.is_overdue for one in found.actions or ()] == [True]
    (made.reference / "actions.csv").write_text("x\n", "utf-8")
    with pytest.raises(SourceError, match=r"actions\.csv, line 1: missing headings"):
        build(made)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_quantity_prints_as_it_is_without_idle_noughts(number: Decimal) -> None:
    text = quantity(number)
    assert Decimal(text.replace(",", "").replace("\u2212", "-")) == number
    assert not text.endswith((".0", ".00", "."))


def test_overspent_contracts_are_told_with_their_excess_and_those_without_a_value_are_not_judged() -> None:
    found = next(one for one in report_of(None).sections if one.id == "register")
    assert cells(found, "contracts-overspent") == [
        ["C1: Services", "ASHBOURNE CARE LTD", "£1,000", "£1,500", "£500", "150%"]
    ]
    assert cells(found, "contracts-shared") == [["C2: Services", "2", "1", "[x]", "£70"]]
    assert cells(found, "contracts-by-regime")[0] == ["PCR 2015", "2", "0", "£1,000"]
    assert (
        "More was paid under 1 contract, in all years held, than the total value in the register: £500 above it."
        in (found.statements[1])
    )


def test_awards_stand_with_and_without_frameworks_as_numbers_beside_their_shares() -> None:
    found = next(one for one in report_of(None).sections if one.id == "awards")
    assert cells(found, "awards-frameworks") == [
        ["Frameworks and dynamic purchasing", "£900", "4", "2", "50%", "2", "50%", "0", "0%"],
        ["All others", "£100", "2", "1", "50%", "1", "50%", "0", "0%"],
        ["Year", "£1,000", "6", "3", "50%", "3", "50%", "0", "0%"],
    ]
    assert "need not be the site that is paid later" in " ".join(found.statements)
    bare = build_report(figures((locality_year(YEAR),)), Settings(), YEAR, 5, TODAY)
    assert "awards-frameworks" not in {table.name for table in bare.tables}
