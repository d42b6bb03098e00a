"""Invented figures of contracts, social value, members' tables, registers and classes, small enough to add up."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

from msgspec import structs
from report_governance import governance

from lccspend.agreements import (
    AwardPart,
    AwardTotal,
    CategoryCount,
    ContractFigures,
    ContractGroup,
    ContractValues,
    ContractYear,
    Horizon,
    LinkTally,
    MeasureTotal,
    MemberBand,
    MembersYear,
    NamedSupplier,
    RegisterContract,
    RegisterFault,
    SocialValue,
    SupplierContract,
    ThemeTotal,
    ValueBand,
)
from lccspend.agreements.payments import LeftOut, NoticePeriod, PaidYear, PaymentFigures
from lccspend.evidence import ClosedSupplier, EvidenceLine, RegisterUsed, SupplierEvidence
from lccspend.figures import LOCALITIES
from lccspend.payees import (
    AreaSpend,
    AreaYear,
    BridgeLine,
    BridgeYear,
    CategoryConflict,
    CategoryYear,
    CrossRow,
    CrossYear,
    PayeeFigures,
    PortfolioSpend,
    SensitivityYear,
    Unknown,
    Variant,
)
from lccspend.registers.records import Finding

YEAR = "2023/24"
DAY = date(2024, 9, 2)


def pounds(amount: int) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def agreements() -> dict[str, Any]:
    """The fields of Figures that hold them."""
    return {
        "payees": PayeeFigures(
            bridge=(bridge(),),
            cross=cross(),
            sensitivity=(sensitivity(),),
            areas=(areas(),),
            categories=(categories(),),
        ),
        "evidence": (evidence(), everybody()),
        "registers": (RegisterUsed(register="companies_house", file="c.csv", rows=9, as_of=DAY, stale=False),),
        "contracts": contracts(),
        "members": (members(),),
        "social_value": social(),
        "award_totals": (awards(),),
        "governance": governance(),
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


def cross() -> tuple[CrossYear, ...]:
    """Offices are known of the payments to sites in the home area; no operations are recorded."""

    def row(site: str, of: str, amount: int) -> CrossRow:
        return CrossRow(
            site=site, total=pounds(amount), **(dict.fromkeys(LOCALITIES, pounds(0)) | {of: pounds(amount)})
        )

    offices = (row("lancashire", "elsewhere", 838_345_679), row("unknown", "unknown", 800_000_000))
    nothing = (row("lancashire", "unknown", 838_345_679), row("unknown", "unknown", 800_000_000))
    return (
        CrossYear(financial_year=YEAR, against="registered-office", rows=offices),
        CrossYear(financial_year=YEAR, against="operations", rows=nothing),
    )


def sensitivity() -> SensitivityYear:
    kinds = tuple(
        Variant(
            definition=name,
            basis=basis,
            unknown=unknown,
            local=pounds(local),
            total=pounds(1_000),
            percent=None if basis == "registered-office" else Decimal(local) / 10,
        )
        for name, basis, local in (
            ("lancashire-12", "site", 510),
            ("lancashire-14", "site", 560),
            ("lancashire-12", "registered-office", 110),
        )
        for unknown in get_args(Unknown)
    )
    return SensitivityYear(financial_year=YEAR, variants=kinds)


def areas() -> AreaYear:
    rings = (("Preston", 210_000_000), ("Lancashire", 838_345_679), ("United Kingdom", 1_600_000_000))
    named = (("ribble", 300_000_000), ("outside these areas", 1_338_345_679), ("unknown", 0))
    return AreaYear(
        financial_year=YEAR,
        areas=tuple(AreaSpend(area=n, spend=pounds(p), percent=None) for n, p in named),
        rings=tuple(AreaSpend(area=n, spend=pounds(p), percent=None) for n, p in rings),
    )


def categories() -> CategoryYear:
    return CategoryYear(
        financial_year=YEAR,
        total=pounds(1_638_345_679),
        mapped=pounds(1_600_000_000),
        unmapped=pounds(38_345_679),
        unmapped_percent=Decimal("2.34"),
        unmapped_headings=("Sundry buying", "Zebra crossings"),
        other=pounds(8_000_000),
        other_percent=Decimal("0.49"),
        portfolios=(
            PortfolioSpend(portfolio="People", spend=pounds(1_600_000_000), percent=Decimal("97.66")),
            PortfolioSpend(portfolio="(none)", spend=pounds(38_345_679), percent=Decimal("2.34")),
        ),
        conflicts=2,
        conflicting=pounds(9_000_000),
        largest=(
            CategoryConflict(
                supplier="ACME CARE LTD", usual="Care", others=("Food", "Roads"), payments=4, spend=pounds(8_000_000)
            ),
        ),
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
        size=(
            line("yes", "accounts category MICRO ENTITY", 30, date(2022, 3, 31), DAY),
            line("no", "class school", 20, None, None),
            line("not determined", "not found in the registers by number or exact name", 50, None, None),
        ),
        sector=(line("yes", "registered charity", 5, DAY, DAY),),
    )


def everybody() -> SupplierEvidence:
    """The population all, with a supplier that was closed."""
    late = ClosedSupplier(
        supplier="GONE LTD", company_number="01234567", status="Dissolved", dissolved_on=DAY, paid_since=pounds(7)
    )
    return structs.replace(evidence(), population="all", closed=(late,))


def line(finding: Finding, basis: str, amount: int, oldest: date | None, newest: date | None) -> EvidenceLine:
    return EvidenceLine(
        finding=finding, basis=basis, spend=pounds(amount), percent=Decimal(amount), oldest=oldest, newest=newest
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
        categories=(
            ContractGroup(group="Waste", spend=pounds(1000), on_contract=pounds(600), contract_not_told=pounds(100),
                          off_contract=pounds(400), percent_on_contract=Decimal("60.00")),
        ),
        suppliers=(),
    )  # fmt: skip
    near = Horizon(months=6, as_at=DAY, until=date(2025, 3, 2), ending=3, ending_value=pounds(70), extendable=1,
                   extendable_value=pounds(10), without_value=2)  # fmt: skip
    band = ValueBand(band="under £50k", contracts=1, value=pounds(1000), suppliers=1)
    return ContractFigures(
        as_at=DAY, files=("register.csv",), years=(year,), contracts=registered(),
        values=(ContractValues(financial_year=YEAR, contracts=2, value=pounds(1000), without_value=1, bands=(band,)),),
        horizons=(near,), quality=(RegisterFault(fault="no end date", count=1, pounds=None, examples=("C2",)),),
    )  # fmt: skip


def registered() -> tuple[RegisterContract, ...]:
    """One paid above its value by half, one shared by two suppliers without a value."""
    return (
        contract("C1", ("ASHBOURNE CARE LTD",), pounds(1000), pounds(1500), pounds(500), Decimal("150.00")),
        contract("C2", ("BIRCH & SONS", "CALDER WASTE"), None, pounds(70)),
    )


def contract(
    reference: str, suppliers: tuple[str, ...], value: Decimal | None, spend: Decimal,
    overspend: Decimal | None = None, percent: Decimal | None = None,
) -> RegisterContract:  # fmt: skip
    return RegisterContract(
        reference=reference, title="Services", suppliers=suppliers, category="Waste", procurement_route="Open",
        start=date(2023, 4, 1), end=None, extension_end=None, annual_value=None, total_value=value,
        rows=len(suppliers), lots=1, regime="PCR 2015", regime_basis="contract start", spend=spend,
        spend_by_reference=spend, spend_outside_dates=pounds(0), overspend=overspend, percent_spent=percent,
    )  # fmt: skip


def awards() -> AwardTotal:
    """Of six appointments four to a framework."""

    def part(value: int, tenders: int, suppliers: int, sme: int) -> AwardPart:
        return AwardPart(value=pounds(value), tenders=tenders, suppliers=suppliers, lancashire=sme, north_west=0,
                         elsewhere=suppliers - sme, overseas=0, unknown=0, sme=sme, vcfs=0)  # fmt: skip

    whole, frameworks, others = part(1000, 3, 6, 3), part(900, 1, 4, 2), part(100, 2, 2, 1)
    return AwardTotal(financial_year=YEAR, total=whole, frameworks=frameworks, without_frameworks=others)


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
        measures=(
            MeasureTotal(theme="Jobs", outcome="Skills", measure_reference="SV1", measure="Weeks", unit="weeks",
                         contracts=3, committed_quantity=Decimal(1200), delivered_quantity=Decimal("30.5"), **sums),
        ),
        local_spend_committed=pounds(30),
        local_spend_delivered=pounds(10),
        **sums,
    )  # fmt: skip
