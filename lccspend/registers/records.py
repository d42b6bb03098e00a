"""What is known of suppliers, companies and charities: the values that the other modules of the registers pass on."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

Register = Literal["companies_house", "charity_commission"]
Finding = Literal["yes", "no", "not determined"]
Method = Literal["number", "name and postcode", "name", "ambiguous", "none", "not looked for"]
"""How a supplier was found: by its number; by its exact normalised name, with or without a postcode that agrees; not,
because several bear its name; not at all; or not looked for, to keep persons and withheld names private."""


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """A company as Companies House has it; a text is empty where the register is silent."""

    name: str
    number: str
    postcode: str = ""
    category: str = ""
    status: str = ""
    incorporated_on: date | None = None
    dissolved_on: date | None = None
    accounts_category: str = ""
    accounts_made_up_to: date | None = None
    sic: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()


class Charity(msgspec.Struct, frozen=True, kw_only=True):
    """A charity as the Charity Commission has it; income in pounds; linked is 0 for the main charity of a number."""

    name: str
    number: str
    linked: str = "0"
    status: str = ""
    income: Decimal | None = None
    period_end: date | None = None
    postcode: str = ""
    company_number: str = ""
    is_cio: bool = False

    @property
    def is_registered(self) -> bool:
        return self.status.casefold() == "registered"


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    """What one register file says of the suppliers: rows read, rows that could not be read, the day it describes."""

    register: Register
    rows: int
    rejected: int
    as_of: date | None
    companies: tuple[Company, ...] = ()
    charities: tuple[Charity, ...] = ()


class SupplierFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledgers know of one supplier: every spelling, every company or charity number, the postcodes paid."""

    key: int
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    supplier_class: str = "supplier"
    ranked: bool = True


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Size and sector of one supplier, each with what speaks for it and the day of which that was true.

    The basis is the kind of evidence, alike for all suppliers that have it: `accounts category MICRO ENTITY`.
    """

    method: Method
    sme: Finding = "not determined"
    sme_evidence: str = ""
    sme_basis: str = ""
    sme_on: date | None = None
    vcse: Finding = "not determined"
    vcse_evidence: str = ""
    vcse_basis: str = ""
    vcse_on: date | None = None
    company: Company | None = None
    charity: Charity | None = None
