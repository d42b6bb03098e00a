"""Suppliers of a year in, the tables that members asked for out: names with their contracts, and numbers, by band.

The bands are those of the tail, by paid spend. From £500,000 a band names its suppliers; below, it counts them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lccspend.agreements import CategoryCount, MemberBand, MembersYear, NamedSupplier, SupplierContract
from lccspend.figures import Population
from lccspend.metrics.register import Contract
from lccspend.metrics.suppliers import ContractsOf, Paid, PaidByYear
from lccspend.metrics.tail import band_label, by_band
from lccspend.money import pounds
from lccspend.privacy import PERSON, printed_counts
from lccspend.settings import Tail

NAMED_FROM = 500_000_00
"""Pence: the lowest band whose suppliers members asked to see by name begins here."""


def members_years(
    paid: PaidByYear, population: Population, settings: Tail, contracts_of: ContractsOf
) -> tuple[MembersYear, ...]:
    """Each year, the earliest first."""
    return tuple(_year(year, population, own, settings, contracts_of) for year, own in paid.items())


def _year(
    year: str, population: Population, paid: Sequence[Paid], settings: Tail, contracts_of: ContractsOf
) -> MembersYear:
    nil = [p.spend for p in paid if p.spend <= 0]
    return MembersYear(
        financial_year=year,
        population=population,
        suppliers=len(paid),
        spend=pounds(sum(p.spend for p in paid)),
        bands=tuple(_band(*band, contracts_of) for band in by_band(paid, settings.bands)),
        nil_or_credit=len(nil),
        nil_or_credit_spend=pounds(sum(nil)),
    )


def _band(lower: int, upper: int | None, inside: Sequence[Paid], contracts_of: ContractsOf) -> MemberBand:
    is_named = lower >= NAMED_FROM
    withheld = [p for p in inside if not may_be_named(p)] if is_named else []
    return MemberBand(
        band=band_label(lower, upper),
        lower=pounds(lower),
        upper=None if upper is None else pounds(upper),
        suppliers=len(inside),
        spend=pounds(sum(p.spend for p in inside)),
        categories=_categories(inside),
        named=is_named,
        names=tuple(_named(p, contracts_of(p)) for p in inside if is_named and may_be_named(p)),
        not_named=printed_counts([len(withheld)], [any(map(is_person, withheld))])[0],
        not_named_spend=pounds(sum(p.spend for p in withheld)),
    )


def may_be_named(supplier: Paid) -> bool:
    """Whether a supplier is neither a private person nor a payee whose name is withheld or missing."""
    return supplier.ranked and not is_person(supplier)


def is_person(supplier: Paid) -> bool:
    return supplier.private or supplier.supplier_class.casefold() == PERSON


def _categories(paid: Iterable[Paid]) -> tuple[CategoryCount, ...]:
    """By each supplier's main category, the one with most suppliers first."""
    own: dict[str, list[Paid]] = defaultdict(list)
    for one in paid:
        own[one.category].append(one)
    sums = [(category, held, sum(one.spend for one in held)) for category, held in own.items()]
    ordered = sorted(sums, key=lambda s: (-len(s[1]), -s[2], s[0]))
    counts = printed_counts([len(held) for _, held, _ in ordered], [any(map(is_person, h)) for _, h, _ in ordered])
    return tuple(
        CategoryCount(category=category, suppliers=count, spend=pounds(pence))
        for (category, _, pence), count in zip(ordered, counts, strict=True)
    )


def _named(supplier: Paid, contracts: Iterable[Contract]) -> NamedSupplier:
    held = tuple(_contract(c) for c in contracts)
    return NamedSupplier(
        supplier=supplier.supplier,
        category=supplier.category,
        spend=pounds(supplier.spend),
        payments=supplier.payments,
        contracts=held,
        contracts_value=sum((c.value for c in held if c.value is not None), Decimal("0.00")),
    )


def _contract(contract: Contract) -> SupplierContract:
    total = contract.total
    return SupplierContract(
        reference=contract.reference,
        title=contract.title,
        value=None if total is None else pounds(total),
        suppliers=len(contract.suppliers),
        lots=contract.lots,
        start=contract.start,
        last_day=contract.last_day,
    )
