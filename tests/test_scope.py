"""docs/scope.md and docs/extract.md say what the program does: every command, option, section and heading exists."""

import re
from pathlib import Path

import pytest

from lccspend.cli.app import app
from lccspend.cli.plain import by_spelling
from lccspend.report.context import MODULES
from lccspend.settings import Sources
from lccspend.sources.profile import load_profiles

DOCS = Path(__file__).parents[1] / "docs"
SCOPE = (DOCS / "scope.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", SCOPE, flags=re.MULTILINE)
COMMAND = re.compile(r"`lccspend ([a-z-]+)(?: (--[a-z0-9-]+))?[^`]*`")
SECTION = re.compile(r"`#([a-z_]+)`")


def test_every_row_of_both_tables_has_its_line() -> None:
    assert [int(number) for number, _, _ in ROWS] == [*range(1, 35), *range(1, 19)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_row_names_a_command_or_a_section_or_says_why_there_is_none(row: tuple[str, str, str]) -> None:
    answer = row[2]
    named = COMMAND.search(answer) or SECTION.search(answer) or re.search(r"\]\((\w+\.md)\)|`\w+\.csv`", answer)
    assert named or re.match(r"(Not produced|Out of scope): .{20,}", answer)


def test_the_commands_and_options_named_are_those_that_there_are() -> None:
    for name, option in COMMAND.findall(SCOPE):
        assert not option or option in by_spelling(app[name].parameters()), f"{name} {option}"


def test_the_sections_named_are_those_of_the_report() -> None:
    sections = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert set(SECTION.findall(SCOPE)) <= sections


def test_the_specification_of_an_export_names_what_it_needs() -> None:
    text = " ".join((DOCS / "extract.md").read_text("utf-8").split())
    told = ("fusion", "r12", "sites", "awards", "contracts", "social_value", "published", "control_totals")
    profiles = [one for name, one in load_profiles(Sources()).by_layout.items() if name in told]
    assert len(profiles) == len(told)
    assert [head for one in profiles for head in one.missing_from(()) if head not in text] == []
