"""What contracts, members' tables, awards and social value come to, as it is stored and printed.

Pounds are Decimals with two decimals, percentages are in percent with two decimals or None where the whole is nothing,
quantities are Decimals in the unit that stands beside them. Spend is paid spend; the value of a contract is what the
register says, and social value is what suppliers promise and report. None of the three is ever added to another.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

LinkMethod = Literal[
    "contract reference",
    "purchase order",
    "supplier number",
    "supplier name",
    "supplier with several contracts",
    "no contract running",
    "supplier not on the register",
]
"""How a payment was linked to a contract, the best first; the last two are off contract."""

TOLD: tuple[LinkMethod, ...] = ("contract reference", "purchase order", "supplier number", "supplier name")
"""The contract is told; of these the first two by the payment itself."""
SEVERAL: LinkMethod = "supplier with several contracts"
"""On contract, the contract not told."""
OFF: tuple[LinkMethod, ...] = ("no contract running", "supplier not on the register")

Population = Literal["all", "procurement"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A value that never changes once it is made."""


class LinkTally(Figure, frozen=True):
    method: LinkMethod
    payments: int
    spend: Decimal


class ContractGroup(Figure, frozen=True):
    """A category's or supplier's spend = on_contract + off_contract; contract_not_told is part of on_contract."""

    group: str
    spend: Decimal
    on_contract: Decimal
    contract_not_told: Decimal
    off_contract: Decimal
    percent_on_contract: Decimal | None


class ContractTotals(Figure, frozen=True):
    """A year's spend of one population on and off contract, with how payments were linked."""

    financial_year: str
    population: Population
    spend: Decimal
    on_contract: Decimal
    contract_not_told: Decimal
    off_contract: Decimal
    percent_on_contract: Decimal | None
    links: tuple[LinkTally, ...]


class ContractYear(ContractTotals, frozen=True):
    """With its categories and its suppliers, the largest first; each of the two sets adds up to the year."""

    categories: tuple[ContractGroup, ...]
    suppliers: tuple[ContractGroup, ...]


class RegisterContract(Figure, frozen=True):
    """A contract of the register: all rows of one reference, or of one supplier and title where there is none.

    suppliers and lots count its parts; values are those of the register. spend is what was paid under it in all years
    held, spend_by_reference the part that the payment itself names (by reference or purchase order), and
    spend_outside_dates the part paid before its start or after its last day. overspend is spend above total_value.
    regime_basis says which date decided the regime.
    """

    reference: str
    title: str
    suppliers: tuple[str, ...]
    category: str
    procurement_route: str
    start: date | None
    end: date | None
    extension_end: date | None
    annual_value: Decimal | None
    total_value: Decimal | None
    rows: int
    lots: int
    regime: str | None
    regime_basis: str | None
    spend: Decimal
    spend_by_reference: Decimal
    spend_outside_dates: Decimal
    overspend: Decimal | None
    percent_spent: Decimal | None

    @property
    def last_day(self) -> date | None:
        """The last day it can run to: the end of its extension, else its end."""
        days = [day for day in (self.end, self.extension_end) if day]
        return max(days, default=None)


class Expiring(Figure, frozen=True):
    """A contract whose end is near: it ends for good, or an extension up to last_day may be taken up."""

    on: date
    event: Literal["ends", "extension may be taken up"]
    last_day: date
    reference: str
    title: str
    suppliers: tuple[str, ...]
    category: str
    annual_value: Decimal | None
    total_value: Decimal | None


class Horizon(Figure, frozen=True):
    """The forward plan in short: contracts that end, or may be extended, from as_at up to and including until."""

    months: int
    as_at: date
    until: date
    ending: int
    ending_value: Decimal
    extendable: int
    extendable_value: Decimal
    without_value: int


class RegisterFault(Figure, frozen=True):
    """What is wrong with the register or its links: how many contracts (or rows, or payments) and a few of them."""

    fault: str
    count: int
    pounds: Decimal | None
    examples: tuple[str, ...]


class ValueBand(Figure, frozen=True):
    """Contracts running in a year whose total value lies in a band; suppliers count once in each band."""

    band: str
    contracts: int
    value: Decimal
    suppliers: int


class ContractValues(Figure, frozen=True):
    """The register's contracts running in a year by their value, which is never paid spend."""

    financial_year: str
    contracts: int
    value: Decimal
    without_value: int
    bands: tuple[ValueBand, ...]


class ContractFigures(Figure, frozen=True):
    """Everything that the register and its links give; as_at is the day of the build."""

    as_at: date
    files: tuple[str, ...]
    years: tuple[ContractYear, ...]
    contracts: tuple[RegisterContract, ...]
    values: tuple[ContractValues, ...]
    horizons: tuple[Horizon, ...]
    quality: tuple[RegisterFault, ...]

    @property
    def overspent(self) -> tuple[RegisterContract, ...]:
        """Contracts paid more than their total value, the largest excess first."""
        over = [c for c in self.contracts if c.overspend]
        return tuple(sorted(over, key=lambda c: (-(c.overspend or 0), c.reference, c.title)))

    @property
    def shared(self) -> tuple[RegisterContract, ...]:
        """Contracts with several suppliers or lots under one reference."""
        return tuple(c for c in self.contracts if len(c.suppliers) > 1 or c.lots > 1)


class ContractsAnswer(Figure, frozen=True):
    years: tuple[ContractTotals, ...]


class GroupedContractYear(ContractTotals, frozen=True):
    """A year with the groups asked for, which sum to it."""

    groups: tuple[ContractGroup, ...]


class GroupedContractsAnswer(Figure, frozen=True):
    years: tuple[GroupedContractYear, ...]


class ExpiringAnswer(Figure, frozen=True):
    """Contracts that end or may be extended from as_at up to and including until, the soonest first."""

    as_at: date
    until: date
    contracts: tuple[Expiring, ...]


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
    category: str
    suppliers: int
    spend: Decimal


class MemberBand(Figure, frozen=True, rename={"lower": "from", "upper": "to"}):
    """A band of paid spend; its categories add up to it. Of a named band, names and not_named add up to it too.

    Private persons and withheld names are counted, and never named.
    """

    band: str
    lower: Decimal
    upper: Decimal | None
    suppliers: int
    spend: Decimal
    categories: tuple[CategoryCount, ...]
    named: bool
    names: tuple[NamedSupplier, ...]
    not_named: int
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


class SocialSums(Figure, frozen=True):
    """Social value in pounds by proxy, committed and delivered; local spend that is counted as such stands apart.

    The two are never added: local spend is money that was paid, and a proxy value is not.
    """

    committed: Decimal
    delivered: Decimal
    percent_delivered: Decimal | None
    local_spend_committed: Decimal
    local_spend_delivered: Decimal


class ThemeTotal(SocialSums, frozen=True):
    theme: str
    measures: int
    contracts: int


class OutcomeTotal(SocialSums, frozen=True):
    theme: str
    outcome: str
    measures: int
    contracts: int


class MeasureTotal(SocialSums, frozen=True):
    """One measure in one unit; quantities are in that unit, and None where no row gives one."""

    theme: str
    outcome: str
    measure_reference: str
    measure: str
    unit: str
    contracts: int
    committed_quantity: Decimal | None
    delivered_quantity: Decimal | None


class ContractSocialValue(SocialSums, frozen=True):
    contract_reference: str
    title: str
    suppliers: tuple[str, ...]
    on_register: bool
    measures: int


class SupplierSocialValue(SocialSums, frozen=True):
    supplier: str
    contracts: int
    measures: int


class SocialValue(SocialSums, frozen=True):
    """The Social Value Portal's export in full; each list adds up to the whole.

    Coverage is the share of the register's contracts running on as_at that have measures; None without a register.
    """

    as_at: date
    files: tuple[str, ...]
    rows: int
    contracts_with_measures: int
    contracts_not_on_register: int
    contracts_running: int
    running_with_measures: int
    coverage_percent: Decimal | None
    themes: tuple[ThemeTotal, ...]
    outcomes: tuple[OutcomeTotal, ...]
    measures: tuple[MeasureTotal, ...]
    contracts: tuple[ContractSocialValue, ...]
    suppliers: tuple[SupplierSocialValue, ...]
