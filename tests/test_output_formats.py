"""One nasty answer in every format: what is printed is safe, exact, and the same to the byte each time."""

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from output_answers import NASTY_NAMES, figures
from run_answers import ANSWERS as RUN_ANSWERS

from lccspend.figures import (
    AwardsAnswer,
    DistrictAnswer,
    GroupedAnswer,
    LocalityAnswer,
    SuppliersAnswer,
    TailAnswer,
)
from lccspend.money import sterling
from lccspend.output.formats import as_csv, as_json, as_markdown
from lccspend.output.pages import printed
from lccspend.output.sheets import sheets
from lccspend.output.tables import as_table
from lccspend.output.text import printable
from lccspend.project import Project
from lccspend.safetext import guarded
from lccspend.traces import Trace, Traced

GOLDEN = Path(__file__).parent / "golden" / "output"
ENDINGS = {"json": "json", "csv": "csv", "markdown": "md", "table": "txt", "narrow": "narrow.txt"}
FIGURES = figures()

ANSWERS: dict[str, Any] = {
    "locality": LocalityAnswer(definition="lancashire-12", years=FIGURES.locality),
    "district": DistrictAnswer(definition="lancashire-12", years=FIGURES.district),
    "tail": TailAnswer(years=FIGURES.tail[:2]),
    "suppliers": SuppliersAnswer(years=FIGURES.suppliers[:1]),
    "awards": AwardsAnswer(years=FIGURES.awards),
    "books": FIGURES.books,
    "checks": FIGURES.checks,
    "trace": Trace(
        figure="2023/24 supplier =A|B",
        value=Decimal("12.50"),
        rows=(
            Traced(
                file="a.csv", row=12345, date=None, supplier="=A|B", amount=Decimal("12.50"), fate="counted", rule=None
            ),
            Traced(file="b.csv", row=2, date=None, supplier="=A|B", amount=None, fate="rejected", rule="no amount"),
        ),
        sum=Decimal("12.50"),
    ),
    **RUN_ANSWERS,
}


def project() -> Project:
    return Project(Path("/nowhere"))


def written(name: str, style: str) -> str:
    answer = ANSWERS[name]
    if style == "json":
        return as_json(answer)
    if style == "csv":
        return as_csv(sheets(answer)[0])
    pages = printed(sheets(answer), project)
    if style == "markdown":
        return as_markdown(pages)
    return as_table(pages, width=80 if style == "narrow" else 120, plain=True)


@pytest.mark.parametrize("style", ENDINGS)
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_golden_one_to_the_byte(name: str, style: str) -> None:
    golden = GOLDEN / f"{name}.{ENDINGS[style]}"
    made = written(name, style).encode()
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_json_money_is_text_with_two_decimals_and_lists_keep_their_order() -> None:
    year = json.loads(written("tail", "json"))["years"][0]
    assert year["threshold"] == "100000.00"
    assert year["bands"][0] == {
        "band": "£5m and over",
        "from": "5000000.00",
        "to": None,
        "suppliers": 1,
        "spend": "7000000.00",
        "payments": 1,
    }


def test_json_never_guards_text() -> None:
    names = [s["supplier"] for s in json.loads(written("suppliers", "json"))["years"][0]["suppliers"]]
    assert tuple(names) == NASTY_NAMES


def test_csv_guards_text_that_begins_a_formula_but_never_an_amount() -> None:
    rows = list(csv.DictReader(io.StringIO(written("suppliers", "csv"))))
    assert [row["supplier"][:2] for row in rows[:4]] == ["'=", "'+", "'-", "'@"]
    assert rows[7]["spend"] == "-10.01"
    assert rows[0]["supplier_numbers"] == "00123; F77"


def test_csv_of_nothing_keeps_its_headings() -> None:
    nothing = SuppliersAnswer(years=())
    assert as_csv(sheets(nothing)[0]).startswith("financial_year,population,rank,supplier,")


def test_a_table_of_nothing_says_so() -> None:
    pages = printed(sheets(SuppliersAnswer(years=())), project)
    assert "Nothing to show." in as_table(pages, width=80, plain=True)


def test_bands_and_credits_add_up_to_the_total_in_csv() -> None:
    rows = [r for r in csv.DictReader(io.StringIO(written("tail", "csv"))) if r["population"] == "all"]
    parts = [Decimal(r["spend"]) for r in rows if r["part"] in {"band", "nil_or_credit"}]
    assert [sum(parts)] == [Decimal(r["spend"]) for r in rows if r["part"] == "total"]


def test_no_more_suppliers_are_among_the_largest_than_there_are() -> None:
    answer = TailAnswer(years=(replace(FIGURES.tail[0], suppliers=2),))
    rows = csv.DictReader(io.StringIO(as_csv(sheets(answer)[0])))
    assert [(r["band"], r["suppliers"]) for r in rows if r["part"] == "top"] == [("largest 20", ""), ("largest 40", "")]


def test_a_category_keeps_its_own_name_and_a_locality_among_districts_bears_that_of_the_settings() -> None:
    group = replace(FIGURES.district[0].groups[0], group="north_west")
    years = (replace(FIGURES.district[0], groups=(group,)),)
    for kind, name in ((GroupedAnswer, "north_west"), (DistrictAnswer, "Rest of the North West")):
        (page,) = printed(sheets(kind(definition="lancashire-12", years=years)), project)
        assert page.rows[0][0] == name


@pytest.mark.parametrize("name", ANSWERS)
def test_no_format_lets_a_control_character_reach_a_terminal(name: str) -> None:
    for style in ("table", "narrow", "markdown"):
        text = written(name, style)
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("name", ANSWERS)
def test_a_table_fits_eighty_columns(name: str) -> None:
    assert max(map(len, written(name, "narrow").splitlines())) <= 80


def test_the_warnings_of_files_are_told_of_those_files_alone() -> None:
    (warned,) = FIGURES.books.files
    plain = replace(warned, file="quiet.csv", warnings=())
    files, told, _books = printed(sheets(replace(FIGURES.books, files=(plain, warned))), None)
    assert [row[0] for row in files.rows] == ["quiet.csv", warned.file]
    assert told.rows == ((warned.file, "a warning"), (warned.file, "-and another"))
    assert len(printed(sheets(replace(FIGURES.books, files=(plain,))), None)) == 2


def test_size_and_sector_are_left_out_of_print_where_nothing_is_known_of_any_supplier_listed() -> None:
    year = FIGURES.suppliers[0]

    def headings(*found: str) -> set[str]:
        some = tuple(replace(s, sme=sme, vcse="not determined") for s, sme in zip(year.suppliers, found, strict=False))
        (page,) = printed(sheets(SuppliersAnswer(years=(replace(year, suppliers=some),))), project)
        return {column.heading for column in page.columns} & {"SME", "VCSE"}

    assert headings("not determined", "not determined") == set()
    assert headings("not determined", "no") == {"SME"}


def test_a_wide_table_keeps_its_row_names_in_every_panel() -> None:
    text = written("locality", "narrow")
    assert text.count("2023/24") > 1
    assert "£1,000.00" in text
    assert "…" not in text


def test_money_too_wide_for_the_terminal_is_not_cut() -> None:
    pages = printed(sheets(ANSWERS["tail"]), project)
    assert "£8,050,049.99" in as_table(pages, width=20, plain=True)


def test_colour_is_used_only_when_it_is_wanted() -> None:
    pages = printed(sheets(ANSWERS["checks"]), project)
    assert "\x1b[" in as_table(pages, width=80, plain=False)
    assert "\x1b[" not in as_table(pages, width=80, plain=True)


def test_markdown_cells_cannot_break_their_table() -> None:
    for line in written("suppliers", "markdown").splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == line.replace("\\|", "").count(" |") + 1


def test_localities_bear_their_configured_names_in_print_and_their_keys_in_csv(tmp_path: Path) -> None:
    council = Project(tmp_path)
    council.settings_file.write_text(
        '[authority]\narea = "Kent"\nregion = "South East"\nelsewhere = "Further away"\n'
        'overseas = "Abroad"\nunknown = "No address"\n'
    )
    pages = printed(sheets(ANSWERS["district"]), lambda: council)
    for text in (as_table(pages, width=120, plain=True), as_markdown(pages)):
        for name in ("Kent", "Rest of the South East", "Further away", "Abroad", "No address"):
            assert name in text
    assert "north_west" in written("district", "csv")


def test_minus_stands_before_the_pound_sign() -> None:
    assert sterling(Decimal("-1234.5")) == "-£1,234.50"


def test_nothing_is_never_minus_nothing() -> None:
    assert as_json([Decimal("-0.00"), Decimal(0)]) == '[\n  "0.00",\n  "0.00"\n]\n'


@given(st.text())
def test_guarded_text_never_begins_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guarded(text).endswith(text)


@given(st.text())
def test_printable_text_holds_no_control_character_but_the_newline(text: str) -> None:
    assert all(c == "\n" or c.isprintable() or ord(c) > 159 for c in printable(text))
