"""What an oracle is asked about: exports as lists of rows with the contract's headings, settings and reference data."""

from dataclasses import dataclass, field
from datetime import date

from oracle.cells import code, day, financial_year, is_redacted, normalised, pence, trimmed

HEADINGS = {
    "unit": ("OPERATING_UNIT", "Business Unit", "Organisational unit"),
    "supplier": ("VENDOR_NAME", "Supplier", "Supplier name"),
    "number": ("VENDOR_NUM", "Supplier Number"),
    "site": ("VENDOR_SITE_CODE", "Supplier Site"),
    "postcode": ("ZIP", "Postal Code"),
    "country": ("COUNTRY", "Country"),
    "invoice": ("INVOICE_NUM", "Invoice Number"),
    "type": ("INVOICE_TYPE_LOOKUP_CODE", "Invoice Type"),
    "id": ("INVOICE_PAYMENT_ID", "Invoice Payment ID"),
    "payment": ("CHECK_NUMBER", "Payment Number"),
    "date": ("CHECK_DATE", "Payment Date", "Date"),
    "amount": ("PAYMENT_AMOUNT", "Payment Amount", "Amount"),
    "currency": ("CURRENCY", "Payment Currency"),
    "base": ("BASE_AMOUNT", "Base Amount"),
    "status": ("STATUS_LOOKUP_CODE", "Payment Status"),
    "source": ("SOURCE", "Invoice Source"),
    "method": ("PAYMENT_METHOD_CODE", "Payment Method"),
    "category": ("CATEGORY", "Category", "Expenditure category"),
    "legacy": ("Legacy Supplier Number",),
}
"""A word of this oracle -> what R12, Fusion and Lancashire's published file call it."""

FIELD = {heading: name for name, headings in HEADINGS.items() for heading in headings}
DATES = {"CHECK_DATE", "Payment Date", "Date", "INVOICE_DATE", "Invoice Date", "Invoice Received Date"}
AMOUNTS = {
    *("PAYMENT_AMOUNT", "Payment Amount", "Amount", "BASE_AMOUNT", "Base Amount"),
    *("INVOICE_AMOUNT", "Invoice Amount"),
}
PAYMENTS = ("r12", "fusion", "published")


@dataclass
class Export:
    """One file or sheet: its name below data/raw, its layout and its rows, in order, as heading -> cell."""

    file: str
    layout: str
    rows: list[dict] = field(default_factory=list)


@dataclass
class Ledger:
    """Everything a build is made of; reference maps a file's name to its rows."""

    exports: list[Export]
    settings: dict
    reference: dict[str, list[dict]]
    today: date

    def of(self, layout):
        return [row for export in self.exports if export.layout == layout for row in export.rows]

    def noted(self, name):
        return self.reference.get(name, [])


@dataclass(eq=False)
class Payment:
    """A row of a payment export as it was understood, and what became of it."""

    export: Export
    cells: dict
    today: date
    fate: str = "counted"
    rule: str | None = None
    group: object = None
    place: str = ""
    estimated: str = ""

    def __post_init__(self):
        named = {FIELD[heading]: value for heading, value in self.cells.items() if heading in FIELD}
        self.values = {name: trimmed(named.get(name, "")) for name in HEADINGS}
        self.system = self.export.layout
        self.day = day(named.get("date", ""), self.today)
        self.paid = pence(named.get("amount", ""))
        self.pence = self.paid if code(self["currency"]) in {"", "gbp"} else pence(named.get("base", ""))
        self.name = normalised(self["supplier"])
        self.redacted = is_redacted(self["supplier"])

    def __getitem__(self, name):
        return self.values[name]

    @property
    def year(self):
        return financial_year(self.day)

    @property
    def counted(self):
        return self.fate == "counted"

    @property
    def parsed(self):
        """Every filled cell as it was understood: two rows are the same payment only when these are equal."""
        return frozenset(
            (FIELD.get(heading, heading), understood)
            for heading, value in self.cells.items()
            if (understood := self._understood(heading, value)) not in {"", None}
        )

    def _understood(self, heading, value):
        if heading in DATES:
            return day(value, self.today)
        return pence(value) if heading in AMOUNTS else trimmed(value)

    def leave(self, fate, rule=None):
        self.fate, self.rule = fate, rule


def payments(ledger):
    """Every row of the payment layouts, in the order of the files' names and of the rows."""
    return [
        Payment(export, row, ledger.today)
        for export in sorted(ledger.exports, key=lambda export: export.file)
        if export.layout in PAYMENTS
        for row in export.rows
    ]
