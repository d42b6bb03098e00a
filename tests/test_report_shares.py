"""A share is told where the year allows one; elsewhere a mark stands in its place, and the mark is explained."""

from msgspec import structs
from report_figures import TODAY, figures, locality_year, money
from report_parts import table

from lccspend.figures import Figures, LocalityYear
from lccspend.payees import AreaSpend, AreaYear, PayeeFigures, SensitivityYear, Variant
from lccspend.report.context import build_report
from lccspend.report.filters import printed
from lccspend.report.model import Report, Table
from lccspend.settings import Settings

YEAR = "2023/24"
UNPLACED = locality_year(
    YEAR, 30, 0, 0, 0, 70, percent=None, percent_low=None, percent_high=None, coverage_percent=money(30), marks=("x",)
)
CREDITED = locality_year(YEAR, -400, 0, 100, 0, -50)
NOT_AVAILABLE = "[x] Not available: less than 80% of the year's payments, by value, have a known place."
NOT_APPLICABLE = "[z] Not applicable."


def report_of(*years: LocalityYear, payees: PayeeFigures | None = None) -> Report:
    of: Figures = figures(years, payees=payees)
    return build_report(of, Settings(), YEAR, 5, TODAY)


def shares(of: Table) -> set[str]:
    """What stands in the columns of shares, totals too."""
    rows = (*of.rows, *of.totals)
    return {printed(cell, "share") for row in rows for column, cell in of.cells(row) if column.kind == "share"}


def rings() -> PayeeFigures:
    one = (AreaSpend(area="Lancashire", spend=money(30), percent=None),)
    return PayeeFigures(areas=(AreaYear(financial_year=YEAR, areas=one, rings=one),))


def test_no_share_by_place_is_given_of_a_year_with_too_few_known_places() -> None:
    report = report_of(UNPLACED, payees=rings())
    for name in ("locality-by-year", "districts", "areas", "rings"):
        assert shares(table(report, name)) == {"[x]"}, name
        assert NOT_AVAILABLE in table(report, name).notes, name


def test_a_coverage_below_the_minimum_never_prints_as_the_minimum() -> None:
    report = report_of(structs.replace(UNPLACED, coverage_percent=money("79.60")))
    limits = next(section.entries for section in report.sections if section.id == "limits")
    assert any("79% by value has a known place, so no share is given" in entry.text for entry in limits)
    assert "(79% of payments by value)" in report.key_figures[1].meaning
    assert printed(table(report, "locality-evidence").rows[0][4], "share") == "79%"


def test_a_year_that_credits_leave_nothing_of_has_no_share_of_anything_and_no_bounds() -> None:
    report = report_of(CREDITED, payees=rings())
    for name in ("locality-by-year", "districts", "areas", "rings"):
        assert shares(table(report, name)) == {"[z]"}, name
        assert NOT_APPLICABLE in table(report, name).notes, name
        assert NOT_AVAILABLE not in table(report, name).notes, name
    assert [printed(cell, "share") for cell in table(report, "locality-evidence").rows[0][1:4]] == ["[z]"] * 3


def test_other_choices_of_the_home_area_have_no_share_of_nothing_either() -> None:
    choices = ("outside", "inside", "left out")
    given = {"definition": "lancashire-12", "basis": "site", "local": money(-5), "total": money(0), "percent": None}
    year = SensitivityYear(financial_year=YEAR, variants=tuple(Variant(unknown=one, **given) for one in choices))
    sensitivity = table(report_of(CREDITED, payees=PayeeFigures(sensitivity=(year,))), "sensitivity")
    assert shares(sensitivity) == {"[z]"}
    assert sensitivity.notes == (NOT_APPLICABLE,)
