"""A ledger's payments in, the extra rows out that a reader must pair, leave out or refuse: none moves a total.

The one exception is the void that crosses 31 March 2021, which years.CARRIED_VOID takes out of the shares beforehand.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from lccspend.sample.chance import stream
from lccspend.sample.payments import Payment, working_days
from lccspend.sample.places import HOME, Place
from lccspend.sample.suppliers import Site, Supplier
from lccspend.sample.targets import POUND
from lccspend.sample.years import CARRIED_VOID

Serials = Iterator[int]

HOSTED_UNIT = "Hosted Fire and Rescue Service"
"""Another body's ledger on the same system; the sample's settings leave it out."""

_OFFICE = (Site("OFFICE", "COUNTY HALL", Place("PR1 8XJ", "PRESTON", "LANCASHIRE", "GB", HOME), 100),)


def _payee(name: str, number: int) -> Supplier:
    return Supplier(-number, name, "extra", "", "Other", 0, HOME, _OFFICE, f"19{number:04d}", name, f"799{number:04d}")


STAFF, WITHHELD_TAX, HOSTED = _payee("STAFF EXPENSES", 1), _payee("SUBCONTRACTOR TAX", 2), _payee("FIRE STATIONS", 3)


def regular(payments: list[Payment], rng: random.Random, count: int) -> list[Payment]:
    """Payments to copy: of named companies under one number and one name, in pounds, and no credit."""
    fit = [
        one
        for one in payments
        if one.pence > POUND
        and one.supplier.group in {"middle", "small"}
        and one.supplier.link == "name"
        and not one.supplier.second_number
        and one.site.place.country == "GB"
    ]
    return rng.sample(fit, count)


def renew(payment: Payment, serials: Serials) -> Payment:
    """The same payment as an invoice and a check of its own."""
    serial = next(serials)
    return replace(payment, serial=serial, invoice=serial, check=serial)


def voided_pairs(payments: list[Payment], serials: Serials, stage: str, count: int) -> Iterator[Payment]:
    """Voided payments, each with its reversal some days later in the same year."""
    rng = stream(f"voids {stage}")
    last = max(one.day for one in payments)
    for model in regular(payments, rng, count):
        paid = renew(replace(model, status="VOIDED", pence=rng.randint(90 * POUND, 30_000 * POUND)), serials)
        later = next((day for day in _working_days_after(paid.day) if day >= paid.day + timedelta(days=12)), paid.day)
        yield paid
        yield reversal(paid, min(later, last), serials)


def _working_days_after(day: date) -> list[date]:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return [*working_days(f"{day:%Y-%m}"), *working_days(f"{following:%Y-%m}")]


def reversal(paid: Payment, day: date, serials: Serials) -> Payment:
    """The opposite row: its own payment id, the same invoice and check."""
    return replace(paid, serial=next(serials), pence=-paid.pence, day=day, reversal=True)


def void_across_years(old: list[Payment], new: list[Payment], serials: Serials) -> tuple[Payment, Payment]:
    """Paid at the end of March 2021, voided in April, to a Lancashire supplier of both years."""
    both = {one.supplier.key for one in new}
    local = [one for one in old if one.supplier.key in both and one.placed and one.site.place.locality == HOME]
    model = regular(local, stream("void across years"), 1)[0]
    paid = renew(replace(model, status="VOIDED", pence=CARRIED_VOID, day=date(2021, 3, 29)), serials)
    return paid, replace(reversal(paid, date(2021, 4, 12), serials), placed=False)


def unpaired_voids(payments: list[Payment], serials: Serials, stage: str, count: int) -> Iterator[Payment]:
    """Voided payments whose reversal no export holds."""
    for model in regular(payments, stream(f"unpaired {stage}"), count):
        yield renew(replace(model, status="VOIDED"), serials)


def not_supplier_spend(payments: list[Payment], serials: Serials, stage: str, count: int) -> Iterator[Payment]:
    """Employees' expenses and withheld tax."""
    for at, model in enumerate(regular(payments, stream(f"expenses {stage}"), count)):
        payee, kind = (WITHHELD_TAX, "AWT") if at % 6 == 0 else (STAFF, "EXPENSE REPORT")
        pence = 2_000 + model.pence % 60_000
        yield renew(replace(model, supplier=payee, site=_OFFICE[0], pence=pence, invoice_type=kind), serials)


def hosted_body(payments: list[Payment], serials: Serials, count: int) -> Iterator[Payment]:
    """Payments of another body whose ledger the council hosts."""
    for model in regular(payments, stream("hosted"), count):
        yield renew(replace(model, supplier=HOSTED, site=_OFFICE[0], unit=HOSTED_UNIT), serials)


def converted_history(payments: list[Payment], serials: Serials, count: int) -> Iterator[Payment]:
    """R12 payments of late 2022 that were loaded into Fusion and closed there without money."""
    rng = stream("conversion")
    days = [day for month in ("2022-10", "2022-11", "2022-12") for day in working_days(month)]
    for at, model in enumerate(regular(payments, rng, count)):
        mark = replace(model, method="CLEARING") if at % 2 else replace(model, source="R12 CONVERSION")
        yield renew(replace(mark, day=rng.choice(days)), serials)


def twins(payments: list[Payment], serials: Serials, count: int) -> Iterator[Payment]:
    """R12 payments that stand in Fusion too, without a mark of conversion: same supplier, invoice, amount and day."""
    late = [one for one in payments if one.day >= date(2022, 2, 1) and one.supplier.fusion_number]
    for model in regular(late, stream("twins"), count):
        yield replace(model, serial=next(serials), placed=True, source="MANUAL INVOICE ENTRY")


def distribution_lines(payments: list[Payment], count: int) -> Iterator[Payment]:
    """The same invoice payment again, once for each cost code: same id, same amount, another category."""
    for model in regular(payments, stream("distributions"), count):
        yield replace(model, cells=(("Category", "Recharged"),))


def unreadable(payments: list[Payment], serials: Serials, faults: list[tuple[str, str]]) -> Iterator[Payment]:
    """A row for each fault (column and text), which no reader can take for a payment."""
    for model, fault in zip(regular(payments, stream(f"faults {faults[0]}"), len(faults)), faults, strict=True):
        yield renew(replace(model, cells=(fault,)), serials)


def between(payments: list[Payment], first: date, last: date) -> list[Payment]:
    return [one for one in payments if first <= one.day <= last]


def in_order(payments: list[Payment]) -> list[Payment]:
    """By day, then by number: as an export sorts them."""
    return sorted(payments, key=lambda one: (one.day, one.serial))
