"""A year's shares in, its payments out: dated, numbered and split so that each share is met to the penny."""

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lccspend.sample.chance import FINE, share_out, stream, uneven
from lccspend.sample.suppliers import Site, Supplier
from lccspend.sample.targets import POUND, Year
from lccspend.sample.years import Share

CREDIT_SHARE = 0.05
"""How many payments of a regular supplier are followed by a credit note."""

COUNCIL, SCHOOLS = "Lancashire County Council", "Lancashire County Council Schools"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of one invoice, in pence; serial numbers the payment, invoice and check what it pays and pays with.

    invoice_type and status are R12's codes; cells are columns (by R12's heading or Fusion's) that the export shows
    otherwise, for the faults that exports have.
    """

    serial: int
    supplier: Supplier
    site: Site
    placed: bool
    day: date
    pence: int
    invoice: int
    check: int
    invoice_type: str = "STANDARD"
    status: str = "RECONCILED"
    reversal: bool = False
    source: str = "INVOICE GATEWAY"
    method: str = "BACS"
    unit: str = COUNCIL
    cells: tuple[tuple[str, str], ...] = ()


def payments_of(year: Year, shares: list[Share], first_serial: int) -> list[Payment]:
    """The year's payments in order of date, numbered from first_serial."""
    rng = stream(f"payments {year.label}")
    days = [working_days(month) for month in year.months]
    drafts = [draft for share in shares for draft in _drafts(share, days, rng)]
    rng.shuffle(drafts)
    drafts.sort(key=lambda draft: draft[0])
    checks: dict[tuple[date, int, str], int] = {}
    return [
        Payment(
            serial=serial,
            supplier=share.supplier,
            site=share.site,
            placed=share.placed and year.home is not None,
            day=day,
            pence=pence,
            invoice=serial,
            check=checks.setdefault((day, share.supplier.key, share.site.code), serial),
            invoice_type="CREDIT" if pence < 0 else "STANDARD",
            status="NEGOTIABLE" if serial % 23 == 0 else "RECONCILED",
            unit=SCHOOLS if share.supplier.key % 13 == 5 else COUNCIL,
        )
        for serial, (day, pence, share) in enumerate(drafts, first_serial)
    ]


def working_days(month: str) -> list[date]:
    """Monday to Friday without the fixed holidays around Christmas; 2023-04 is April 2023."""
    year, number = int(month[:4]), int(month[5:])
    days = [date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1)]
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in {(12, 25), (12, 26), (1, 1)}]


def _drafts(share: Share, days: list[list[date]], rng: random.Random) -> Iterator[tuple[date, int, Share]]:
    """The share cut into payments that are spread evenly over the months, a few of them with a credit note."""
    if share.pence <= 0:
        amounts = [45_000 + share.supplier.key, share.pence - 45_000 - share.supplier.key]
    else:
        count = min(_how_many(share.pence, len(days), rng), share.pence // POUND or 1)
        amounts = share_out(share.pence, [uneven(rng, 0.6, most=6) for _ in range(count)], 1, share.pence)
    start = rng.random()
    for at, amount in enumerate(amounts):
        month = days[int((at + start) * len(days) / len(amounts)) % len(days)]
        credited = amount > 3 * POUND and len(amounts) > 2 and rng.random() < CREDIT_SHARE
        credit = amount // 3 if credited else 0
        if credit:
            yield rng.choice(month), -credit, share
        yield rng.choice(month), amount + credit, share


def _how_many(pence: int, months: int, rng: random.Random) -> int:
    """More payments for more money, but fewer than in proportion; a part-year has as many to the month."""
    typical = (pence / POUND) ** 0.45 * (months / 12) ** 0.55 * 0.043
    return 1 + int(typical * uneven(rng, 0.3, most=3) / FINE)
