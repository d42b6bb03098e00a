"""Suppliers in, both ledgers out: every year's payments with the rows that a reader must pair, leave out or refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from lccspend.sample import traps
from lccspend.sample.payments import Payment, payments_of
from lccspend.sample.suppliers import Supplier
from lccspend.sample.targets import YEARS
from lccspend.sample.years import shares_of

FIRST_TRAP = 600_000
"""Serial numbers of the extra rows begin here, above those of all payments."""

UNREADABLE_IN_R12 = [("CHECK_DATE", "31-JUN-2019"), ("PAYMENT_AMOUNT", "N/A"), ("PAYMENT_AMOUNT", "1.234,56")]
UNREADABLE_IN_FUSION = [("Payment Date", "2023-13-05"), ("Payment Amount", "see note"), ("Payment Date", "")]


@dataclass(frozen=True)
class Ledgers:
    """The rows of both systems by day; Fusion's are in the order of the payments, doubled lines included."""

    r12: list[Payment]
    fusion: list[Payment]


def build_ledgers(suppliers: list[Supplier]) -> Ledgers:
    years: dict[str, list[Payment]] = {}
    first = 1
    for year in YEARS:
        years[year.label] = payments_of(year, shares_of(year, suppliers), first)
        first += len(years[year.label])
    serials = count(FIRST_TRAP)
    r12 = [*_r12_extras(years, serials)]
    fusion = [*_fusion_extras(years, serials)]
    for year in YEARS:
        (r12 if year.system == "r12" else fusion).extend(years[year.label])
    return Ledgers(traps.in_order(r12), traps.in_order(fusion))


def _r12_extras(years: dict[str, list[Payment]], serials: Iterator[int]) -> Iterator[Payment]:
    for label in ("2019/20", "2020/21", "2021/22"):
        payments = years[label]
        yield from traps.voided_pairs(payments, serials, label, 24)
        yield from traps.unpaired_voids(payments, serials, label, 2)
        yield from traps.not_supplier_spend(payments, serials, label, 40)
    yield from traps.void_across_years(years["2020/21"], years["2021/22"], serials)
    yield from traps.unreadable(years["2019/20"], serials, UNREADABLE_IN_R12)


def _fusion_extras(years: dict[str, list[Payment]], serials: Iterator[int]) -> Iterator[Payment]:
    early, year = years["2022/23"], years["2023/24"]
    autumn = traps.between(year, date(2023, 10, 1), date(2023, 12, 31))
    for label, payments in (("2022/23", early), ("2023/24", year), ("2023 autumn", autumn)):
        yield from traps.voided_pairs(payments, serials, label, 20)
    yield from traps.unpaired_voids(autumn, serials, "autumn", 4)
    yield from traps.not_supplier_spend(autumn, serials, "autumn", 40)
    yield from traps.hosted_body(autumn, serials, 120)
    yield from traps.converted_history(early, serials, 180)
    yield from traps.twins(years["2021/22"], serials, 8)
    yield from traps.distribution_lines(traps.between(year, date(2023, 5, 1), date(2023, 5, 31)), 30)
    yield from traps.unreadable(autumn, serials, UNREADABLE_IN_FUSION)
