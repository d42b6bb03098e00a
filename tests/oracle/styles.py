"""Typed cells in, the text that some export would show out: every date and amount style of the contract."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from oracle.cells import LONDON
from oracle.ledger import AMOUNTS

DATE_STYLES = (
    *("%Y-%m-%d", "%Y-%m-%d 00:00:00", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y"),
    *("%d %B %Y", "short", "utc", "serial"),
)
NEGATIVE = ("-{}", "{}-", "({})", "<{}>", "{} CR", "{}CR", "-£{}", "(£{})", "£{}-", "\u2212{}", "£-{}")
POSITIVE = ("{}", "{}", "£{}", " {} ", "{}*", "\xa0{}")
SERIAL_FROM = date(1899, 12, 30)


def date_text(when, style):
    if style == "short":
        return f"{when.day}/{when.month}/{when:%y}"
    if style == "serial":
        return str((when - SERIAL_FROM).days)
    if style == "utc":
        midnight = datetime(when.year, when.month, when.day, tzinfo=LONDON)
        offset = midnight.utcoffset() or timedelta(0)
        return (midnight.replace(tzinfo=None) - offset).strftime("%Y-%m-%dT%H:%M:%S.000+00:00")
    text = when.strftime(style)
    return text.upper() if style in {"%d-%b-%Y", "%d-%b-%y"} else text


def amount_text(value, pattern, comma, short):
    """Pounds with or without separators; short drops the zeros of pence, and of pounds below one."""
    text = f"{abs(value):,.2f}" if comma else f"{abs(value):.2f}"
    if short:
        text = text.removesuffix("0").removesuffix(".0")
        text = text[1:] if text.startswith("0.") else text
    return pattern.format(text)


class CellStyle:
    """How one file writes its dates and amounts; some files mix their styles."""

    def __init__(self, rng, encoding="utf-8"):
        self.rng = rng
        self.dates = [rng.choice(DATE_STYLES)] if rng.random() < 0.7 else rng.sample(DATE_STYLES[:-1], 3)
        self.negative = [style for style in NEGATIVE if _fits(style, encoding)]
        self.positive = [style for style in POSITIVE if _fits(style, encoding)]
        self.plain = rng.random() < 0.4
        self.comma = rng.random() < 0.5

    def written(self, row):
        """The row with its typed cells as text."""
        return {heading: self._text(heading, value) for heading, value in row.items()}

    def _text(self, heading, value):
        if isinstance(value, date):
            return date_text(value, self.rng.choice(self.dates))
        if not isinstance(value, Decimal):
            return value
        if self.plain or heading not in AMOUNTS | {"Contract Value"}:
            return f"{value:.2f}"
        pattern = self.rng.choice(self.negative if value < 0 else self.positive)
        return amount_text(value, pattern, self.comma, self.rng.random() < 0.2)


def _fits(text, encoding):
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


OTHER_COUNCILS = {
    "Supplier name": ("Beneficiary Name", "Vendor Name", "Payee Name"),
    "Amount": ("Net Amount (£)", "Amount Paid", "Net Amount"),
    "Date": ("Payment Date", "Date Paid", "Clearing Date"),
    "Organisational unit": ("Department", "Directorate"),
    "Expenditure category": ("Category", "Expenses Type"),
    "Transaction number": ("Transaction No", "Reference"),
}


def heading_text(rng, heading):
    """The heading as matching must forgive it: case, surrounding space, a leading hyphen, underscores, synonyms."""
    if rng.random() < 0.3:
        heading = rng.choice(OTHER_COUNCILS.get(heading, (heading,)))
    style = rng.randrange(6)
    if style == 0:
        return heading.upper()
    if style == 1:
        return heading.lower()
    if style == 2:
        return f"- {heading}"
    if style == 3:
        return f" {heading} "
    return heading.replace("_", " ") if style == 4 and "_" in heading else heading
