"""Invented figures of contracts, social value, members' tables, registers and classes, small enough to add up."""

from datetime import date
from decimal import Decimal
from typing import Any

from lccspend.agreements import (
    CategoryCount,
    ContractFigures,
    ContractYear,
    Horizon,
    LinkTally,
    MemberBand,
    MembersYear,
    NamedSupplier,
    SocialValue,
    SupplierContract,
    ThemeTotal,
)
from lccspend.agreements.payments import LeftOut, NoticePeriod, PaidYear, PaymentFigures
from lccspend.evidence import RegisterUsed, SupplierEvidence
from lccspend.payees import BridgeLine, BridgeYear, PayeeFigures

YEAR = "2023/24"
DAY = date(2024, 9, 2)


def pounds(amount: int) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def agreements() -> dict[str, Any]:
    """The fields of Figures that hold them."""
    return {
        "payees": PayeeFigures(bridge=(bridge(),)),
        "evidence": (evidence(),),
        "registers": (RegisterUsed(register="Companies House", file="c.csv", rows=9, as_of=DAY, stale=False),),
        "contracts": contracts(),
        "members": (members(),),
        "social_value": social(),
        "payments": payments(),
    }


def payments() -> PaymentFigures:
    """100 invoices of a year, 90 of them measured, and one reporting period that no later payment follows."""
    left = (
        LeftOut(reason="credit note", invoices=3, pounds=pounds(-50)),
        LeftOut(reason="no date of receipt", invoices=7, pounds=pounds(700)),
    )
    year = PaidYear(financial_year=YEAR, invoices=100, measured=90, measured_pounds=pounds(9000),
                    paid_within_30_days=81, percent_within_30_days=Decimal("90.00"), paid_late=9,
                    paid_late_pounds=pounds(900), average_days=Decimal("21.35"), interest_paid=None,
                    interest_liable=None, disputes_known=False, left_out=left)  # fmt: skip
    period = NoticePeriod(period_start=date(2023, 10, 1), period_end=date(2024, 3, 31), scope="all invoices",
                          notice_due=False, publish_by=None, publish_by_others=None, invoices=50, measured=40,
                          average_days=Decimal("20.05"), percent_within_30_days=Decimal("87.50"),
                          percent_31_to_60_days=Decimal("10.00"), percent_61_days_or_more=Decimal("2.50"),
                          percent_due_not_paid=None, percent_due_not_paid_earlier=None, due=41, due_not_paid=0,
                          payments_held_to=date(2024, 3, 28), disputes_known=False, left_out=())  # fmt: skip
    return PaymentFigures(years=(year,), periods=(period,))


def bridge() -> BridgeYear:
    left = (
        BridgeLine(supplier_class="public body", suppliers=12, spend=pounds(300_000_000)),
        BridgeLine(supplier_class="individual", suppliers=None, spend=pounds(38_345_679)),
    )
    return BridgeYear(
        financial_year=YEAR,
        total=pounds(1_638_345_679),
        left_out=left,
        addressable=pounds(1_300_000_000),
        addressable_suppliers=2900,
        addressable_percent=Decimal("79.35"),
        by_rule=(),
    )


def evidence() -> SupplierEvidence:
    return SupplierEvidence(
        financial_year=YEAR,
        population="procurement",
        total=pounds(100),
        sme=pounds(30),
        not_sme=pounds(20),
        sme_not_determined=pounds(50),
        sme_determined_percent=Decimal("50.00"),
        vcse=pounds(5),
        not_vcse=pounds(80),
        vcse_not_determined=pounds(15),
        vcse_determined_percent=Decimal("85.00"),
        by_number=pounds(0),
        by_name=pounds(85),
        not_matched=pounds(15),
        matched_percent=Decimal("85.00"),
        closed=(),
    )


def contracts() -> ContractFigures:
    links = (
        LinkTally(method="contract reference", payments=60, spend=pounds(500)),
        LinkTally(method="supplier with several contracts", payments=20, spend=pounds(100)),
        LinkTally(method="supplier not on the register", payments=40, spend=pounds(400)),
    )
    year = ContractYear(
        financial_year=YEAR,
        population="procurement",
        spend=pounds(1000),
        on_contract=pounds(600),
        contract_not_told=pounds(100),
        off_contract=pounds(400),
        percent_on_contract=Decimal("60.00"),
        links=links,
        categories=(),
        suppliers=(),
    )
    near = Horizon(months=6, as_at=DAY, until=date(2025, 3, 2), ending=3, ending_value=pounds(70), extendable=1,
                   extendable_value=pounds(10), without_value=2)  # fmt: skip
    return ContractFigures(
        as_at=DAY, files=("register.csv",), years=(year,), contracts=(), values=(), horizons=(near,), quality=()
    )


def members() -> MembersYear:
    contract = SupplierContract(
        reference="C1", title="Care", value=pounds(5_000_000), suppliers=1, lots=1, start=None, last_day=None
    )
    names = (
        NamedSupplier(supplier="ASHBOURNE CARE LTD", category="Adult Social Care", spend=pounds(2_000_000), payments=12,
                      contracts=(contract,), contracts_value=pounds(5_000_000)),
        NamedSupplier(supplier="BIRCH & SONS", category="Waste", spend=pounds(1_000_000), payments=12, contracts=(),
                      contracts_value=pounds(0)),
    )  # fmt: skip
    counted = (CategoryCount(category="Waste", suppliers=7, spend=pounds(2_100_000)),)
    return MembersYear(
        financial_year=YEAR,
        population="procurement",
        suppliers=10,
        spend=pounds(6_100_000),
        bands=(
            MemberBand(band="£1m-£5m", lower=pounds(1_000_000), upper=pounds(5_000_000), suppliers=3,
                       spend=pounds(4_000_000), categories=(), named=True, names=names, not_named=1,
                       not_named_spend=pounds(1_000_000)),
            MemberBand(band="£250k-£500k", lower=pounds(250_000), upper=pounds(500_000), suppliers=7,
                       spend=pounds(2_100_000), categories=counted, named=False, names=(), not_named=0,
                       not_named_spend=pounds(0)),
        ),
        nil_or_credit=0,
        nil_or_credit_spend=pounds(0),
    )  # fmt: skip


def social() -> SocialValue:
    sums = {"committed": pounds(200), "delivered": pounds(50), "percent_delivered": Decimal("25.00")}
    return SocialValue(
        as_at=DAY,
        rows=4,
        contracts_with_measures=3,
        contracts_running=9,
        running_with_measures=2,
        themes=(ThemeTotal(theme="Jobs", measures=2, contracts=3, **sums),),
        local_spend_committed=pounds(30),
        local_spend_delivered=pounds(10),
        **sums,
    )
