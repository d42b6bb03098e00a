"""Typed rows in, the fate of each out: counted, excluded by the first rule that takes it, or rejected.

The rules are those of contract section 3.5, in their order. Each takes the rows and marks those it takes; a row that
is marked, or has a fault, is out of reach of the rules after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lccspend.etl.codes import is_unsafe_id, payment_id, spellings
from lccspend.etl.engine import Engine
from lccspend.etl.payees import beside_keys
from lccspend.etl.reference import Reference
from lccspend.etl.related import find_pairs, in_parts
from lccspend.etl.rules import (
    ALIVE,
    MONTH,
    OF_LEDGER,
    converted_history,
    fate,
    named_exclusion,
    not_supplier_spend,
    other_units,
    published_copy,
    r12_fusion_overlap,
    repeated_amount,
    repeated_cells,
    repeated_extract,
    total_row,
    void_unpaired,
    with_named,
)
from lccspend.schema import CELLS_THAT_MAKE_A_PAYMENT, RULE, WORD
from lccspend.settings import Settings
from lccspend.streams.numbers import is_among, told_of

_HAS_ID = pl.col("invoice_payment_id").is_not_null()
_MARKED = ("file", "rule", "fault")
_REPEATED = ("system", "invoice_payment_id", *_MARKED, "row", "pence")
"""What the rules about repeated payments look at."""

_SEVERAL = pl.col("pence").n_unique().over("file", "invoice_payment_id") > 1
_NOTHING = pl.DataFrame(schema={"n": pl.Int64, "rule": RULE})
_NOTHING_UNEVEN = pl.DataFrame(
    schema={"n": pl.Int64, "file": WORD, "row": pl.Int64, "invoice_payment_id": pl.String, "pence": pl.Int64}
)

_COMPARED = (
    *("n", "file", "row", "system", "payee_key", "rule", "fault", "is_total", "pence", "paid_on", "is_named"),
    *("invoice_number", "payment_number", "payment_status", "reversal_flag"),
)
"""What the rules about the two systems and about voids look at."""


@dataclass(frozen=True)
class Repeats:
    """The rule by n of the rows that repeat another; and, as in `_NOTHING_UNEVEN`, what to warn about."""

    rules: pl.DataFrame
    uneven: pl.DataFrame
    """Rows whose payment id stands in their file with another amount too, whatever becomes of them."""
    unsafe: pl.DataFrame
    """Rows whose payment id stands more than once because it tells no payment."""


@dataclass(frozen=True)
class Decided:
    """All rows with their rule and fate; held in memory are those that warnings are about."""

    rows: pl.LazyFrame
    repeats: Repeats
    paired: pl.DataFrame
    """Decided rows that the other system or a void could touch."""


def decide(
    rows: pl.LazyFrame,
    payees: pl.DataFrame,
    order: pl.DataFrame,
    settings: Settings,
    reference: Reference,
    engine: Engine,
) -> Decided:
    """Add rule (null for a row that no rule excludes) and fate to rows of `schema.CELLS` with n.

    order is that of `files_in_order`. The rules that compare rows look only at rows that are related.
    """
    seen = spellings(rows)
    judged = rows.pipe(judge_alone, seen, settings).pipe(with_named, payees, reference)
    repeats = repeated_payments(judged, order, engine)
    once = judged.pipe(with_found, repeats.rules)
    is_paired = is_among(find_pairs(judged, seen, engine))
    related = engine.hold(once.filter(is_paired).select(_COMPARED))
    paired = related.lazy().pipe(beside_keys, payees, "match_key")
    apart = once.filter(~is_paired)
    copies = "published" in set(seen["system"])
    months = ledger_months(apart) if copies else NO_MONTHS
    compared = compare(paired.sort("n"), months, settings)
    covered = pl.concat([months, ledger_months(compared.lazy())]).unique() if copies else NO_MONTHS
    found = pl.concat([repeats.rules, compared.filter(pl.col("rule").is_not_null()).select("n", "rule")]).unique("n")
    decided = judged.pipe(with_found, found).pipe(published_copy, covered).pipe(named_exclusion)
    return Decided(decided.with_columns(fate=fate()), repeats, compared.with_columns(fate=fate()))


def judge_alone(rows: pl.LazyFrame, seen: pl.DataFrame, settings: Settings) -> pl.LazyFrame:
    """Add rule by the rules that look at each row by itself and come before those that compare rows.

    seen is what `codes.spellings` found in the rows.
    """
    exclusions = settings.exclusions
    return (
        total_row(rows)
        .pipe(other_units, seen, exclusions.business_units, exclusions.include_business_units)
        .pipe(not_supplier_spend, seen, exclusions.invoice_types)
        .pipe(converted_history, seen, exclusions.conversion_sources, exclusions.conversion_methods)
    )


def files_in_order(last_days: Mapping[str, date | None]) -> pl.DataFrame:
    """The files by their last payment date, then by name: file, file_order."""
    files = sorted(last_days, key=lambda file: (last_days[file] or date.min, file))
    return pl.DataFrame({"file": pl.Series(files, dtype=WORD)}).with_row_index("file_order")


def with_found(rows: pl.LazyFrame, found: pl.DataFrame) -> pl.LazyFrame:
    """Give rows the rule that was found for their n."""
    return rows.with_columns(rule=pl.coalesce("rule", told_of(found["n"], found["rule"])))


def repeated_payments(judged: pl.LazyFrame, order: pl.DataFrame, engine: Engine) -> Repeats:
    """The rows that repeat another of their system.

    Rows without a payment id, or with an unsafe one, are the same only where all their cells are.
    """
    marked, uneven, unsafe = [_NOTHING], [_NOTHING_UNEVEN], [_NOTHING_UNEVEN]
    for part in in_parts(judged.filter(_HAS_ID), payment_id(), _REPEATED, engine):
        unsafe.append(part.filter(is_unsafe_id()).select(_NOTHING_UNEVEN.columns).collect())
        safe = part.filter(~is_unsafe_id()).with_columns(invoice_payment_id=payment_id())
        # A rule looks at its rows more than once: without a settled frame it would run the rule before it again.
        found = safe.pipe(repeated_amount).collect().lazy().pipe(repeated_extract, order).collect()
        marked.append(found.select(_NOTHING.columns))
        uneven.append(found.filter(_SEVERAL).select(_NOTHING_UNEVEN.columns))
    told = pl.concat(unsafe)
    # By the blanks alone a file passes over its groups of rows that have none.
    by_cells = judged.filter(~_HAS_ID | is_among(told["n"]) if len(told) else ~_HAS_ID)
    cells = ("system", *CELLS_THAT_MAKE_A_PAYMENT)
    for part in in_parts(by_cells, pl.struct(cells), (*cells, *_MARKED), engine):
        marked.append(part.pipe(repeated_cells, order).select(_NOTHING.columns).collect())
    return Repeats(pl.concat(marked).filter(pl.col("rule").is_not_null()), pl.concat(uneven), told)


def compare(paired: pl.LazyFrame, months: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The rules from `r12_fusion_overlap` on, over rows in the order of n; months are those that other rows cover."""
    rules: list[Callable[[pl.LazyFrame], pl.LazyFrame]] = [
        lambda r: r12_fusion_overlap(r, settings.sources.fusion_go_live),
        lambda r: published_copy(r, pl.concat([months, _covered_by(r)]).unique()),
        void_unpaired,
        named_exclusion,
    ]
    marked = paired.collect()  # of rows that stand twice the first counts: the rules see them as they stand in files
    for rule in rules if len(marked) else ():
        # A rule looks at its rows more than once: without a settled frame each would run all the rules before it again.
        marked = rule(marked.lazy()).collect()
    return marked


def _covered_by(rows: pl.LazyFrame) -> pl.DataFrame:
    """The months in which ledger rows count, once the voids among those are out."""
    return ledger_months(rows.filter(OF_LEDGER).pipe(void_unpaired))


def ledger_months(rows: pl.LazyFrame) -> pl.DataFrame:
    """The months in which rows of a ledger count that no rule has marked so far."""
    return rows.pipe(named_exclusion).filter(ALIVE & OF_LEDGER).select(month=MONTH).unique().collect()


NO_MONTHS = pl.DataFrame(schema={"month": pl.Date})
