"""Real suppliers of Lancashire councils against their real companies, where that data lies beside the checkout."""

import csv
import shutil
import sys
from pathlib import Path

import pytest
from ledger import build, project
from registers import companies, written

from lccspend.names import normalised
from lccspend.registers.companies import Wanted, read_companies
from lccspend.registers.enrich import wanted_numbers
from lccspend.registers.match import find, index_of
from lccspend.registers.records import SupplierFacts

REALDATA = Path(__file__).parents[2] / "shared" / "realdata"
pytestmark = pytest.mark.skipif(not REALDATA.is_dir(), reason="the real files do not lie beside this checkout")

CATEGORIES = {
    "ltd": "Private Limited Company",
    "llp": "Limited Liability Partnership",
    "plc": "Public Limited Company",
    "private-limited-guarant-nsc": "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
    "registered-society-non-jurisdictional": "Registered Society",
}


def listed() -> list[dict[str, str]]:
    path = REALDATA / "suppliers" / "supplier_companies_house.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def register() -> str:
    """The bulk file as it would hold these companies."""
    return companies(
        *(
            {
                "name": row["legal_name"],
                "number": row["company_number"],
                "postcode": row["postcode"],
                "category": CATEGORIES.get(row["company_type"], ""),
                "accounts": row["accounts_type"].replace("-", " ").upper().removeprefix("NULL"),
            }
            for row in listed()
        )
    )


def found(suppliers: list[SupplierFacts], folder: Path) -> list[str]:
    """The company number of each supplier; "" where none is found."""
    wanted = Wanted(frozenset(normalised(n) for s in suppliers for n in s.names), wanted_numbers(suppliers))
    extract = read_companies(written(folder / "register", register()), wanted)
    index = index_of(extract.companies, ())
    return [company.number if (company := find(s, index).company) else "" for s in suppliers]


def test_an_exact_name_never_finds_another_company(tmp_path: Path) -> None:
    rows = listed()
    numbers = found([SupplierFacts(key=n, names=(r["payee_name"],)) for n, r in enumerate(rows)], tmp_path)
    wrong = [n for n, r in zip(numbers, rows, strict=True) if n and n != r["company_number"]]
    same_name = sum(normalised(r["payee_name"]) == normalised(r["legal_name"]) for r in rows)
    assert wrong == []
    assert len([n for n in numbers if n]) >= 0.99 * same_name


def test_numbers_without_their_zeros_are_mended_by_the_name(tmp_path: Path) -> None:
    rows = [r for r in listed() if r["company_number"].startswith("0")]
    suppliers = [
        SupplierFacts(key=n, names=(r["legal_name"],), numbers=(r["company_number"].lstrip("0"),))
        for n, r in enumerate(rows)
    ]
    assert found(suppliers, tmp_path) == [r["company_number"] for r in rows]


def test_how_much_of_the_spend_of_three_bodies_is_matched_by_exact_name(tmp_path: Path) -> None:
    """Every fourth file of Hyndburn's sixty, to save time; `realdata_matches.py` takes them all."""
    made = project(tmp_path, {"register.csv": register()})
    files = {body: sorted((REALDATA / body).glob("*.[cx]*")) for body in ("hyndburn", "fire", "pcc")}
    for body, held in files.items():
        (made.raw / body).mkdir()
        for path in held[:: 4 if body == "hyndburn" else 1]:
            shutil.copy(path, made.raw / body)
    figures = build(made, "2026-11-23")
    years = [e for e in figures.evidence if e.population == "all"]
    for year in years:
        sys.stdout.write(f"{year.financial_year}: £{year.by_name:,} of £{year.total:,} ({year.matched_percent}%)\n")
    assert all(y.by_name + y.by_number + y.not_matched == y.total for y in years)
    assert all(y.sme + y.not_sme + y.sme_not_determined == y.total for y in years)
    assert all(y.by_name > 0 for y in years)
