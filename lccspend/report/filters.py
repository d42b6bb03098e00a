"""Values in, their printed form out: £1,234,567, 52%, 6,000, April 2023; a minus is a true minus."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lccspend.dates import runs_of
from lccspend.money import round_half_up
from lccspend.plurals import how_many
from lccspend.report.model import Absent, Cell, Kind, Revised, Share
from lccspend.safetext import HIDDEN, shortened

MINUS = "\u2212"
HUNDRED_THOUSAND = Decimal(100_000)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def pounds(amount: Decimal) -> str:
    """Whole pounds, half up."""
    return _signed(round_half_up(amount, Decimal(1)), "£{:,.0f}")


def about(amount: Decimal) -> str:
    """Rounded to the nearest £100,000, half up."""
    return _signed(round_half_up(amount, HUNDRED_THOUSAND), "£{:,.0f}")


def millions(amount: Decimal) -> str:
    """£1,234.5m for a sentence; whole pounds below a million."""
    if abs(amount) < 1_000_000:
        return pounds(amount)
    return _signed(round_half_up(amount, HUNDRED_THOUSAND).scaleb(-6), "£{:,.1f}m")


def quantity(number: Decimal) -> str:
    """1,234 or 92.5: the decimals that it has, but none that are noughts."""
    plain = f"{abs(number):,f}"
    return (MINUS if number < 0 else "") + (plain.rstrip("0").rstrip(".") if "." in plain else plain)


def count(number: int) -> str:
    return _signed(Decimal(number), "{:,.0f}")


def percent(share: Share | Absent) -> str:
    return f"[{share.mark}]" if isinstance(share, Absent) else _signed(Decimal(share.whole), "{:,.0f}%")


def month(label: str) -> str:
    """2023-04 is April 2023."""
    return f"{MONTHS[int(label[5:]) - 1]} {label[:4]}"


def month_ranges(labels: Sequence[str]) -> str:
    """Months that follow each other are joined: April 2023 to June 2023 and March 2024."""
    return listed([" to ".join(month(end) for end in dict.fromkeys((run[0], run[-1]))) for run in runs_of(labels)])


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def marks(letters: Sequence[str]) -> str:
    return "".join(f"[{letter}]" for letter in letters)


def listed(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def not_listed(more: int, noun: str) -> str:
    """1 more note is not listed; 2 more notes are not listed."""
    return f"{how_many(more, f'more {noun}')} {'is' if more == 1 else 'are'} not listed."


def clean(text: str) -> str:
    """Text from outside without control characters and direction overrides, which can hide or reorder what is read."""
    shown = shortened("".join(c for c in text if c not in HIDDEN))
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} else c for c in shown)


def printed(cell: Cell, kind: Kind) -> str:
    """A cell as a reader sees it in the PDF and the HTML."""
    if isinstance(cell, Absent | Share):
        return percent(cell)
    if isinstance(cell, Revised):
        return f"{printed(cell.value, kind)} [r]"
    if isinstance(cell, Decimal):
        return {"about": about, "quantity": quantity, "days": "{:.2f}".format}.get(kind, pounds)(cell)
    if isinstance(cell, int):
        return count(cell)
    return month(cell) if kind == "month" and cell[:1].isdigit() else clean(cell)


def _signed(value: Decimal, pattern: str) -> str:
    return (MINUS if value < 0 else "") + pattern.format(abs(value))
