"""The PDF of a report: it is PDF/UA, says what the other files say, is the same every time, and reads nothing else."""

import io
import logging
import re
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs
from page import ValidationProfile, validate_pdf
from pdf_pages import text_of_pages
from pypdf import PdfReader
from report_figures import TODAY, books, file_books, five_years
from report_odd import HOSTILE, SAMPLE, YEAR, hostile, odd_figures

from lccspend.errors import SpendError
from lccspend.figures import Figures
from lccspend.report import pdf as pdf_of
from lccspend.report.charts import draw
from lccspend.report.context import build_report
from lccspend.report.pdf import to_pdf
from lccspend.report.templates import template_folders, to_html
from lccspend.settings import Settings

pytestmark = pytest.mark.pango


def source(of: Figures, settings: Settings = SAMPLE) -> str:
    report = build_report(of, settings, YEAR, 5, TODAY)
    return to_html(report, draw(report.charts, report.palette), "pdf", template_folders())


def printed(of: Figures, settings: Settings = SAMPLE) -> bytes:
    return to_pdf(source(of, settings), template_folders(), "build")


@cache
def sample() -> bytes:
    return printed(five_years())


@cache
def odd(name: str) -> bytes:
    """One of the odd reports, without a stamp of sample data; each is made once."""
    return printed(odd_figures()[name], Settings())


def faults(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return [fault.rule_id for fault in validate_pdf(str(path), profile=ValidationProfile.PDF_UA_1).failures]


@cache
def pages(pdf: bytes) -> list[str]:
    return text_of_pages(pdf)


def test_the_report_passes_pdf_ua(tmp_path: Path) -> None:
    assert faults(sample(), tmp_path) == []


def test_the_check_of_pdf_ua_finds_a_chart_without_its_text(tmp_path: Path) -> None:
    """The same report passes with its text (below)."""
    bare = re.sub(r"<title id=.*?</title>", "", source(odd_figures()["three rows"], Settings()))
    assert faults(to_pdf(bare, template_folders(), "build"), tmp_path)


@pytest.mark.parametrize("name", ["three rows", "no parts"])
def test_odd_figures_pass_pdf_ua(name: str, tmp_path: Path) -> None:
    assert faults(odd(name), tmp_path) == []


def test_hostile_names_stay_on_the_page_and_what_no_font_holds_becomes_a_question_mark(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf = printed(hostile())
    assert caplog.records == []
    assert faults(pdf, tmp_path) == []
    text = "".join("".join(pages(pdf)).split())
    assert all("".join(name.split()) in text for name in (*HOSTILE[:7], *HOSTILE[11:13]))
    assert "root:" not in text
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.attachments == {}
    links = [str(a.get_object()) for page in reader.pages for a in page.get("/Annots", ())]
    assert [link for link in links if "file:" in link] == []


def test_characters_of_no_font_are_known_before_the_report_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str] = []
    written = pdf_of._written

    def note(html: str, folders: tuple[Path, ...], identity: str) -> bytes:
        laid_out.append(html)
        return written(html, folders, identity)

    monkeypatch.setattr(pdf_of, "_written", note)
    to_pdf('<html lang="en-GB"><title>t</title><p>\U00010000 & Söhne</p></html>', template_folders(), "build")
    assert len(laid_out) == 2
    assert "Söhne" not in laid_out[0]
    assert laid_out[1] == '<html lang="en-GB"><title>t</title><p>? & Söhne</p></html>'


def test_sample_data_stands_on_every_page_and_on_none_of_a_real_report() -> None:
    assert all("SAMPLE DATA" in page for page in pages(sample()))
    assert not any("SAMPLE DATA" in page for page in pages(odd("three rows")))


def test_every_figure_of_the_page_is_in_the_pdf() -> None:
    text = "".join("".join(pages(sample())).split())
    figures_on_page = re.findall(r"<td class=\"(?:pounds|share|count|about) \w+\">([^<]+)</td>", source(five_years()))
    assert len(figures_on_page) > 200
    assert [figure for figure in figures_on_page if "".join(figure.split()) not in text] == []


def test_only_the_fonts_of_the_report_are_in_it() -> None:
    names = set()
    for page in PdfReader(io.BytesIO(sample())).pages:
        names |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert {name.split("+")[1] for name in names} == {"Source-Sans-Pro", "Source-Sans-Pro-Semi-Bold"}


def test_title_language_and_bookmarks_are_set() -> None:
    reader = PdfReader(io.BytesIO(sample()))
    assert reader.metadata is not None
    assert reader.metadata.title == "Procurement spend 2023/24, Lancashire County Council (DRAFT, SAMPLE DATA)"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == TODAY
    assert reader.metadata.author == "Lancashire County Council"
    assert reader.metadata["/datavintage"] == "Payments from 1 April 2023 to 30 June 2023"
    assert reader.metadata["/buildid"] == five_years().build.id
    assert reader.metadata["/status"] == "Draft"
    assert reader.root_object["/Lang"] == "en-GB"
    titles = [item["/Title"] for item in flat(reader.outline)]
    assert "The largest suppliers" in titles
    assert "Appendix 1: Method and definitions" in titles


def flat(outline: list) -> list:
    return [one for item in outline for one in (flat(item) if isinstance(item, list) else [item])]


def test_the_same_report_has_the_same_bytes() -> None:
    assert printed(odd_figures()["three rows"], Settings()) == odd("three rows")


def test_a_long_table_repeats_its_headings_and_splits_no_row() -> None:
    files = tuple(file_books(f"fusion/part-{n:03d}.csv") for n in range(120))
    text = pages(printed(structs.replace(odd_figures()["no parts"], books=books(files=files))))
    held = [page for page in text if "fusion/part-" in page]
    assert len(held) > 1
    assert all("Rejected" in page and "Amount" in page for page in held)
    assert sum(page.count("fusion/part-") for page in held) == 120


def test_neither_of_two_notes_stands_on_the_page_after_its_table_wherever_the_page_ends() -> None:
    """Thirty tables, each 4 mm further down its first page than the one before."""
    table = (
        '<div style="break-before: page; height: {at}mm"></div><div class="block long"><div class="table"><table>'
        "<tr><th>first</th></tr><tr><th>second</th></tr><tr><th>last {at}.</th></tr></table></div>"
        '<div class="notes"><p>note {at}.</p><p>further {at}.</p></div></div>'
    )
    head = source(odd_figures()["no parts"]).partition("<body>")[0]
    body = "".join(table.format(at=at) for at in range(110, 230, 4))
    text = pages(to_pdf(f"{head}<body>{body}</body></html>", template_folders(), "build"))
    for at in range(110, 230, 4):
        (page,) = [page for page in text if f"last {at}." in page]
        assert f"note {at}." in page
        assert f"further {at}." in page


@pytest.mark.parametrize(
    "reach",
    [
        '<img alt="x" src="{secret}">',
        '<img alt="x" src="../../pyproject.toml">',
        '<link rel="attachment" href="{secret}">',
        '<a rel="attachment" href="{secret}">x</a>',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        "<style>@import url({secret});</style>",
        '<style>@font-face {{ font-family: "F"; src: url({secret}) }} p {{ font-family: "F" }}</style>',
    ],
)
def test_a_template_that_reaches_beyond_its_folder_stops_the_report(reach: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("THE-SECRET", "utf-8")
    html = f'<html lang="en-GB"><title>t</title><body><p>x</p>{reach.format(secret=secret.as_uri())}</body></html>'
    with pytest.raises(SpendError, match="may not read"):
        to_pdf(html, template_folders(), "build")


@pytest.mark.parametrize("tag", ["image", "use"])
def test_a_drawing_cannot_carry_a_file_into_the_pdf(tag: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">THE-SECRET</text></svg>', "utf-8")
    html = (
        '<html lang="en-GB"><title>t</title><body><p>x</p><svg viewBox="0 0 9 9" width="90" height="90">'
        f'<title>t</title><{tag} width="9" height="9" href="{secret.as_uri()}"/></svg></body></html>'
    )
    try:
        text = "".join(pages(to_pdf(html, template_folders(), "build")))
    except SpendError:
        text = ""
    assert "SECRET" not in text
