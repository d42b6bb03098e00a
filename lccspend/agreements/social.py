"""Social value committed and delivered, as it is stored and printed."""

from datetime import date
from decimal import Decimal

from lccspend.agreements.figure import NOTHING, Figure


class SocialSums(Figure, frozen=True, kw_only=True):
    """Social value in pounds by proxy, committed and delivered; local spend that is counted as such stands apart.

    The two are never added: local spend is money that was paid, and a proxy value is not.
    """

    committed: Decimal = NOTHING
    delivered: Decimal = NOTHING
    percent_delivered: Decimal | None = None
    local_spend_committed: Decimal = NOTHING
    local_spend_delivered: Decimal = NOTHING


class ThemeTotal(SocialSums, frozen=True, kw_only=True):
    theme: str
    measures: int
    contracts: int


class OutcomeTotal(SocialSums, frozen=True, kw_only=True):
    theme: str
    outcome: str
    measures: int
    contracts: int


class MeasureTotal(SocialSums, frozen=True, kw_only=True):
    """One measure in one unit; quantities are in that unit, and None where no row gives one."""

    theme: str
    outcome: str
    measure_reference: str
    measure: str
    unit: str
    contracts: int
    committed_quantity: Decimal | None
    delivered_quantity: Decimal | None


class ContractSocialValue(SocialSums, frozen=True, kw_only=True):
    contract_reference: str
    title: str
    suppliers: tuple[str, ...]
    on_register: bool
    measures: int


class SupplierSocialValue(SocialSums, frozen=True, kw_only=True):
    supplier: str
    contracts: int
    measures: int


class SocialValue(SocialSums, frozen=True, kw_only=True):
    """The Social Value Portal's export in full; each list adds up to the whole.

    Coverage is the share of the register's contracts running on as_at that have measures; None without a register.
    """

    as_at: date
    files: tuple[str, ...] = ()
    rows: int = 0
    contracts_with_measures: int = 0
    contracts_not_on_register: int = 0
    contracts_running: int = 0
    running_with_measures: int = 0
    coverage_percent: Decimal | None = None
    themes: tuple[ThemeTotal, ...] = ()
    outcomes: tuple[OutcomeTotal, ...] = ()
    measures: tuple[MeasureTotal, ...] = ()
    contracts: tuple[ContractSocialValue, ...] = ()
    suppliers: tuple[SupplierSocialValue, ...] = ()
