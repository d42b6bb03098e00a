"""Persons in a ledger, a register and the lists in; no name of theirs in anything that the program prints or writes."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from cli_project import lccspend
from ledger import build, payments, project, r12, ranked, table
from pypdf import PdfReader

from lccspend.etl.classes import is_person
from lccspend.privacy import FEW, printed_counts, printed_name
from lccspend.store import read_figures

CLASSES = "supplier_number,supplier,class,reason,author,date"
SURNAMES = ("Quernwick", "Zellgarth", "Yoxthwaite", "Jubbfold", "Vexbeck", "Uxdale")
"""Made up, and met nowhere else: by number, by name, by a rule twice, withheld by people, in a contract alone."""

ROWS = r12(
    {"number": "1", "supplier": "Ann Quernwick", "amount": "70000.00", "invoice": "A", "category": "Fostering"},
    {"number": "2", "supplier": "ZELLGARTH, BOB", "amount": "60000.00", "invoice": "B", "category": "Fostering"},
    {"number": "3", "supplier": "Mrs C Yoxthwaite", "amount": "50000.00", "invoice": "C", "category": "Transport"},
    {"number": "4", "supplier": "JUBBFOLD D A MR", "amount": "40000.00", "invoice": "D", "category": "Transport"},
    {"number": "5", "supplier": "Vexbeck House", "amount": "30000.00", "invoice": "E", "category": "Refuge"},
    {"number": "6", "supplier": "ACME LTD", "amount": "900000.00", "invoice": "F", "category": "Roads"},
    {"number": "3", "supplier": "Mrs C Yoxthwaite", "amount": "N/A", "invoice": "G", "category": "Transport"},
)
REFERENCE = {
    "supplier_classes.csv": table(
        CLASSES,
        "1,,individual,foster carer,AB,2024-01-01",
        ",Zellgarth Bob,individual,foster carer,AB,2024-01-01",
        "5,,redacted,refuge,AB,2024-01-01",
        ",E Uxdale,individual,foster carer,AB,2024-01-01",
    )
}
CONTRACTS = table(
    "Contract Reference,Contract Title,Supplier,Supplier Number,Start Date,End Date,Total Value",
    "C1,Transport,Mrs C Yoxthwaite,3,01/04/2023,31/03/2025,90000",
    "C2,Care,E. UXDALE,,01/04/2023,31/03/2025,90000",
    "C3,Care,E Uxdale,,01/04/2023,31/03/2025,90000",
    "C4,Roads,ACME LTD,6,01/04/2023,31/03/2025,900000",
)
SOCIAL = table(
    "Contract Reference,Supplier,Theme,Measure,Committed Value,Delivered Value",
    "C1,Mrs C Yoxthwaite,Jobs,Apprentices,100,50",
    "C3,E Uxdale,Jobs,Apprentices,100,50",
)
FILES = {"r.csv": ROWS, "contracts.csv": CONTRACTS, "social.csv": SOCIAL}
QUESTIONS = (
    *(("suppliers",), ("suppliers", "--search", "wick"), ("suppliers", "--band", "£50k-£100k")),
    *(("suppliers", "--duplicates"), ("tail",), ("check",), ("locality", "--by", "category"), ("ingest",)),
    *(("contracts",), ("contracts", "--by", "supplier"), ("trace", "2023/24 total"), ("trace", "2023/24 unknown")),
    *(("trace", "2023/24 band £50k-£100k"), ("trace", "2023/24 supplier Redacted")),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = project(tmp_path_factory.mktemp("privacy"), FILES, "[checks]\nmaximum_rejected_share = 1\n", REFERENCE)
    build(made)
    return made


def revealed(content):
    folded = content.casefold()
    return [name for name in SURNAMES if name.casefold() in folded]


def texts(path: Path):
    """Every text that a file holds: its bytes, the parts of a workbook or document, a PDF's pages and metadata."""
    content = path.read_bytes()
    yield content.decode("utf-8", errors="ignore")
    if path.suffix in {".xlsx", ".docx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name).decode("utf-8", errors="ignore") for name in book.namelist())
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        yield "\n".join(page.extract_text() for page in reader.pages)
        yield f"{reader.metadata} {reader.outline} {reader.root_object.get('/StructTreeRoot')}"
        yield (reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b"").decode("utf-8")


@pytest.mark.pango
def test_no_file_of_the_report_and_no_log_names_a_person(made, tmp_path):
    log = tmp_path / "log.json"
    loud = ("--verbose", "--log-file", str(log), "--log-format", "json")
    run = lccspend("-C", str(made.root), "build-report", "--formats", "pdf,html,xlsx,csv,json,docx", *loud)
    assert run.exit_code == 0, run.stderr
    written = [path for path in made.output.rglob("*") if path.is_file()]
    assert {path.suffix for path in written} == {".pdf", ".html", ".xlsx", ".json", ".csv", ".docx"}
    found = {path.name: revealed(text) for path in [*written, log] for text in texts(path) if revealed(text)}
    assert found == {}
    assert revealed(run.output + run.stderr) == []


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("style", ["table", "csv", "json", "markdown"])
def test_no_answer_names_a_person(made, question, style):
    answer = lccspend("-C", str(made.root), *question, "--format", style)
    assert answer.exit_code == 0, answer.stderr
    assert revealed(answer.stdout + answer.stderr) == []


def test_the_stored_figures_and_cells_name_no_person(made):
    stored = [path for path in made.processed.glob("*.json") if path.name != "checks.json"]
    assert {path.name for path in stored} >= {"figures.json", "books.json", "supplier_evidence.json"}
    assert {path.name: revealed(path.read_text("utf-8")) for path in stored if revealed(path.read_text("utf-8"))} == {}


def test_raw_names_stay_in_the_councils_own_folder(made):
    assert revealed("\n".join(payments(made)["supplier_name"].drop_nulls())) == list(SURNAMES[:5])


def test_persons_keep_their_money_and_their_ranks(made):
    shown = [(s.rank, s.supplier, s.spend) for s in ranked(read_figures(made)).suppliers]
    amounts = ["900000.00", "70000.00", "60000.00", "50000.00", "40000.00"]
    who = ["ACME LTD", *["Redacted"] * 4]
    assert shown == [(n, name, Decimal(pounds)) for n, (name, pounds) in enumerate(zip(who, amounts, strict=True), 1)]


def test_rows_of_persons_are_traced_together_without_a_name(made):
    answer = lccspend("-C", str(made.root), "trace", "2023/24 supplier Redacted", "--format", "json")
    rows = {(row["supplier"], row["amount"], row["row"]) for row in json.loads(answer.stdout)["rows"]}
    assert ("Redacted", "70000.00", 2) in rows
    assert len(rows) == 5


@pytest.mark.parametrize(
    "asked", [("suppliers", "--show", "Ann Quernwick"), ("trace", "2023/24 supplier ann quernwick")]
)
def test_a_person_is_not_found_by_name(made, asked):
    answer = lccspend("-C", str(made.root), *asked)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert revealed(answer.stderr.casefold().replace("'ann quernwick'", "")) == []


def test_a_supplier_who_bears_a_persons_name_stays_open(tmp_path):
    rows = r12(
        {"number": "1", "supplier": "VEXBECK", "amount": "1.00", "invoice": "A"},
        {"number": "2", "supplier": "VEXBECK PLC", "amount": "2.00", "invoice": "B"},
    )
    classes = {"supplier_classes.csv": table(CLASSES, "1,,individual,carer,AB,2024-01-01")}
    contracts = table(CONTRACTS.splitlines()[0], "C1,Works,VEXBECK PLC,2,01/04/2023,31/03/2025,9")
    made = project(tmp_path, {"r.csv": rows, "c.csv": contracts}, "", classes)
    assert [s.supplier for s in ranked(build(made)).suppliers] == ["VEXBECK PLC", "Redacted"]
    assert "VEXBECK PLC" in lccspend("-C", str(tmp_path), "contracts", "--by", "supplier").stdout


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 7], (0, 7)),
        ([FEW + 1, 7], (FEW + 1, 7)),
        ([1, 7, 5, 5], (None, 7, None, 5)),
        ([FEW, 1], (None, None)),
        ([1], (None,)),
        ([1, 0], (None, 0)),
    ],
    ids=["none", "many", "few, and the smallest other", "few and fewer", "few alone", "few and nobody"],
)
def test_a_count_of_few_is_not_given_where_a_person_is_among_them_nor_another_that_would_tell_it(counts, shown):
    assert printed_counts(counts, [True, *[False] * (len(counts) - 1)]) == shown
    assert printed_counts(counts, [False] * len(counts)) == tuple(counts)


def test_there_is_one_spelling():
    assert (printed_name("A", private=True), printed_name("A", private=False)) == ("Redacted", "A")
    assert is_person("MR A QUERNWICK")
