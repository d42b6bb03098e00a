"""Linked payments in, sums of them out, by year, supplier and category, and by contract; in pence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lccspend.agreements import LinkMethod
from lccspend.metrics.links import Linker
from lccspend.metrics.register import Register
from lccspend.schema import NO_GROUP


@dataclass(frozen=True)
class LinkedSum:
    """Payments of one year, supplier, category and method."""

    financial_year: str
    supplier_class: str
    supplier_key: int
    supplier: str
    category: str
    method: LinkMethod
    payments: int
    pence: int


@dataclass(frozen=True)
class ContractSum:
    """What was paid under a contract in all years: in all, as the payments name it, and outside its dates."""

    pence: int = 0
    by_reference: int = 0
    outside: int = 0


@dataclass(frozen=True)
class Oddity:
    """Payments whose link is doubtful: how many, their pence, and a few of what they name."""

    payments: int
    pence: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Linked:
    """Everything that is summed over linked payments."""

    sums: tuple[LinkedSum, ...]
    contracts: dict[int, ContractSum]
    unknown_references: Oddity
    other_suppliers: Oddity


def sum_up(rows: pl.LazyFrame, register: Register, known: Linker) -> Linked:
    """Sums of the rows of `link_payments`."""
    named = rows.filter(pl.col("contract").is_not_null())
    return Linked(
        sums=_sums(rows),
        contracts=_by_contract(named, register),
        unknown_references=_oddity(
            rows.filter(pl.col("contract_reference").is_not_null() & (pl.col("link_method") != "contract reference")),
            "contract_reference",
        ),
        other_suppliers=_oddity(_of_other_suppliers(named, known), "contract_reference"),
    )


NOTHING_LINKED = Linked((), {}, Oddity(0, 0, ()), Oddity(0, 0, ()))
"""The sums where there is no register."""


def _sums(rows: pl.LazyFrame) -> tuple[LinkedSum, ...]:
    key = ["financial_year", "supplier_class", "supplier_key", "supplier", "category", "link_method"]
    named = rows.with_columns(pl.col("category").fill_null(NO_GROUP))
    sums = named.group_by(key).agg(pl.len().alias("payments"), pl.col("pence").sum()).sort(key)
    return tuple(LinkedSum(*row) for row in sums.collect().iter_rows())


def _by_contract(named: pl.LazyFrame, register: Register) -> dict[int, ContractSum]:
    dates = pl.LazyFrame(
        {
            "contract": pl.Series(range(len(register.contracts)), dtype=pl.Int64),
            "first": _days([c.start for c in register.contracts]),
            "last": _days([c.last_day for c in register.contracts]),
        }
    )
    pence, told = pl.col("pence"), pl.col("link_method").is_in(["contract reference", "purchase order"])
    outside = (pl.col("paid_on") < pl.col("first")) | (pl.col("paid_on") > pl.col("last"))
    sums = (
        named.join(dates, on="contract", how="left", maintain_order="left")
        .group_by("contract")
        .agg(
            pence.sum(),
            pence.filter(told).sum().alias("by_reference"),
            pence.filter(outside.fill_null(value=False)).sum().alias("outside"),
        )
    )
    return {contract: ContractSum(*rest) for contract, *rest in sums.collect().iter_rows()}


def _days(days: Sequence[date | None]) -> pl.Series:
    return pl.Series(days, dtype=pl.Date)


def _of_other_suppliers(named: pl.LazyFrame, known: Linker) -> pl.LazyFrame:
    """Payments that name a contract whose suppliers are all others."""
    pairs = (
        named.filter(pl.col("link_method") == "contract reference")
        .select("contract", "supplier_key")
        .unique()
        .collect()
    )
    strange = [bool(known.parties.get(c)) and s not in known.parties[c] for c, s in pairs.rows()]
    others = pairs.filter(pl.Series(strange, dtype=pl.Boolean)).lazy()
    return named.join(others, on=["contract", "supplier_key"], how="semi", maintain_order="left")


def _oddity(rows: pl.LazyFrame, column: str) -> Oddity:
    """Examples are those of most value, by absolute amount."""
    sums = rows.group_by(column).agg(pl.len(), pl.col("pence").sum(), size=pl.col("pence").abs().sum())
    found = sums.sort("size", column, descending=[True, False]).collect()
    return Oddity(int(found["len"].sum()), int(found["pence"].sum()), tuple(found[column].head(3).to_list()))
