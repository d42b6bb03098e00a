"""A row of cells in, what kind of row it is out: a plain payment, furniture of the report, or a totals row."""

import re

from lccspend.sources.profile import Match

_END = re.compile(
    r"\W*(end of (the )?(report|document|file|data|extract|export|listing|output)|report (complete|ends)"
    r"|\d[\d,]* (row|record)(s|\(s\))? (selected|returned|fetched|affected)"
    r"|((number|no\.?) of )?(rows|records)\W*\d[\d,]*)\W*",
    re.I,
)
_MADE = re.compile(
    r"\W*((report|data|file|extract) )?(date )?(printed|generated|produced|created|extracted|exported|refreshed|run)\W*"
    r"((on|at|date|time|by .{1,40} on)\W*)*(\d{1,2}[/. -](\d{1,2}|[a-z]{3,9})[/. -]\d{2,4}|\d{4}-\d\d-\d\d)\b.*",
    re.I,
)
"""When a report was made; a supplier that is called like that has more words before the day."""
_PAGE = re.compile(r"\bpage\W*\d+\b(\W*of\W*\d+)?", re.I)
_RULE = re.compile(r"[-=_]{2,}( [-=_]{2,})*")
"""What SQL*Plus draws below the headings of each page."""
_TOTAL = re.compile(
    r"(((grand|report|sub|page|overall|final|running|batch|net|gross)[\s-]*)?totals?"
    r"(\s*[:=£-].*|\s+(for|of|amounts?|paid|payments?|spend|value|invoices?|rows?)\b.*)?|.+\stotal)\s*:?",
    re.I,
)
"""A label of a totals row. TOTAL ENERGIES and TOTAL PRODUCE are suppliers: no word of theirs follows a total."""


_SUBTOTAL = re.compile(r"(grand|report|sub|page|overall|final|running|batch)[\s-]*totals?\s*(\s(for|of)\b.*)?:?", re.I)
"""Of those, the labels that no supplier bears."""

_LIKE_AN_AMOUNT = re.compile(r"[-(<£\s]*\d[\d,]*(\.\d+)?[-)>*\s]*")


def plain_payment(cells: list[str], match: Match) -> bool:
    """Whether a row begins its date with a digit and has one in its amount: no furniture does, and hardly a total."""
    amount, day = match.columns["payment_amount"], match.columns["payment_date"]
    if len(cells) <= amount or len(cells) <= day:
        return False
    return cells[day].strip()[:1].isdigit() and any(c.isdigit() for c in cells[amount])


def filled_cells(cells: list[str]) -> tuple[str, ...]:
    return tuple(c for c in (cell.strip().casefold() for cell in cells) if c)


def is_furniture(cells: list[str], match: Match) -> bool:
    """Whether a row is a line of the report it was printed in: its end, the day it was made, a page number, or dashes.

    A row that has an amount besides is none, whatever its supplier is called.
    """
    filled = filled_cells(cells)
    line = " ".join(" ".join(filled).split())
    if _RULE.fullmatch(line):
        return True
    if len(filled) > 3 or len(line) >= 120:
        return False
    amount = _cell(cells, match.columns.get("payment_amount"))
    if _END.fullmatch(line) or _MADE.fullmatch(line):
        return not _LIKE_AN_AMOUNT.fullmatch(amount)
    others = " ".join(c for c in filled if c != amount.casefold())
    return bool(_PAGE.search(line)) and not (_LIKE_AN_AMOUNT.fullmatch(amount) and _PAGE.search(others))


def is_total(cells: list[str], match: Match) -> bool:
    """A totals row bears the label of one, and neither a date nor an invoice number; or nothing but an amount.

    One that is dated has no supplier number, and bears labels alone for the supplier's name and the invoice number.
    """
    if "payment_amount" not in match.columns:
        return False
    if plain_payment(cells, match):
        return _is_dated_total(cells, match)
    filled = {i: c.strip() for i, c in enumerate(cells) if c.strip()}
    if list(filled) == [match.columns["payment_amount"]]:
        return True
    labels = {i for i, c in filled.items() if _is_label(c)}
    identity = {match.columns.get("payment_date"), match.columns.get("invoice_number")}
    return bool(labels) and not any(i in filled and i not in labels for i in identity)


LABELLED = ("supplier_name", "invoice_number")
"""Where a dated totals row may bear its label; it has no supplier number."""

TOTAL_WORD = "total"
"""In every label, whatever the case."""


def _is_dated_total(cells: list[str], match: Match) -> bool:
    """Where an export has no numbers of suppliers and invoices, only a label that no supplier bears is one."""
    day, number = _cell(cells, match.columns["payment_date"]), _cell(cells, match.columns.get("supplier_number"))
    own = [_cell(cells, match.columns.get(name)) for name in LABELLED]
    labels = [text for text in (*own, day) if TOTAL_WORD in text.casefold()]
    if number or not labels or not all(_is_label(text) or not text for text in own):
        return False
    if {"supplier_number", "invoice_number"} <= match.columns.keys() or day in labels:
        return any(_is_label(text) for text in labels)
    return any(_SUBTOTAL.fullmatch(text) for text in labels)


def _is_label(text: str) -> bool:
    return len(text) <= 120 and _TOTAL.fullmatch(text) is not None


def _cell(cells: list[str], column: int | None) -> str:
    return cells[column].strip() if column is not None and column < len(cells) else ""
