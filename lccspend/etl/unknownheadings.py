"""A grid without the headings of a known layout in, a sentence out: what it looks like, and how to have it read."""

import re
from collections.abc import Sequence

from lccspend.plurals import how_many
from lccspend.reading.grid import Grid
from lccspend.sources.profile import Match

_FIGURES = re.compile(r"[£(<-]?\d[\d.,/:-]*( ?[A-Za-z]{2,3}\b)?[\d.,/:\s)>-]*")
"""A date, an amount or a number; nothing else holds at most one short word."""
_LIKE_A_HEADING = re.compile(r"\D*|\D+\d")
"""Address Line 1 and SEGMENT1 are headings too; a row of a payment has a longer number."""
_DIGIT = re.compile(r"\d")


def nearest_sentence(grid: Grid, nearest: Match | None) -> str:
    """What a grid without known headings looks like, and what to write into lccspend.toml to have it read."""
    filled = [r for r in grid.rows if any(c.strip() for c in r)]
    rows = filled[:3]
    shown = "\n".join("    " + " | ".join(_shown(row)) for row in rows)
    if nearest and nearest.score >= (1 if _may_be_headings(rows[0]) else 2):
        layout, missing = nearest.profile.layout, nearest.profile.fields_missing_from(nearest.columns)
        head = f"nearest layout: {nearest.profile.title} ({layout}); missing headings: {', '.join(nearest.missing)}"
        entry = "\n".join([f"    [sources.{layout}.columns]", *(f'    {field} = ["its heading"]' for field in missing)])
        advice = f"If they are there under other names, add these to lccspend.toml:\n{entry}"
    else:
        head = "its headings are those of no known layout"
        columns = [""] * min(max((len(r) for r in rows), default=1), MOST_SHOWN)
        entry = entry_to_paste(grid.label, "published", columns)
        advice = f"If it has no headings, name its layout and columns in lccspend.toml:\n{entry}"
    return f"{grid.label}: {head} ({how_many(len(filled), 'row')}).\n  Its first rows:\n{shown}\n  {advice}"


def entry_to_paste(label: str, layout: str, columns: Sequence[str]) -> str:
    """The lines of lccspend.toml that tell the columns of one file."""
    named = ", ".join(f'"{column}"' for column in columns)
    return f'    [[sources.files]]\n    match = "{label}"\n    layout = "{layout}"\n    columns = [{named}]'


MOST_SHOWN = 50
"""Columns: the fields of the widest layout are half as many."""


def _shown(row: list[str]) -> list[str]:
    """Headings as they are; of any other row only its shape, for messages are kept in logs and names are private."""
    cells = [" ".join(cell.split())[:30] for cell in row[:12]]
    if _may_be_headings(row):
        return cells
    return [_DIGIT.sub("9", c) if _FIGURES.fullmatch(c) else "text" if c else "" for c in cells]


def _may_be_headings(row: list[str]) -> bool:
    return all(_LIKE_A_HEADING.fullmatch(cell.strip()) for cell in row)
