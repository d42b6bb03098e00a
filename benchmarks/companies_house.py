"""A number of companies in, a Markdown row for each form of the file out: time and peak memory of reading the register.

Writes a synthetic bulk file of that many rows into a temporary folder (half a gigabyte for each million), as CSV and as
ZIP, looks for fifteen thousand suppliers in it, each in a process of its own, and removes the folder again:

    .venv/bin/python benchmarks/companies_house.py 5000000
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lccspend.names import normalised
from lccspend.registers.companies import Wanted, read_companies

HEADINGS = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,"
    "RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,"
    "CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,"
    "Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,"
    "SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,"
    "LimitedPartnerships.NumLimPartners,URI,"
    + ",".join(f"PreviousName_{n}.CONDATE, PreviousName_{n}.CompanyName" for n in range(1, 11))
    + ",ConfStmtNextDueDate, ConfStmtLastMadeUpDate"
)
TRADES = (
    "BUILDING",
    "CARE",
    "CLEANING",
    "ENGINEERING",
    "FOODS",
    "JOINERY",
    "MEDIA",
    "PLUMBING",
    "PROPERTY",
    "TRANSPORT",
)
SUPPLIERS = 15_000


def name(number: int) -> str:
    return f"NORTHERN {TRADES[number % 10]} & {TRADES[number // 10 % 10]} NO. {number}"


def rows(count: int) -> Iterator[str]:
    """Every twentieth company has a previous name; every cell stands in quotes, as in the real file."""
    before = '"","","1 MILL STREET","","PRESTON","LANCASHIRE","ENGLAND","PR1 8XJ","Private Limited Company","Active"'
    accounts = (
        '"United Kingdom","","01/06/2015","31","3","31/12/2024","31/03/2023","MICRO ENTITY","29/06/2017","01/06/2016"'
    )
    business = '"0","0","0","0","43390 - Other building completion and finishing","","","","0","0"'
    for number in range(count):
        previous = f'"01/02/2019","{name(number + count)} LTD",' if number % 20 == 0 else '"","",'
        yield (
            f'"{name(number)} LIMITED","{number:08}",{before},{accounts},{business},"company/{number:08}",{previous}'
            + '"","",' * 9
            + '"15/06/2024","01/06/2023"\r\n'
        )


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS + "\r\n")
        file.writelines(rows(count))


def read(path: Path, count: int) -> None:
    """The measured work, in a process of its own: seconds, megabytes and what was found, as JSON."""
    names = [normalised(name(number)) for number in range(0, 2 * count, max(1, 2 * count // SUPPLIERS))]
    start = time.perf_counter()
    extract = read_companies(path, Wanted(frozenset(names), frozenset({"00000007"})))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([seconds, peak, extract.rows, len(extract.companies)]))


def main(count: int) -> None:
    sys.stdout.write(
        "| file | rows | size, MB | found | seconds | peak, MB |\n| --- | ---: | ---: | ---: | ---: | ---: |\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder, "companies.csv"), Path(folder, "companies.zip")
        write(plain, count)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(plain, "companies.csv")
        for path in (plain, packed):
            call = [sys.executable, __file__, str(count), str(path)]
            measured = subprocess.run(call, check=True, capture_output=True, text=True).stdout
            seconds, peak, held, found = json.loads(measured)
            size = path.stat().st_size / 1e6
            sys.stdout.write(
                f"| {path.suffix[1:].upper()} | {held:,} | {size:,.0f} | {found:,} | {seconds:.1f} | {peak:.0f} |\n"
            )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        read(Path(sys.argv[2]), int(sys.argv[1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)
