"""Suppliers whose names mean harm, through a whole build: harmless text in every file and on every screen."""

import csv
import io
import json
import logging
import re
import zipfile
from pathlib import Path

import fastexcel
import pytest
from cli_project import lccspend
from ledger import project, r12
from report_pages import parsed, text_of
from test_cli_terminal import on_terminal

from lccspend.cli.log import JsonLines, TextLines
from lccspend.output.text import one_line, printable
from lccspend.project import Project
from lccspend.safetext import FORMULA, LONGEST_PRINTED, guarded, label, unguarded

FORMULAS = ("=1+1|X", "+44 LTD", "-1 LTD", "@SUM(A1)", '=HYPERLINK("http://evil.example/","x")')
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></tr></table><h1>OWNED</h1>",
    "{{7*7}} LTD",
    "{% include 'x' %} LTD",
    "file:///etc/passwd",
    '<svg><image href="file:///etc/hostname"/></svg>',
)
TRICKS = ("EVIL\x1b[31mRED", "BELL\x07LTD", "GOOD\u202eDTL LIVE", "ZERO\u200bWIDTH", "NUL\x00 LTD", "C1\x9b31mLTD")
NAMES = (*FORMULAS, *MARKUP, *TRICKS)
GIANT = "GIANT " * 200_000
HIDDEN = set("\x00\x07\x1b\x9b\u202e\u200b")
STEM = "procurement-spend-2023-24"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One build of all the names; the PDF, which costs most, has its own in test_report_print.py."""
    rows = [
        {"supplier": name, "number": str(n), "invoice": f"I{n}", "amount": f"{900 - n}.00", "category": name,
         "unit": name, "description": name}
        for n, name in enumerate((*NAMES, GIANT))
    ]  # fmt: skip
    made = project(tmp_path_factory.mktemp("hostile"), {"a.csv": r12(*rows)})
    result = lccspend("-C", str(made.root), "build-report", "--formats", "html,xlsx,csv,json,docx")
    assert result.exit_code == 0, result.stderr
    assert not HIDDEN & set(result.stderr)
    return made


def test_the_web_page_holds_the_names_as_text_and_nothing_of_them_as_markup(built: Project) -> None:
    html = (built.output / f"{STEM}.html").read_text("utf-8")
    assert not HIDDEN & set(html)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<h1>OWNED" not in html
    assert "{{7*7}} LTD" in text_of(parsed(html))
    assert "49 LTD" not in html
    assert 'href="file:' not in html
    assert max(map(len, re.findall(r"(?:GIANT ?)+", html))) <= LONGEST_PRINTED


def test_the_workbook_holds_no_formula_no_link_and_no_text_that_begins_one(built: Project) -> None:
    data = (built.output / f"{STEM}.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = {name: container.read(name).decode("utf-8") for name in container.namelist() if name[-4:] == ".xml"}
    assert [name for name, xml in parts.items() if "<f>" in xml or ('evil.example/"' in xml and "rels" in name)] == []
    book = fastexcel.read_excel(data)
    frames = [book.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in book.sheet_names]
    cells = {cell for frame in frames for row in frame.iter_rows() for cell in row if cell}
    assert {f"'{name}" for name in FORMULAS} <= cells
    assert [c for c in cells if c.startswith(FORMULA) and not re.fullmatch(r"-?[\d.]+", c)] == []
    assert not any(HIDDEN & set(cell) for cell in cells)
    assert max(map(len, cells)) < 32_767


def test_the_word_document_holds_the_names_as_text_and_no_link_out(built: Project) -> None:
    with zipfile.ZipFile(built.output / f"{STEM}.docx") as container:
        parts = {name: container.read(name).decode("utf-8", "replace") for name in container.namelist()}
    body = parts["word/document.xml"]
    assert not HIDDEN & set(body)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "{{7*7}} LTD" in body
    assert 'TargetMode="External"' not in parts["word/_rels/document.xml.rels"]


NUMBER = re.compile(r"-?\d+(\.\d+)?")


def test_no_csv_of_a_report_or_a_query_begins_a_formula_and_no_amount_is_guarded(built: Project) -> None:
    texts = {path.name: path.read_text("utf-8") for path in (built.output / "tables").glob("*.csv")}
    texts |= {
        " ".join(ask): lccspend("-C", str(built.root), *ask, "--format", "csv").stdout
        for ask in (["suppliers", "--top", "99"], ["locality", "--by", "category"], ["trace", "2023/24 total"])
    }
    csv.field_size_limit(2**31 - 1)
    for name, text in texts.items():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [c for c in cells if c.startswith(FORMULA) and not NUMBER.fullmatch(c)] == [], name
        assert [c for c in cells if c.startswith("'") and NUMBER.fullmatch(c[1:])] == [], name
    assert "'=1+1|X" in texts["suppliers --top 99"]


def test_json_holds_the_names_as_they_are(built: Project) -> None:
    years = json.loads(lccspend("-C", str(built.root), "suppliers", "--top", "99", "--format", "json").stdout)["years"]
    names = {supplier["supplier"] for supplier in years[0]["suppliers"]}
    assert {*FORMULAS, *MARKUP, "EVIL\x1b[31mRED", "GOOD\u202eDTL LIVE"} <= names


@pytest.mark.parametrize("style", ["table", "csv", "json"])
def test_no_name_commands_the_terminal(built: Project, style: str) -> None:
    shown = on_terminal(
        "-m", "lccspend", "-C", str(built.root), "suppliers", "--top", "99", "--format", style, NO_COLOR="1"
    )
    assert not HIDDEN & set(shown)
    assert "EVIL" in shown
    assert style != "table" or shown.count("GIANT") < 1000


@pytest.mark.parametrize("lines", [TextLines, JsonLines])
def test_no_message_commands_the_terminal(lines: type[logging.Formatter]) -> None:
    said = lines().format(logging.makeLogRecord({"msg": "%s", "args": ("".join(NAMES),), "levelno": logging.WARNING}))
    assert not HIDDEN & set(said)


def test_text_for_a_terminal_shows_what_it_leaves_out_and_keeps_scripts_that_need_joiners() -> None:
    assert printable("a\x1b[2Jb\u200bc\ud800") == "a\ufffd[2Jb\ufffdc\ufffd"
    assert printable("می\u200cخواهم") == "می\u200cخواهم"
    assert one_line("x" * 1_000_000) == "x" * (LONGEST_PRINTED - 1) + "…"


def test_a_label_is_one_line_and_plain_names_are_as_they_were() -> None:
    assert label("r12/Übersicht 2023 £.csv") == "r12/Übersicht 2023 £.csv"
    assert label("a\nb\u2028c\U000e0001") == "a\\x0ab\\u2028c\U000e0001"
    assert label("a\udc80b\udcffc\udc7f") == "a\\x80b\\xffc\\udc7f"


@pytest.mark.parametrize("text", [*NAMES, "'QUOTED'", "", "'", "'=", "O'NEILL"])
def test_a_cell_that_was_guarded_is_told_from_one_that_was_written_so(text: str) -> None:
    if not text.startswith("'="):
        assert unguarded(guarded(text)) == text


def test_a_name_copied_out_of_a_csv_file_is_known_in_a_reference_file(tmp_path: Path) -> None:
    classes = "supplier_number,supplier,class,reason,author,date\n,'=ACME,school,it is one,me,2024-01-01\n"
    made = project(tmp_path, {"a.csv": r12({"supplier": "=ACME"})}, reference={"supplier_classes.csv": classes})
    assert lccspend("-C", str(tmp_path), "ingest").exit_code == 0
    answer = json.loads(lccspend("-C", str(made.root), "suppliers", "--show", "=ACME", "--format", "json").stdout)
    assert answer["suppliers"][0]["supplier_class"] == "school"
