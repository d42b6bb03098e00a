"""The figures of a build, as they are stored, printed and answered: pounds are Decimals with two decimals.

Field names and order are the keys of the JSON that the commands print, so a stored figure and a printed one cannot
differ. Percentages are in percent with two decimals, or None where they may not be given.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from lccspend.agreements import AwardTotal, ContractFigures, MembersYear, SocialValue
from lccspend.agreements.payments import PaymentFigures
from lccspend.evidence import DirectoryUsed, RegisterUsed, SupplierEvidence
from lccspend.governance import Governance
from lccspend.payees import PayeeFigures
from lccspend.payees import Value as Value

Locality = Literal["lancashire", "north_west", "elsewhere", "overseas", "unknown"]
LOCALITIES: tuple[Locality, ...] = ("lancashire", "north_west", "elsewhere", "overseas", "unknown")
Population = Literal["all", "procurement"]
Verdict = Literal["pass", "warn", "fail"]
Mark = Literal["x", "p", "b", "e"]


class Group(Value, frozen=True):
    """Pounds of one group of a year (a month, district, category or business unit) by locality."""

    group: str
    total: Decimal
    lancashire: Decimal
    north_west: Decimal
    elsewhere: Decimal
    overseas: Decimal
    unknown: Decimal


class LocalityYear(Value, frozen=True):
    """Pounds of a financial year by locality as recorded, the share that stays, and what is not known."""

    financial_year: str
    total: Decimal
    lancashire: Decimal
    north_west: Decimal
    elsewhere: Decimal
    overseas: Decimal
    unknown: Decimal
    percent: Decimal | None
    percent_low: Decimal | None
    percent_high: Decimal | None
    percent_estimated: Decimal | None
    coverage_percent: Decimal | None
    months: int
    months_missing: tuple[str, ...]
    sources: tuple[str, ...]
    marks: tuple[Mark, ...]


class GroupedYear(LocalityYear, frozen=True):
    """A year of locality with its groups, which sum to it."""

    groups: tuple[Group, ...]


class LocalityAnswer(Value, frozen=True):
    definition: str
    years: tuple[LocalityYear, ...]


class GroupedAnswer(Value, frozen=True):
    definition: str
    years: tuple[GroupedYear, ...]


class DistrictAnswer(GroupedAnswer, frozen=True):
    """Its groups are authorities by name, and the other localities by their keys."""


class Top(Value, frozen=True):
    """Pounds of the n largest suppliers of a year."""

    suppliers: int
    spend: Decimal


class Band(Value, frozen=True, rename={"lower": "from", "upper": "to"}):
    """Suppliers whose spend in the year is at least lower and less than upper pounds."""

    band: str
    lower: Decimal
    upper: Decimal | None
    suppliers: int
    spend: Decimal
    payments: int


class NilOrCredit(Value, frozen=True):
    """Suppliers whose spend in the year is nothing or less."""

    suppliers: int
    spend: Decimal


class TailYear(Value, frozen=True):
    """Suppliers and pounds of one year and population by band; bands and nil_or_credit add up to the whole."""

    financial_year: str
    population: Population
    suppliers: int
    spend: Decimal
    threshold: Decimal
    suppliers_under: int
    spend_under: Decimal
    top: tuple[Top, ...]
    bands: tuple[Band, ...]
    nil_or_credit: NilOrCredit


class TailAnswer(Value, frozen=True):
    years: tuple[TailYear, ...]


class Supplier(Value, frozen=True, gc=False):
    """One supplier of a year, however many sites, spellings or numbers it has; spend in pounds."""

    rank: int
    supplier: str
    supplier_numbers: tuple[str, ...]
    category: str
    locality: str
    spend: Decimal
    payments: int
    contracts: int
    sme: str | None
    vcse: str | None


class SupplierYear(Value, frozen=True):
    """The suppliers of a year and population, the largest first."""

    financial_year: str
    population: Population
    suppliers: tuple[Supplier, ...]


class SuppliersAnswer(Value, frozen=True):
    years: tuple[SupplierYear, ...]


class AwardMonth(Value, frozen=True):
    """Tenders awarded in a month: pounds (each tender once) and suppliers appointed, by the tender's address."""

    month: str
    value: Decimal
    suppliers: int
    lancashire: int
    north_west: int
    elsewhere: int
    overseas: int
    unknown: int
    sme: int
    vcfs: int
    notes: tuple[str, ...]


class AwardYear(Value, frozen=True):
    """All twelve months of a year, April first."""

    financial_year: str
    months: tuple[AwardMonth, ...]


class AwardsAnswer(Value, frozen=True):
    years: tuple[AwardYear, ...]


class Tally(Value, frozen=True):
    """Rows, and the pounds of those whose amount can be read."""

    rows: int
    pounds: Decimal


class FileBooks(Value, frozen=True):
    """What became of one file (or sheet): rows read = counted + excluded + rejected; pounds of all rows read."""

    file: str
    layout: str
    rows: int
    counted: int
    excluded: int
    rejected: int
    pounds: Decimal
    first_date: date | None
    last_date: date | None
    sha256: str
    warnings: tuple[str, ...]


class Books(Value, frozen=True):
    """What became of every row of the payment layouts: read = counted + excluded + rejected, in rows and pounds."""

    balanced: bool
    read: Tally
    counted: Tally
    excluded: Tally
    rejected: Tally
    excluded_by_rule: dict[str, Tally]
    files: tuple[FileBooks, ...]


class Check(Value, frozen=True):
    check: str
    verdict: Verdict
    message: str


class ChecksAnswer(Value, frozen=True):
    verdict: Verdict
    checks: tuple[Check, ...]


class MonthOfSource(Value, frozen=True):
    """Counted rows and pounds of one month (2023-04) of one system: a cell of the months-by-system grid."""

    month: str
    source: str
    rows: int
    pounds: Decimal


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Counted pence of one year, group and place: what a table of locality is added up from, for any home area.

    place and estimated are place codes as `geography.places` gives them ("" for unknown); gross is the sum of absolute
    amounts.
    """

    financial_year: str
    group: str
    place: str
    estimated: str
    pence: int
    gross: int


class Build(Value, frozen=True):
    """Which build the figures are of: id is a hash of program, settings, reference data and inputs."""

    id: str
    version: str
    built_on: date
    settings: str
    """SHA-256 of the settings and the reference files."""
    inputs: dict[str, str]
    """File below data/raw -> SHA-256."""


class HomeArea(Value, frozen=True):
    """What the build took for the home area: authority codes, those of the rest of its region, the least coverage."""

    authorities: tuple[str, ...]
    region_authorities: tuple[str, ...]
    minimum_coverage: Decimal


class Summary(Value, frozen=True):
    """What most queries are answered from, small enough to be read in an instant: one build, for the home area."""

    build: Build
    definition: str
    home: HomeArea
    locality: tuple[LocalityYear, ...]
    district: tuple[GroupedYear, ...]
    category: tuple[GroupedYear, ...]
    tail: tuple[TailYear, ...]
    awards: tuple[AwardYear, ...]
    months: tuple[MonthOfSource, ...]
    books: Books
    checks: ChecksAnswer
    evidence: tuple[SupplierEvidence, ...] = ()
    registers: tuple[RegisterUsed, ...] = ()
    award_totals: tuple[AwardTotal, ...] = ()
    social_value: SocialValue | None = None
    payees: PayeeFigures | None = None
    directories: tuple[DirectoryUsed, ...] = ()
    governance: Governance | None = None
    payments: PaymentFigures = PaymentFigures()


class Figures(Summary, frozen=True, kw_only=True):
    """Everything a report or a query is made of: the summary, and what names each supplier and contract."""

    suppliers: tuple[SupplierYear, ...]
    contracts: ContractFigures | None = None
    members: tuple[MembersYear, ...] = ()

    def summary(self) -> Summary:
        return Summary(**{name: getattr(self, name) for name in Summary.__struct_fields__})
