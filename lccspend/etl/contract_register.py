"""Register tables of text in, rows of the contract register out; a row that cannot be read is rejected with its reason.

A date or value that is blank, or said not to be known yet, is no fault of reading: the register is published with
gaps, and they are counted as its quality.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial

import polars as pl

from lccspend.dates import NO_DATE, read_day
from lccspend.etl.readrows import Fault, Row, Said, TextTable, in_one_line, read_rows, values, words
from lccspend.metrics.register import Entry
from lccspend.money import read_pence
from lccspend.names import known_as

DAYS = ("procurement_start_date", "start_date", "end_date", "extension_end_date")
VALUES = ("annual_value", "total_value")
WORDS = (
    *("contract_reference", "contract_title", "supplier_name", "supplier_number", "category"),
    *("lot", "purchase_order", "procurement_route"),
)


def read_contracts(tables: Iterable[TextTable], aliases: Mapping[str, str]) -> Said[Entry]:
    """Rows of the tables of the contracts layout; aliases: normalised name -> supplier."""
    return read_rows(tables, _parsed, _fault, partial(_entry, aliases=aliases))


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    tidied = table.with_columns(*words(WORDS), *values((*DAYS, *VALUES)))
    return tidied.with_columns(
        *(read_day(pl.col(name)).alias(f"{name}_read") for name in DAYS),
        *(read_pence(pl.col(name)).alias(f"{name}_read") for name in VALUES),
    )


def _fault(row: Row) -> Fault:
    if not (row["contract_reference"] or row["contract_title"] or row["supplier_name"]):
        return "contract_reference", "the row names no contract and no supplier"
    for name in (*DAYS, *VALUES):
        if row[name] and row[f"{name}_read"] is None:
            what = NO_DATE if name in DAYS else "not money"
            return name, f"the {name.replace('_', ' ')} '{row[name]}' is {what}"
    return "", ""


def _entry(label: str, row: Row, aliases: Mapping[str, str]) -> Entry:
    told = in_one_line(row, WORDS)
    read = {name: row[f"{name}_read"] for name in (*DAYS, *VALUES)}
    return Entry(
        file=label,
        row=row["row"],
        reference=told["contract_reference"],
        title=told["contract_title"],
        supplier=told["supplier_name"],
        known_as=known_as(told["supplier_name"], aliases),
        number=told["supplier_number"],
        category=told["category"],
        lot=told["lot"],
        orders=tuple(order for order in re.split(r"\s*[;,]\s*", told["purchase_order"]) if order),
        procurement_start=read["procurement_start_date"],
        start=read["start_date"],
        end=read["end_date"],
        extension_end=read["extension_end_date"],
        annual=read["annual_value"],
        total=read["total_value"],
        route=told["procurement_route"],
    )
