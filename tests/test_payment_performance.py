"""How promptly invoices are paid: the figures of section 69 and regulation 113 on an example worked by hand."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import ledger
import pytest
from cli_project import lccspend
from hypothesis import given
from hypothesis import strategies as st

from lccspend.errors import SettingsError
from lccspend.law.dated import duties, duty
from lccspend.law.reporting import quarter_of, reporting_periods
from lccspend.money import mean
from lccspend.settings import read_settings
from lccspend.store import read_figures

REGISTER = ledger.table(
    "Contract Reference,Contract Title,Supplier,Start Date,End Date,Procurement Start Date,Procurement Route",
    "C1,Care,ACME LTD,01/04/2025,31/03/2029,01/03/2025,Open",
    "OLD,Roads,BETA LTD,01/04/2025,31/03/2029,01/01/2025,Open",
    "HALL,Concert hall,GAMMA LTD,01/04/2026,31/03/2029,01/03/2026,Concession",
    "NEW,Waste,DELTA LTD,01/07/2026,31/03/2029,01/04/2026,Open",
)


SETTINGS = '[payments]\nover_30000_fields = ["supplier", "amount", "publish_by"]\n'


def paid(invoice, received, day, amount="100.00", **more):
    return {"invoice": invoice, "received": received, "day": day, "amount": amount, "contract": "C1", **more}


WORKED = ledger.fusion(
    paid("ON DAY 30", "2026-04-01", "2026-05-01"),  # a Wednesday, and the Friday 30 days later
    paid("WEEKEND", "2026-04-02", "2026-05-05"),  # day 30 is a Saturday, then a bank holiday: 33 days
    paid("IN PARTS", "2026-05-01", "2026-05-10", "60.00", invoiced="100.00"),
    paid("IN PARTS", "2026-05-01", "2026-06-20", "40.00", invoiced="100.00"),  # 50 days
    paid("LONG", "2026-03-02", "2026-06-03"),  # 93 days; day 30 is 1 April
    paid("VOID", "2026-04-15", "2026-05-05", payment="7", status="Voided"),
    paid("VOID", "2026-04-15", "2026-05-06", "-100.00", payment="7"),
    paid("VOID", "2026-04-15", "2026-05-15", payment="8"),  # 30 days
    paid("BEFORE", "2026-03-10", "2026-03-20"),  # 10 days; day 30 is 9 April
    paid("ACROSS", "2026-08-25", "2026-10-05"),  # 41 days; day 30 is 24 September
    paid("LAST DAY", "2026-08-31", "2026-10-01"),  # 31 days; day 30 is 30 September
    paid("DAY AFTER", "2026-09-01", "2026-10-12"),  # 41 days; day 30 is 1 October
    paid("UNPAID REST", "2026-06-01", "2026-06-20", "100.00", invoiced="200.00"),  # day 30 is 1 July
    paid("DISPUTE", "2026-04-01", "2026-09-01", disputed="Y"),
    paid("UNDATED", "", "2026-06-02"),
    paid("CREDIT", "2026-06-01", "2026-06-03", "-20.00", kind="Credit memo"),
    paid("NIL", "2026-06-01", "2026-06-03", "0.00"),
    paid("EARLY", "2026-06-10", "2026-06-03"),
    paid("", "2026-06-01", "2026-06-03"),
    paid("GONE", "2026-06-01", "2026-06-03", payment="9", status="Voided"),
    paid("GONE", "2026-06-01", "2026-06-04", "-100.00", payment="9"),
    paid("ODD", "2026-06-01", "2026-06-04", disputed="see file"),
    paid("B1", "2026-06-01", "2026-06-11", contract="OLD", supplier="BETA LTD", number="2"),
    paid("H1", "2026-06-01", "2026-06-11", contract="HALL", supplier="GAMMA LTD", number="3"),
    paid("N1", "2026-07-01", "2026-07-11", "30000.01", contract="NEW", supplier="DELTA LTD", number="4", payment="1"),
    paid("N2", "2026-07-01", "2026-07-11", "30000.00", contract="NEW", supplier="DELTA LTD", number="4", payment="2"),
    paid("N3", "2026-07-01", "2026-07-11", "45000.00", contract="NEW", supplier="DELTA LTD", number="4", payment="3"),
    paid("N3", "2026-07-01", "2026-07-12", "-45000.00", contract="NEW", supplier="DELTA LTD", number="4", payment="3"),
)
"""Of DELTA LTD two invoices are measured, 10 days each."""


TODAY = "2026-10-15"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    made = ledger.project(tmp_path_factory.mktemp("paid"), {"f.csv": WORKED, "register.csv": REGISTER}, SETTINGS)
    ledger.build(made, TODAY)
    return made


@pytest.fixture(scope="module")
def figures(here):
    return read_figures(here).payments


@pytest.fixture(autouse=True)
def _on_15_october_2026(monkeypatch):
    noon = datetime.fromisoformat(TODAY).replace(hour=12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


def period(figures, first, scope="contracts under the Act"):
    return next(p for p in figures.periods if (p.period_start, p.scope) == (first, scope))


def test_the_five_figures_of_a_notice_are_those_worked_by_hand(figures):
    """30, 33, 50, 93 and 30 days, and DELTA's 10 and 10: 256 days over 7 invoices."""
    notice = period(figures, date(2026, 4, 1))
    assert (notice.period_end, notice.measured) == (date(2026, 9, 30), 7)
    assert notice.average_days == Decimal("36.57")
    assert notice.percent_within_30_days == Decimal("57.14")  # 4 of 7
    assert notice.percent_31_to_60_days == Decimal("28.57")  # WEEKEND, IN PARTS
    assert notice.percent_61_days_or_more == Decimal("14.29")  # LONG
    assert (notice.due, notice.due_not_paid) == (11, 3)  # ACROSS, LAST DAY, UNPAID REST
    assert notice.percent_due_not_paid == Decimal("27.27")


def test_the_earlier_due_day_of_section_68_takes_in_what_falls_due_a_day_sooner(figures):
    """LONG fell due on 31 March and DAY AFTER on 30 September: 4 of 11."""
    assert period(figures, date(2026, 4, 1)).percent_due_not_paid_earlier == Decimal("36.36")


def test_every_invoice_of_a_period_is_measured_or_left_out_for_one_named_reason(figures):
    notice = period(figures, date(2026, 4, 1))
    assert {line.reason: (line.invoices, line.pounds) for line in notice.left_out} == {
        "no invoice number": (1, Decimal("100.00")),
        "voided and reversed": (2, Decimal("0.00")),
        "of no value": (1, Decimal("0.00")),
        "credit note": (1, Decimal("-20.00")),
        "in dispute": (1, Decimal("100.00")),
        "mark of a dispute not understood": (1, Decimal("100.00")),
        "no date of receipt": (1, Decimal("100.00")),
        "received after it was paid": (1, Decimal("100.00")),
        "paid in part": (1, Decimal("100.00")),
    }
    assert notice.invoices == notice.measured + sum(line.invoices for line in notice.left_out)
    assert notice.disputes_known


def test_a_notice_is_about_contracts_under_the_act_and_no_concessions(figures):
    every = period(figures, date(2026, 4, 1), "all invoices")
    assert every.measured == 9  # those of BETA (procured under older law) and GAMMA (a concession) too
    assert not every.notice_due


def test_a_notice_names_the_last_day_to_publish_and_the_day_that_is_too_late(figures):
    notice = period(figures, date(2026, 4, 1))
    assert (notice.publish_by, notice.publish_by_others) == (date(2026, 10, 29), date(2026, 10, 30))


def test_an_invoice_paid_after_the_period_counts_where_it_was_paid(figures):
    later = period(figures, date(2026, 10, 1))
    assert (later.measured, later.average_days) == (3, Decimal("37.67"))  # 41, 31 and 41 days
    assert (later.due, later.due_not_paid) == (1, 0)


def test_the_year_gives_the_share_paid_within_30_days_and_no_interest_it_cannot_know(figures):
    this, before = {y.financial_year: y for y in figures.years}["2026/27"], figures.years[0]
    assert (this.measured, this.paid_within_30_days, this.paid_late) == (12, 6, 6)
    assert (this.percent_within_30_days, this.paid_late_pounds) == (Decimal("50.00"), Decimal("600.00"))
    assert (this.interest_paid, this.interest_liable) == (None, None)
    assert (before.financial_year, before.percent_within_30_days) == ("2025/26", Decimal("100.00"))


def test_payments_over_30_000_stand_alone_under_contracts_begun_since_april_2026(figures):
    (one,) = figures.large
    assert (one.supplier, one.amount, one.contract_reference) == ("DELTA LTD", Decimal("30000.01"), "NEW")
    assert (one.quarter_start, one.publish_by) == (date(2026, 7, 1), date(2026, 10, 29))


def test_without_any_date_of_receipt_nothing_is_said_and_the_commands_say_why(tmp_path):
    made = ledger.build(ledger.project(tmp_path, {"f.csv": ledger.fusion({})})).payments
    assert (made.years, made.periods) == ((), ())
    for more in ([], ["--notice"]):
        result = lccspend("-C", str(tmp_path), "payments", "--format", "json", *more)
        assert result.exit_code == 0
        assert "No payment has a date of receipt" in result.stderr
    assert "No contract register" in lccspend("-C", str(tmp_path), "payments", "--over-30000").stderr


def test_what_is_due_and_not_paid_is_not_known_before_a_later_payment_is_held(figures):
    later = period(figures, date(2026, 10, 1))
    assert (later.percent_due_not_paid, later.percent_due_not_paid_earlier) == (None, None)


def test_the_command_answers_by_year_and_warns_of_the_day_by_which_a_notice_is_due(here):
    years = lccspend("-C", str(here.root), "payments", "--format", "json", "--year", "2026/27")
    (year,) = json.loads(years.stdout)["years"]
    assert (year["percent_within_30_days"], year["average_days"]) == ("50.00", "32.42")
    notice = lccspend("-C", str(here.root), "payments", "--notice", "--format", "json")
    assert "2026-09-30 must be published by 2026-10-29" in notice.stderr
    assert "Those who name 2026-10-30 are a day late" in notice.stderr
    assert json.loads(notice.stdout)["authority"] == "Lancashire County Council"
    assert json.loads(notice.stdout)["periods"][0]["period_start"] == "2026-01-01"


def test_large_payments_have_the_columns_that_the_settings_name(here):
    result = lccspend("-C", str(here.root), "payments", "--over-30000")
    assert result.stdout == "supplier,amount,publish_by\nDELTA LTD,30000.01,2026-10-29\n"
    assert lccspend("-C", str(here.root), "payments", "--notice", "--over-30000").exit_code == 2


@pytest.mark.parametrize("style", ["table", "csv", "markdown"])
def test_days_are_printed_as_days_and_never_as_pounds(here, style):
    result = lccspend("-C", str(here.root), "payments", "--format", style)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "32.42" in result.stdout
    assert "£32.42" not in result.stdout


def test_a_column_that_large_payments_do_not_have_is_refused_with_those_they_have(tmp_path):
    path = tmp_path / "lccspend.toml"
    path.write_text('[payments]\nover_30000_fields = ["pounds"]\n')
    with pytest.raises(SettingsError, match="pounds is no field of it; there are quarter_start"):
        read_settings(path)


def test_the_first_reporting_period_begins_with_the_duty():
    found = reporting_periods(date(2025, 9, 30), date(2026, 4, 1), duty("payments compliance notice"))
    assert [(p.first, p.last, p.under_duty) for p in found] == [
        (date(2025, 4, 1), date(2025, 9, 30), False),
        (date(2025, 10, 1), date(2025, 12, 31), False),
        (date(2026, 1, 1), date(2026, 3, 31), True),
        (date(2026, 4, 1), date(2026, 9, 30), True),
    ]
    assert found[2].publish_by(duty("payments compliance notice")) == date(2026, 4, 29)


def test_the_first_quarter_of_large_payments_is_published_by_29_july_2026():
    law = duty("payments of more than £30,000")
    quarter = quarter_of(date(2026, 6, 30), law)
    assert (quarter.first, quarter.publish_by(law), quarter.under_duty) == (date(2026, 4, 1), date(2026, 7, 29), True)
    assert quarter_of(date(2027, 2, 28), law).last == date(2027, 3, 31)


def test_every_duty_names_its_source():
    assert all(line.source for line in duties())


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(days, st.integers(0, 900))
def test_reporting_periods_follow_each_other_without_gap_or_overlap(first, more):
    last = first + timedelta(days=more)
    found = reporting_periods(first, last, duty("payments compliance notice"))
    assert found[0].first <= first
    assert found[-1].last >= last
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))


def test_a_mean_is_rounded_half_up_from_the_exact_ratio():
    assert [mean(1, 200), mean(2, 3), mean(0, 0)] == [Decimal("0.01"), Decimal("0.67"), None]
