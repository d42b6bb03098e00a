"""A payment in, the texts out that both ledgers print alike: names as they are spelt, numbers, amounts, places."""

from datetime import date, timedelta

from lccspend.money import pounds
from lccspend.sample.contracts import reference_of
from lccspend.sample.payments import Payment
from lccspend.sample.words import DESCRIPTIONS

EUROS_PER_HUNDRED_POUNDS = 116
WRONG_POSTCODE = "LS15 8ZZ"
"""What the rows of a supplier say whose place an override mends."""


def spelt(payment: Payment, name: str) -> str:
    """The name in one of its spellings: some suppliers are LTD on one row and Limited on the next."""
    supplier = payment.supplier
    if supplier.group == "published" or not name.endswith(" LTD") or payment.serial % 3:
        return name
    if supplier.key % 29 == 0:
        return name.removesuffix("LTD") + "LIMITED"
    return name.title() if supplier.key % 31 == 0 else name


def invoice_number(payment: Payment) -> str:
    """As the supplier numbers its invoices: the same in both systems."""
    shapes = (f"INV-{payment.invoice:07d}", f"SI{payment.invoice}", f"{payment.invoice:08d}/A", f"{payment.invoice}")
    return shapes[payment.supplier.key % len(shapes)]


def invoice_day(payment: Payment) -> date:
    """Some days before the payment; of a few invoices two months and more."""
    slow = 47 if payment.invoice % 71 == 0 else 0
    return payment.day - timedelta(days=9 + payment.invoice % 29 + slow)


def received_day(payment: Payment) -> date:
    return invoice_day(payment) + timedelta(days=1 + payment.invoice % 6)


def is_in_euros(payment: Payment) -> bool:
    """Irish sites are paid in euros from January to March."""
    return payment.site.place.country == "IE" and payment.day.month <= 3


def paid_pence(payment: Payment) -> int:
    """Pence or cents, in the currency of the payment; a reversal is exactly the opposite of its payment."""
    if not is_in_euros(payment):
        return payment.pence
    cents = abs(payment.pence) * EUROS_PER_HUNDRED_POUNDS // 100
    return cents if payment.pence > 0 else -cents


def base_amount(payment: Payment) -> str:
    return str(pounds(payment.pence)) if is_in_euros(payment) else ""


def postcode(payment: Payment) -> str:
    """The postcode as this row shows it."""
    supplier, place = payment.supplier, payment.site.place
    if not payment.placed or supplier.shown == "listed":
        return ""
    if supplier.shown == "overridden":
        return WRONG_POSTCODE
    return place.postcode.replace(" ", "") if supplier.key % 41 == 3 else place.postcode


def order_number(payment: Payment) -> str:
    return f"PO{payment.invoice + 200_000}" if payment.invoice % 2 else ""


def contract_reference(payment: Payment) -> str:
    """Some of the suppliers of £100,000 and more work under a contract."""
    return reference_of(payment.supplier)


def description(payment: Payment) -> str:
    return DESCRIPTIONS[payment.invoice % len(DESCRIPTIONS)]
