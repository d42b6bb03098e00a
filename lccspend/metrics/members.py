"""Suppliers of a year in, the tables that members asked for out: names with their contracts, and numbers, by band.

The bands are those of the tail, by paid spend. From £500,000 a band names its suppliers; below, it counts them.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial

import polars as pl

from lccspend.agreements import CategoryCount, MemberBand, MembersYear, NamedSupplier, SupplierContract
from lccspend.figures import Population
from lccspend.metrics.bands import band_label, limits
from lccspend.metrics.register import Contract
from lccspend.metrics.suppliers import ContractsOf, PaidByYear
from lccspend.money import pounds, pounds_of
from lccspend.privacy import printed_counts
from lccspend.settings import Tail

NAMED_FROM = 500_000_00
"""Pence: the lowest band whose suppliers members asked to see by name begins here."""


def members_years(
    paid: PaidByYear, population: Population, settings: Tail, contracts_of: ContractsOf
) -> tuple[MembersYear, ...]:
    """Each year, the earliest first."""
    return tuple(_year(year, population, own, settings, contracts_of) for year, own in paid.items())


def _year(
    year: str, population: Population, paid: pl.DataFrame, settings: Tail, contracts_of: ContractsOf
) -> MembersYear:
    nil = paid["spend"].filter(paid["spend"] <= 0)
    in_category = paid.group_by("band", "category").agg(pl.len(), pl.col("spend").sum(), pl.col("is_person").any())
    ordered = in_category.sort("len", "spend", "category", descending=[True, True, False])
    whole = (ordered, paid.filter(_MAY_BE_NAMED), paid.filter(~_MAY_BE_NAMED))
    parts = [(frame.partition_by("band", as_dict=True), frame.clear()) for frame in whole]
    bands = []
    for place, (lower, upper) in enumerate(limits(settings.bands)):
        categories, named, withheld = (part.get((place,), none) for part, none in parts)
        shown = (named, withheld) if lower >= NAMED_FROM else (paid.clear(), paid.clear())
        bands.append(_band(lower, upper, categories, *shown, partial(contracts_of, year)))
    return MembersYear(
        financial_year=year,
        population=population,
        suppliers=len(paid),
        spend=pounds_of(paid["spend"]),
        bands=tuple(bands),
        nil_or_credit=len(nil),
        nil_or_credit_spend=pounds_of(nil),
    )


def _band(
    lower: int,
    upper: int | None,
    categories: pl.DataFrame,
    named: pl.DataFrame,
    withheld: pl.DataFrame,
    contracts_of: Callable[[int], Sequence[Contract]],
) -> MemberBand:
    """A band by the main category of its suppliers, the one with most first; named are those that it lists."""
    counts = printed_counts(categories["len"].to_list(), categories["is_person"].to_list())
    return MemberBand(
        band=band_label(lower, upper),
        lower=pounds(lower),
        upper=None if upper is None else pounds(upper),
        suppliers=int(categories["len"].sum()),
        spend=pounds_of(categories["spend"]),
        categories=tuple(
            CategoryCount(category=category, suppliers=count, spend=pounds(pence))
            for category, pence, count in zip(categories["category"], categories["spend"], counts, strict=True)
        ),
        named=lower >= NAMED_FROM,
        names=tuple(_named(contracts_of(key), *rest) for key, *rest in named.select(_NAMED_WITH).iter_rows()),
        not_named=printed_counts([len(withheld)], [bool(withheld["is_person"].any())])[0],
        not_named_spend=pounds_of(withheld["spend"]),
    )


_MAY_BE_NAMED = pl.col("ranked") & ~pl.col("is_person")
"""Neither a private person nor a payee whose name is withheld or missing."""

_NAMED_WITH = ("supplier_key", "supplier", "category", "spend", "payments")


def _named(contracts: Iterable[Contract], supplier: str, category: str, spend: int, payments: int) -> NamedSupplier:
    held = tuple(_contract(c) for c in contracts)
    return NamedSupplier(
        supplier=supplier,
        category=category,
        spend=pounds(spend),
        payments=payments,
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
