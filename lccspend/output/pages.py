"""Flat tables in, pages of printed text out: headings in words, pounds with separators, localities by their names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from lccspend.money import sterling
from lccspend.output.sheet import QUANTITIES, Cell, Percentage, Row, Sheet
from lccspend.project import Project

HEADINGS = {
    "financial_year": "Year",
    "percent": "Share",
    "percent_low": "Lowest",
    "percent_high": "Highest",
    "percent_estimated": "Estimate",
    "coverage_percent": "Coverage",
    "months_missing": "Without payments",
    "became": "Rows that were",
    "supplier_numbers": "Numbers",
    "local_authority": "Code",
    "local_authority_name": "Local authority",
    "first_date": "From",
    "last_date": "To",
    "sme": "SME",
    "vcse": "VCSE",
    "sme_evidence": "SME evidence",
    "vcse_evidence": "VCSE evidence",
    "vcfs": "VCFS",
    "not_sme": "Not SME",
    "sme_not_determined": "SME not determined",
    "sme_determined_percent": "Size determined",
    "not_vcse": "Not VCSE",
    "vcse_not_determined": "VCSE not determined",
    "vcse_determined_percent": "Sector determined",
}
IDENTIFIERS = frozenset({"rank", "row"})
"""Numbers that name something: they bear no thousands separators."""
NOTHING = "–"
SPARE = frozenset({"contracts"})
"""Counts that are left out of print when they are nought throughout."""


@dataclass(frozen=True)
class Column:
    heading: str
    right: bool


@dataclass(frozen=True)
class Page:
    """One printed table; its first `labels` columns name the rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int
    notes: tuple[str, ...]


def printed(sheets: Iterable[Sheet], project: Callable[[], Project] | None) -> list[Page]:
    """A page for each table; one with nothing in it says so."""
    return [page for sheet in sheets for page in _pages(sheet, _names(sheet, project))]


def _names(sheet: Sheet, project: Callable[[], Project] | None) -> Mapping[str, str]:
    """What the localities are called in print; read from the settings only when the table speaks of them."""
    if project is None or not {"locality", "lancashire"} & set(sheet.keys):
        return {}
    from lccspend.placenames import places

    return places(project().settings.authority).by_key


def _pages(sheet: Sheet, names: Mapping[str, str]) -> list[Page]:
    apart = sheet.keys[: sheet.apart]
    parts = [(key, list(rows)) for key, rows in groupby(sheet.rows, lambda row: [str(row[name]) for name in apart])]
    notes = sheet.notes
    pages = []
    for number, (part, rows) in enumerate(parts or [([], [])]):
        title = ", ".join([sheet.title, *part])
        pages.append(_page(sheet, title, rows, names, notes if number == len(parts) - 1 or not parts else ()))
    return pages


def _page(sheet: Sheet, title: str, rows: list[Row], names: Mapping[str, str], notes: tuple[str, ...]) -> Page:
    keys = list(sheet.in_print or sheet.keys[sheet.apart :])
    labels = keys[: sheet.labels]
    keys = [key for key in keys if key in labels or not rows or any(_worth_printing(key, row) for row in rows)]
    columns = tuple(Column(_heading(key, names), any(_is_number(row.get(key)) for row in rows)) for key in keys)
    cells = tuple(tuple(_text(key, row.get(key), names if key == sheet.places else {}) for key in keys) for row in rows)
    return Page(title, columns, cells, len(labels), notes if rows else (*notes, "Nothing to show."))


def _worth_printing(key: str, row: Row) -> bool:
    value = row.get(key)
    return bool(value) if key in SPARE else _filled(value)


def _filled(value: Cell) -> bool:
    return value not in (None, "", ())


def _is_number(value: Cell) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _heading(key: str, names: Mapping[str, str]) -> str:
    return HEADINGS.get(key) or names.get(key) or key.replace("_", " ").capitalize()


def _text(key: str, value: Cell, called: Mapping[str, str]) -> str:
    """A cell in print; of those that are called something else there, what they are called."""
    if not _filled(value):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key in QUANTITIES:
        return f"{value:,f}"
    if isinstance(value, Decimal):
        return f"{value:.2f}%" if "percent" in key or isinstance(value, Percentage) else sterling(value)
    if isinstance(value, int):
        return str(value) if key in IDENTIFIERS else f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(value)
    return called.get(str(value), str(value))
