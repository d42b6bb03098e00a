"""waivers.csv, procurement_kpis.csv and actions.csv in, what they say out; a bad row is an error with its line."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args

import polars as pl

from lccspend.dates import EARLIEST, financial_year, read_day
from lccspend.errors import SourceError
from lccspend.etl.reference import Row, rows_of
from lccspend.governance import Action, Better, DepartureKind, Departures, Governance, Measure, Progress, Rating, rating
from lccspend.money import pounds, read_pence

WAIVERS, KPIS, ACTIONS = "waivers.csv", "procurement_kpis.csv", "actions.csv"

COLUMNS = {
    WAIVERS: ("reference", "kind", "date", "supplier", "value", "reason", "approved_by"),
    KPIS: ("financial_year", "measure", "target", "actual", "unit", "better", "status"),
    ACTIONS: ("reference", "recommendation", "source", "owner", "target_date", "status", "completed_on"),
}

NEEDED = {
    WAIVERS: ("kind", "date", "reason"),
    KPIS: ("financial_year", "measure", "target", "better"),
    ACTIONS: ("recommendation", "status"),
}

NAMED_BY = {WAIVERS: ("reference",), KPIS: ("financial_year", "measure"), ACTIONS: ("reference",)}
"""The cells that tell one row from another: two rows that agree in them would count one thing twice."""

KINDS: dict[str, DepartureKind] = {
    "waiver": "waiver",
    "non-compliance": "non-compliance",
    "non compliance": "non-compliance",
}
BETTER: dict[str, Better] = {word: word for word in get_args(Better)}
RATINGS: dict[str, Rating] = {word: word for word in get_args(Rating)}
STATES: dict[str, Progress] = {word: word for word in get_args(Progress)}

_QUANTITY = re.compile(r"(-?)£?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?%?")
_YEAR = re.compile(r"(\d{4})/(\d{2})")

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class _Kept:
    """The rows of one file, with its days and pence read as those of the exports are."""

    is_there: bool
    rows: Sequence[Row]
    faults: list[str]

    def days(self, column: str) -> list[date | None]:
        found = self._read(column, read_day(pl.col(column)), "is no date such as 2024-04-30 or 30/04/2024")
        early = [row for row, day in zip(self.rows, found, strict=True) if day and day < EARLIEST]
        self.faults.extend(f"{row['line']}: {column} '{row[column]}' is before {EARLIEST}" for row in early)
        return found

    def pence(self, column: str) -> list[int | None]:
        return self._read(column, read_pence(pl.col(column)), "is no amount such as 12,345.67")

    def _read(self, column: str, expression: pl.Expr, fault: str) -> list[Any]:
        cells = pl.DataFrame({column: [row[column] for row in self.rows]}, schema={column: pl.String})
        found = cells.select(expression).to_series().to_list()
        for row, value in zip(self.rows, found, strict=True):
            if row[column] and value is None:
                self.faults.append(f"{row['line']}: {column} '{row[column]}' {fault}")
        return found

    def words(self, column: str, known: Mapping[str, Word]) -> list[Word | None]:
        """What a cell's word stands for; a cell that is filled with another word is a fault."""
        found = [known.get(" ".join(row[column].casefold().split())) for row in self.rows]
        for row, word in zip(self.rows, found, strict=True):
            if row[column] and word is None:
                self.faults.append(f"{row['line']}: {column} is '{row[column]}'; it is {' or '.join(known)}")
        return found


def read_governance(folder: Path, day: date) -> Governance:
    """What is kept, on the day of the build; SourceError lists every fault of every file."""
    faults: list[str] = []

    def kept(name: str) -> _Kept:
        rows = rows_of(folder / name, COLUMNS[name], faults)
        _check(name, rows, faults)
        return _Kept((folder / name).is_file(), rows, faults)

    waivers, measures, actions = kept(WAIVERS), kept(KPIS), kept(ACTIONS)
    found = Governance(
        as_at=day,
        departures=_departures(waivers) if waivers.is_there else None,
        measures=_measures(measures) if measures.is_there else None,
        actions=_actions(actions, day) if actions.is_there else None,
    )
    if faults:
        raise SourceError("\n".join(faults), fix="Mend these lines in data/reference and run again.")
    return found


def _check(name: str, rows: Sequence[Row], faults: list[str]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        missing = [cell for cell in NEEDED[name] if not row[cell]]
        if missing:
            faults.append(f"{row['line']}: needs {' and '.join(missing)}")
        key = tuple(row[cell].casefold() for cell in NAMED_BY[name])
        if any(key) and key in seen:
            faults.append(f"{row['line']}: {' '.join(row[cell] for cell in NAMED_BY[name])} stands on {seen[key]} too")
        seen.setdefault(key, row["line"].rpartition(", ")[2])


def _departures(kept: _Kept) -> tuple[Departures, ...]:
    found: defaultdict[tuple[str, int, DepartureKind, str], list[int | None]] = defaultdict(list)
    cells = zip(kept.rows, kept.words("kind", KINDS), kept.days("date"), kept.pence("value"), strict=True)
    for row, kind, day, value in cells:
        if value is not None and value < 0:
            kept.faults.append(f"{row['line']}: value '{row['value']}' is below nothing")
        if kind and day:
            found[financial_year(day), (day.month - 4) % 12 // 3 + 1, kind, row["reason"]].append(value)
    return tuple(
        Departures(
            financial_year=year,
            quarter=quarter,
            kind=kind,
            reason=reason,
            number=len(values),
            value=pounds(sum(value or 0 for value in values)),
            without_value=values.count(None),
        )
        for (year, quarter, kind, reason), values in sorted(found.items(), key=lambda item: item[0])
    )


def _measures(kept: _Kept) -> tuple[Measure, ...]:
    found = []
    words = kept.words("better", BETTER), kept.words("status", RATINGS)
    for row, better, given in zip(kept.rows, *words, strict=True):
        target, actual = (_quantity(row, cell, kept.faults) for cell in ("target", "actual"))
        year = _YEAR.fullmatch(row["financial_year"])
        if row["financial_year"] and (year is None or (int(year[1]) + 1) % 100 != int(year[2])):
            kept.faults.append(f"{row['line']}: financial_year is '{row['financial_year']}'; write it as 2023/24")
        if target is not None and better:
            found.append(
                Measure(
                    financial_year=row["financial_year"],
                    measure=row["measure"],
                    unit=row["unit"] or "number",
                    target=target,
                    actual=actual,
                    better=better,
                    rating=given or rating(target, actual, better),
                    is_given=given is not None,
                )
            )
    return tuple(found)


def _quantity(row: Row, cell: str, faults: list[str]) -> Decimal | None:
    found = _QUANTITY.fullmatch(row[cell])
    if found:
        return Decimal("".join(part or "" for part in found.groups()).replace(",", ""))
    if row[cell]:
        faults.append(f"{row['line']}: {cell} '{row[cell]}' is no number with at most two decimals")
    return None


def _actions(kept: _Kept, day: date) -> tuple[Action, ...]:
    found = []
    states, targets, ends = kept.words("status", STATES), kept.days("target_date"), kept.days("completed_on")
    for row, status, target, completed in zip(kept.rows, states, targets, ends, strict=True):
        if completed and status != "complete":
            kept.faults.append(f"{row['line']}: completed_on is given, but status is '{row['status']}'")
        if status:
            found.append(
                Action(
                    reference=row["reference"],
                    recommendation=row["recommendation"],
                    source=row["source"],
                    owner=row["owner"],
                    target_date=target,
                    status=status,
                    completed_on=completed,
                    is_overdue=status != "complete" and target is not None and target < day,
                )
            )
    return tuple(found)
