"""Companies and charities as a test names them in, register files in the real layouts out."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

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
"""All 55 headings of the bulk file, some of which begin with a space."""

_NAMES = [heading.strip() for heading in HEADINGS.split(",")]
_COMPANY = {
    "CompanyName": "ACME LIMITED",
    "CompanyNumber": "01234567",
    "RegAddress.PostCode": "PR1 8XJ",
    "CompanyCategory": "Private Limited Company",
    "CompanyStatus": "Active",
    "IncorporationDate": "01/05/2024",
    "Accounts.LastMadeUpDate": "31/03/2023",
    "Accounts.AccountCategory": "MICRO ENTITY",
    "SICCode.SicText_1": "43210 - Electrical installation",
}
_SHORT = {
    "name": "CompanyName",
    "number": "CompanyNumber",
    "postcode": "RegAddress.PostCode",
    "category": "CompanyCategory",
    "status": "CompanyStatus",
    "dissolved": "DissolutionDate",
    "incorporated": "IncorporationDate",
    "accounts": "Accounts.AccountCategory",
    "made_up": "Accounts.LastMadeUpDate",
    "before": "PreviousName_1.CompanyName",
    "long_before": "PreviousName_10.CompanyName",
}

CHARITY: dict[str, Any] = {
    "date_of_extract": "2024-05-20T00:00:00",
    "organisation_number": 1,
    "registered_charity_number": 1146792,
    "linked_charity_number": 0,
    "charity_name": "THE GOOD CAUSE",
    "charity_type": None,
    "charity_registration_status": "Registered",
    "date_of_removal": None,
    "latest_acc_fin_period_end_date": "2023-03-31T00:00:00",
    "latest_income": 250000.0,
    "charity_contact_postcode": "PR1 8XJ",
    "charity_company_registration_number": None,
    "charity_is_cio": False,
    "charity_activities": "HELPS",
    "charity_gift_aid": True,
    "charity_has_land": False,
}


def companies(*rows: dict[str, str]) -> str:
    """The bulk file: every cell in quotes, lines ended as on Windows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _NAMES, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(_COMPANY | {_SHORT[key]: value for key, value in row.items()} for row in rows)
    return HEADINGS + "\r\n" + text.getvalue()


def charities_json(*rows: dict[str, Any]) -> str:
    """The main table as JSON, with the mark that the real file begins with."""
    return "\ufeff" + json.dumps([CHARITY | row for row in rows])


def charities_text(*rows: dict[str, Any]) -> str:
    """The main table as tab-separated text; what is not known is blank."""
    lines = ["\t".join(CHARITY)]
    for row in rows:
        lines.append("\t".join("" if value is None else str(value) for value in (CHARITY | row).values()))
    return "\r\n".join(lines) + "\r\n"


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return path


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path
