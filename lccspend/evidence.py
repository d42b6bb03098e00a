"""What registers say of the suppliers of a year, as it is stored and printed: pounds are Decimals with two decimals."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec


class RegisterUsed(msgspec.Struct, frozen=True, kw_only=True):
    """A register that evidence comes from: its rows, the day it describes, and whether that is too long ago."""

    register: str
    file: str
    rows: int
    as_of: date | None
    stale: bool


class DirectoryUsed(msgspec.Struct, frozen=True, kw_only=True):
    """A directory of postcodes that the council gave: its rows, and its edition (2026-08, or "" where not stated)."""

    directory: Literal["onspd", "nspl", "code_point_open"]
    file: str
    edition: str
    rows: int


class ClosedSupplier(msgspec.Struct, frozen=True, kw_only=True):
    """A supplier whose company is closed, and the pounds of the year that it was paid since."""

    supplier: str
    company_number: str
    status: str
    dissolved_on: date | None
    paid_since: Decimal


class EvidenceLine(msgspec.Struct, frozen=True, kw_only=True):
    """Pounds of a year by one kind of evidence, and the first and last day of which it was true, where it has a day."""

    finding: Literal["yes", "no", "not determined"]
    basis: str
    spend: Decimal
    percent: Decimal | None
    oldest: date | None
    newest: date | None


class SupplierEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Pounds of a year by size, by sector and by how suppliers were found in registers; each three add up to total.

    size and sector list the same by the kind of evidence, the findings in the order yes, no, not determined.
    """

    financial_year: str
    population: Literal["all", "procurement"]
    total: Decimal
    sme: Decimal
    not_sme: Decimal
    sme_not_determined: Decimal
    sme_determined_percent: Decimal | None
    vcse: Decimal
    not_vcse: Decimal
    vcse_not_determined: Decimal
    vcse_determined_percent: Decimal | None
    by_number: Decimal
    by_name: Decimal
    not_matched: Decimal
    matched_percent: Decimal | None
    closed: tuple[ClosedSupplier, ...]
    size: tuple[EvidenceLine, ...] = ()
    sector: tuple[EvidenceLine, ...] = ()


class SizeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Size (SME) and sector (VCSE) by what speaks for them, year by year; size and sector each add up to total."""

    registers: tuple[RegisterUsed, ...]
    years: tuple[SupplierEvidence, ...]
