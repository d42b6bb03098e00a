"""Another council: its own name, places, logo, colour, words and templates, and nothing of the first council's."""

import csv
import io
import re
import shutil
from pathlib import Path

import fastexcel
import pytest
from defusedxml.ElementTree import fromstring
from ledger import silent
from page import ValidationProfile, validate_pdf
from pdf_pages import text_of_pages
from report_figures import DISTRICTS
from report_pages import parsed, tables, text_of

from lccspend.commands.build import build_report
from lccspend.errors import SettingsError
from lccspend.project import Project
from lccspend.report.logo import SVG, read_logo

EXAMPLE = Path(__file__).parents[1] / "examples" / "wensum"
FIRST = re.compile("|".join(["lancashire", "north west", *(re.escape(name) for name in DISTRICTS)]), re.IGNORECASE)
DAY = "1719792000"  # 1 July 2024


def built(folder: Path) -> dict[str, bytes]:
    root = folder / "wensum"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("processed", "reports"))
    build_report(Project(root), "2023/24", 5, silent)
    output = root / "reports" / "output"
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        return built(tmp_path_factory.mktemp("first"))


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """What a reader sees of each kind of file; the keys of the data files are the same for every council."""
    book = fastexcel.read_excel(files["procurement-spend-2023-24.xlsx"])
    sheets = [book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows() for name in book.sheet_names]
    named = {name: data for name, data in files.items() if name.startswith("tables/") and "dictionary" not in name}
    rows = [row for data in named.values() for row in list(csv.reader(io.StringIO(data.decode())))[1:]]
    html = re.sub(r"<style>.*?</style>", "", files["procurement-spend-2023-24.html"].decode(), flags=re.DOTALL)
    return {
        "pdf": "\n".join(text_of_pages(files[PDF])),
        "html": text_of(parsed(html)),
        "xlsx": str(sheets),
        "csv": str(rows),
    }


PDF = "procurement-spend-2023-24.pdf"


@pytest.mark.pango
def test_the_report_of_another_council_names_no_place_of_the_first(files: dict[str, bytes]) -> None:
    for kind, text in texts(files).items():
        assert "Norwich" in text, kind
        assert FIRST.findall(text) == [], kind


@pytest.mark.pango
def test_the_report_of_another_council_is_its_own(files: dict[str, bytes]) -> None:
    html = files["procurement-spend-2023-24.html"].decode()
    assert "Spending with suppliers 2023/24, Wensum County Council (DRAFT, SAMPLE DATA)" in html
    assert "--strong: #00594C" in html
    assert '<title id="logo-title">Wensum County Council</title>' in html
    assert "Contracts are let by the procurement team" in html
    assert tables(html)["locality-by-year"][1] == ["2023/24", "£51,047,395", "£80,783,665", "63%", "none"]
    assert "lccspend trace" in html
    assert '"2023/24 home"' in text_of(parsed(html))


@pytest.mark.pango
def test_every_table_of_the_page_is_scrolled_by_keyboard_the_background_papers_too(files: dict[str, bytes]) -> None:
    html = files["procurement-spend-2023-24.html"].decode()
    assert "Procurement strategy 2022 to 2026" in html
    for around in parsed(html).iterfind(".//table/.."):
        assert (around.get("role"), around.get("tabindex")) == ("region", "0")
        assert around.get("aria-labelledby") == around.find("table/caption").get("id")


@pytest.mark.pango
def test_the_report_of_another_council_passes_pdf_ua(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / PDF
    path.write_bytes(files[PDF])
    assert [fault.rule_id for fault in validate_pdf(str(path), profile=ValidationProfile.PDF_UA_1).failures] == []


@pytest.mark.pango
def test_two_builds_of_the_same_inputs_on_the_same_day_are_the_same_to_the_byte(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    again = built(tmp_path)
    assert again.keys() == files.keys()
    assert [name for name in files if files[name] != again[name]] == []


@pytest.mark.pango
def test_the_dictionary_explains_every_column_of_every_table(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["tables/data-dictionary.csv"].decode())))
    named = {(row["table"], row["column"]) for row in rows}
    held = set()
    for name, data in files.items():
        if name.startswith("tables/") and "dictionary" not in name:
            heads = next(csv.reader(io.StringIO(data.decode())))
            held |= {(Path(name).stem, head) for head in heads}
    assert named == held
    assert all(row["meaning"] and row["unit"] for row in rows)


def test_settings_name_files_from_the_project_folder_wherever_the_command_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Project(EXAMPLE).settings.report.logo == EXAMPLE / "logo.svg"


def logo(folder: Path, inside: str, opening: str = f'<svg xmlns="{SVG}" viewBox="0 0 20 10">') -> str:
    path = folder / "logo.svg"
    path.write_text(f"{opening}{inside}</svg>", "utf-8")
    return read_logo(path, 'A & B "Council"')


def test_a_logo_is_drawn_at_one_height_with_the_councils_name_as_its_text(tmp_path: Path) -> None:
    drawing = fromstring(logo(tmp_path, '<rect width="20" height="10" fill="#123456"/>'))
    assert (drawing.get("width"), drawing.get("height")) == ("128.0", "64")
    assert drawing[0].text == 'A & B "Council"'
    assert drawing[1].get("fill") == "#123456"


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        '<use href="file:///etc/passwd"/>',
        '<a href="https://example.org"><rect/></a>',
        "<style>rect { fill: url(https://example.org) }</style>",
        '<rect style="fill: url(https://example.org)"/>',
        '<rect fill="url(https://example.org)"/>',
        '<rect fill="rgb(0,0,0) url(https://example.org)"/>',
        '<rect transform="scale(1) url(https://example.org)"/>',
        "<foreignObject><p>example.org</p></foreignObject>",
        '<animate attributeName="href" to="https://example.org"/>',
    ],
)
def test_a_logo_brings_nothing_that_runs_links_or_loads(harm: str, tmp_path: Path) -> None:
    made = logo(tmp_path, f'{harm}<rect width="1" height="1"/>')
    assert not re.search(r"script|alert|example\.org|passwd|href|style|onload|foreign|animate", made)
    assert "<rect" in made


def test_gradients_of_a_logo_are_its_own(tmp_path: Path) -> None:
    made = logo(tmp_path, '<linearGradient id="a"><stop offset="0"/></linearGradient><rect fill="url(#a)"/>')
    assert 'id="logo-a"' in made
    assert 'fill="url(#logo-a)"' in made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not xml", "not plain SVG"),
        ("<html/>", "no SVG drawing"),
        (f'<svg xmlns="{SVG}"/>', "viewBox"),
        (f'<svg xmlns="{SVG}" viewBox="0 0 x 1"/>', "four numbers"),
        (f'<svg xmlns="{SVG}" viewBox="0 0 nan 1"/>', "four numbers"),
        (f'<svg xmlns="{SVG}" viewBox="0 0 1 -1"/>', "four numbers"),
        (f'<svg xmlns="{SVG}" viewBox="0 0 1 1">{"<g>" * 5000}{"</g>" * 5000}</svg>', "within each other"),
        (f'<?xml version="1.0" encoding="rot13"?><svg xmlns="{SVG}" viewBox="0 0 1 1"/>', "not plain SVG"),
        ('<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>', "not plain SVG"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_logo(path, "Council")


def test_a_logo_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_logo(tmp_path / "none.svg", "Council")
