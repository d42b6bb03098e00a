"""Members' tables, and awards with and without frameworks, as they are stored and printed."""

from datetime import date
from decimal import Decimal

from lccspend.agreements.figure import Figure, Population


class SupplierContract(Figure, frozen=True):
    """A contract of a named supplier; its value is the whole contract's, shared by as many suppliers."""

    reference: str
    title: str
    value: Decimal | None
    suppliers: int
    lots: int
    start: date | None
    last_day: date | None


class NamedSupplier(Figure, frozen=True):
    """A supplier of a named band with its contracts running in the year; contracts_value leaves unknown ones out."""

    supplier: str
    category: str
    spend: Decimal
    payments: int
    contracts: tuple[SupplierContract, ...]
    contracts_value: Decimal


class CategoryCount(Figure, frozen=True):
    """Suppliers by main category; suppliers is None where it would tell of few persons (printed as c)."""

    category: str
    suppliers: int | None
    spend: Decimal


class MemberBand(Figure, frozen=True, rename={"lower": "from", "upper": "to"}):
    """A band of paid spend; its categories add up to it. Of a named band, names and not_named add up to it too.

    Private persons and withheld names are counted, and never named; not_named is None where they are few.
    """

    band: str
    lower: Decimal
    upper: Decimal | None
    suppliers: int
    spend: Decimal
    categories: tuple[CategoryCount, ...]
    named: bool
    names: tuple[NamedSupplier, ...]
    not_named: int | None
    not_named_spend: Decimal


class MembersYear(Figure, frozen=True):
    """The suppliers of a year and population by band; bands and nil or credit add up to suppliers and spend."""

    financial_year: str
    population: Population
    suppliers: int
    spend: Decimal
    bands: tuple[MemberBand, ...]
    nil_or_credit: int
    nil_or_credit_spend: Decimal


class AwardPart(Figure, frozen=True):
    """Tenders awarded in a year: pounds (each tender once), tenders, and appointments by the tender's address."""

    value: Decimal
    tenders: int
    suppliers: int
    lancashire: int
    north_west: int
    elsewhere: int
    overseas: int
    unknown: int
    sme: int
    vcfs: int


class AwardTotal(Figure, frozen=True):
    """A year's awards; total = frameworks + without_frameworks in every count and in value."""

    financial_year: str
    total: AwardPart
    frameworks: AwardPart
    without_frameworks: AwardPart
