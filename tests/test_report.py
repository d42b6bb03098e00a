"""What the report says: each sentence and each row is the one that the figures allow, and no other."""

from dataclasses import replace

import pytest
from msgspec import structs
from report_figures import (
    TODAY,
    books,
    checks,
    figures,
    five_years,
    locality_year,
    money,
    month_cells,
    supplier,
    tail_year,
)
from report_parts import printed, section, table

from lccspend.dates import months_of
from lccspend.errors import SpendError
from lccspend.figures import Figures, Tally
from lccspend.report.context import build_report
from lccspend.report.model import Report
from lccspend.report.scope import Edition
from lccspend.settings import Settings

YEAR = "2023/24"


def report_of(of: Figures, settings: Settings | None = None, years: int = 5) -> Report:
    return build_report(of, settings or Settings(), YEAR, years, TODAY)


def test_the_five_years_print_as_the_council_prints_them_with_marks_in_their_own_column() -> None:
    assert printed(table(report_of(five_years()), "locality-by-year")) == [
        ["2019/20", "£310,000,000", "£630,000,000", "49%", "[p]"],
        ["2020/21", "£470,000,000", "£962,000,000", "49%", "none"],
        ["2021/22", "[x]", "£1,090,000,000", "[x]", "[x]"],
        ["2022/23", "£181,000,000", "£411,000,000", "44%", "[p]"],
        ["2023/24", "£850,000,000", "£1,638,345,679", "52%", "[b]"],
    ]


def test_money_of_a_year_with_some_places_stands_as_recorded_though_its_share_does_not() -> None:
    year = locality_year(YEAR, 70, 0, 0, 0, 30, percent=None, percent_low=None, percent_high=None, marks=("x",))
    assert printed(table(report_of(figures((year,))), "locality-by-year")) == [[YEAR, "£70", "£100", "[x]", "[x]"]]


def test_a_year_that_is_not_held_between_two_that_are_has_a_row_without_figures() -> None:
    held = (locality_year("2021/22"), locality_year(YEAR))
    by_year = table(report_of(figures(held)), "locality-by-year")
    assert printed(by_year)[1] == ["2022/23", "[x]", "[x]", "[x]", "[x]"]
    assert "2022/23: no payments are held." in by_year.notes


def test_history_begins_with_the_first_year_held_and_is_no_longer_than_asked() -> None:
    held = tuple(locality_year(f"{start}/{start - 1999}") for start in range(2018, 2024))
    labels = [row[0] for row in table(report_of(figures(held), years=3), "locality-by-year").rows]
    assert labels == ["2021/22", "2022/23", "2023/24"]
    assert len(table(report_of(figures(held), years=20), "locality-by-year").rows) == 6
    assert len(table(report_of(figures(held), years=10**18), "locality-by-year").rows) == 6


def test_the_figures_that_go_with_a_report_are_those_of_the_years_shown() -> None:
    of = five_years()
    assert of.payees
    assert of.contracts
    payees, contracts = (
        structs.replace(one, **{name: (*lists, *(structs.replace(y, financial_year="2022/23") for y in lists))})
        for one, name, lists in ((of.payees, "bridge", of.payees.bridge), (of.contracts, "years", of.contracts.years))
    )
    shown = report_of(structs.replace(of, payees=payees, contracts=contracts), years=1).figures
    assert shown.payees
    assert shown.contracts
    years = (*shown.locality, *shown.tail, *shown.payees.bridge, *shown.contracts.years, *shown.contracts.values)
    assert {year.financial_year for year in years} == {YEAR}
    assert [cell.month for cell in shown.months] == list(months_of(YEAR))
    assert shown.contracts.contracts == of.contracts.contracts


def test_a_year_that_is_not_held_cannot_be_reported_and_the_years_held_are_named() -> None:
    with pytest.raises(SpendError, match="no payments in 1999/00") as caught:
        build_report(five_years(), Settings(), "1999/00", 5, TODAY)
    assert "2019/20, 2020/21, 2021/22, 2022/23, 2023/24" in caught.value.fix


def test_bounds_are_told_only_where_places_are_not_known() -> None:
    known = report_of(figures((locality_year(YEAR, unknown=0),)))
    some = report_of(figures((locality_year(YEAR, 400, 200, 300, 0, 100),)))
    assert not any("not known" in line for line in section(known, "locality").statements)
    assert "share would be 40%, and were all of it in Lancashire, 50%" in section(some, "locality").statements[1]


def test_credits_that_outweigh_payments_leave_no_share_to_tell() -> None:
    report = report_of(figures((locality_year(YEAR, -400, 0, -300, 0, 0),), suppliers=(supplier(1, spend=-700),)))
    prose = " ".join(line for part in report.sections[:-3] for line in part.statements)
    assert "%" not in prose.replace("55% in Lancashire", "").replace("85% of the value", "").replace("with 53%", "")
    assert [key.value for key in report.key_figures][:2] == ["\u2212£700", "[z]"]
    assert [chart.name for chart in report.charts] == ["awards-by-month"]


def test_the_largest_suppliers_are_those_of_the_procurement_population_and_say_so() -> None:
    top = table(report_of(five_years()), "top-suppliers")
    assert len(top.rows) == 20
    assert top.population.startswith("Procurement suppliers")
    assert top.columns[1].kind == "about"


def test_small_suppliers_print_to_the_pound_for_100_000_would_make_them_nothing() -> None:
    report = report_of(figures((locality_year(YEAR),), suppliers=(supplier(1, "ACME", 1234),)))
    assert printed(table(report, "top-suppliers"))[0][:2] == ["ACME", "£1,234"]
    assert "only procurement supplier" in section(report, "suppliers").statements[0]


def test_largest_twenty_are_not_told_of_when_there_are_fewer() -> None:
    few = tuple(supplier(n, spend=1000 - n) for n in range(1, 4))
    report = report_of(figures((locality_year(YEAR),), suppliers=few))
    assert "20 largest" not in " ".join(section(report, "tail").statements)
    assert [row[0] for row in table(report, "concentration").rows] == ["Under £100,000", "In all"]


def test_the_two_populations_of_the_tail_are_named_and_each_has_shares_of_its_own() -> None:
    everyone = (supplier(1, spend=900), supplier(2, spend=100))
    tails = (tail_year(YEAR, "all", everyone), tail_year(YEAR, "procurement", everyone[1:]))
    report = report_of(figures((locality_year(YEAR),), tail=tails))
    assert printed(table(report, "concentration"))[-1] == ["In all", "2", "£1,000", "100%", "1", "£100", "100%"]
    assert printed(table(report, "bands-procurement"))[-2] == ["under £50k", "1", "100%", "£100", "100%"]


def test_bands_and_nil_add_up_to_the_row_that_says_total() -> None:
    bands = table(report_of(five_years()), "bands-all")
    assert sum(row[1] for row in bands.rows) == bands.totals[0][1]
    assert sum(row[3] for row in bands.rows) == bands.totals[0][3]


def test_a_month_without_payments_is_not_a_month_of_nothing() -> None:
    year = locality_year(YEAR, months=11, months_missing=("2023-06",), marks=("p",))
    months = table(report_of(figures((year,))), "months")
    assert printed(months)[2] == ["June 2023", "[x]", "[x]", "[x]"]
    assert months.totals[0][1] == year.total
    assert months.notes


def test_the_months_of_ten_years_are_a_row_for_each_year_and_a_column_for_each_system() -> None:
    part = locality_year("2014/15", sources=("r12",), months=1, months_missing=tuple(months_of("2014/15")[1:]))
    held = (part, *(locality_year(f"{start}/{start - 1999}") for start in range(2015, 2024)))
    months = table(report_of(figures(held), years=10), "months-held")
    assert [column.heading for column in months.columns] == [
        *("Financial year", "Oracle R12", "Oracle Fusion", "Nothing held")
    ]
    assert printed(months)[0] == ["2014/15", "April 2014", "none", "May 2014 to March 2015"]
    assert printed(months)[9] == ["2023/24", "none", "all months", "none"]


def test_a_month_that_nets_to_nothing_is_held() -> None:
    year = locality_year(YEAR)
    cells = tuple(structs.replace(c, pounds=money(0)) if c.month == "2023-04" else c for c in month_cells((year,)))
    assert printed(table(report_of(figures((year,), months=cells)), "months"))[0][1] == "£0"


def test_limits_are_those_of_the_run_and_a_clean_run_has_only_the_standing_ones() -> None:
    clean = figures(
        (locality_year(YEAR, unknown=0),),
        books=books(rejected=Tally(rows=0, pounds=money(0)), files=()),
        checks=structs.replace(checks(), verdict="pass", checks=checks().checks[:1]),
    )
    assert [entry.heading for entry in section(report_of(clean), "limits").entries] == [
        "Head offices are not known",
        "The size of suppliers is not known",
    ]
    found = section(report_of(five_years()), "limits")
    assert {entry.heading for entry in found.entries} >= {
        "Years that are not complete [p]",
        "Years with too few known places [x]",
        "Breaks in the series [b]",
        "Some places are not known",
        "Some rows could not be read",
    }
    assert table(report_of(five_years()), "warnings").rows == (("r12/ap_2019.txt", "1 date is odd"),)


def test_what_was_found_twice_and_gaps_of_a_system_are_limits_without_names_of_rules_or_systems() -> None:
    twice = {
        "repeated_extract": Tally(rows=1_207, pounds=money(10)),
        "r12_fusion_overlap": Tally(rows=8, pounds=money(3)),
    }
    gap = structs.replace(checks().checks[0], check="months_by_system", verdict="warn", message="r12 lacks 2019-12.")
    of = structs.replace(
        five_years(), books=books(excluded_by_rule=twice), checks=structs.replace(checks(), checks=(gap,))
    )
    said = {entry.heading: entry.text for entry in section(report_of(of), "limits").entries}
    assert said["Some payments were found twice"] == (
        "Each counts once; rows left out as found twice: 1,207 in two files of one system and 8 in both systems."
    )
    assert said["Gaps within a system"].endswith("the appendix of checks names them.")
    assert "r12" not in " ".join(said.values())


def test_every_table_names_its_population_and_its_place_in_the_order_printed() -> None:
    tables = report_of(five_years()).tables
    assert [t.number for t in tables] == list(range(1, len(tables) + 1))
    assert all(t.population for t in tables)
    assert len({t.name for t in tables}) == len(tables)


def test_tables_name_the_figures_that_can_be_traced() -> None:
    named = {name for t in report_of(five_years()).tables for name in t.trace}
    assert named >= {
        "2023/24 total",
        "2023/24 lancashire",
        "2023/24 unknown",
        "2023/24 supplier NAME",
        "2023/24 band LABEL",
        "2023/24 district NAME",
        "2023/24 excluded RULE",
        "all excluded RULE",
        "2023/24 month 2023-04",
    }


def test_a_form_that_is_not_filled_in_prints_only_what_is_known() -> None:
    bare = build_report(five_years(), Settings(), YEAR, 5, TODAY, Edition(final=True)).form
    draft = report_of(five_years()).form
    filled = report_of(five_years(), Settings(report={"committee": "Scrutiny", "meeting_date": "2024-09-26"})).form  # type: ignore[arg-type]
    assert [field.label for field in bare.fields] == ["Status", "Electoral divisions affected", "Appendices"]
    assert {field.value for field in draft.fields} >= {"To be confirmed", "Part I"}
    assert [field.value for field in filled.fields[:2]] == ["Scrutiny", "26 September 2024"]
    assert filled.recommendation.startswith("Scrutiny is asked to note")
    assert all(field.value for field in bare.fields)


def test_another_council_reads_its_own_names() -> None:
    settings = Settings(authority={"name": "Rutland County Council", "area": "Rutland", "region": "East Midlands"})  # type: ignore[arg-type]
    report = report_of(five_years(), settings)
    headings = [c.heading for c in table(report, "locality-by-place").columns]
    assert headings[1:3] == ["Rutland", "Rest of the East Midlands"]
    assert not any("Lancashire" in s.heading for s in report.sections)


def test_a_report_is_a_value_that_does_not_change() -> None:
    report = report_of(five_years())
    assert report == report_of(five_years())
    assert hash(report.key_figures) == hash(report_of(five_years()).key_figures)
    assert replace(report, title="Other") != report


def test_an_incomplete_year_is_told_where_its_total_and_its_suppliers_are() -> None:
    part = locality_year(YEAR, months=3, months_missing=tuple(months_of(YEAR)[3:]), marks=("p",))
    report, whole = report_of(figures((part,))), report_of(figures((locality_year(YEAR),)))
    said = "in 2023/24 (so far as held: 3 of 12 months)"
    assert said in report.form.summary[0]
    assert said in report.key_figures[0].meaning
    assert said.capitalize() in section(report, "locality").statements[0]
    assert section(report, "tail").statements[-1] == "What a supplier was paid is that of the 3 months held, of 12."
    assert "12 months" not in " ".join((*whole.form.summary, *section(whole, "tail").statements))


def test_months_that_were_paid_alike_are_all_named_or_said_to_be_alike() -> None:
    cells = month_cells((locality_year(YEAR),))
    alike = tuple(structs.replace(cell, pounds=money(50)) for cell in cells)
    two = tuple(structs.replace(cell, pounds=money(70)) if cell.month[5:] in {"04", "06"} else cell for cell in alike)
    said = section(report_of(figures((locality_year(YEAR),), months=alike)), "months")
    assert said.statements == ("In each month held £50 was paid, by date of payment.",)
    assert said.charts[0].title == "In each month held £50 was paid"
    most = section(report_of(figures((locality_year(YEAR),), months=two)), "months")
    assert most.charts[0].title == "Most was paid in April 2023 and June 2023 (£70 each)"


def test_months_that_follow_each_other_and_were_paid_alike_are_named_by_their_ends() -> None:
    cells = month_cells((locality_year(YEAR),))
    paid = tuple(structs.replace(cell, pounds=money(20 if cell.month == "2023-12" else 50)) for cell in cells)
    (said,) = section(report_of(figures((locality_year(YEAR),), months=paid)), "months").statements
    most = "April 2023 to November 2023 and January 2024 to March 2024 (£50 each)"
    assert said == f"Most was paid in {most} and least in December 2023 (£20), by date of payment."


def test_bands_whose_whole_percentages_do_not_add_up_say_so() -> None:
    """Three suppliers in three bands are 33% each; two are 50%, and of their pounds 78% and 22%."""
    three = tuple(supplier(rank, spend=spend) for rank, spend in enumerate((700_000, 300_000, 200_000), start=1))
    uneven, even = (
        table(report_of(figures((locality_year(YEAR),), some)), "bands-all") for some in (three, three[::2])
    )
    assert "Percentages are rounded" in uneven.notes[-1]
    assert not any("Percentages are rounded" in note for note in even.notes)


def test_nothing_is_said_of_a_suppliers_contracts_where_no_register_is_held() -> None:
    """A nought would say that the register was looked through."""
    report = report_of(structs.replace(five_years(), contracts=None))
    named = table(report, "named-1000000")
    assert [column.key for column in named.columns] == ["supplier", "category", "spend"]
    assert "register" not in " ".join((*section(report, "members").statements, *named.notes))


def test_a_population_without_a_supplier_is_left_out_of_the_sentences_on_the_tail_and_its_marks_are_explained() -> None:
    tails = (tail_year(YEAR, "all", (supplier(1, spend=100),)), tail_year(YEAR, "procurement", ()))
    report = report_of(figures((locality_year(YEAR),), tail=tails))
    assert [said.split(":")[0] for said in section(report, "tail").statements] == ["All suppliers"]
    assert all("[z] Not applicable." in table(report, name).notes for name in ("concentration", "bands-procurement"))
    assert "[z] Not applicable." not in table(report, "bands-all").notes
