"""Register tables of text in, rows of the contract register out; a row that cannot be read is rejected with its reason.

A date or value that is blank, or said not to be known yet, is no fault of reading: the register is published with
gaps, and they are counted as its quality.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from lccspend.dates import read_day
from lccspend.etl.books import Outside
from lccspend.metrics.register import Entry
from lccspend.money import read_pence, tidy
from lccspend.names import normalised

DAYS = ("procurement_start_date", "start_date", "end_date", "extension_end_date")
VALUES = ("annual_value", "total_value")
WORDS = (
    *("contract_reference", "contract_title", "supplier_name", "supplier_number", "category"),
    *("lot", "purchase_order", "procurement_route"),
)

MISSING = r"(?i)^(\W*|tbc|tba|tbd|n/?a|none|unknown|not known|not applicable|to be confirmed)$"
"""What stands in published registers where a date or a value is not known."""


@dataclass
class ContractRows:
    """What the register files say: rows, rows that cannot be read, their books, and what to warn about, by file."""

    entries: list[Entry] = field(default_factory=list)
    rejected: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    outside: dict[str, Outside] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)


def read_contracts(tables: Iterable[tuple[str, pl.DataFrame]], aliases: Mapping[str, str]) -> ContractRows:
    """Rows of the tables (label, text columns of the contracts layout); aliases: normalised name -> supplier."""
    read = ContractRows()
    for label, table in tables:
        before = len(read.rejected)
        for given, row in zip(table.iter_rows(named=True), _parsed(table).iter_rows(named=True), strict=True):
            column, reason = _fault(row)
            if reason:
                raw = json.dumps([given[name] for name in (*WORDS, *DAYS, *VALUES)], ensure_ascii=False)
                read.rejected.append((label, row["row"], column, reason, raw))
            else:
                read.entries.append(_entry(label, row, aliases))
        read.outside[label] = Outside(table.height, len(read.rejected) - before)
    return read


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    tidied = table.with_columns(
        *(tidy(pl.col(name)).fill_null("") for name in WORDS),
        *(tidy(pl.col(name)).fill_null("").str.replace(MISSING, "") for name in (*DAYS, *VALUES)),
    )
    return tidied.with_columns(
        *(read_day(pl.col(name)).alias(f"{name}_read") for name in DAYS),
        *(read_pence(pl.col(name)).alias(f"{name}_read") for name in VALUES),
    )


def _fault(row: Mapping[str, object]) -> tuple[str, str]:
    """The column and the reason for which a row cannot be read; nothing where it can."""
    if row["shape_fault"]:
        return "", str(row["shape_fault"])
    if not (row["contract_reference"] or row["contract_title"] or row["supplier_name"]):
        return "contract reference", "the row names no contract and no supplier"
    for name in (*DAYS, *VALUES):
        if row[name] and row[f"{name}_read"] is None:
            what = "no date that is read (day first)" if name in DAYS else "not money"
            return name.replace("_", " "), f"the {name.replace('_', ' ')} '{row[name]}' is {what}"
    return "", ""


def _entry(label: str, row: Mapping[str, object], aliases: Mapping[str, str]) -> Entry:
    words = {name: " ".join(str(row[name]).split()) for name in WORDS}
    supplier = words["supplier_name"]
    known_as = normalised(supplier) if supplier else ""
    read = {name: row[f"{name}_read"] for name in (*DAYS, *VALUES)}
    return Entry(
        file=label,
        row=int(str(row["row"])),
        reference=words["contract_reference"],
        title=words["contract_title"],
        supplier=supplier,
        known_as=normalised(aliases[known_as]) if known_as in aliases else known_as,
        number=words["supplier_number"],
        category=words["category"],
        lot=words["lot"],
        orders=tuple(order for order in re.split(r"\s*[;,]\s*", words["purchase_order"]) if order),
        procurement_start=read["procurement_start_date"],  # type: ignore[arg-type]  # read_day gives days
        start=read["start_date"],  # type: ignore[arg-type]
        end=read["end_date"],  # type: ignore[arg-type]
        extension_end=read["extension_end_date"],  # type: ignore[arg-type]
        annual=read["annual_value"],  # type: ignore[arg-type]  # read_pence gives pence
        total=read["total_value"],  # type: ignore[arg-type]
        route=words["procurement_route"],
    )
