"""Narrative texts: a number must be bound, dated or allowed, a claim is refused, the rest prints as it was meant."""

import tomllib
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from cli_project import lccspend
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from report_figures import TODAY, five_years

from lccspend.errors import SettingsError
from lccspend.report.bound import VALUES, bound_values
from lccspend.report.context import build_report, narrative_of
from lccspend.report.model import Passage, Report, Span
from lccspend.report.narrative import Text, passages, read_narrative
from lccspend.report.scope import view
from lccspend.settings import Settings

YEAR = "2023/24"
CLAIMS = tomllib.loads((files("lccspend.report") / "claims.toml").read_text("utf-8"))
NUMERIC = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)).startswith("N")]


def faults(text: str) -> list[str]:
    try:
        read_narrative({"social": Text("narrative/social.md", text)}, ["social"], ["total", "area"])
    except SettingsError as refused:
        return refused.message.splitlines()
    return []


def printed(text: str) -> tuple[Passage, ...]:
    blocks = read_narrative({"social": Text("t", text)}, ["social"], ["total", "area"])
    return passages(blocks["social"], {"total": "£5.0m", "area": "A*B*"})


def report_of(**report: object) -> Report:
    return build_report(five_years(), Settings(report=report), YEAR, 5, TODAY)  # type: ignore[arg-type]


def words_of(report: Report, section: str) -> str:
    held = next((one.words for one in report.sections if one.id == section), ())
    return " | ".join("".join(span.text for span in item) for passage in held for item in passage.items)


@pytest.mark.parametrize(
    "text",
    [
        "We buy from 12 firms.",
        "One half is ½.",
        "Arabic ٤ digits.",
        "Form\u200b9.",
        "1. Numbered\n2. list",
        "&#52;0 of them",
        "{{ 40 }}",
        "<!-- 7 -->",
        "[source: An Act, 24 February]",
        "[source: An Act, February 25]",
        "[source: An Act, 40 February 2025]",
        "allowed_numbers: 30\n\nWithin 30.5 days",
        "allowed_numbers: 30\n\nSome 30% of it",
        "allowed_numbers: 30\n\nSome £30 of it",
        "allowed_numbers: 30\n\nSome 1,30 of it",
        "The allowed_numbers: 30 of a sentence",
    ],
)
def test_a_number_that_nothing_accounts_for_is_refused(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, with a dash - and a (bracket).",
        "{{ total }} went to {{area}}.",
        "In force [source: Procurement Act 2023 in force, 24 February 2025].",
        "Over a line [source: Procurement\nAct 2023,\n24 February 2025].",
        "By month [source: A statement, February 2025].",
        "allowed_numbers: Procurement Act 2023; 30 days\n\nThe procurement\nact 2023 gives 30 days.",
    ],
)
def test_bound_dated_and_allowed_numbers_pass(text: str) -> None:
    assert faults(text) == []


@given(st.sampled_from(NUMERIC), st.integers(0, 5), st.sampled_from(["", "**", "- ", "<b>", "a"]))
def test_a_number_of_any_script_is_found_on_its_line_wherever_it_stands(sign: str, before: int, mark: str) -> None:
    text = "Plain words.\n\n" * before + f"{mark}so {sign} be it"
    assert faults(text) == [
        f"narrative/social.md, line {2 * before + 1}: the number in '{sign}' is bound to no figure."
    ]


@given(st.text(st.characters(categories=["L", "P", "S", "Z"])))
def test_text_without_a_numeral_has_no_unbound_number(text: str) -> None:
    assert not any("bound to no figure" in fault for fault in faults(text))


@pytest.mark.parametrize("word", [*CLAIMS["words"], "forty to fifty", "nine in ten", "two out of three"])
def test_every_claim_is_refused_in_any_case_over_a_line_end_and_through_bold(word: str) -> None:
    bold = f"{word[0]}**{word[1:]}**" if " " not in word else word.replace(" ", " **", 1) + "**"
    for text in (word, word.upper(), word.replace(" ", "\n"), bold):
        assert [f for f in faults(f"Then {text} it was.") if "says something of the figures" in f], text


def test_words_that_hold_a_claim_inside_are_none_and_a_sign_of_percent_is_one() -> None:
    assert faults("Enterprise, waterfall, surprise, percentile, constantly, one to whom we turned.") == []
    assert faults("Some % of it")


def test_every_fault_of_a_text_is_listed_with_its_line() -> None:
    assert faults("A rise.\n\nallowed_numbers: form 3\n\nForm 3 and\nform 4.\n\n# Heading\n\n{{ tota }} {% if %}") == [
        "narrative/social.md, line 1: 'rise' says something of the figures that no figure backs.",
        "narrative/social.md, line 6: the number in '4.' is bound to no figure.",
        "narrative/social.md, line 8: only paragraphs, bullets (-) and **bold** are read.",
        "narrative/social.md, line 10: %} is no part of a placeholder such as {{ total }}.",
        "narrative/social.md, line 10: '%' says something of the figures that no figure backs.",
        "narrative/social.md, line 10: {% is no part of a placeholder such as {{ total }}.",
        "narrative/social.md, line 10: {{ tota }} is none of total, area.",
    ]  # fmt: skip


def test_paragraphs_lists_bold_values_and_sources_become_what_is_printed() -> None:
    text = "In **{{ area }}**\n{{ total }} [source: An Act, 1 May 2025].\n\n- <b>one</b>\n- two"
    assert printed(text) == (
        Passage(
            ((Span("In "), Span("A*B*", strong=True), Span(" "), Span("£5.0m"), Span(" "),
              Span("(An Act, 1 May 2025)", source=True), Span(".")),)
        ),
        Passage(((Span("<b>one</b>"),), (Span("two"),)), bulleted=True),
    )  # fmt: skip


def test_the_report_opens_its_second_question_with_the_texts_that_come_with_it() -> None:
    report = report_of()
    assert [(part.id, part.heading[:2]) for part in report.detail] == [
        ("spend", "1."),
        ("roles", "2."),
        ("governance", "3."),
    ]
    assert [section.id for section in report.detail[1].sections] == ["legislation", "framework"]
    law = words_of(report, "legislation")
    assert "(Procurement Act 2023 in force, 24 February 2025)" in law
    assert "reaches £207,720 for goods and services" in law
    assert "suppliers with an address in Lancashire" in words_of(report, "wealth")


def test_every_value_that_a_text_may_name_is_filled() -> None:
    values = bound_values(view(five_years(), Settings(), YEAR, 5, TODAY))
    assert tuple(values) == VALUES
    assert all(values.values())
    assert (values["total"], values["share"], values["year"]) == ("£1,638.3m", "52%", YEAR)


def test_the_settings_beat_the_councils_file_which_beats_the_text_that_comes_with_the_program(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "narrative").mkdir(parents=True)
    (own / "narrative" / "framework.md").write_text("From the file.", "utf-8")
    (own / "narrative" / "tail.md").write_text("On the tail.", "utf-8")
    report = report_of(templates=own, narrative={"tail": "First.\n\nSecond\nline.", "wealth": ""})
    assert words_of(report, "framework") == "From the file."
    assert words_of(report, "tail") == "First. | Second line."
    assert "wealth" not in {section.id for section in report.sections}
    assert "Procurement Act" in words_of(report, "legislation")


def test_a_file_that_names_no_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "narrative").mkdir()
    (tmp_path / "narrative" / "legislaton.md").write_text("x", "utf-8")
    with pytest.raises(SettingsError, match=r"narrative/legislaton\.md names no section"):
        narrative_of(Settings(report={"templates": tmp_path}))  # type: ignore[arg-type]


def test_a_build_ends_before_it_reads_anything_when_a_text_is_at_fault(tmp_path: Path) -> None:
    (tmp_path / "lccspend.toml").write_text('[report.narrative]\ntail = "Spend\\nrose by 40%."\n', "utf-8")
    result = lccspend("-C", str(tmp_path), "build-report")
    assert result.exit_code == 1
    assert "[report.narrative] tail, line 2: the number in '40%.' is bound to no figure." in result.stderr
    assert "[report.narrative] tail, line 2: 'rose' says something" in result.stderr
    assert not (tmp_path / "data" / "processed" / "figures.json").exists()


def test_the_law_of_england_is_stated_of_its_own_authorities_alone() -> None:
    """S12000047 is Fife. What a council writes of its own law stands."""
    fife = {"authority": {"area": "Fife", "region": "Scotland"}, "locality": {"definitions": {"fife": ["S12000047"]}}}
    own = structs.replace(five_years(), definition="fife")
    report = build_report(own, Settings(**fife), YEAR, 5, TODAY)  # type: ignore[arg-type]
    assert not {"legislation", "law"} & {section.id for section in report.sections}
    assert not {"contracts-by-regime", "payments-compliance"} & {table.name for table in report.tables}
    limits = next(section.entries for section in report.sections if section.id == "limits")
    assert "The law of Scotland and of Wales is not held" in limits[-1].text
    written = Settings(**fife, report={"narrative": {"legislation": "Ours."}})  # type: ignore[arg-type]
    assert words_of(build_report(own, written, YEAR, 5, TODAY), "legislation") == "Ours."
