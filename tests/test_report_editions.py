"""Draft and final: a draft says so, a final report is approved, and what it published is what the next is held to."""

import json
from datetime import date
from pathlib import Path

import pytest
from cli_project import lccspend
from ledger import fusion, project
from msgspec import structs
from report_figures import TODAY, five_years, money
from report_pages import tables
from report_parts import table

from lccspend.errors import SettingsError, SourceError
from lccspend.figures import Figures
from lccspend.report.context import build_report
from lccspend.report.filters import printed
from lccspend.report.model import Report, Revised
from lccspend.report.published import Published, read_published, write_published
from lccspend.report.scope import Edition
from lccspend.report.tables import to_csv
from lccspend.report.workbook import to_xlsx
from lccspend.settings import Settings

YEAR = "2023/24"
EARLIER = date(2024, 6, 3)
NOTHING = Published()
ROW = {"supplier": "ACME LTD", "number": "1", "postcode": "PR1 8XJ", "invoice": "A", "amount": "57.00"}


def changed(of: Figures) -> Figures:
    """The figures with £1 more in the home area in 2020/21, from another build."""
    years = list(of.locality)
    years[1] = structs.replace(years[1], lancashire=years[1].lancashire + 1, total=years[1].total + 1)
    return structs.replace(of, locality=tuple(years), build=structs.replace(of.build, id="another"))


def report_of(of: Figures, published: Published = NOTHING, final: bool = False) -> Report:
    settings = Settings(report={"approved_by": "Director of Finance"})  # type: ignore[arg-type]
    return build_report(of, settings, YEAR, 5, TODAY, Edition(final, published))


def said(report: Report, name: str) -> str:
    return " ".join(next((s.statements for s in report.sections if s.id == name), ()))


def test_a_report_is_a_draft_until_it_is_final() -> None:
    assert report_of(five_years()).full_title.endswith("(DRAFT)")
    assert report_of(five_years(), final=True).full_title == "Procurement spend 2023/24, Lancashire County Council"
    assert "has not been approved" in said(report_of(five_years()), "assurance")
    assert "approved by Director of Finance" in said(report_of(five_years(), final=True), "assurance")


def test_the_first_report_has_nothing_to_revise_and_no_section_that_says_so() -> None:
    assert "revisions" not in [section.id for section in report_of(five_years()).sections]


def test_figures_as_published_bear_no_mark_and_the_report_says_so() -> None:
    published = NOTHING.followed_by(five_years(), EARLIER)
    report = report_of(changed(five_years()), published.followed_by(changed(five_years()), TODAY))
    assert table(report, "revisions").rows
    again = report_of(structs.replace(five_years(), build=structs.replace(five_years().build, id="x")), published)
    assert said(again, "revisions") == "No figure of the years shown differs from the report published on 3 June 2024."
    assert not [cell for t in again.tables for row in t.rows for cell in row if isinstance(cell, Revised)]


def test_a_figure_that_differs_is_marked_where_it_stands_and_listed() -> None:
    report = report_of(changed(five_years()), NOTHING.followed_by(five_years(), EARLIER))
    by_year = table(report, "locality-by-year")
    cells = [printed(cell, column.kind) for column, cell in by_year.cells(by_year.rows[1])]
    assert cells == ["2020/21", "£470,000,001 [r]", "£962,000,001 [r]", "49%", "[r]"]
    assert by_year.notes[-1].startswith("[r] Revised")
    assert [printed(cell, "pounds") for cell in by_year.rows[0]] == [
        "2019/20", "£310,000,000", "£630,000,000", "49%", "[p]",
    ]  # fmt: skip
    assert table(report, "revisions").rows == (
        ("2020/21", "Paid to all suppliers", money(962_000_000), money(962_000_001), money(1)),
        ("2020/21", "Lancashire", money(470_000_000), money(470_000_001), money(1)),
    )
    assert "2 figures differ from the report published on 3 June 2024" in said(report, "revisions")
    assert "\n2020/21,470000001.00,962000001.00,48.86,[r]\n" in to_csv(by_year)
    assert to_xlsx(report) == to_xlsx(report)


def test_a_figure_that_is_gone_is_listed_as_not_available() -> None:
    published = NOTHING.followed_by(five_years(), EARLIER)
    gone = structs.replace(changed(five_years()), months=tuple(m for m in five_years().months if m.month != "2023-04"))
    rows = [row[:2] for row in table(report_of(gone, published), "revisions").rows]
    assert (YEAR, "April 2023") in rows


def test_a_final_report_made_again_says_the_same() -> None:
    before = NOTHING.followed_by(five_years(), EARLIER)
    figures = changed(five_years())
    after = before.followed_by(figures, TODAY)
    assert report_of(figures, before, final=True) == report_of(figures, after, final=True)
    assert after.followed_by(figures, TODAY) == after


def test_years_that_are_no_longer_held_stay_published() -> None:
    published = NOTHING.followed_by(five_years(), EARLIER)
    short = structs.replace(changed(five_years()), locality=five_years().locality[1:], months=(), district=(), tail=())
    assert published.followed_by(short, TODAY).figures["2019/20 total"] == money(630_000_000)


def test_what_was_published_is_read_as_it_was_written(tmp_path: Path) -> None:
    published = NOTHING.followed_by(five_years(), EARLIER)
    write_published(tmp_path, published)
    assert read_published(tmp_path) == published
    for damaged in (b"{", b'{"build": "\xff"}'):
        (tmp_path / "published_figures.json").write_bytes(damaged)
        with pytest.raises(SourceError, match=r"published_figures\.json cannot be read"):
            read_published(tmp_path)


def test_words_for_a_section_that_there_is_not_are_refused_and_the_sections_named() -> None:
    settings = Settings(report={"narrative": {"localty": "x"}})  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="localty") as caught:
        build_report(five_years(), settings, YEAR, 5, TODAY)
    assert "locality" in caught.value.fix


def one_payment(folder: Path, amount: str = "57.00", approved: str = "Director of Finance") -> Path:
    made = project(folder, {"fusion/q1.csv": fusion({**ROW, "amount": amount})})
    (folder / "lccspend.toml").write_text(f'[report]\napproved_by = "{approved}"\n', "utf-8")
    return made.root


def test_a_final_report_without_approval_is_refused_and_publishes_nothing(tmp_path: Path) -> None:
    root = one_payment(tmp_path, approved="")
    result = lccspend("-C", str(root), "build-report", "--final", "--formats", "csv")
    assert result.exit_code == 1
    assert "approved_by" in result.stderr
    assert not (root / "data" / "processed" / "figures.json").exists()


def test_only_a_final_report_is_kept_as_published_and_the_next_is_held_to_it(tmp_path: Path) -> None:
    root = one_payment(tmp_path)
    kept = root / "data" / "reference" / "published_figures.json"
    assert lccspend("-C", str(root), "build-report", "--formats", "csv").exit_code == 0
    assert not kept.exists()
    assert lccspend("-C", str(root), "build-report", "--formats", "csv", "--final").exit_code == 0
    assert json.loads(kept.read_text("utf-8"))["figures"]["2023/24 total"] == "57.00"
    one_payment(tmp_path, amount="58.00")
    assert lccspend("-C", str(root), "build-report", "--formats", "html,csv").exit_code == 0
    page = (root / "reports" / "output" / "procurement-spend-2023-24.html").read_text("utf-8")
    assert tables(page)["locality-by-year"][0] == ["2023/24", "£58 [r]", "£58 [r]", "100%", "[p][r]"]


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    root = one_payment(tmp_path)
    result = lccspend("-C", str(root), "build-report", "--formats", "JSON, xlsx")
    assert [Path(line).suffix for line in result.stdout.splitlines()] == [".xlsx", ".json"]


@pytest.mark.parametrize("formats", ["rtf", "pdf,odt", ""])
def test_a_format_that_there_is_not_is_a_wrong_use_of_the_command(formats: str, tmp_path: Path) -> None:
    result = lccspend("-C", str(tmp_path), "build-report", "--formats", formats)
    assert result.exit_code == 2
    assert "pdf,html,xlsx,csv,json,docx" in result.stderr
