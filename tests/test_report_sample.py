"""From the sample's exports to the printed page: the tables are the ones that the council published."""

from pathlib import Path

import pytest
from page import ValidationProfile, validate_pdf
from report_figures import TODAY
from report_numbers import in_pdf
from report_pages import tables

from lccspend.project import Project
from lccspend.report.context import build_report
from lccspend.report.filters import month
from lccspend.report.model import Report
from lccspend.report.render import render
from lccspend.sample.targets import AWARDS, FRAMEWORK_NOTE, POUND, SMALL_SUPPLIERS, TOP_TWENTY, YEARS
from lccspend.store import read_figures

Rows = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def report(built_sample: Project) -> Report:
    return build_report(read_figures(built_sample), built_sample.settings, "2023/24", 5, TODAY)


@pytest.fixture(scope="module")
def page(report: Report, built_sample: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    (html,) = render(report, built_sample.settings, tmp_path_factory.mktemp("page"), ("html",))
    return Path(html).read_text("utf-8")


@pytest.fixture(scope="module")
def printed(page: str) -> Rows:
    return tables(page)


def test_the_five_years_are_the_published_ones_and_those_the_council_starred_bear_a_mark(printed: Rows) -> None:
    rows = printed["locality-by-year"]
    assert [row[:4] for row in rows] == [
        [
            year.label,
            f"£{year.home // POUND:,}" if year.home else "[x]",
            f"£{year.total // POUND:,}",
            f"{(200 * year.home + year.total) // (2 * year.total)}%" if year.home else "[x]",
        ]
        for year in YEARS
    ]
    assert [row[4] for row in rows] == ["[p]", "none", "[x]", "[p][b]", "[b]"]


def test_the_top_twenty_are_the_published_ones(printed: Rows) -> None:
    expected = [[name, f"£{spend:,}", category] for name, spend, category in TOP_TWENTY]
    assert [row[:3] for row in printed["top-suppliers"]] == expected


def test_the_awards_are_the_published_ones_with_their_note(printed: Rows, page: str) -> None:
    values = [[month(a.month), f"£{a.value:,}", *map(str, (a.suppliers, a.sme, a.vcfs))] for a in AWARDS]
    assert printed["awards"][:12] == values
    counts = [[str(n) for n in (a.suppliers, a.home, a.north_west, a.elsewhere)] for a in AWARDS]
    assert [[row[1], *row[2::2]] for row in printed["awards-locality"][:12]] == counts
    assert f"August 2023: {FRAMEWORK_NOTE}" in page


def test_both_statements_of_the_tail_hold_each_of_its_own_population(printed: Rows) -> None:
    rows = {row[0]: row[1:] for row in printed["concentration"]}
    assert rows["40 largest"][:3] == ["40", "£400,000,000", "24%"]
    assert rows["Under £100,000"][:3] == [f"{SMALL_SUPPLIERS:,}", "£75,000,000", "5%"]
    assert rows["In all"][3:] == ["7,830", "£1,070,000,000", "100%"]


@pytest.mark.pango
def test_the_report_on_the_sample_passes_pdf_ua_and_says_what_the_report_holds(
    report: Report, built_sample: Project, tmp_path: Path
) -> None:
    (pdf,) = render(report, built_sample.settings, tmp_path, ("pdf",))
    assert [fault.rule_id for fault in validate_pdf(str(pdf), profile=ValidationProfile.PDF_UA_1).failures] == []
    assert in_pdf(report, pdf.read_bytes()) == set()
