"""The contract register and spend under it, as stored and printed: on and off contract, the state of each contract."""

from datetime import date
from decimal import Decimal
from typing import Literal

from lccspend.agreements.figure import Figure, Population

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
