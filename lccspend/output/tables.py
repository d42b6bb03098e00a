"""Pages of text in, tables for a terminal or a plain file out: numbers never wrapped, wide tables in several panels."""

import io
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lccspend.output.pages import Page
from lccspend.output.text import one_line

NAME_WIDTH = 30
"""Columns of text get at least this much room, or what their longest text needs."""
GAP = 2
MOST_ROWS = 2000
"""More rows than anybody reads on a screen, and the most that are quick to lay out."""


def as_table(pages: Sequence[Page], *, width: int, plain: bool) -> str:
    """The pages in this many columns; plain leaves out every escape sequence."""
    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=not plain, no_color=plain, highlight=False, markup=False, emoji=False
    )
    for number, page in enumerate(pages):
        if number:
            console.print()
        _print_page(console, page, width)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _print_page(console: Console, page: Page, width: int) -> None:
    console.print(Text(one_line(page.title), style="bold"))
    for number, panel in enumerate(panels(page, width)):
        if number:
            console.print()
        needed = sum(_least(page, column) + GAP for column in panel)
        console.print(_table(page, panel), width=max(width, needed), crop=False, soft_wrap=False)
    if len(page.rows) > MOST_ROWS:
        console.print(f"The first {MOST_ROWS:,} of {len(page.rows):,} rows; --format csv gives them all.")
    if page.notes:
        console.print()
    for note in page.notes:
        console.print(Text(one_line(note)))


def panels(page: Page, width: int) -> list[list[int]]:
    """The columns of each panel: as many as fit, after the columns that name the rows."""
    labels = list(range(page.labels))
    rest = range(page.labels, len(page.columns))
    start = sum(_least(page, column) + GAP for column in labels)
    made, room = [list(labels)], width - start
    for column in rest:
        needed = _least(page, column) + GAP
        if needed > room and len(made[-1]) > len(labels):
            made.append(list(labels))
            room = width - start
        made[-1].append(column)
        room -= needed
    return made


def _least(page: Page, column: int) -> int:
    """The room without which a column would break a number or a word."""
    texts = [page.columns[column].heading, *(row[column] for row in page.rows[:MOST_ROWS])]
    if page.columns[column].right:
        return max(map(cell_len, texts))
    longest_word = max((cell_len(word) for text in texts for word in text.split()), default=0)
    return max(longest_word, min(NAME_WIDTH, max(map(cell_len, texts))))


def _table(page: Page, panel: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0), collapse_padding=True)
    for number in panel:
        column = page.columns[number]
        table.add_column(
            Text(column.heading),
            justify="right" if column.right else "left",
            no_wrap=column.right,
            min_width=_least(page, number),
            overflow="fold",
        )
    for row in page.rows[:MOST_ROWS]:
        table.add_row(*(Text(one_line(row[number])) for number in panel))
    return table
