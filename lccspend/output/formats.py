"""Answers and flat tables in, JSON, CSV and Markdown text out."""

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from lccspend.output.pages import Page
from lccspend.output.sheet import QUANTITIES, Cell, Sheet, plain
from lccspend.output.text import one_line
from lccspend.safetext import guarded

_MARKDOWN = re.compile(r"[\\|*`\[<]")


def as_json(answer: Any) -> str:
    """The answer with the keys and order of the contract; money and percentages as text with two decimals.

    Quantities are text with the decimals that they were given. Bytes of a call that are no UTF-8 are replaced.
    """
    return msgspec.json.format(msgspec.json.encode(_written(plain(answer))), indent=2).decode() + "\n"


def _written(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _written(part, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_written(part, key) for part in value]
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _number(key, value) if isinstance(value, Decimal) else value


def _number(key: str, value: Decimal) -> str:
    """Money and percentages have two decimals, and are never minus nothing."""
    return f"{value:f}" if key in QUANTITIES else f"{value + 0:.2f}"


def as_csv(sheet: Sheet) -> str:
    """A heading line of the JSON keys and the rows; lists joined by a semicolon; text can never be a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.keys)
    writer.writerows([_csv_cell(key, row.get(key)) for key in sheet.keys] for row in sheet.rows)
    return text.getvalue()


def _csv_cell(key: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return _number(key, value)
    if isinstance(value, int):
        return str(value)
    return guarded(value if isinstance(value, str) else "; ".join(value))


def as_markdown(pages: Sequence[Page]) -> str:
    """One table for each page, with its title before and its notes after it."""
    return "\n\n".join(_markdown_page(page) for page in pages) + "\n"


def _markdown_page(page: Page) -> str:
    rule = ["---:" if column.right else "---" for column in page.columns]
    lines = [_markdown_row([column.heading for column in page.columns]), f"| {' | '.join(rule)} |"]
    lines += [_markdown_row(row) for row in page.rows]
    notes = [_escaped(note) for note in page.notes]
    return "\n\n".join([f"**{_escaped(page.title)}**", "\n".join(lines), *notes])


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", one_line(text))
