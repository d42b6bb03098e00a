"""A grid of cells in, a table of named fields out: headings are found, furniture is left behind, no row is dropped."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from lccspend.errors import SourceError
from lccspend.etl.furniture import filled_cells, is_furniture, is_total, plain_payment
from lccspend.etl.unknownheadings import entry_to_paste, nearest_sentence
from lccspend.reading.grid import Grid
from lccspend.settings import SourceFile, is_named
from lccspend.sources.profile import Match, Profile, Profiles, heading_key, match_profile, told_match

HEADINGS_WITHIN = 100
"""The headings stand in one of the first hundred rows, or in the last (contract section 2)."""


class UnknownHeadingsError(Exception):
    """No row of the grid holds the headings of a known layout; the message names the nearest one."""


@dataclass
class Table:
    """The data rows of one grid under the fields of its layout; every list has one item for each row."""

    label: str
    profile: Profile
    headings: dict[str, str]
    fields: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    faults: list[str | None] = field(default_factory=list)
    totals: list[bool] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changed: bool = False
    """Whether the headings change within the grid."""
    from_1904: bool = False
    """Whether days that stand as bare numbers are counted from 1904."""


def headings_known(profiles: Profiles) -> Callable[[Sequence[str]], int]:
    """How many cells of a row are headings of any layout: it tells the right delimiter from the wrong ones."""
    known = profiles.known
    return lambda cells: sum(1 for cell in cells if len(cell) <= 80 and heading_key(cell) in known)


def told_for(label: str, told: Sequence[SourceFile]) -> SourceFile | None:
    """The entry of `[[sources.files]]` that speaks of a file or of its sheet."""
    return next((t for t in told if is_named(label, t.match)), None)


@dataclass(frozen=True)
class Headed:
    """Where the headings of a grid stand (-1: the user named the columns), what they mean, and what else is known."""

    start: int
    match: Match
    width: int
    most: int
    """Cells of a row, blank ones behind the headings included: an export may end each row with a delimiter."""
    headings: dict[str, str]
    warnings: list[str]

    @property
    def is_payments(self) -> bool:
        return "payment_amount" in self.match.profile.fields


def find_headings(grid: Grid, profiles: Profiles, told: SourceFile | None = None) -> Headed:
    """The headings of a grid; raises UnknownHeadingsError, or SourceError where headings are ambiguous."""
    if told and told.columns:
        start, match = -1, told_match(profiles.by_layout[told.layout], told.columns, grid.label)
        width = len(told.columns)
        headings = dict(zip(match.columns, match.columns, strict=True))
    else:
        start, match = _find(grid, profiles, told)
        width = len(grid.rows[start])
        headings = {f: grid.rows[start][i].strip() for f, i in match.columns.items()}
    warnings = _leave_doubled_out(grid.label, match, headings, width)
    return Headed(start, match, width, _usual(grid, start, width), headings, warnings)


def _usual(grid: Grid, start: int, width: int) -> int:
    """How many cells most of the first rows below the headings have (of all rows, where none is below)."""
    below = grid.rows[start + 1 : start + 1 + HEADINGS_WITHIN]
    lengths = Counter(len(row) for row in below or grid.rows[:HEADINGS_WITHIN])
    return max(width, max(lengths, key=lambda length: (lengths[length], -length), default=width))


def tabulate(grid: Grid, profiles: Profiles, told: SourceFile | None = None) -> Table:
    """The table of a grid; raises UnknownHeadingsError, or SourceError where headings are ambiguous."""
    headed = find_headings(grid, profiles, told)
    rows, titles = _below(grid, headed.start, headed.match)
    table = _fill(grid, headed, rows, titles)
    if not table.numbers:
        table.warnings.append("has headings and no rows below them")
    return table


def tabulate_rest(head: Grid, rest: Grid, headed: Headed) -> Table | None:
    """The table of rows picked from below the headings of a grid; None where they change the headings of later rows."""
    titles = {filled_cells(row) for row in head.rows[: headed.start]}
    own = Grid(rest.label, [head.rows[headed.start], *rest.rows], [0, *rest.numbers], rest.is_text, rest.warnings)
    table = _fill(own, replace(headed, start=0), range(1, len(own.rows)), titles)
    return None if table.changed else table


def has_data_above(head: Grid, headed: Headed) -> bool:
    """Whether the sheet was sorted together with its headings."""
    return any(_is_data(row, headed.match) for row in head.rows[: headed.start])


def _find(grid: Grid, profiles: Profiles, told: SourceFile | None) -> tuple[int, Match]:
    """The row of the headings and what they mean."""
    last = next((i for i in range(len(grid.rows) - 1, -1, -1) if any(c.strip() for c in grid.rows[i])), None)
    candidates = [*range(min(HEADINGS_WITHIN, len(grid.rows))), *([last] if last is not None else [])]
    nearest: Match | None = None
    for index in candidates:
        matches = [m for m in profiles.match(grid.rows[index]) if not told or m.profile.layout == told.layout]
        found = _decide(matches)
        if found:
            return index, found
        nearest = max([m for m in (nearest, matches[0] if matches else None) if m], key=lambda m: m.score, default=None)
    raise UnknownHeadingsError(nearest_sentence(grid, nearest))


def _decide(matches: list[Match]) -> Match | None:
    """The layout that a row of headings belongs to: complete, and no incomplete payment layout fits it better."""
    complete = next((m for m in matches if not m.missing), None)
    if complete is None:
        return None
    rivals = [m for m in matches if m.missing and _is_serious(m) and m.score > complete.score]
    return None if rivals else complete


def _is_serious(match: Match) -> bool:
    """Whether a layout's own required fields are there, beyond the supplier's name and number that all have."""
    wanted = {f for option in match.profile.required for f in option} - {"supplier_name", "supplier_number", "postcode"}
    return bool(wanted & match.columns.keys())


def _leave_doubled_out(label: str, match: Match, headings: dict[str, str], width: int) -> list[str]:
    """Equal headings for a required field stop the file; another field is left unread, and the warning says so."""
    required = {f for option in match.profile.required for f in option}
    warnings = []
    for name, places in match.doubled.items():
        columns = " and ".join(str(p + 1) for p in places)
        if name in required:
            raise SourceError(
                f"{label}: the heading '{headings[name]}' stands in columns {columns}, so the {name.replace('_', ' ')}"
                " could be either.",
                fix=f'Add this to lccspend.toml, with "" in place of the one that is not meant:\n'
                f"{entry_to_paste(label, match.profile.layout, _named_columns(match, name, width))}",
            )
        del match.columns[name]
        warnings.append(f"the heading '{headings[name]}' stands in columns {columns}; neither is read")
    return warnings


def _named_columns(match: Match, doubled: str, width: int) -> list[str]:
    """The field of each column, in all places of the doubled one; "" where none or another doubled one stands."""
    names = [""] * width
    for field_name, place in match.columns.items():
        for own in match.doubled.get(field_name, (place,)):
            names[own] = field_name if field_name == doubled or field_name not in match.doubled else ""
    return names


def _fill(grid: Grid, headed: Headed, rows: Iterable[int], titles: set[tuple[str, ...]]) -> Table:
    """Every row but the furniture goes into the table, under the headings that hold for it."""
    start, match, width, most = headed.start, headed.match, headed.width, headed.most
    warnings = [*grid.warnings, *headed.warnings]
    table = Table(grid.label, match.profile, headed.headings, warnings=warnings, from_1904=grid.from_1904)
    table.fields = {name: [] for name in match.profile.fields}
    heading_row = filled_cells(grid.rows[start]) if start >= 0 else ()
    short = 0
    for index in rows:
        number, cells = grid.numbers[index], grid.rows[index]
        if not (headed.is_payments and plain_payment(cells, match)):
            filled = filled_cells(cells)
            if not filled or filled == heading_row or filled in titles or is_furniture(cells, match):
                continue
            changed = _new_headings(table.profile, cells) if headed.is_payments and index > start else None
            if changed and start < 0:
                continue  # the user named the columns, and knows better than the headings that stand there
            if changed:
                if changed.columns != match.columns:
                    table.warnings.append(f"row {number}: the headings change here")
                match, width, heading_row, table.changed = changed, len(cells), filled, True
                most = width
                continue
        short += _append(table, match, number, cells, (width, most) if grid.is_text else None)
    if short:
        table.warnings.append(f"{short} rows are shorter than the headings; their missing last cells are blank")
    return table


def _below(grid: Grid, start: int, match: Match) -> tuple[list[int], set[tuple[str, ...]]]:
    """The rows that may hold data, and the title lines that a report may repeat on its pages.

    Rows follow the headings. A sheet that was sorted together with its headings has data above them too: where no
    payment follows, every row above is data save the titles on top, else those that can be no title.
    """
    before, after = range(max(start, 0)), range(start + 1, len(grid.rows))
    above = {i for i in before if _is_data(grid.rows[i], match)}
    if not any(_is_row(grid.rows[i], match) for i in after):
        first = next((i for i in before if i in above or _fills_headings(grid.rows[i], match)), None)
        if first is not None:
            return [*before, *after], {filled_cells(row) for row in grid.rows[:first] if _is_title(row, match)}
    if above:
        above |= {i for i in before if _fills_headings(grid.rows[i], match) or is_total(grid.rows[i], match)}
    return [*sorted(above), *after], {filled_cells(grid.rows[i]) for i in set(before).difference(above)}


def _is_row(cells: list[str], match: Match) -> bool:
    """Whether a row is neither blank nor furniture nor a total."""
    return bool(filled_cells(cells)) and not (is_furniture(cells, match) or is_total(cells, match))


def _is_data(cells: list[str], match: Match) -> bool:
    """Whether a row is certainly no title: a payment, or in other layouts one that fills what is required."""
    if "payment_amount" in match.columns:
        return plain_payment(cells, match)
    return _required_cells(cells, match) == len(match.profile.required)


def _is_title(cells: list[str], match: Match) -> bool:
    """Whether a row above all data is surely none itself: a word or two, and no figure where the amounts stand.

    A title that stands there alone, because the amounts come first, may hold a date.
    """
    amount = match.columns.get("payment_amount", len(cells))
    filled = filled_cells(cells)
    there = "".join(cells[amount : amount + 1])
    return len(filled) <= 2 and (not any(c.isdigit() for c in there) or (len(filled) == 1 and _is_worded(there)))


def _is_worded(cell: str) -> bool:
    """Whether a cell begins with two words, as no amount does."""
    return re.match(r"\s*[a-z]{2,}\W+[a-z]{2,}", cell, re.I) is not None


def _fills_headings(cells: list[str], match: Match) -> bool:
    """Whether a row fills three of the required columns: no title does, but a payment that cannot be read."""
    return _required_cells(cells, match) >= 3


def _required_cells(cells: list[str], match: Match) -> int:
    places = [[match.columns[f] for f in option if f in match.columns] for option in match.profile.required]
    return sum(any(i < len(cells) and cells[i].strip() for i in option) for option in places)


def _new_headings(profile: Profile, cells: list[str]) -> Match | None:
    """A second row of headings in one sheet, where the columns change."""
    match = match_profile(profile, [heading_key(c) if len(c) <= 80 else "" for c in cells])
    return None if match.missing else match


def _append(table: Table, match: Match, number: int, cells: list[str], widths: tuple[int, int] | None) -> int:
    """Add one row; returns 1 when it is short but whole. In a text, widths are those of the headings and of a row."""
    size = len(cells)
    for name, values in table.fields.items():
        column = match.columns.get(name)
        values.append(cells[column] if column is not None and column < size else "")
    table.numbers.append(number)
    table.cells.append(cells)
    fault, is_short = _shape(cells, match, *widths) if widths else (None, 0)
    table.faults.append(fault)
    table.totals.append(is_total(cells, match))
    return is_short


def _shape(cells: list[str], match: Match, width: int, most: int) -> tuple[str | None, int]:
    """What is wrong with the number of cells, and whether last ones are missing that are not needed.

    A blank cell too many tells of a delimiter within another cell, which moves all that stand behind it.
    """
    if len(cells) == width:
        return None, 0
    if len(cells) > width:
        extra = len(cells) > most or any(c.strip() for c in cells[width:])
        return (f"the row has {len(cells)} cells where the headings have {width}" if extra else None), 0
    needed = max(match.columns[f] for option in match.profile.required for f in option if f in match.columns)
    if len(cells) <= needed:
        return f"the row has {len(cells)} cells where the headings have {width}", 0
    return None, 1
