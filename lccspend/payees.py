"""Who the suppliers are and where, as it is stored and printed: pounds are Decimals with two decimals.

Percentages are in percent with two decimals, or None where they may not be given.
"""

from decimal import Decimal
from typing import Literal

import msgspec

Against = Literal["registered-office", "operations"]
Unknown = Literal["outside", "inside", "left out"]


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""


class BridgeLine(Value, frozen=True):
    """Suppliers and pounds of one class; suppliers is None where it would tell of few persons (printed as c)."""

    supplier_class: str
    suppliers: int | None
    spend: Decimal


class BridgeYear(Value, frozen=True):
    """From all spend to what procurement can address: total less the lines left out is addressable, to the penny.

    by_rule holds what the rules of names would leave out too, where no file gives a class; it is part of addressable.
    """

    financial_year: str
    total: Decimal
    left_out: tuple[BridgeLine, ...]
    addressable: Decimal
    addressable_suppliers: int
    addressable_percent: Decimal | None
    by_rule: tuple[BridgeLine, ...]


class PortfolioSpend(Value, frozen=True):
    """Pounds of one category-management portfolio; (none) for categories without one."""

    portfolio: str
    spend: Decimal
    percent: Decimal | None


class CategoryConflict(Value, frozen=True):
    """A supplier whose payments mostly fall into one category, and what of the year fell into others."""

    supplier: str
    usual: str
    others: tuple[str, ...]
    payments: int
    spend: Decimal


class CategoryYear(Value, frozen=True):
    """How well the categories of a year tell what was bought; mapped and unmapped add up to total.

    The two are None without a category map. conflicts counts all suppliers with payments outside their usual
    category, largest lists the largest of them.
    """

    financial_year: str
    total: Decimal
    mapped: Decimal | None
    unmapped: Decimal | None
    unmapped_percent: Decimal | None
    unmapped_headings: tuple[str, ...]
    other: Decimal
    other_percent: Decimal | None
    portfolios: tuple[PortfolioSpend, ...]
    conflicts: int
    conflicting: Decimal
    largest: tuple[CategoryConflict, ...]


class CrossRow(Value, frozen=True):
    """Pounds of one locality of the site paid, by another locality of the same suppliers."""

    site: str
    total: Decimal
    lancashire: Decimal
    north_west: Decimal
    elsewhere: Decimal
    overseas: Decimal
    unknown: Decimal


class CrossYear(Value, frozen=True):
    """The site paid against the registered office, or against recorded operations; rows sum to the year."""

    financial_year: str
    against: Against
    rows: tuple[CrossRow, ...]


class Variant(Value, frozen=True):
    """The headline under one choice of home area, of address, and of what to do with spend without a place."""

    definition: str
    basis: Literal["site", "registered-office"]
    unknown: Unknown
    local: Decimal
    total: Decimal
    percent: Decimal | None


class SensitivityYear(Value, frozen=True):
    financial_year: str
    variants: tuple[Variant, ...]


class AreaSpend(Value, frozen=True):
    area: str
    spend: Decimal
    percent: Decimal | None


class AreaYear(Value, frozen=True):
    """Pounds of each area of the settings, which add up with outside and unknown to the year; and the rings.

    Rings hold one another: the centre, the home area, its region, the United Kingdom.
    """

    financial_year: str
    areas: tuple[AreaSpend, ...]
    rings: tuple[AreaSpend, ...]


class PayeeFigures(Value, frozen=True):
    """What is published about who the suppliers are; every list has the earliest year first."""

    bridge: tuple[BridgeYear, ...] = ()
    categories: tuple[CategoryYear, ...] = ()
    cross: tuple[CrossYear, ...] = ()
    sensitivity: tuple[SensitivityYear, ...] = ()
    areas: tuple[AreaYear, ...] = ()


class Proposal(Value, frozen=True):
    """Two suppliers that may be one, with what speaks for it; spend in pounds over all years held."""

    number: int
    score: int
    supplier: str
    spend: Decimal
    duplicate: str
    duplicate_spend: Decimal
    evidence: tuple[str, ...]
    accepted: bool


class DuplicatesAnswer(Value, frozen=True):
    """Likely duplicates, the likeliest first; nothing is merged until a person accepts it."""

    proposals: tuple[Proposal, ...]


class SupplierYearSpend(Value, frozen=True):
    """One supplier's pounds of a year by locality of the site paid."""

    financial_year: str
    payments: int
    spend: Decimal
    lancashire: Decimal
    north_west: Decimal
    elsewhere: Decimal
    overseas: Decimal
    unknown: Decimal


class SupplierDetail(Value, frozen=True):
    """What the last build knows of one supplier; names and postcodes are empty for a person."""

    supplier: str
    supplier_class: str
    class_source: str
    names: tuple[str, ...]
    supplier_numbers: tuple[str, ...]
    postcodes: tuple[str, ...]
    company: str
    registered_office: str
    operations: tuple[str, ...]
    sme: str
    sme_evidence: str
    vcse: str
    vcse_evidence: str
    years: tuple[SupplierYearSpend, ...]


class SupplierAnswer(Value, frozen=True):
    suppliers: tuple[SupplierDetail, ...]
