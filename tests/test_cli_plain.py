"""A plainly spelled call is answered without Typer, and as Typer answers it; what is not plain is left to Typer."""

import contextlib
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from cli_project import lccspend, publish
from hypothesis import given, settings
from hypothesis import strategies as st

from lccspend import store
from lccspend.cli import plain, typed
from lccspend.cli.app import app as commands
from lccspend.cli.options import Session, answer_parameters, shared_parameters
from lccspend.figures import Cell

FROM_FIGURES = (
    *("locality", "locality --year 2023/24", "locality --year 2022/23 --year 2023-24", "locality --by district"),
    *("locality --by category", "locality --definition lancashire-12", "locality --basis site"),
    *("tail", "tail --year 2023/24 --population procurement", "awards", "awards --year 2023/24", "check"),
    *(
        "suppliers",
        "suppliers --year 2023/24 --population all --top 2",
        "suppliers --search cafe --top 1",
        "suppliers --size",
    ),
    *("suppliers --band '£1m-£5m'", "contracts", "contracts --year 2023/24 --population all --by supplier"),
    *("contracts --by category", "contracts --expiring 18m", "social-value", "payments", "payments --year 2023/24"),
)
FROM_CELLS = (
    *("locality --by month", "locality --definition lancashire-14", "locality --basis registered-office"),
    *("locality --definition lancashire-14 --by district", "locality --by business-unit"),
)
OTHERS = (
    *("postcode PR1 8XJ", "postcode nonsense 'BB1 2'", "trace 2023/24 total", "suppliers --show ACME"),
    *("suppliers --duplicates", "suppliers --duplicates --accept 1 --accept 2 --author A --reason B"),
    *("runs", "runs show latest", "runs rebuild latest --to again", "publish-transparency --month 2023-04"),
    *("publish-transparency --year 1999/00 --compare nowhere.csv", "payments --notice", "payments --over-30000"),
    *("suppliers --accept 1", "locality --year 1999/00", "contracts --expiring soon", "doctor", "tail --quiet"),
    *("check --verbose", "check --log-format json", "tail --year x --log-format json", "-C . check", "--debug check"),
    *("tail --format csv", "tail --format markdown", "tail --format table", "tail --output answer.md"),
    *("tail --format json --output answer.csv", "check --log-file run.log", "check --project .", "tail --debug"),
)
LEFT = (
    *("", "--help", "check --help", "nonsense", "locality --nonsense", "locality --year=2023/24", "locality --by moon"),
    *("suppliers --top 0", "suppliers --top two", "suppliers --top -1", "suppliers --search ''", "locality --year"),
    *("tail --population all --population all", "postcode", "trace", "check extra", "check -- extra", "-C. check"),
    *("publish-transparency --compare .", "-C", "--quiet", "suppliers --search --top", "build-report --years 0"),
    f"suppliers --top {'9' * 5000}",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published project as the current folder, with the cells that other home areas are added up from."""
    made = publish(tmp_path)
    cells = [Cell("2023/24", "2023-04", "E07000123", "E07000123", 60000, 60000)]
    for by in ("month", "business-unit", store.OFFICE):
        store.write_json(made.processed / store.cells_file(by), cells)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("call", [*FROM_FIGURES, *FROM_CELLS, *OTHERS])
def test_a_plain_call_is_answered_as_typer_answers_it(here: Path, call: str, capsys: pytest.CaptureFixture) -> None:
    code = plain.answer(shlex.split(call))
    said = capsys.readouterr()
    files = {p.name: p.read_bytes() for p in here.glob("answer.*")}
    result = lccspend(*shlex.split(call))
    assert code is not None
    assert code == result.exit_code
    if call != "doctor":  # how much room the disk has is no part of the answer
        assert (said.out, TIME.sub("", said.err)) == (result.stdout, TIME.sub("", result.stderr))
    assert files == {p.name: p.read_bytes() for p in here.glob("answer.*")}


@pytest.mark.parametrize("call", LEFT)
def test_help_mistakes_and_other_spellings_are_left_to_typer(here: Path, call: str) -> None:
    assert here
    assert plain.answer(shlex.split(call)) is None


def test_every_option_of_every_query_has_been_tried() -> None:
    tried = {(w[0] if w[0] in commands else "", word) for w in map(shlex.split, (*FROM_FIGURES, *FROM_CELLS, *OTHERS))
             for word in w if word.startswith("--")}  # fmt: skip
    words = {word for _, word in tried}
    for name, command in commands.items():
        if command.answers and name != "ingest":
            assert {(name, s) for s in plain.by_spelling(command.parameters())} <= tried
    assert set(plain.by_spelling([*answer_parameters(), *shared_parameters()])) <= {*words, "-C"}


PIECES = [
    *("--year 2023/24", "--year", "--by month", "--by moon", "--top 3", "--top 0", "--format json", "--quiet", "-C ."),
    *("--population all", "--population", "--definition x", "--duplicates", "--accept 1", "--search ''", "PR1", "--"),
    *("--output answer.csv", "--project .", "--final", "--years 3", "--basis site", "--year=2023/24", "-C.", "--help"),
]


@given(st.sampled_from(list(commands)), st.lists(st.sampled_from(PIECES), max_size=4), st.sampled_from(["", "-C ."]))
@settings(max_examples=150)
def test_what_is_read_plainly_typer_reads_in_the_same_way(name: str, pieces: list[str], before: str) -> None:
    read: list[tuple[Any, ...]] = []

    def note(command: object, session: Session, given: dict[str, Any]) -> int:
        read.append((command, session, given))
        return 0

    words = shlex.split(" ".join((before, name, *pieces)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "perform", note)
        patch.setattr(typed, "perform", note)
        if plain.answer(words) is not None:
            with contextlib.suppress(SystemExit):
                TYPED(words)
            assert len(read) == 2
            assert read[0] == read[1]


TYPED = typer.main.get_command(typed.app)

HEAVY = ["polars", "weasyprint", "jinja2", "fastexcel", "vl_convert", "xlsxwriter", "numpy", "rich"]

LOADED = """
import contextlib, io, os, shlex, sys
from lccspend.__main__ import main
heavy, style, *calls = sys.argv[1:]
for call in calls:
    sys.argv = ["lccspend", *shlex.split(call), *style.split()]
    try:
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            main()
    except SystemExit as end:
        assert end.code in {0, 2}, (call, end.code)
    loaded = sorted(set(heavy.split()) & set(sys.modules))
    assert not loaded, (call, loaded)
"""


TIME = re.compile(r'"time": "[^"]+"')


def loaded(heavy: list[str], style: str, *calls: str, cwd: Path) -> str:
    """What a process of its own complains of when a call loads one of the heavy libraries; nothing when none does."""
    run = [sys.executable, "-c", LOADED, " ".join(heavy), style, *calls]
    return subprocess.run(run, capture_output=True, text=True, check=False, cwd=cwd).stderr


@pytest.mark.parametrize("style", ["csv", "json"])
def test_a_query_for_a_program_loads_no_heavy_library_nor_typer_nor_the_settings(here: Path, style: str) -> None:
    light = [*HEAVY, "typer", "pydantic", "argparse"]
    assert loaded(light, f"--format {style} --quiet", *FROM_FIGURES, cwd=here) == ""


def test_no_query_but_of_single_rows_loads_a_heavy_library_or_typer(here: Path) -> None:
    calls = (*FROM_FIGURES, *FROM_CELLS, "postcode 'PR1 8XJ'")
    assert loaded([*HEAVY, "typer"], "--format markdown --quiet", *calls, cwd=here) == ""


def test_help_and_mistakes_load_no_heavy_library(here: Path) -> None:
    assert loaded(HEAVY, "--help", "", *commands, cwd=here) == ""
    said = loaded(HEAVY, "", "nonsense", "locality --by moon", cwd=here)
    assert (said.count("Usage: "), "loaded" in said) == (2, False)


def test_a_shell_completes_commands_and_choices_without_a_heavy_library() -> None:
    def offered(words: str) -> list[str]:
        asked = {"_LCCSPEND_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        code = f"import atexit, sys; atexit.register(lambda: print({set(HEAVY)} & set(sys.modules)))\n{MAIN}"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=asked)
        return run.stdout.split()

    assert offered("lccspend so") == ["social-value", "set()"]
    assert offered("lccspend locality --by m") == ["month", "set()"]


MAIN = "from lccspend.__main__ import main; main()"
