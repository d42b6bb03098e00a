"""Rows in, the same rows marked with the rule that takes them out: contract section 3.5, a function for each rule.

Each looks at rows that no rule took before and that have no fault. seen is what `codes.spellings` found in the rows.
"""

from collections.abc import Sequence
from datetime import date
from functools import reduce

import polars as pl

from lccspend.etl.codes import code, codes, each_spelling, invoice_key, is_flagged, is_void
from lccspend.etl.reference import EXCLUSION_CELLS, Reference, Row
from lccspend.schema import CELLS_THAT_MAKE_A_PAYMENT, FATE, PAYEE, RULE, Rule

ALIVE = pl.col("rule").is_null() & pl.col("fault").is_null()
OF_LEDGER = pl.col("system") != "published"
MONTH = pl.col("paid_on").dt.truncate("1mo")


def fate() -> pl.Expr:
    """Rejected where a row has a fault, excluded where a rule took it, else counted."""
    return (
        pl.when(pl.col("fault").is_not_null())
        .then(pl.lit("rejected", FATE))
        .when(pl.col("rule").is_not_null())
        .then(pl.lit("excluded", FATE))
        .otherwise(pl.lit("counted", FATE))
    )


def _mark(rows: pl.LazyFrame, rule: Rule, test: pl.Expr) -> pl.LazyFrame:
    """Give the rule to rows that pass the test and are still within reach."""
    return rows.with_columns(
        rule=pl.when(ALIVE & test.fill_null(value=False)).then(pl.lit(rule, RULE)).otherwise(pl.col("rule"))
    )


def total_row(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The first rule: it adds the column."""
    is_total = pl.col("is_total")
    return rows.with_columns(
        rule=pl.when(is_total).then(pl.lit("total_row", RULE)), fault=pl.when(~is_total).then(pl.col("fault"))
    )


def other_units(
    rows: pl.LazyFrame, seen: pl.DataFrame, excluded: Sequence[str], included: Sequence[str]
) -> pl.LazyFrame:
    unit = code("business_unit")
    test = unit.is_in(codes(excluded)) | (~unit.is_in(codes(included)) if included else False)
    return _mark(rows, "business_unit", each_spelling(seen, "business_unit", test))


def not_supplier_spend(rows: pl.LazyFrame, seen: pl.DataFrame, invoice_types: Sequence[str]) -> pl.LazyFrame:
    test = code("invoice_type").is_in(codes(invoice_types))
    return _mark(rows, "not_supplier_spend", each_spelling(seen, "invoice_type", test))


def converted_history(
    rows: pl.LazyFrame, seen: pl.DataFrame, sources: Sequence[str], methods: Sequence[str]
) -> pl.LazyFrame:
    source, method = code("invoice_source"), code("payment_method")
    marked = pl.any_horizontal(False, *(source.str.contains(s, literal=True) for s in codes(sources)))
    by_source = each_spelling(seen, "invoice_source", marked)
    by_method = each_spelling(seen, "payment_method", method.is_in(codes(methods)))
    return _mark(rows, "converted_history", by_source | by_method)


def repeated_amount(rows: pl.LazyFrame) -> pl.LazyFrame:
    """In one file an invoice payment id again with an equal amount: the export repeats it for each distribution."""
    earlier = pl.int_range(pl.len()).over("file", "invoice_payment_id", "pence", ALIVE)
    return _mark(rows, "repeated_amount", earlier > 0)


def repeated_extract(rows: pl.LazyFrame, order: pl.DataFrame) -> pl.LazyFrame:
    """The same payment id in two files of a system: that of the later last payment date counts, then the later name."""
    placed = rows.join(order.lazy(), on="file", how="left", maintain_order="left")
    latest = pl.col("file_order").max().over("system", "invoice_payment_id", ALIVE)
    return _mark(placed, "repeated_extract", pl.col("file_order") < latest).drop("file_order")


def repeated_cells(rows: pl.LazyFrame, order: pl.DataFrame) -> pl.LazyFrame:
    """Rows without an id whose cells all stand again in a later file of their system.

    They are matched one to one; equal rows of one file are different payments.
    """
    cells = ["system", *CELLS_THAT_MAKE_A_PAYMENT]
    placed = rows.join(order.lazy(), on="file", how="left", maintain_order="left")
    matched = placed.with_columns(nth=pl.int_range(pl.len()).over([*cells, "file", ALIVE]))
    latest = pl.col("file_order").max().over([*cells, "nth", ALIVE])
    return _mark(matched, "repeated_extract", pl.col("file_order") < latest).drop("file_order", "nth")


def r12_fusion_overlap(rows: pl.LazyFrame, go_live: date) -> pl.LazyFrame:
    """The same payment in both systems, one to one: the row of the system that was live on the payment date counts.

    Void rows find their twins last, so that a payment which stands does not lose its twin to one that was cancelled.
    """
    key = ["match_key", "invoice_key", "pence", "paid_on"]
    keyed = rows.filter(ALIVE).with_columns(invoice_key=invoice_key()).filter(pl.col("invoice_key").is_not_null())
    alive = keyed.sort(is_void(), "n")
    sides = {
        system: alive.filter(pl.col("system") == system)
        .with_columns(nth=pl.int_range(pl.len()).over(key))
        .select(*key, "nth", pl.col("n").alias(f"n_{system}"))
        for system in ("r12", "fusion")
    }
    pairs = sides["r12"].join(sides["fusion"], on=[*key, "nth"], how="inner")
    loser = pl.when(pl.col("paid_on") >= go_live).then(pl.col("n_r12")).otherwise(pl.col("n_fusion"))
    losers = pairs.select(n=loser, twin=pl.lit(value=True))
    found = rows.join(losers, on="n", how="left", maintain_order="left")
    return _mark(found, "r12_fusion_overlap", pl.col("twin")).drop("twin")


def published_copy(rows: pl.LazyFrame, covered: pl.DataFrame) -> pl.LazyFrame:
    """A published row of a month in which ledger rows count."""
    if covered.is_empty():
        return rows
    months = covered.lazy().with_columns(covered=pl.lit(value=True))
    found = rows.with_columns(month=MONTH).join(months, on="month", how="left", maintain_order="left")
    return _mark(found, "published_copy", ~OF_LEDGER & pl.col("covered")).drop("month", "covered")


def void_unpaired(rows: pl.LazyFrame) -> pl.LazyFrame:
    """A payment whose status begins VOID and whose reversing row is in no export of its system; see `pair_voids`."""
    lonely = pair_voids(rows).filter(pl.col("is_void") & ~pl.col("paired") & ~pl.col("is_reversal"))
    found = rows.join(lonely.select("n", lonely=pl.lit(value=True)), on="n", how="left", maintain_order="left")
    return _mark(found, "void_unpaired", pl.col("lonely")).drop("lonely")


def pair_voids(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows that are void or reversals, with is_void, is_reversal and paired; also the rows that could be their pair.

    A reversal carries the same supplier, invoice and payment number and the opposite amount; pairs are one to one, and
    void rows find their partners first. A negative row is a reversal unless its flag says otherwise: an extract may
    hold the reversal of a payment that stands in no export. Of rows of nothing the flag alone tells the reversal.
    """
    key = ["system", "match_key", "void_invoice", "void_payment", "size"]
    flag = code("reversal_flag")
    sides = (
        rows.filter(ALIVE)
        .with_columns(
            void_invoice=code("invoice_number"),
            void_payment=code("payment_number"),
            size=pl.col("pence").abs(),
            is_void=is_void(),
            negative=(pl.col("pence") < 0) | ((pl.col("pence") == 0) & is_flagged()),
            flagged=is_flagged(),
        )
        .filter((pl.col("is_void") | pl.col("flagged")).any().over(key))
    )
    # A void row comes before one that is not, so that it is not left alone when partners are few.
    ranked = sides.sort(~pl.col("is_void"), "paid_on", "n").with_columns(
        nth=pl.int_range(pl.len()).over([*key, "negative"])
    )
    partners = pl.len().over([*key, "nth"])
    return ranked.with_columns(
        paired=partners > 1,
        is_reversal=pl.col("negative") & (pl.col("flagged") | (flag == "")),
    )


def with_named(rows: pl.LazyFrame, payees: pl.DataFrame, reference: Reference) -> pl.LazyFrame:
    """Add is_named: whether a row matches a line of exclusions.csv."""
    tests = (named_by(line, payees) for line in reference.exclusions)
    return rows.with_columns(is_named=reduce(pl.Expr.or_, tests, pl.lit(value=False)))


def named_by(line: Row, payees: pl.DataFrame) -> pl.Expr:
    """Whether a row matches every filled cell of a line of exclusions.csv; names as they are written."""
    column = {"supplier": "supplier_name"}
    filled = {column.get(cell, cell): line[cell].strip().lower() for cell in EXCLUSION_CELLS if line[cell]}
    own = [code(name) == text for name, text in filled.items() if name not in PAYEE]
    of_payee = [code(name) == text for name, text in filled.items() if name in PAYEE]
    if line["system"]:
        of_payee.append(pl.col("system") == line["system"])
    if of_payee:
        own.append(pl.col("payee_key").is_in(payees.filter(of_payee)["payee_key"].implode()))
    return pl.all_horizontal(own)


def named_exclusion(rows: pl.LazyFrame) -> pl.LazyFrame:
    """A row that `with_named` found in exclusions.csv."""
    return _mark(rows, "named_exclusion", pl.col("is_named"))
