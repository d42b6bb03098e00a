"""Contract awards: a tender's value once, its suppliers in their month, and what cannot be read (contract 2 and 6)."""

from decimal import Decimal

import pytest
from ledger import build, fusion, project, r12, rejected, table, warnings

HEADINGS = "Award Date,Contract Title,Tender Reference,Supplier,Postcode,Contract Value,SME,VCFS,Note"
PRESTON, MANCHESTER, LONDON = "PR1 8XJ", "M2 5DB", "SW1A 1AA"


AWARD = {
    "day": "01/05/2023",
    "title": "Bridges",
    "ref": "T1",
    "supplier": "ACME",
    "postcode": "",
    "value": "100",
    "sme": "",
    "vcfs": "",
    "note": "",
}


def award(**cells):
    """A row of an award file; what is not said is `AWARD`."""
    return list((AWARD | cells).values())


def built(folder, *rows, settings=""):
    return build(project(folder, {"a.csv": r12({}), "awards.csv": table(HEADINGS, *rows)}, settings))


def months(figures, year="2023/24"):
    found = next(a for a in figures.awards if a.financial_year == year)
    return {m.month: m for m in found.months}


def values(figures, year="2023/24"):
    return {month: int(m.value) for month, m in months(figures, year).items() if m.value}


def test_an_award_of_the_year_23_is_a_slip_of_the_hand_and_rejected(tmp_path):
    figures = built(tmp_path, award(), award(ref="T2", day="30/04/0023"))
    assert values(figures) == {"2023-05": 100}
    assert "row 3, the date '30/04/0023' is before 2000-01-01" in warnings(figures, "awards.csv")


def test_all_twelve_months_are_listed_even_those_without_an_award(tmp_path):
    found = list(months(built(tmp_path, award())).values())
    assert [found[0].month, found[8].month, found[11].month, len(found)] == ["2023-04", "2023-12", "2024-03", 12]
    assert (found[0].value, found[0].suppliers, found[0].notes) == (0, 0, ())


def test_the_value_of_a_tender_counts_once_however_many_suppliers_are_appointed(tmp_path):
    rows = [award(supplier="A"), award(supplier="B"), award(supplier="C", value="")]
    figures = built(tmp_path, *rows)
    assert values(figures) == {"2023-05": 100}
    assert months(figures)["2023-05"].suppliers == 3
    assert warnings(figures, "awards.csv") == ""


def test_references_tell_tenders_apart_and_are_compared_without_case(tmp_path):
    rows = [award(), award(ref="T2"), award(ref="t1", title="Bridges, lot 2")]
    assert values(built(tmp_path, *rows)) == {"2023-05": 200}


def test_without_a_reference_equal_date_and_title_are_one_tender(tmp_path):
    rows = [award(ref=""), award(ref="", title=" bridges "), award(ref="", title="Roads")]
    rows.append(award(ref="", day="02/05/2023"))
    assert values(built(tmp_path, *rows)) == {"2023-05": 300}


def test_another_value_within_a_tender_is_warned_about_and_the_first_counts(tmp_path):
    figures = built(tmp_path, award(), award(value="150"))
    assert values(figures) == {"2023-05": 100}
    assert "tender T1: its rows give different values; the first counts" in warnings(figures, "awards.csv")


def test_a_value_on_a_later_row_only_is_the_tenders_value(tmp_path):
    figures = built(tmp_path, award(value=""), award(value="£1,250.50"))
    assert months(figures)["2023-05"].value == Decimal("1250.50")
    assert warnings(figures, "awards.csv") == ""


def test_a_tender_without_any_value_counts_as_nothing_and_is_warned_about(tmp_path):
    figures = built(tmp_path, award(value=""), award(value=""))
    assert values(figures) == {}
    assert warnings(figures, "awards.csv").count("tender T1") == 1


def test_suppliers_are_counted_in_the_month_of_their_own_row_and_the_value_in_that_of_the_award(tmp_path):
    figures = built(tmp_path, award(day="30/06/2023"), award(day="31/05/2023", value=""))
    assert values(figures) == {"2023-05": 100}
    assert [months(figures)[m].suppliers for m in ("2023-05", "2023-06")] == [1, 1]


@pytest.mark.parametrize("yes", ["Y", "y", "Yes", "TRUE", "True", "1", " yes "])
def test_ways_of_saying_yes(tmp_path, yes):
    month = months(built(tmp_path, award(sme=yes)))["2023-05"]
    assert (month.sme, month.vcfs) == (1, 0)


@pytest.mark.parametrize("no", ["N", "No", "False", "FALSE", "0", ""])
def test_ways_of_saying_no(tmp_path, no):
    figures = built(tmp_path, award(sme=no, vcfs="Y"))
    month = months(figures)["2023-05"]
    assert (month.sme, month.vcfs, warnings(figures, "awards.csv")) == (0, 1, "")


def test_neither_yes_nor_no_is_taken_as_not_stated_and_warned_about(tmp_path):
    figures = built(tmp_path, award(sme="perhaps"))
    assert months(figures)["2023-05"].sme == 0
    assert "row 2: sme is 'perhaps'" in warnings(figures, "awards.csv")


def test_suppliers_are_placed_by_the_postcode_of_their_row(tmp_path):
    codes = [PRESTON, PRESTON, MANCHESTER, LONDON, "JE2 4WE", "", "n/k"]
    month = months(built(tmp_path, *(award(postcode=code) for code in codes)))["2023-05"]
    assert (month.lancashire, month.north_west, month.elsewhere, month.overseas, month.unknown) == (2, 1, 1, 1, 2)


def test_notes_of_a_month_stand_once_each(tmp_path):
    rows = [award(note="Framework"), award(note="Framework"), award(note="Lots"), award(note="")]
    assert months(built(tmp_path, *rows))["2023-05"].notes == ("Framework", "Lots")


def test_a_row_that_cannot_be_read_is_rejected_and_stands_outside_the_totals(tmp_path):
    made = project(tmp_path, {"a.csv": fusion({})})
    headings = HEADINGS.replace("Award Date", "Ward,Date Awarded")
    rows = [["West", *award()], ["East", *award(day="31/04/2023")], ["North", *award(value="TBC", postcode=" PR1 8XJ")]]
    project(tmp_path, {"awards.csv": table(headings, *rows)})
    figures = build(made)
    entry = next(f for f in figures.books.files if f.file == "awards.csv")
    assert (entry.layout, entry.rows, entry.counted, entry.rejected, entry.pounds) == ("awards", 3, 1, 2, 0)
    assert (figures.books.read.rows, figures.books.rejected.rows, figures.books.balanced) == (1, 0, True)
    assert [one[:3] for one in rejected(made)] == [
        ("awards.csv", "3", "Date Awarded"),
        ("awards.csv", "4", "Contract Value"),
    ]
    assert [one.raw for one in rejected(made)] == rows[1:]


def test_rejected_rows_of_any_layout_are_warned_about_with_the_first_of_them(tmp_path):
    sites = table("Supplier Number,Supplier,Site,Postcode", "1,ACME LTD,HQ,PR1 8XJ,extra", "2,DOE,HQ,PR1 8XJ")
    files = {"a.csv": r12({}), "awards.csv": table(HEADINGS, award(day="May 2023")), "sites.csv": sites}
    figures = build(project(tmp_path, files))
    assert warnings(figures, "awards.csv") == (
        "1 of 1 rows were rejected (the first: row 2, the date 'May 2023' is no date that is read (day first))"
    )
    assert warnings(figures, "sites.csv") == (
        "1 of 2 rows were rejected (the first: row 2, the row has 5 cells where the headings have 4)"
    )


def test_tenders_are_warned_about_in_the_order_of_their_rows(tmp_path):
    rows = [award(ref="T3", value=""), award(ref="T1"), award(ref="T1", value="7"), award(ref="T2", value="")]
    told = warnings(built(tmp_path, *rows), "awards.csv").splitlines()
    assert [sentence[:10] for sentence in told] == ["tender T3:", "tender T1:", "tender T2:"]


def test_awards_of_several_files_and_years_are_put_together(tmp_path):
    files = {"a.csv": r12({}), "1.csv": table(HEADINGS, award()), "2.csv": table(HEADINGS, award(value=""))}
    files["3.csv"] = table(HEADINGS, award(day="01/04/2022", ref="T0", value="7"))
    figures = build(project(tmp_path, files))
    assert [a.financial_year for a in figures.awards] == ["2022/23", "2023/24"]
    assert (values(figures, "2022/23"), values(figures)) == ({"2022-04": 7}, {"2023-05": 100})
    assert months(figures)["2023-05"].suppliers == 2
