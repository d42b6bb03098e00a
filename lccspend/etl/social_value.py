"""Social value exports as tables of text in, measures out; a row that cannot be read is rejected with its reason."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from lccspend.etl.books import Outside
from lccspend.etl.contract_register import MISSING
from lccspend.metrics.social_value import Promise
from lccspend.money import HUNDREDTH, pence, read_pence, round_half_up, tidy
from lccspend.names import normalised

WORDS = ("contract_reference", "supplier_name", "theme", "outcome", "measure_reference", "measure", "unit")
QUANTITIES = ("committed_quantity", "delivered_quantity")
VALUES = ("committed_value", "delivered_value")
_NUMBER = re.compile(r"(-?)£? ?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)")

Row = Mapping[str, object]


@dataclass
class Promises:
    """What the exports say: measures, rows that cannot be read, their books, and what to warn about, by file."""

    rows: list[Promise] = field(default_factory=list)
    rejected: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    outside: dict[str, Outside] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)


def read_social_value(tables: Iterable[tuple[str, pl.DataFrame]], aliases: Mapping[str, str]) -> Promises:
    """Measures of the tables (label, text columns of the layout); aliases: normalised name -> supplier.

    A proxy value is a computed price, so one with more than two decimals is rounded half up, and told.
    """
    read = Promises()
    for label, table in tables:
        before, rounded = len(read.rejected), 0
        for given, row in zip(table.iter_rows(named=True), _parsed(table).iter_rows(named=True), strict=True):
            column, reason = _fault(row)
            if reason:
                raw = json.dumps([given[name] for name in (*WORDS, *QUANTITIES, *VALUES)], ensure_ascii=False)
                read.rejected.append((label, row["row"], column, reason, raw))
                continue
            rounded += any(row[name] and row[f"{name}_pence"] is None for name in VALUES)
            read.rows.append(_promise(label, row, aliases))
        read.outside[label] = Outside(table.height, len(read.rejected) - before)
        if rounded:
            read.warnings[label] = [f"values with parts of a penny are rounded half up (rows: {rounded:,})"]
    return read


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        *(tidy(pl.col(name)).fill_null("") for name in WORDS),
        *(tidy(pl.col(name)).fill_null("").str.replace(MISSING, "") for name in (*QUANTITIES, *VALUES)),
        *(read_pence(pl.col(name)).alias(f"{name}_pence") for name in VALUES),
    )


def _fault(row: Row) -> tuple[str, str]:
    """The column and the reason for which a row cannot be read; nothing where it can."""
    if row["shape_fault"]:
        return "", str(row["shape_fault"])
    if not (row["measure"] or row["measure_reference"]):
        return "measure", "the row names no measure"
    for name in QUANTITIES:
        if row[name] and read_number(str(row[name])) is None:
            return name.replace("_", " "), f"the quantity '{row[name]}' is no number"
    for name in VALUES:
        if row[name] and _pence(row, name) is None:
            return name.replace("_", " "), f"the value '{row[name]}' is not money"
    return "", ""


def read_number(text: str) -> Decimal | None:
    """A number with any decimals, thousands separators and a pound sign allowed; None where the text is none."""
    found = _NUMBER.fullmatch(text.strip())
    return Decimal(found[1] + found[2].replace(",", "")) if found else None


def _pence(row: Row, name: str) -> int | None:
    read = row[f"{name}_pence"]
    if read is not None:
        return int(str(read))
    number = read_number(str(row[name]))
    return None if number is None else pence(round_half_up(number, HUNDREDTH))


def _promise(label: str, row: Row, aliases: Mapping[str, str]) -> Promise:
    words = {name: " ".join(str(row[name]).split()) for name in WORDS}
    supplier = words["supplier_name"]
    known_as = normalised(supplier) if supplier else ""
    return Promise(
        file=label,
        row=int(str(row["row"])),
        contract=words["contract_reference"],
        supplier=supplier,
        known_as=normalised(aliases[known_as]) if known_as in aliases else known_as,
        theme=words["theme"],
        outcome=words["outcome"],
        reference=words["measure_reference"],
        measure=words["measure"],
        unit=words["unit"],
        committed_quantity=read_number(str(row["committed_quantity"])),
        delivered_quantity=read_number(str(row["delivered_quantity"])),
        committed=_pence(row, "committed_value") or 0,
        delivered=_pence(row, "delivered_value") or 0,
    )
