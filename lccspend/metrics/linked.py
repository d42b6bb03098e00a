"""Counted payments and the register in, sums of them linked out, by year, supplier and category, and by contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lccspend.metrics.links import ORDER, REFERENCE, Linker, link_payments, told_by_reference
from lccspend.metrics.register import Register
from lccspend.schema import NO_GROUP


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

    sums: pl.DataFrame
    """Payments (how many) and pence by financial_year, supplier_class, supplier_key, supplier, link_method and category
    (`NO_GROUP` where there is none)."""
    contracts: dict[int, ContractSum]
    unknown_references: Oddity
    other_suppliers: Oddity


def sum_up(counted: pl.LazyFrame, register: Register, known: Linker) -> Linked:
    """Sums of counted payments, linked."""
    parts = _parts(counted, link_payments(counted, known), register)
    told = told_by_reference(counted, known)
    referring = counted.filter(pl.col("contract_reference").is_not_null())
    return Linked(
        sums=_sums(parts),
        contracts=_by_contract(parts),
        unknown_references=_oddity(referring.join(told, on="contract_reference", how="anti", maintain_order="left")),
        other_suppliers=_oddity(_of_other_suppliers(referring, told, parts, known)),
    )


NOTHING_LINKED = Linked(pl.DataFrame(), {}, Oddity(0, 0, ()), Oddity(0, 0, ()))
"""The sums where there is no register."""


def _parts(counted: pl.LazyFrame, rows: pl.LazyFrame, register: Register) -> pl.DataFrame:
    """Payments (how many) and pence of linked rows by year, supplier, category, contract and method.

    Payments before a contract's first day or after its last stand apart, as is_outside.
    """
    dates = pl.LazyFrame(
        {
            "contract": pl.Series(range(len(register.contracts)), dtype=pl.Int64),
            "first": _days([c.start for c in register.contracts]),
            "last": _days([c.last_day for c in register.contracts]),
        }
    )
    outside = (pl.col("paid_on") < pl.col("first")) | (pl.col("paid_on") > pl.col("last"))
    key = ("financial_year", "supplier_key", "category", "contract", "link_method")
    parts = (
        rows.join(dates, on="contract", how="left", maintain_order="left")
        .group_by(*key, is_outside=outside.fill_null(value=False))
        .agg(pl.col("pence").sum(), payments=pl.len())
        .collect()
    )
    suppliers = counted.select("supplier_key", "supplier", "supplier_class").unique().collect()
    return parts.join(suppliers, on="supplier_key", how="left", maintain_order="left")


def _days(days: Sequence[date | None]) -> pl.Series:
    return pl.Series(days, dtype=pl.Date)


def _sums(parts: pl.DataFrame) -> pl.DataFrame:
    key = ("financial_year", "supplier_class", "supplier_key", "supplier", "category", "link_method")
    named = parts.with_columns(pl.col("category").fill_null(NO_GROUP))
    return named.group_by(key).agg(pl.col("payments", "pence").sum())


def _by_contract(parts: pl.DataFrame) -> dict[int, ContractSum]:
    pence, told = pl.col("pence"), pl.col("link_method").is_in([REFERENCE, ORDER])
    sums = (
        parts.filter(pl.col("contract").is_not_null())
        .group_by("contract")
        .agg(
            pence.sum(),
            pence.filter(told).sum().alias("by_reference"),
            pence.filter("is_outside").sum().alias("outside"),
        )
    )
    return {contract: ContractSum(*rest) for contract, *rest in sums.iter_rows()}


def _of_other_suppliers(
    referring: pl.LazyFrame, told: pl.LazyFrame, parts: pl.DataFrame, known: Linker
) -> pl.LazyFrame:
    """Payments that name a contract whose suppliers are all others."""
    pairs = (
        parts.filter(pl.col("link_method") == REFERENCE).select(told="contract", supplier_key="supplier_key").unique()
    )
    strange = [bool(known.parties.get(c)) and s not in known.parties[c] for c, s in pairs.rows()]
    others = pairs.filter(pl.Series(strange, dtype=pl.Boolean)).lazy()
    naming = referring.join(told, on="contract_reference", maintain_order="left")
    return naming.join(others, on=["told", "supplier_key"], how="semi", maintain_order="left")


def _oddity(rows: pl.LazyFrame) -> Oddity:
    """Examples are those of most value, by absolute amount."""
    reference = "contract_reference"
    sums = rows.group_by(reference).agg(pl.len(), pl.col("pence").sum(), size=pl.col("pence").abs().sum())
    found = sums.sort("size", reference, descending=[True, False]).collect()
    return Oddity(int(found["len"].sum()), int(found["pence"].sum()), tuple(found[reference].head(3).to_list()))
