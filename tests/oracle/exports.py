"""Invented payments in, a council's files out: by period, overlapping, with totals and lost columns."""

from datetime import date
from decimal import Decimal

from oracle.cells import pence
from oracle.ledger import Export

R12 = {
    "unit": "OPERATING_UNIT",
    "supplier": "VENDOR_NAME",
    "number": "VENDOR_NUM",
    "site": "VENDOR_SITE_CODE",
    "postcode": "ZIP",
    "country": "COUNTRY",
    "invoice": "INVOICE_NUM",
    "type": "INVOICE_TYPE_LOOKUP_CODE",
    "invoice_date": "INVOICE_DATE",
    "id": "INVOICE_PAYMENT_ID",
    "payment": "CHECK_NUMBER",
    "date": "CHECK_DATE",
    "amount": "PAYMENT_AMOUNT",
    "currency": "CURRENCY",
    "base": "BASE_AMOUNT",
    "status": "STATUS_LOOKUP_CODE",
    "source": "SOURCE",
    "method": "PAYMENT_METHOD_CODE",
    "category": "CATEGORY",
    "description": "DESCRIPTION",
    "flag": "REVERSAL_FLAG",
    "invoice_amount": "INVOICE_AMOUNT",
    "invoice_id": "INVOICE_ID",
    "order": "PO_NUMBER",
    "address": "ADDRESS_LINE1",
    "town": "CITY",
}
FUSION = {
    "unit": "Business Unit",
    "supplier": "Supplier",
    "number": "Supplier Number",
    "site": "Supplier Site",
    "postcode": "Postal Code",
    "country": "Country",
    "invoice": "Invoice Number",
    "type": "Invoice Type",
    "invoice_date": "Invoice Date",
    "id": "Invoice Payment ID",
    "payment": "Payment Number",
    "date": "Payment Date",
    "amount": "Payment Amount",
    "currency": "Payment Currency",
    "base": "Base Amount",
    "status": "Payment Status",
    "method": "Payment Method",
    "source": "Invoice Source",
    "category": "Category",
    "description": "Description",
    "legacy": "Legacy Supplier Number",
    "invoice_amount": "Invoice Amount",
    "invoice_id": "Invoice ID",
    "order": "Purchase Order",
    "address": "Address Line 1",
    "town": "City",
}
PUBLISHED = {
    "unit": "Organisational unit",
    "category": "Expenditure category",
    "date": "Date",
    "payment": "Transaction number",
    "amount": "Amount",
    "supplier": "Supplier name",
}
LAYOUTS = {"r12": R12, "fusion": FUSION, "published": PUBLISHED}
REQUIRED = {"supplier", "number", "invoice", "date", "amount"}
DISPENSABLE = (
    "status",
    "source",
    "method",
    "category",
    "description",
    "invoice_date",
    "country",
    "type",
    "unit",
    "order",
)


def as_exports(made):
    """Every export of the payment layouts, in no order that matters."""
    found = []
    for system, payments in made.payments.items():
        months = made.rng.choice((3, 6, 12))
        parts = {}
        for payment in payments:
            parts.setdefault(_period(payment["date"], months), []).append(payment)
        files = [_shuffled(made, part) for part in parts.values()]
        files += [_again(made, payments) for _ in range(made.rng.randint(0, 2))]
        found += [_export(made, system, at, part) for at, part in enumerate(files) if part]
    return found


def _period(when, months):
    """Rows without a date stand wherever the last day of the century would."""
    return (when.year, (when.month - 1) // months) if isinstance(when, date) else (0, 0)


def _shuffled(made, payments):
    payments = list(payments)
    if made.chance(0.5):
        made.rng.shuffle(payments)
    return payments


def _again(made, payments):
    """A second extract of a window: a few rows lost, some statuses newer."""
    dated = sorted((p for p in payments if isinstance(p["date"], date)), key=lambda p: p["date"])
    if not dated:
        return []
    start = made.rng.randrange(len(dated))
    window = dated[start : start + made.rng.randint(5, 80)]
    copies = [dict(payment) for payment in window if made.chance(0.93)]
    for copy in copies:
        if copy.get("id") and made.chance(0.08):
            copy["status"] = made.rng.choice(("VOIDED", "CLEARED"))
    return copies


def _export(made, system, at, payments):
    """The rows under their headings; a heading that nobody filled, or that the report left out, is not there."""
    words = LAYOUTS[system]
    lost = {word for word in DISPENSABLE if made.chance(0.03)} if system != "published" else set()
    kept = [
        word
        for word in words
        if word in REQUIRED or (word not in lost and any(payment.get(word, "") != "" for payment in payments))
    ]
    rows = [{words[word]: payment.get(word, "") for word in kept} for payment in payments]
    export = Export(f"{system}{at}", system, rows)
    if made.chance(0.3):
        _add_totals(made, export, words)
    return export


def _add_totals(made, export, words):
    """A grand total at the foot, and sometimes a subtotal on the way; now and then a wrong one."""
    amount = words["amount"]
    label = made.rng.choice((next(iter(export.rows[0])), words["supplier"]))
    half = len(export.rows) // 2
    total = _sum(export.rows, amount) + (1 if made.chance(0.2) else 0)
    if half and made.chance(0.4):
        export.rows.insert(half, _total(export, label, "Sub Total", amount, _sum(export.rows[:half], amount)))
    export.rows.append(_total(export, label, made.rng.choice(("Grand Total", "TOTAL", "Report Total")), amount, total))


def _sum(rows, amount):
    return Decimal(sum(pence(row[amount]) or 0 for row in rows if str(row[amount]))).scaleb(-2)


def _total(export, label, text, amount, value):
    return dict.fromkeys(export.rows[0], "") | {label: text, amount: value}
