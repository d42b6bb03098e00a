"""Published payments and real companies in, matches by exact normalised name out, with evidence for and against.

Prints the Markdown table of docs/verification.md: the matches of the most value whose names are those of no person.

    cd tests && python -m realdata_matches FOLDER_OF_THE_REAL_FILES
"""

import csv
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from ledger import build, payments, project

from lccspend.names import normalised
from lccspend.registers.match import find, index_of
from lccspend.registers.records import Company, SupplierFacts

BODIES = {"hyndburn": "Hyndburn", "fire": "Fire", "pcc": "PCC"}
LISTED = 50
TODAY = "2026-11-23"

BUSINESS = re.compile(
    r"\b(SERVICES?|SOLUTIONS?|GROUP|UK|SYSTEMS?|TECHNOLOG(Y|IES)|COMMUNICATIONS?|ENERGY|GAS|WATER|POWER|INSURANCE"
    r"|MANAGEMENT|CONSULTING|CONSULTANTS|SOFTWARE|SECURITY|RECRUITMENT|EQUIPMENT|VEHICLES?|FLEET|LEASING|FACILITIES"
    r"|HOUSING|LEISURE|ASSOCIATION|COMPUTERS?|NETWORKS?|DATA|HEALTHCARE|RECYCLING|WASTE|HIGHWAYS|ENVIRONMENTAL"
    r"|ENGINEERING|INTERNATIONAL|SUPPLIES|TRAINING|LEGAL|PROPERTY|FINANCE|BUSINESS|ENFORCEMENT|TELECOM|MARKETING)\b"
)
"""A word that a company's name has and a person's has not; a name without one is not listed."""

PERSONAL = frozenset({"12319997", "02565379", "04335281", "07621614", "14345362", "06227177"})
"""Companies that bear a person's name beside such a word: left out of the list."""

FORM = re.compile(r"\b(LTD|LIMITED|PLC|LLP|CIC)\b")


def companies(folder: Path) -> list[tuple[Company, str]]:
    """Each company of the list with the locality of its registered office."""
    with (folder / "suppliers" / "supplier_companies_house.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                Company(
                    name=row["legal_name"],
                    number=row["company_number"],
                    postcode=row["postcode"],
                    incorporated_on=date.fromisoformat(row["incorporated"]) if row["incorporated"] else None,
                ),
                row["locality"],
            )
            for row in csv.DictReader(file)
        ]


def paid(folder: Path, scratch: Path) -> pl.DataFrame:
    """Payees of the three bodies: spellings, pence, first and last day, and the bodies."""
    made = project(scratch, {})
    for body in BODIES:
        shutil.copytree(folder / body, made.raw / body, ignore=shutil.ignore_patterns("*.json"))
    build(made, TODAY)
    return (
        payments(made)
        .filter((pl.col("fate") == "counted") & pl.col("ranked") & ~pl.col("private"))
        .group_by("supplier_key")
        .agg(
            names=pl.col("supplier_name").unique().sort(),
            pence=pl.col("pence").sum(),
            first=pl.col("paid_on").min(),
            last=pl.col("paid_on").max(),
            bodies=pl.col("file").str.split("/").list.first().unique().sort(),
        )
        .sort("pence", "supplier_key", descending=[True, False])
    )


def lines(folder: Path, scratch: Path) -> list[str]:
    """The first rows of the table, and a sentence on all matches behind them."""
    known = companies(folder)
    offices = {company.number: locality for company, locality in known}
    index = index_of([company for company, _ in known], ())
    rows = paid(folder, scratch)
    found = [
        (row, company)
        for row in rows.iter_rows(named=True)
        if (company := find(SupplierFacts(key=0, names=tuple(row["names"])), index).company)
    ]
    listed = [(row, c) for row, c in found if BUSINESS.search(normalised(c.name)) and c.number not in PERSONAL]
    younger = sum(_is_younger(company, row["first"]) for row, company in found)
    value, total = sum(row["pence"] for row, _ in found), rows["pence"].sum()
    summary = (
        f"{len(found):,} of {rows.height:,} payees are matched, with {100 * value / total:.1f}% of the value; the "
        f"companies of {younger:,} were founded after the first payment."
    )
    return [*(_line(row, company, offices[company.number]) for row, company in listed[:LISTED]), "", summary]


def _line(row: dict[str, object], company: Company, office: str) -> str:
    names, bodies, first, last = row["names"], row["bodies"], row["first"], row["last"]
    assert isinstance(names, list)
    assert isinstance(bodies, list)
    assert isinstance(first, date)
    assert isinstance(last, date)
    written = [FORM.search(name.upper()) for name in names]
    speaks = [
        "name and legal form" if any(written) else "name",
        *(["registered office in Lancashire"] if office == "lancashire" else []),
        *([f"paid by {len(bodies)} bodies"] if len(bodies) > 1 else []),
        *([f"founded {company.incorporated_on:%Y}, before it was paid"] if _is_older(company, first) else []),
    ]
    against = [
        "no postcode published",
        *(["published without a legal form"] if not any(written) else []),
        *([f"founded {company.incorporated_on}, paid from {first}"] if _is_younger(company, first) else []),
        *([f"{len(names)} spellings"] if len(names) > 1 else []),
    ]
    paying = ", ".join(BODIES[body] for body in bodies)
    return f"| {company.name} | {company.number} | {paying} | {'; '.join(speaks)} | {'; '.join(against)} |"


def _is_older(company: Company, first: date) -> bool:
    return company.incorporated_on is not None and company.incorporated_on <= first


def _is_younger(company: Company, first: date) -> bool:
    return company.incorporated_on is not None and company.incorporated_on > first


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        table = lines(Path(sys.argv[1]), Path(scratch))
    heading = "| company | number | paid by | for | against |\n| --- | --- | --- | --- | --- |\n"
    sys.stdout.write(heading + "\n".join(table) + "\n")
