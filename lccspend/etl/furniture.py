"""A row of cells in, what kind of row it is out: a plain payment, furniture of the report, or a totals row."""

import re

from lccspend.sources.profile import Match

_END = re.compile(
    r"\W*(end of (report|document|file)|report (complete|ends)|\d[\d,]* rows? (selected|returned|fetched))\W*", re.I
)
_PAGE = re.compile(r"\bpage\W*\d+\b(\W*of\W*\d+)?", re.I)
_TOTAL = re.compile(
    r"(((grand|report|sub|page|overall|final|running|batch|net|gross)[\s-]*)?totals?"
    r"(\s*[:=£-].*|\s+(for|of|amounts?|paid|payments?|spend|value|invoices?|rows?)\b.*)?|.+\stotal)\s*:?",
    re.I,
)
"""A label of a totals row. TOTAL ENERGIES and TOTAL PRODUCE are suppliers: no word of theirs follows a total."""


def plain_payment(cells: list[str], match: Match) -> bool:
    """Whether a row begins its date with a digit and has one in its amount: no furniture and no totals row does."""
    amount, day = match.columns["payment_amount"], match.columns["payment_date"]
    if len(cells) <= amount or len(cells) <= day:
        return False
    return cells[day].strip()[:1].isdigit() and any(c.isdigit() for c in cells[amount])


def filled_cells(cells: list[str]) -> tuple[str, ...]:
    return tuple(c for c in (cell.strip().casefold() for cell in cells) if c)


def is_furniture(filled: tuple[str, ...]) -> bool:
    line = " ".join(filled)
    return len(filled) <= 3 and bool(_END.fullmatch(line) or (_PAGE.search(line) and len(line) < 120))


def is_total(cells: list[str], match: Match) -> bool:
    """A totals row bears the label of one, and neither a date nor an invoice number; or nothing but an amount."""
    if "payment_amount" not in match.columns or plain_payment(cells, match):
        return False
    filled = {i: c.strip() for i, c in enumerate(cells) if c.strip()}
    if list(filled) == [match.columns["payment_amount"]]:
        return True
    labels = {i for i, c in filled.items() if len(c) <= 120 and _TOTAL.fullmatch(c)}
    identity = {match.columns.get("payment_date"), match.columns.get("invoice_number")}
    return bool(labels) and not any(i in filled and i not in labels for i in identity)
