"""One cell of an export in, its pence, its day or its comparable name out; None where it is none."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

EARLIEST = date(2000, 1, 1)
LONDON = ZoneInfo("Europe/London")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
LEGAL = {"LTD", "LIMITED", "PLC", "LLP", "CIC"}
REDACTED = re.compile(r"REDACT(ED|ION)?\b")


def trimmed(text):
    return str(text).replace("\xa0", " ").strip()


def pence(value):
    """Whole pence of an amount cell, or None (contract 3.3)."""
    if isinstance(value, Decimal):
        return _whole(value)
    text = trimmed(value).replace("\u2212", "-").removesuffix("*").strip()
    marks = pounds = 0
    while True:
        peeled, mark, pound = _peel(text)
        if peeled == text:
            break
        text, marks, pounds = peeled.strip(), marks + mark, pounds + pound
    if marks > 1 or pounds > 1 or not DIGITS.fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    found = _whole(Decimal(text.replace(",", "")))
    return found if found is None or not marks else -found


def _peel(text):
    """The text without one sign, how many marks for negative that was, and how many pounds."""
    if text[:1] == "£":
        return text[1:], 0, 1
    if text[:1] == "-":
        return text[1:], 1, 0
    if text[-1:] == "-":
        return text[:-1], 1, 0
    if text[-2:].upper() == "CR":
        return text[:-2], 1, 0
    if text[:1] + text[-1:] in {"()", "<>"}:
        return text[1:-1], 1, 0
    return text, 0, 0


def _whole(value):
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int(rounded * 100) if abs(rounded - value) <= Decimal("0.000001") else None


def day(value, today):
    """The UK day of a date cell, or None where it is none or out of range (contract 3.4)."""
    found = value if isinstance(value, date) else _written_day(trimmed(value))
    return found if found and EARLIEST <= found <= today + timedelta(days=31) else None


def _written_day(text):
    try:
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return date(1899, 12, 30) + timedelta(days=int(float(text)))
        if re.match(r"\d{4}-\d\d-\d\d", text):
            moment = datetime.fromisoformat(text)
            return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
        if found := re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)", text):
            return date(_century(found[4]), int(found[3]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]+)[- ](\d{4}|\d\d)", text):
            name = found[2].lower()
            return date(_century(found[3]), (MONTHS if len(name) == 3 else FULL).index(name) + 1, int(found[1]))
    except ValueError:
        return None
    return None


def _century(year):
    return int(year) + (2000 if len(year) == 2 else 0)


def normalised(name):
    """A supplier's name for comparison (contract 3.6)."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", trimmed(name).upper()) if not unicodedata.combining(c))
    words = re.sub(r"[^A-Z0-9]+", " ", folded.replace("&", " AND ")).split()
    if words[:1] == ["THE"]:
        words = words[1:]
    if words and words[-1] in LEGAL:
        words = words[:-1]
    return " ".join(words)


def is_redacted(name):
    return bool(REDACTED.match(normalised(name)))


def code(text):
    """A code or name as rules compare it: without case and surrounding space."""
    return trimmed(text).casefold()


def invoice_key(number):
    """Letters and digits only, without leading zeros."""
    return re.sub(r"[^0-9a-z]", "", code(number)).lstrip("0")


def financial_year(when):
    start = when.year - (when.month < 4)
    return f"{start}/{(start + 1) % 100:02d}"


def percent(part, whole):
    """Percent with two decimals, rounded half up, as text; None of nothing."""
    if not whole:
        return None
    rounded = (Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(rounded or Decimal("0.00"))


def pounds(amount):
    return str(Decimal(amount).scaleb(-2).quantize(Decimal("0.01")))
