"""Social value exports as tables of text in, measures out; a row that cannot be read is rejected with its reason."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

import polars as pl

from lccspend.etl.readrows import Fault, Row, Said, TextTable, in_one_line, read_rows, values, words
from lccspend.metrics.social_value import Promise
from lccspend.money import HUNDREDTH, MOST_DIGITS, pence, read_pence, round_half_up
from lccspend.names import known_as

WORDS = ("contract_reference", "supplier_name", "theme", "outcome", "measure_reference", "measure", "unit")
QUANTITIES = ("committed_quantity", "delivered_quantity")
VALUES = ("committed_value", "delivered_value")
_NUMBER = re.compile(r"(-?)£? ?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)")


def read_social_value(tables: Iterable[TextTable], aliases: Mapping[str, str]) -> Said[Promise]:
    """Measures of the tables of the layout; aliases: normalised name -> supplier.

    A proxy value is a computed price, so one with more than two decimals is rounded half up, and told.
    """
    rounded: Counter[str] = Counter()

    def promise(label: str, row: Row) -> Promise:
        rounded[label] += any(row[name] and row[f"{name}_pence"] is None for name in VALUES)
        return _promise(label, row, aliases)

    said = read_rows(tables, _parsed, _fault, promise)
    for label, count in (+rounded).items():
        said.warn(label, f"values with parts of a penny are rounded half up (rows: {count:,})")
    return said


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        *words(WORDS),
        *values((*QUANTITIES, *VALUES)),
        *(read_pence(pl.col(name)).alias(f"{name}_pence") for name in VALUES),
    )


def _fault(row: Row) -> Fault:
    if not (row["measure"] or row["measure_reference"]):
        return "measure", "the row names no measure"
    for name in QUANTITIES:
        if row[name] and read_number(row[name]) is None:
            return name, f"the quantity '{row[name]}' is no number"
    for name in VALUES:
        if row[name] and _pence(row, name) is None:
            return name, f"the value '{row[name]}' is not money"
    return "", ""


def read_number(text: str) -> Decimal | None:
    """A number with any decimals, thousands separators and a pound sign allowed; None where the text is none."""
    found = _NUMBER.fullmatch(text.strip())
    number = Decimal(found[1] + found[2].replace(",", "")) if found else None
    return None if number is None or abs(number) >= 10**MOST_DIGITS else number


def _pence(row: Row, name: str) -> int | None:
    read: int | None = row[f"{name}_pence"]
    if read is not None:
        return read
    number = read_number(row[name])
    return None if number is None else pence(round_half_up(number, HUNDREDTH))


def _promise(label: str, row: Row, aliases: Mapping[str, str]) -> Promise:
    told = in_one_line(row, WORDS)
    return Promise(
        file=label,
        row=row["row"],
        contract=told["contract_reference"],
        supplier=told["supplier_name"],
        known_as=known_as(told["supplier_name"], aliases),
        theme=told["theme"],
        outcome=told["outcome"],
        reference=told["measure_reference"],
        measure=told["measure"],
        unit=told["unit"],
        committed_quantity=read_number(row["committed_quantity"]),
        delivered_quantity=read_number(row["delivered_quantity"]),
        committed=_pence(row, "committed_value") or 0,
        delivered=_pence(row, "delivered_value") or 0,
    )
