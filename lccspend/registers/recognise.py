"""A file in, which register it is out: the first bytes decide, never the name."""

from pathlib import Path

from lccspend.errors import SourceError
from lccspend.reading.parts import Part, parts_of
from lccspend.reading.records import lines_alone
from lccspend.registers.records import Register

_HEAD = 64 * 1024
_MARK = "\ufeff"

COMPANY_HEADINGS = (
    "CompanyName",
    "CompanyNumber",
    "RegAddress.PostCode",
    "CompanyCategory",
    "CompanyStatus",
    "DissolutionDate",
    "IncorporationDate",
    "Accounts.LastMadeUpDate",
    "Accounts.AccountCategory",
)
"""Of the 55 headings of the bulk file, those without which it would be of no use here."""

CHARITY_HEADINGS = (
    "registered_charity_number",
    "linked_charity_number",
    "charity_name",
    "charity_registration_status",
)
"""Only the main table of the register has all four."""


def recognise(path: Path) -> Register | None:
    """The register that a file, or every member of a ZIP, is of; None for any other file.

    Raises SourceError where a ZIP holds a register beside something else: the one cannot be read as the other.
    """
    try:
        found = [(part, _register_of(part)) for part in parts_of(path)]
    except (OSError, SourceError):
        return None  # the reader of exports names the fault
    kinds = {kind for _, kind in found}
    if kinds <= {None}:
        return None
    if len(kinds) > 1:
        other = next(part for part, kind in found if kind != found[0][1])
        raise SourceError(
            f"{path.name}: holds a register beside another file ({other.member}).",
            fix="Unpack it, and put each of its files into data/raw by itself.",
        )
    return found[0][1]


def _register_of(part: Part) -> Register | None:
    with part.opened() as file:
        head = file.read(_HEAD)
    text = head.decode("utf-8", "replace").lstrip(_MARK + " \r\n\t")
    if text.startswith("["):
        return "charity_commission" if all(f'"{name}"' in text for name in CHARITY_HEADINGS) else None
    line = next(iter(text.splitlines()), "")
    if set(COMPANY_HEADINGS) <= set(company_headings(line)):
        return "companies_house"
    return "charity_commission" if set(CHARITY_HEADINGS) <= set(charity_headings(line)) else None


def company_headings(line: str) -> list[str]:
    """The headings of the company file, some of which begin with a space."""
    return [cell.strip().strip('"').strip() for cells in lines_alone(line.lstrip(_MARK)) for cell in cells]


def charity_headings(line: str) -> list[str]:
    """The headings of the charity table as tab-separated text."""
    return [cell.strip().strip('"') for cell in line.lstrip(_MARK).split("\t")]
