"""Typed rows in, the fate of each out: counted, excluded by the first rule that takes it, or rejected.

The rules are those of contract section 3.5, in their order. Each takes the rows and marks those it takes; a row that
is marked, or has a fault, is out of reach of the rules after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import polars as pl

from lccspend.etl.codes import code, codes, invoice_key, is_flagged, is_void
from lccspend.etl.engine import Engine
from lccspend.etl.reference import EXCLUSION_CELLS, Reference
from lccspend.etl.related import find_related
from lccspend.schema import CELLS_THAT_MAKE_A_PAYMENT, Rule
from lccspend.settings import Settings

ALIVE = pl.col("rule").is_null() & pl.col("fault").is_null()
_LEDGER = pl.col("system") != "published"
_MONTH = pl.col("paid_on").dt.truncate("1mo")

_COMPARED = (
    *("n", "file", "row", "system", "rule", "fault", "is_total", "supplier_key", "pence", "paid_on"),
    *("invoice_payment_id", "invoice_number", "payment_number", "payment_status", "reversal_flag"),
    *("supplier_number", "supplier_name", "invoice_type", "category", "business_unit"),
)
"""What the rules that compare rows look at; the last line is for `named_exclusion`."""


Stage = Callable[[pl.LazyFrame], pl.LazyFrame]


@dataclass(frozen=True)
class Decided:
    """All rows with their rule and fate, and those that another row could touch, held in memory."""

    rows: pl.LazyFrame
    related: pl.DataFrame


def decide(
    rows: pl.LazyFrame,
    add_suppliers: Stage,
    order: pl.DataFrame,
    settings: Settings,
    reference: Reference,
    engine: Engine,
) -> Decided:
    """Add rule (null for a row that no rule excludes) and fate to rows of `schema.TYPED` with n.

    order is that of `files_in_order`. The rules that compare rows look only at the rows of `find_related`.
    """
    judged = rows.pipe(judge_alone, settings)
    picked = find_related(judged, engine).lazy()
    related = engine.hold(
        judged.join(picked, on="n", how="semi", maintain_order="left").pipe(add_suppliers).select(_COMPARED)
    )
    apart = judged.join(picked, on="n", how="anti", maintain_order="left")
    months = _ledger_months(apart.pipe(named_exclusion, reference))
    extracts = repeated_cells(judged.join(picked, on="n", how="semi", maintain_order="left"), order)
    compared = compare(related.lazy().sort("n"), order, extracts, months, settings, reference)
    covered = pl.concat([months, _ledger_months(compared.lazy())]).unique()
    told = compared.lazy().select("n", told="rule", related=pl.lit(value=True))
    alone = judged.pipe(add_suppliers).pipe(published_copy, covered).pipe(named_exclusion, reference)
    decided = alone.join(told, on="n", how="left", maintain_order="left").with_columns(
        rule=pl.when(pl.col("related")).then("told").otherwise("rule")
    )
    return Decided(decided.drop("told", "related").with_columns(fate=fate()), compared.with_columns(fate=fate()))


def judge_alone(rows: pl.LazyFrame, settings: Settings) -> pl.LazyFrame:
    """Add rule by the rules that look at each row by itself and come before those that compare rows."""
    exclusions = settings.exclusions
    return (
        rows.with_columns(rule=pl.when(pl.col("is_total")).then(pl.lit("total_row")))
        .pipe(other_units, exclusions.business_units, exclusions.include_business_units)
        .pipe(not_supplier_spend, exclusions.invoice_types)
        .pipe(converted_history, exclusions.conversion_sources, exclusions.conversion_methods)
    )


def compare(
    related: pl.LazyFrame,
    order: pl.DataFrame,
    extracts: pl.DataFrame,
    months: pl.DataFrame,
    settings: Settings,
    reference: Reference,
) -> pl.DataFrame:
    """The rules from `repeated_amount` on, over rows in the order of n; months are those that other rows cover."""
    rules: list[Callable[[pl.LazyFrame], pl.LazyFrame]] = [
        repeated_amount,
        lambda r: repeated_extract(r, order, extracts),
        lambda r: r12_fusion_overlap(r, settings.sources.fusion_go_live),
        lambda r: published_copy(r, pl.concat([months, _covered_by(r, reference)]).unique()),
        void_unpaired,
        lambda r: named_exclusion(r, reference),
    ]
    marked = related  # of rows that stand twice the first counts, so the rules must see them as they stand in files
    for rule in rules:
        # A rule looks at its rows more than once: without a settled frame each would run all the rules before it again.
        marked = rule(marked.collect().lazy())
    return marked.collect()


def fate() -> pl.Expr:
    """Rejected where a row has a fault, excluded where a rule took it, else counted."""
    return (
        pl.when(pl.col("fault").is_not_null())
        .then(pl.lit("rejected"))
        .when(pl.col("rule").is_not_null())
        .then(pl.lit("excluded"))
        .otherwise(pl.lit("counted"))
    )


def _mark(rows: pl.LazyFrame, rule: Rule, test: pl.Expr) -> pl.LazyFrame:
    """Give the rule to rows that pass the test and are still within reach."""
    return rows.with_columns(
        rule=pl.when(ALIVE & test.fill_null(value=False)).then(pl.lit(rule)).otherwise(pl.col("rule"))
    )


def other_units(rows: pl.LazyFrame, excluded: Sequence[str], included: Sequence[str]) -> pl.LazyFrame:
    if not excluded and not included:
        return rows
    test = code("business_unit").is_in(codes(excluded))
    if included:
        test = test | ~code("business_unit").is_in(codes(included))
    return _mark(rows, "business_unit", test)


def not_supplier_spend(rows: pl.LazyFrame, invoice_types: Sequence[str]) -> pl.LazyFrame:
    return _mark(rows, "not_supplier_spend", code("invoice_type").is_in(codes(invoice_types)))


def converted_history(rows: pl.LazyFrame, sources: Sequence[str], methods: Sequence[str]) -> pl.LazyFrame:
    marked = [code("invoice_source").str.contains(s, literal=True) for s in codes(sources)]
    test = pl.any_horizontal(code("payment_method").is_in(codes(methods)), *marked)
    return _mark(rows, "converted_history", test)


def repeated_amount(rows: pl.LazyFrame) -> pl.LazyFrame:
    """In one file an invoice payment id again with an equal amount: the export repeats it for each distribution."""
    earlier = pl.int_range(pl.len()).over("file", "invoice_payment_id", "pence", ALIVE)
    return _mark(rows, "repeated_amount", pl.col("invoice_payment_id").is_not_null() & (earlier > 0))


def repeated_extract(rows: pl.LazyFrame, order: pl.DataFrame, extracts: pl.DataFrame) -> pl.LazyFrame:
    """The same payment in two files of a system: the file with the later last payment date counts, then the later name.

    Without an id the rows are those of `repeated_cells`.
    """
    placed = rows.join(order.lazy(), on="file", how="left", maintain_order="left")
    latest = pl.col("file_order").max().over("system", "invoice_payment_id", ALIVE)
    has_id = pl.col("invoice_payment_id").is_not_null()
    twice = _mark(placed, "repeated_extract", has_id & (pl.col("file_order") < latest))
    found = twice.join(
        extracts.lazy().with_columns(repeated=pl.lit(value=True)), on="n", how="left", maintain_order="left"
    )
    return _mark(found, "repeated_extract", pl.col("repeated")).drop("repeated", "file_order")


def repeated_cells(rows: pl.LazyFrame, order: pl.DataFrame) -> pl.DataFrame:
    """The n of rows without an id whose cells all stand again in a later file of their system.

    They are matched one to one; equal rows of one file are different payments.
    """
    cells = ["system", *CELLS_THAT_MAKE_A_PAYMENT]
    alive = rows.filter(ALIVE & pl.col("invoice_payment_id").is_null()).select("n", "file", *cells).sort("n")
    placed = alive.join(order.lazy(), on="file", how="left", maintain_order="left").collect().lazy()
    return (
        placed.with_columns(nth=pl.int_range(pl.len()).over([*cells, "file"]))
        .filter(pl.col("file_order") < pl.col("file_order").max().over([*cells, "nth"]))
        .select("n")
        .collect()
    )


def files_in_order(rows: pl.LazyFrame) -> pl.DataFrame:
    """The files by their last payment date, then by name: file, file_order."""
    readable = pl.col("paid_on").filter(pl.col("fault").is_null() & ~pl.col("is_total"))
    last = rows.group_by("file").agg(last=readable.max()).collect()
    return last.sort("last", "file", nulls_last=False).with_row_index("file_order").select("file", "file_order")


def r12_fusion_overlap(rows: pl.LazyFrame, go_live: date) -> pl.LazyFrame:
    """The same payment in both systems, one to one: the row of the system that was live on the payment date counts."""
    key = ["supplier_key", "invoice_key", "pence", "paid_on"]
    alive = rows.filter(ALIVE).with_columns(invoice_key=invoice_key()).filter(pl.col("invoice_key").is_not_null())
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
    if rows.filter(~_LEDGER).select("n").head(1).collect().is_empty():
        return rows
    months = covered.lazy().with_columns(covered=pl.lit(value=True))
    found = rows.with_columns(month=_MONTH).join(months, on="month", how="left", maintain_order="left")
    return _mark(found, "published_copy", ~_LEDGER & pl.col("covered")).drop("month", "covered")


def _covered_by(rows: pl.LazyFrame, reference: Reference) -> pl.DataFrame:
    """The months in which ledger rows count, once the rules that follow have had their say on those."""
    return _ledger_months(rows.filter(_LEDGER).pipe(void_unpaired).pipe(named_exclusion, reference))


def _ledger_months(rows: pl.LazyFrame) -> pl.DataFrame:
    return rows.filter(ALIVE & _LEDGER).select(month=_MONTH).unique().collect()


def void_unpaired(rows: pl.LazyFrame) -> pl.LazyFrame:
    """A payment whose status begins VOID and whose reversing row is in no export of its system; see `pair_voids`."""
    lonely = pair_voids(rows).filter(pl.col("is_void") & ~pl.col("paired") & ~pl.col("is_reversal"))
    found = rows.join(lonely.select("n", lonely=pl.lit(value=True)), on="n", how="left", maintain_order="left")
    return _mark(found, "void_unpaired", pl.col("lonely")).drop("lonely")


def pair_voids(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows that are void or reversals, with is_void, is_reversal and paired; also the rows that could be their pair.

    A reversal carries the same supplier, invoice and payment number and the opposite amount; pairs are one to one, and
    void rows find their partners first. A negative row is a reversal unless its flag says otherwise: an extract may
    hold the reversal of a payment that stands in no export.
    """
    key = ["system", "supplier_key", "void_invoice", "void_payment", "size"]
    flag = code("reversal_flag")
    sides = (
        rows.filter(ALIVE & (pl.col("pence") != 0))
        .with_columns(
            void_invoice=code("invoice_number"),
            void_payment=code("payment_number"),
            size=pl.col("pence").abs(),
            is_void=is_void(),
            negative=pl.col("pence") < 0,
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


def named_exclusion(rows: pl.LazyFrame, reference: Reference) -> pl.LazyFrame:
    """A row that matches every filled cell of a line of exclusions.csv; names, too, as they are written."""
    if not reference.exclusions:
        return rows
    column = {"supplier": "supplier_name"}
    tests = []
    for line in reference.exclusions:
        cells = [(cell, line[cell]) for cell in EXCLUSION_CELLS if line[cell]]
        parts = [code(column.get(cell, cell)) == value.strip().lower() for cell, value in cells]
        tests.append(reduce(pl.Expr.and_, parts))
    return _mark(rows, "named_exclusion", reduce(pl.Expr.or_, tests))
