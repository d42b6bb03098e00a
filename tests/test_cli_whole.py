"""The commands on a real, tiny project: from an export to an answer, and refused builds that leave all as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_project import lccspend

EXPORT = """VENDOR_NAME|VENDOR_NUM|ZIP|INVOICE_NUM|CHECK_DATE|PAYMENT_AMOUNT
ACME LTD|1|PR1 8XJ|A1|30-APR-2023|100.00
ACME LTD|1|PR1 8XJ|A2|31-MAY-2023|-20.00
BETA PLC|2|M1 1AE|B1|30-APR-2023|60.00
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "ap.txt").write_text(EXPORT, encoding="utf-8")
    return tmp_path


def answer(project: Path, *arguments: str) -> Any:
    result = lccspend("-C", str(project), *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_an_export_is_read_counted_and_asked_about(project: Path) -> None:
    books = answer(project, "ingest")
    assert (books["balanced"], books["read"]) == (True, {"rows": 3, "pounds": "140.00"})
    year = answer(project, "locality")["years"][0]
    assert (year["total"], year["lancashire"], year["percent"], year["months"]) == ("140.00", "80.00", "57.14", 2)
    suppliers = answer(project, "suppliers")["years"][0]["suppliers"]
    assert [(s["rank"], s["supplier"], s["spend"]) for s in suppliers] == [
        (1, "ACME LTD", "80.00"),
        (2, "BETA PLC", "60.00"),
    ]
    traced = answer(project, "trace", "2023/24 supplier acme limited")
    assert (traced["sum"], traced["value"], [row["row"] for row in traced["rows"]]) == ("80.00", "80.00", [2, 3])


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("notes.txt", "what;is\nthis;file\n", 1), ("more.txt", EXPORT.replace("100.00", "1e3"), 3)],
)
def test_a_refused_build_leaves_the_last_one_to_answer(project: Path, name: str, text: str, code: int) -> None:
    answer(project, "ingest")
    before = answer(project, "tail")
    (project / "data" / "raw" / name).write_text(text, encoding="utf-8")
    result = lccspend("-C", str(project), "ingest")
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    assert name in result.stderr or "rejected" in result.stderr
    assert answer(project, "tail") == before


def test_the_answer_by_another_home_area_agrees_with_a_build_for_it(project: Path) -> None:
    (project / "lccspend.toml").write_text('[locality.definitions]\nmanchester = ["E08000003"]\n', encoding="utf-8")
    answer(project, "ingest")
    asked = answer(project, "locality", "--definition", "manchester", "--by", "district")
    with (project / "lccspend.toml").open("a", encoding="utf-8") as settings:
        settings.write('[authority]\nhome = "manchester"\n')
    answer(project, "ingest")
    assert answer(project, "locality", "--by", "district") == asked
    assert asked["years"][0]["lancashire"] == "60.00"
