"""Registers beside a ledger: their place in the books, the size and sector of suppliers, stale and closed ones."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli_project import lccspend
from ledger import build, check, fusion, project, ranked, silent, warnings
from msgspec.structs import replace
from registers import charities_json, companies, zipped

from lccspend.commands.build import run
from lccspend.errors import SettingsError
from lccspend.etl.checks import closed_suppliers
from lccspend.figures import Figures, SupplierEvidence
from lccspend.project import Project
from lccspend.registers import kept
from lccspend.store import REGISTERS as KEPT

SETTINGS = '[populations]\nnot_procurement = ["public body"]\n'
LEDGER = fusion(
    {"id": "1", "supplier": "ACME LTD", "number": "1", "amount": "600.00", "postcode": "PR1 8XJ"},
    {"id": "2", "supplier": "GOOD CAUSE", "number": "2", "amount": "300.00"},
    {"id": "3", "supplier": "NOBODY KNOWN", "number": "3", "amount": "80.00"},
    {"id": "4", "supplier": "Redacted", "number": "4", "amount": "15.00"},
    {"id": "5", "supplier": "TOWN COUNCIL", "number": "5", "amount": "5.00"},
)
CLASSES = "supplier_number,supplier,class,reason,author,date\n,TOWN COUNCIL,public body,x,y,2024-01-01\n"
REGISTERS = {"gov/a": companies({"postcode": "PR1 8XJ"}), "gov/b": charities_json({})}


def built(folder: Path, files: dict[str, Any] | None = None, settings: str = "", today: str = "2024-06-30") -> Figures:
    held = {"fusion/q1.csv": LEDGER, **(REGISTERS if files is None else files)}
    reference = {"supplier_classes.csv": CLASSES}
    return build(project(folder, held, SETTINGS + settings, reference), today)


def year_of(figures: Figures, population: str = "all") -> SupplierEvidence:
    return next(e for e in figures.evidence if (e.financial_year, e.population) == ("2023/24", population))


def findings(figures: Figures) -> dict[str, tuple[str | None, str | None]]:
    return {s.supplier: (s.sme, s.vcse) for s in ranked(figures).suppliers}


def test_each_supplier_is_told_with_its_size_and_sector(tmp_path: Path) -> None:
    assert findings(built(tmp_path)) == {
        "ACME LTD": ("yes", "no"),
        "GOOD CAUSE": ("not determined", "yes"),
        "NOBODY KNOWN": ("not determined", "not determined"),
        "TOWN COUNCIL": ("no", "no"),
    }


def test_the_pounds_of_a_year_add_up_by_size_by_sector_and_by_match(tmp_path: Path) -> None:
    year = year_of(built(tmp_path))
    assert year.total == Decimal("1000.00")
    assert (year.sme, year.not_sme, year.sme_not_determined) == (Decimal(600), Decimal(5), Decimal(395))
    assert (year.vcse, year.not_vcse, year.vcse_not_determined) == (Decimal(300), Decimal(605), Decimal(95))
    assert (year.by_number, year.by_name, year.not_matched) == (Decimal(0), Decimal(900), Decimal(100))
    assert (str(year.sme_determined_percent), str(year.matched_percent)) == ("60.50", "90.00")


def test_suppliers_by_size_are_told_with_the_evidence_its_days_and_its_share(tmp_path: Path) -> None:
    figures = built(tmp_path)
    year = year_of(figures)
    assert [(e.finding, e.basis, str(e.spend), str(e.percent), str(e.newest)) for e in year.size] == [
        ("yes", "accounts category MICRO ENTITY", "600.00", "60.00", "2023-03-31"),
        ("no", "class public body", "5.00", "0.50", "None"),
        ("not determined", "a charity without a company: its accounts are not in Companies House", *UNKNOWN[0]),
        ("not determined", "not found in the registers by number or exact name", *UNKNOWN[1]),
        ("not determined", "a person or a withheld name is not looked for in registers", *UNKNOWN[2]),
    ]
    assert sum(e.spend for e in year.size) == sum(e.spend for e in year.sector) == year.total
    assert next((e.finding, e.basis, str(e.oldest)) for e in year.sector) == ("yes", "registered charity", "2024-05-20")
    here = ("-C", str(tmp_path), "suppliers", "--size")
    answer = json.loads(lccspend(*here, "--format", "json").stdout)
    assert [r["as_of"] for r in answer["registers"]] == ["2024-05-01", "2024-05-20"]
    told = [(y["financial_year"], y["population"], y["sme_determined_percent"]) for y in answer["years"]]
    assert told == [("2023/24", "all", "60.50")]
    rows = lccspend(*here, "--population", "procurement", "--format", "csv").stdout.splitlines()
    assert rows[0] == "financial_year,population,what,finding,basis,spend,percent,oldest,newest"
    assert rows[1] == "2023/24,procurement,SME,yes,accounts category MICRO ENTITY,600.00,60.30,2023-03-31,2023-03-31"
    shown = lccspend(*here, "--format", "markdown").stdout
    assert "companies_house: gov/a, as of 2024-05-01." in shown.replace("\\", "")
    assert "60.50%" in shown


UNKNOWN = (("300.00", "30.00", "None"), ("80.00", "8.00", "None"), ("15.00", "1.50", "None"))


def test_the_procurement_population_leaves_its_classes_out(tmp_path: Path) -> None:
    year = year_of(built(tmp_path), "procurement")
    assert (year.total, year.not_sme, year.sme) == (Decimal("995.00"), Decimal(0), Decimal(600))


def test_without_registers_only_classes_and_names_speak(tmp_path: Path) -> None:
    figures = built(tmp_path, files={})
    assert findings(figures)["ACME LTD"] == ("not determined", "not determined")
    assert findings(figures)["TOWN COUNCIL"] == ("no", "no")
    assert check(figures, "stale_registers").verdict == "pass"


def test_a_register_has_its_own_entry_in_the_books_and_no_pounds(tmp_path: Path) -> None:
    figures = built(tmp_path)
    entry = next(f for f in figures.books.files if f.file == "gov/a")
    assert (entry.layout, entry.rows, entry.counted, entry.pounds) == ("companies_house", 1, 1, Decimal("0.00"))
    assert (figures.books.read.rows, figures.books.read.pounds) == (5, Decimal("1000.00"))
    assert [(r.register, r.file, r.rows, str(r.as_of)) for r in figures.registers] == [
        ("companies_house", "gov/a", 1, "2024-05-01"),
        ("charity_commission", "gov/b", 1, "2024-05-20"),
    ]


def test_registers_named_in_the_settings_are_read_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    zipped(tmp_path / "kept" / "part1", a=companies({}))
    (tmp_path / "charities").write_text(charities_json({}), encoding="utf-8")
    settings = '[registers]\ncompanies_house = "kept"\ncharity_commission = "charities"\n'
    figures = built(tmp_path, files={}, settings=settings)
    assert findings(figures)["ACME LTD"] == ("yes", "no")
    assert [r.file for r in figures.registers] == ["charities", "kept/part1"]


@pytest.mark.parametrize("place", ["missing.zip", "data/raw/fusion/q1.csv"])
def test_a_setting_that_names_no_register_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(SettingsError, match=r"registers\.companies_house"):
        built(tmp_path, settings=f'[registers]\ncompanies_house = "{place}"\n')


@pytest.mark.parametrize(("today", "verdict"), [("2025-05-01", "pass"), ("2025-05-02", "warn")])
def test_a_register_older_than_a_year_is_warned_of(tmp_path: Path, today: str, verdict: str) -> None:
    files = {"gov/a": companies({"incorporated": "01/05/2024"})}
    assert check(built(tmp_path, files, today=today), "stale_registers").verdict == verdict


def test_the_age_at_which_a_register_is_stale_is_a_setting(tmp_path: Path) -> None:
    figures = built(tmp_path, settings="[registers]\nstale_after_days = 10\n")
    assert "gov/a (of 2024-05-01), gov/b (of 2024-05-20)" in check(figures, "stale_registers").message


def test_an_unlisted_word_of_the_register_is_a_warning_of_its_file(tmp_path: Path) -> None:
    figures = built(tmp_path, {"gov/a": companies({"accounts": "NANO ENTITY"})})
    assert warnings(figures, "gov/a") == "the accounts category 'NANO ENTITY' is not listed, so nothing follows from it"


def test_broken_records_of_a_register_are_counted_and_warned_of(tmp_path: Path) -> None:
    broken = companies({}) + '"TOO","MANY"' + ',"CELLS"' * 60 + "\r\n"
    figures = built(tmp_path, {"gov/a": broken})
    entry = next(f for f in figures.books.files if f.file == "gov/a")
    assert (entry.rows, entry.counted, entry.rejected) == (2, 1, 1)
    assert "1 of 2 records are broken" in warnings(figures, "gov/a")
    assert figures.books.rejected.rows == 0


@pytest.mark.parametrize(
    ("dissolved", "paid_since"),
    [("01/05/2023", "600.00"), ("02/05/2023", None), ("", "600.00")],
    ids=["paid after", "paid on the day", "day not known"],
)
def test_a_dissolved_supplier_that_was_still_paid_is_listed(
    tmp_path: Path, dissolved: str, paid_since: str | None
) -> None:
    figures = built(tmp_path, {"gov/a": companies({"status": "Dissolved", "dissolved": dissolved})})
    listed = [(c.supplier, c.company_number, str(c.paid_since)) for c in year_of(figures).closed]
    assert listed == ([("ACME LTD", "01234567", paid_since)] if paid_since else [])
    assert check(figures, "closed_suppliers").verdict == ("warn" if paid_since else "pass")


@pytest.mark.parametrize(
    ("count", "end"), [(5, "in 2023/24."), (6, "in 2023/24; and 1 more, listed with the figures.")]
)
def test_of_many_closed_suppliers_five_are_named_and_the_others_counted(tmp_path: Path, count: int, end: str) -> None:
    year = year_of(built(tmp_path, {"gov/a": companies({"status": "Dissolved", "dissolved": ""})}))
    message = closed_suppliers([replace(year, closed=year.closed * count)]).message
    assert (message.count("ACME LTD"), message.endswith(end)) == (5, True)


def test_a_company_number_comes_from_the_list_of_suppliers(tmp_path: Path) -> None:
    sites = "Supplier Number,Supplier,Postcode,Company Number\n3,NOBODY KNOWN,,1234567\n1,ACME LTD,,07654321\n"
    register = companies(
        {"name": "NOBODY KNOWN LIMITED", "number": "01234567"},
        {"name": "A NAME OF ITS OWN LIMITED", "number": "07654321"},
    )
    year = year_of(built(tmp_path, {"sites.csv": sites, "gov/a": register}))
    assert (year.by_number, year.by_name) == (Decimal("680.00"), Decimal(0))


def test_a_withheld_name_is_not_looked_for(tmp_path: Path) -> None:
    figures = built(tmp_path, {"gov/a": companies({"name": "REDACTED LIMITED"})})
    assert year_of(figures).not_matched == Decimal("1000.00")
    assert b"REDACTED LIMITED" not in (tmp_path / "data/processed/supplier_evidence.json").read_bytes()


def test_an_unchanged_register_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(tmp_path)
    monkeypatch.setattr(kept, "_READERS", {})
    assert built(tmp_path).evidence == first.evidence


def test_force_reads_an_unchanged_register_and_loses_nothing_of_it_when_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path)
    folder = tmp_path / "data" / "processed" / KEPT
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr(kept, "_READERS", {})
    with pytest.raises(KeyError):
        run(Project(tmp_path), silent, None, force=True)
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_supplier_is_looked_for_in_an_unchanged_register(tmp_path: Path) -> None:
    files = {"gov/a": companies({"name": "LATECOMER LIMITED"})}
    built(tmp_path, files)
    late = fusion({"id": "9", "supplier": "LATECOMER LTD", "number": "9", "amount": "1.00"})
    assert findings(built(tmp_path, {**files, "fusion/q2.csv": late}))["LATECOMER LTD"] == ("yes", "no")
    assert len(list((tmp_path / "data" / "processed" / KEPT).iterdir())) == 1
