"""What the report says of contract awards: by month, by place of the suppliers appointed, and of what is not known."""

from report_figures import TODAY, award_month, figures, locality_year, money
from report_parts import printed, section, table

from lccspend.dates import months_of
from lccspend.figures import AwardYear, Figures
from lccspend.report.context import build_report
from lccspend.report.model import Report
from lccspend.settings import Settings

YEAR = "2023/24"


def report_of(of: Figures) -> Report:
    return build_report(of, Settings(), YEAR, 5, TODAY)


def awards(*months: object) -> Figures:
    given = {m.month: m for m in months}  # type: ignore[attr-defined]
    every = tuple(given.get(label) or award_month(label, 0, (0, 0, 0), sme=0) for label in months_of(YEAR))
    return figures((locality_year(YEAR),), awards=(AwardYear(financial_year=YEAR, months=every),))


def test_awards_have_counts_and_shares_by_month_and_a_row_for_the_year() -> None:
    april, may = award_month("2023-04", 100, (2, 4, 3)), award_month("2023-05", 200, (2, 2, 3))
    report = report_of(awards(april, may))
    rows = printed(table(report, "awards-locality"))
    assert rows[0] == ["April 2023", "9", "2", "22%", "4", "44%", "3", "33%"]
    assert rows[2] == ["June 2023", "0", "0", "[z]", "0", "[z]", "0", "[z]"]
    assert table(report, "awards").totals == (("Year", money(300), 16, 4, 0),)


def test_the_rounding_note_names_the_months_that_need_it_and_is_absent_otherwise() -> None:
    uneven = report_of(awards(award_month("2023-04", 1, (2, 4, 3)), award_month("2023-05", 1, (1, 1, 2))))
    even = report_of(awards(award_month("2023-05", 1, (1, 1, 2))))
    assert (
        table(uneven, "awards-locality").notes[0]
        == "Rounded percentages do not add up to 100 in April 2023 and the year."
    )
    assert not any("add up" in note for note in table(even, "awards-locality").notes)


def test_suppliers_overseas_or_of_unknown_address_have_columns_only_when_there_are_some() -> None:
    some = report_of(awards(award_month("2023-04", 1, (1, 0, 0), overseas=1, suppliers=2)))
    none = report_of(awards(award_month("2023-04", 1, (1, 0, 0))))
    assert "overseas" in [column.key for column in table(some, "awards-locality").columns]
    assert "overseas" not in [column.key for column in table(none, "awards-locality").columns]


def test_a_table_of_more_than_three_places_has_the_share_of_the_home_area_alone() -> None:
    april = award_month("2023-04", 1, (2, 1, 0), overseas=1, unknown=1, suppliers=5)
    of = table(report_of(awards(april)), "awards-locality")
    assert [column.key for column in of.columns] == [
        *("month", "suppliers", "lancashire", "lancashire_percent", "north_west", "elsewhere", "overseas", "unknown")
    ]
    assert printed(of)[0] == ["April 2023", "5", "2", "40%", "1", "0", "1", "1"]
    assert not any("add up" in note for note in of.notes)


def test_the_heading_of_a_panel_is_as_long_as_the_panel_is_wide() -> None:
    long = Settings(authority={"area": "Bournemouth, Christchurch and Poole"})  # type: ignore[arg-type]
    report = build_report(awards(award_month("2023-04")), long, YEAR, 5, TODAY)
    chart = next(chart for chart in report.charts if chart.name == "awards-by-month")
    assert [row[1] for row in chart.rows[::12]] == [
        "Bournemouth,\nChristchurch and Poole",
        "Rest of the North West",
        "Elsewhere in the UK",
    ]


def test_a_month_that_outweighs_the_year_is_named_and_left_out_once() -> None:
    framework = award_month("2023-08", 9000, (3, 0, 0), notes=("A framework",))
    report = report_of(awards(award_month("2023-04", 1000, (1, 1, 0)), framework))
    said = " ".join(section(report, "awards").statements)
    assert "August 2023 makes up 90% of the value; the other months come to £1,000, with 50% in Lancashire." in said
    assert table(report, "awards").notes == ("August 2023: A framework",)


def test_without_awards_the_report_says_so_and_prints_no_table_of_noughts() -> None:
    report = report_of(figures((locality_year(YEAR),), awards=()))
    assert section(report, "awards").tables == ()
    assert "No contract award of 2023/24 is held" in section(report, "awards").statements[0]
    assert report.key_figures[-1].value == "[x]"


def test_one_appointment_is_one_of_one_supplier() -> None:
    report = report_of(awards(award_month("2023-04", 500, (1, 0, 0))))
    assert section(report, "awards").statements[0] == (
        "In 2023/24 tenders worth £500 were awarded, with 1 appointment of a supplier (100% in Lancashire)."
    )


def test_no_share_is_told_of_appointments_of_which_most_have_no_known_address() -> None:
    report = report_of(awards(award_month("2023-04", 500, (1, 0, 0), unknown=3, suppliers=4)))
    assert section(report, "awards").statements[0].endswith("4 appointments of suppliers (3 without a known address).")
    assert report.key_figures[-1].meaning.startswith("4 appointments of suppliers (3 without a known address).")
    chart = next(chart for chart in report.charts if chart.name == "awards-by-month")
    assert chart.title == "For 3 of 4 appointments no address is known"


def test_addresses_that_are_not_known_are_counted_beside_the_share() -> None:
    report = report_of(awards(award_month("2023-04", 500, (2, 1, 0), unknown=1, suppliers=4)))
    assert (
        "4 appointments of suppliers (50% in Lancashire, 1 without a known address)." in report.key_figures[-1].meaning
    )


def test_the_first_twenty_notes_on_awards_are_printed_and_the_others_counted() -> None:
    many = tuple(f"Note {number}" for number in range(1, 23))
    notes = table(report_of(awards(award_month("2023-04", notes=many))), "awards").notes
    assert notes[19:] == ("April 2023: Note 20", "2 more notes are not listed.")
    assert (
        table(report_of(awards(award_month("2023-04", notes=many[:20]))), "awards").notes[-1] == "April 2023: Note 20"
    )
