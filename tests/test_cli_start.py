"""init, sample and doctor: beginning with a project folder, and whether this machine can build one."""

import json
import re
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import ledger
import pytest
from cli_project import lccspend, publish, stand_in
from filelock import FileLock
from msgspec.structs import replace
from output_answers import figures
from pydantic import BaseModel

from lccspend.commands import doctor, readiness
from lccspend.commands.template import COMMENTS, EXAMPLES, commented_settings
from lccspend.evidence import DirectoryUsed, RegisterUsed
from lccspend.settings import Settings


def settings_by_place() -> dict[str, Any]:
    return {
        f"{name}.{key}": value
        for name, section in Settings()
        for key, value in section
        if isinstance(section, BaseModel)
    }


def test_the_commented_settings_read_as_the_defaults() -> None:
    assert Settings.model_validate(tomllib.loads(commented_settings())) == Settings()


def test_the_commented_settings_show_every_setting() -> None:
    text = commented_settings()
    for place, value in settings_by_place().items():
        key = place.split(".")[1]
        shown = [f"{key} = ", f"[{place}]", f"[{place}.columns]", f"[[{place}]]"]
        assert any(form in text for form in shown), (place, value)


def test_no_comment_is_of_a_setting_that_is_gone() -> None:
    assert {*COMMENTS, *EXAMPLES} <= settings_by_place().keys()


def test_the_examples_are_settings_too() -> None:
    lines = [line.removeprefix("# ") if " = " in line or "[[" in line else line for line in settings_lines()]
    Settings.model_validate(tomllib.loads("\n".join(lines)))


def settings_lines() -> list[str]:
    """The file without the sentences of its comments."""
    sentences = {f"# {comment}" for comment in COMMENTS.values()}
    return [line for line in commented_settings().splitlines() if line not in sentences]


def test_init_writes_settings_and_folders_into_a_new_folder(tmp_path: Path) -> None:
    result = lccspend("-C", str(tmp_path / "new"), "init")
    assert result.exit_code == 0
    assert [Path(line).is_relative_to(tmp_path.resolve()) for line in result.stdout.splitlines()] == [True] * 5
    assert (tmp_path / "new" / "lccspend.toml").read_text(encoding="utf-8") == commented_settings()
    for folder in ("data/raw", "data/reference", "data/processed", "reports/output"):
        assert (tmp_path / "new" / folder).is_dir()


def test_init_leaves_existing_settings_alone(tmp_path: Path) -> None:
    (tmp_path / "lccspend.toml").write_text("# mine")
    result = lccspend("-C", str(tmp_path), "init")
    assert result.exit_code == 1
    assert "exists already" in result.stderr
    assert (tmp_path / "lccspend.toml").read_text() == "# mine"


def test_init_may_begin_a_project_inside_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lccspend.toml").touch()
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    monkeypatch.delenv("LCCSPEND_PROJECT", raising=False)
    assert lccspend("init").exit_code == 0
    assert (tmp_path / "inner" / "lccspend.toml").is_file()


def test_sample_writes_where_it_is_told_and_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    stand_in(monkeypatch, "lccspend.sample", write_sample=written.append)
    result = lccspend("sample", str(tmp_path / "demo"))
    assert written == [tmp_path / "demo"]
    assert result.stdout == f"{(tmp_path / 'demo').resolve()}\n"
    assert "build-report" in result.stderr


def verdicts(folder: Path) -> dict[str, tuple[str, str]]:
    result = lccspend("-C", str(folder), "doctor", "--format", "json")
    checks = json.loads(result.stdout)["checks"]
    return {check["check"]: (check["verdict"], check["message"]) for check in checks}


def test_doctor_looks_at_everything_a_build_needs(tmp_path: Path) -> None:
    machine = ["python", "pango", "fonts", "encoding", "time_zone", "folders", "disk"]
    assert list(verdicts(tmp_path)) == [*machine, "settings", "mail", "postcodes", "registers", "lock", "last_run"]


def test_doctor_says_which_setting_is_wrong_and_ends_in_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "lccspend.toml").write_text("[nonsense]\n")
    assert verdicts(tmp_path)["settings"][0] == "fail"
    result = lccspend("-C", str(tmp_path), "doctor")
    assert result.exit_code == 1
    assert "Failed: " in result.stderr
    assert "settings" in result.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[authority]\nhome = "lancashire-13"', "There is no home area 'lancashire-13'."),
        ('[authority]\nregion = "North Wst"', "There is no region 'North Wst'."),
        ('[locality.definitions]\nmine = ["E99999999"]', "mine holds E99999999: no such authority."),
        ('[locality.areas]\na = ["E07000123"]\nb = ["E07000123"]', "its spend would count twice."),
        ('[locality.areas]\na = ["E99999999"]', "a holds E99999999: no such authority."),
        ('[locality]\nring_centre = "E99999999"', "ring_centre is E99999999: no such authority."),
        ('[sources.fusion.columns]\npayment_dat = "Day"', "payment_dat is no field of"),
        ('[registers]\ncompanies_house = "gone.zip"', "gone.zip, which does not exist."),
        ('[report]\ntemplates = "gone"', "gone."),
        ('[report]\nlogo = "gone.svg"', "gone.svg"),
        ('[report.narrative]\ntail = "Spend rose by 40%."', "40%"),
    ],
)
def test_doctor_fails_settings_that_every_build_refuses(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "lccspend.toml").write_text(settings)
    verdict, message = verdicts(tmp_path)["settings"]
    assert verdict == "fail"
    assert said in message


def test_doctor_tells_of_each_kind_of_fault_at_once_and_of_none_twice(tmp_path: Path) -> None:
    (tmp_path / "lccspend.toml").write_text(
        '[authority]\nhome = "mine"\n[registers]\npostcodes = "gone.zip"\n[report]\ntemplates = "gone"\n'
    )
    message = verdicts(tmp_path)["settings"][1]
    assert [message.count(word) for word in ("home area 'mine'", "gone.zip", "There is no folder")] == [1, 1, 1]


FIFE = '[authority]\nhome = "fife"\n{more}\n[locality.definitions]\nfife = ["S12000047"]\n'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            'area = "Lancashire"\nregion = "Scotland"',
            ["The home area fife is printed as Lancashire: set area under [authority]."],
        ),
        ('area = "Fife"', ["No authority of the home area fife lies in North West: set region under [authority]."]),
        ('area = "Fife"\nregion = "Scotland"', []),
    ],
)
def test_a_home_area_under_anothers_name_or_region_is_warned_of(tmp_path: Path, more: str, said: list[str]) -> None:
    made = ledger.project(tmp_path, {"a.csv": ledger.r12({})}, FIFE.format(more=more))
    found = verdicts(made.root)["settings"]
    told = lccspend("-C", str(made.root), "ingest").stderr
    assert (found[0], [line for line in said if line in found[1] and line in told]) == (
        "warn" if said else "pass",
        said,
    )
    assert ("home area fife" in told) == bool(said)


def test_a_home_area_within_the_one_that_is_printed_is_no_doubt(tmp_path: Path) -> None:
    settings = '[authority]\nhome = "east"\n[locality.definitions]\neast = ["E07000117", "E07000122"]\n'
    made = ledger.project(tmp_path, {"a.csv": ledger.r12({})}, settings)
    assert verdicts(made.root)["settings"][0] == "pass"


def test_doctor_says_what_is_missing_before_init_and_leaves_nothing_behind(tmp_path: Path) -> None:
    assert verdicts(tmp_path)["folders"][0] == "warn"
    assert list(tmp_path.iterdir()) == []


def test_doctor_names_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_writable", lambda folder: folder.name != "output")
    verdict, message = verdicts(tmp_path)["folders"]
    assert verdict == "fail"
    assert message.endswith("output: change their rights.")


def test_doctor_warns_when_the_disk_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 10**18)
    assert verdicts(tmp_path)["disk"][0] == "warn"


@pytest.mark.pango
def test_doctor_gives_the_version_of_pango(tmp_path: Path) -> None:
    assert re.search(r"finds Pango 1\.\d+\.\d+\.$", verdicts(tmp_path)["pango"][1])


def test_doctor_gives_the_edition_of_the_postcodes_and_warns_when_it_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "today", lambda: date(2025, 12, 1))
    found = verdicts(tmp_path)
    assert found["postcodes"] == ("pass", "ONS Postcode Directory, November 2025.")
    assert found["time_zone"][1].startswith("Today is 2025-12-01")
    monkeypatch.setattr(readiness, "today", lambda: date(2027, 6, 1))
    assert verdicts(tmp_path)["postcodes"][0] == "warn"
    own = DirectoryUsed(directory="onspd", file="ONSPD.zip", edition="2027-02", rows=1)
    publish(tmp_path, replace(figures(), directories=(own,)))
    assert verdicts(tmp_path)["postcodes"] == (
        "pass",
        "ONS Postcode Directory, November 2025, ONSPD.zip of 2027-02.",
    )


def test_doctor_warns_of_a_register_that_is_too_old(tmp_path: Path) -> None:
    used = RegisterUsed(register="companies_house", file="b.zip", rows=1, as_of=date(2020, 1, 1), stale=True)
    publish(tmp_path, replace(figures(), registers=(used,)))
    assert verdicts(tmp_path)["registers"] == ("warn", "Too old by [registers] stale_after_days: b.zip of 2020-01-01.")


def test_doctor_says_who_holds_the_project_and_that_the_last_run_was_refused(tmp_path: Path) -> None:
    assert lccspend("-C", str(tmp_path), "ingest").exit_code == 1
    processed = tmp_path / "data" / "processed"
    (processed / ".holder").write_text('{"process": 7, "user": "ann", "host": "pc", "since": "2024-06-30T06:30:00Z"}')
    with FileLock(processed / ".lock"):
        found = verdicts(tmp_path)
    assert found["lock"][0] == "warn"
    assert "(process 7 of user ann on pc, since " in found["lock"][1]
    assert found["last_run"][0] == "warn"
    assert "(ingest): refused: `lccspend runs show 20" in found["last_run"][1]
    assert verdicts(tmp_path)["lock"] == ("pass", "No run holds the project folder.")


def test_doctor_says_when_file_names_are_not_unicode_or_the_rules_of_london_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    monkeypatch.setattr(readiness, "ZoneInfo", missing)
    found = verdicts(tmp_path)
    assert (found["encoding"][0], found["time_zone"][0]) == ("warn", "fail")
    assert "install the package tzdata" in found["time_zone"][1]
