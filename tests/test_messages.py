"""What a user reads when a name is not known, and what no message may say."""

import logging
from pathlib import Path

import pytest
from cli_project import lccspend, publish, stand_in
from ledger import R12, project, r12

from lccspend.errors import SettingsError
from lccspend.nearest import did_you_mean
from lccspend.settings import read_settings


def said(folder: Path, *arguments: str) -> str:
    result = lccspend("-C", str(folder), *arguments)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    return result.stderr


def test_the_nearest_known_word_is_asked_for_whatever_its_case() -> None:
    assert did_you_mean("£1M-5M", ["£5m and over", "£1m-£5m"]) == " Did you mean £1m-£5m?"
    assert did_you_mean("zebra", ["£5m and over", "£1m-£5m"]) == ""
    assert did_you_mean("x", []) == ""


def test_years_bands_formats_and_commands_that_are_nearly_right_are_asked_about(tmp_path: Path) -> None:
    publish(tmp_path)
    assert "Years held: 2022/23, 2023/24. Did you mean 2023/24?" in said(tmp_path, "tail", "--year", "2023/4x")
    assert "Did you mean £50k-£1m?" in said(tmp_path, "suppliers", "--band", "50k-1m")
    assert "No figures are held for ''." in said(tmp_path, "tail", "--year", "")
    assert "Did you mean html?" in said(tmp_path, "build-report", "--formats", "htm")
    assert "Did you mean 'locality'?" in said(tmp_path, "localty")
    assert "Did you mean" not in said(tmp_path, "tail", "--year", "2019/20")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    classes = "supplier_number,supplier,class,reason,author,date\n9,,individual,carer,me,2024-01-01\n"
    rows = r12({}, {"supplier": "JANE EXEMPLAR", "number": "9", "invoice": "2", "status": "VOIDED"},
               {"supplier": "JANE EXEMPLAR", "number": "9", "invoice": "3", "amount": "JANE EXEMPLAR"},
               {"supplier": "", "number": "", "invoice": "4", "country": "FR"})  # fmt: skip
    lenient = "[checks]\nmaximum_rejected_share = 1\n"
    made = project(tmp_path_factory.mktemp("p"), {"a.csv": rows}, lenient, {"supplier_classes.csv": classes})
    log = made.root / "run.log"
    result = lccspend("-C", str(made.root), "build-report", "--formats", "csv", "--verbose", "--log-file", str(log))
    assert result.exit_code == 0, result.stderr
    return made.root


def test_figures_and_suppliers_that_are_nearly_right_are_asked_about(ledger: Path) -> None:
    assert "Did you mean 2023/24 lancashire?" in said(ledger, "trace", "2023/24 lancashre")
    assert "Did you mean 2023/24?" in said(ledger, "trace", "2023-4 total")
    assert "Nearest: ACME LTD" in said(ledger, "trace", "2023/24 supplier ACNE LTD")
    assert "Nearest: ACME LTD" in said(ledger, "suppliers", "--show", "acne ltd")


def test_no_log_and_no_message_names_a_private_person(ledger: Path) -> None:
    texts = [(ledger / "run.log").read_text("utf-8")]
    texts += [said(ledger, "suppliers", "--show", "JANE EXEMPLA"), said(ledger, "trace", "2023/24 supplier JAN")]
    assert [line for text in texts for line in text.splitlines() if "EXEMPLAR" in line] == []
    tables = "".join(path.read_text("utf-8") for path in (ledger / "reports/output").rglob("*.csv"))
    assert "EXEMPLAR" not in tables
    assert "JANE EXEMPLAR" in (ledger / "data/processed/rejected.csv").read_text("utf-8")


def test_a_file_that_is_not_known_is_shown_by_its_shape(tmp_path: Path) -> None:
    rows = ",".join(R12.values()) + "\n"
    made = project(tmp_path, {"a.csv": rows.replace("CHECK_DATE", "X") + "JANE EXEMPLAR,PR1 8XJ,£12.00\n"})
    text = said(made.root, "ingest")
    assert "VENDOR_NAME" in text
    assert "text | text | £99.99" in text
    assert "EXEMPLAR" not in text


def settings_fault(folder: Path, text: str) -> str:
    (folder / "lccspend.toml").write_text(text)
    with pytest.raises(SettingsError) as error:
        read_settings(folder / "lccspend.toml")
    return error.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[sources.files]]\nmatch = "a"\nlayout = "publishd"',
            "sources.files.0.layout is 'publishd'; it may be 'r12', 'fusion', 'published', 'sites', 'awards', "
            "'contracts', 'social_value' or 'control_totals'. Did you mean published?",
        ),
        ('[sources]\nfusion_go_live = "soon"', "fusion_go_live is 'soon'; it must be a date, such as 2023-01-31"),
        ("[sources]\nfusion_go_live = 2023", "fusion_go_live is 2023; it must be a date, such as 2023-01-31"),
        ("[tail]\nbands = ['x']", "tail.bands.0 is 'x'; it must be a number"),
        ("[sources]\nignore = 'a'", 'sources.ignore is \'a\'; it must be a list, such as ["one", "two"]'),
        ("[report]\nsample = 'perhaps'", "report.sample is 'perhaps'; it must be true or false"),
        ("[authority]\nname = 5", "authority.name is 5; it must be a text in quotes"),
        ("tail = 5", "tail is 5; it must be a table of its own"),
        ("[limits]\nmembers = 1.5", "limits.members is 1.5; it must be a whole number"),
        ("[limits]\nmembrs = 1", "unknown key limits.membrs; did you mean members?"),
        (
            '[sources]\nignore = ["./a.csv"]',
            "sources.ignore.0: './a.csv' is not as files are named, from data/raw on: write 'a.csv'",
        ),
        ('[sources]\nignore = ["data/raw/old/*"]', "from data/raw on: write 'old/*'"),
        (
            '[[sources.files]]\nmatch = "/a.csv"\nlayout = "r12"',
            "sources.files.0.match: '/a.csv' is not as files are named",
        ),
        ('[exclusions]\nconversion_sources = [""]', "exclusions.conversion_sources.0: a blank stands in every row"),
        ("[tail]\nbands = [100.005]", "tail.bands.0: 100.005 is not in pounds and whole pence"),
        ("[tail]\nthreshold = 0.005", "tail.threshold: 0.005 is not in pounds and whole pence"),
        ("[tail]\nthreshold = 1e30", "tail.threshold: 1E+30 is beyond 1,000,000,000,000 pounds"),
        ("[tail]\nbands = [-1e30]", "tail.bands.0: -1E+30 is beyond 1,000,000,000,000 pounds"),
        ("[transparency]\nthreshold = 500.005", "transparency.threshold: 500.005 is not in pounds and whole pence"),
        ('[report]\ncolour = "yellow"', "report.colour: 'yellow' is no colour of six digits; write it as #1a2b3c"),
        ("[locality]\nminimum_coverage = 80", "minimum_coverage: Input should be less than or equal to 1"),
    ],
)
def test_a_wrong_setting_says_what_it_is_and_what_it_may_be(text: str, words: str, tmp_path: Path) -> None:
    assert words in settings_fault(tmp_path, text)


def test_settings_of_brackets_without_end_are_refused_in_words(tmp_path: Path) -> None:
    assert "lccspend.toml is not TOML" in settings_fault(tmp_path, f"a = {'[' * 5000}{']' * 5000}")


@pytest.mark.parametrize("is_folder", [True, False])
def test_settings_that_are_no_file_are_refused_and_not_taken_for_none(is_folder: bool, tmp_path: Path) -> None:
    place = tmp_path / "lccspend.toml"
    place.mkdir() if is_folder else place.symlink_to("nowhere.toml")
    result = lccspend("-C", str(tmp_path), "ingest")
    assert (result.exit_code, "lccspend.toml cannot be read" in result.stderr) == (1, True)


def test_a_fault_of_the_program_shows_what_a_library_said_of_a_cell_only_with_debug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("JANE EXEMPLAR")

    stand_in(monkeypatch, "lccspend.commands.queries", check=fail)
    with caplog.at_level(logging.CRITICAL):
        plain = lccspend("-C", str(tmp_path), "check")
        debugged = lccspend("-C", str(tmp_path), "check", "--debug")
    assert (plain.exit_code, debugged.exit_code) == (70, 70)
    assert plain.stderr == "Error: lccspend met a fault of its own (KeyError); --debug shows what and where.\n"
    assert "EXEMPLAR" in debugged.stderr
    assert "Traceback" in debugged.stderr
