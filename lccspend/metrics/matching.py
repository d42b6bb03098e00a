"""Our payments and those of a published file in, the two matched one to one out, month by month.

Names are compared as suppliers are (contract section 3.6), and every way of withholding a name is one name. Equal rows
are different payments: two of ours match two of theirs.
"""

import polars as pl

from lccspend.agreements.transparency import ComparedMonth
from lccspend.metrics.cells import GROUPS
from lccspend.money import pounds
from lccspend.names import is_redacted, normalised
from lccspend.privacy import WITHHELD_AS

PAYMENT = ["paid_on", "pence", "name"]
KINDS = ("matched", "other_reference", "only_ours", "only_theirs")


def compared_months(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[ComparedMonth, ...]:
    """Both with paid_on, pence, supplier and reference; months are those of either, in time."""
    left, right = (_comparable(frame) for frame in (ours, theirs))
    matched, left, right = _match(left, right, [*PAYMENT, "reference"])
    near, left, right = _match(left, right, PAYMENT)
    kinds = dict(zip(KINDS, (matched, near, left, right), strict=True))
    sums = pl.concat(
        [frame.select(GROUPS["month"].alias("month"), "pence", kind=pl.lit(kind)) for kind, frame in kinds.items()]
    )
    found = sums.group_by("month", "kind").agg(pl.len(), pl.col("pence").sum())
    by_month = {(month, kind): (rows, pence) for month, kind, rows, pence in found.iter_rows()}
    return tuple(_month(month, by_month) for month in sorted({month for month, _ in by_month}))


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    names = {name: _name(name) for name in frame["supplier"].drop_nulls().unique()}
    return frame.select(
        "paid_on",
        "pence",
        name=pl.col("supplier").replace_strict(names, default="", return_dtype=pl.String),
        reference=pl.col("reference").fill_null("").str.strip_chars().str.to_uppercase(),
    )


def _name(name: str) -> str:
    return WITHHELD_AS if is_redacted(name) else normalised(name)


def _match(left: pl.DataFrame, right: pl.DataFrame, key: list[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows of left that have a partner in right under the key, and what is left of either side."""
    one, other = (frame.with_columns(nth=pl.int_range(pl.len()).over(key)) for frame in (left, right))
    pair = [*key, "nth"]
    matched = one.join(other.select(pair), on=pair, how="semi").drop("nth")
    rest = one.join(other.select(pair), on=pair, how="anti").drop("nth")
    return matched, rest, other.join(one.select(pair), on=pair, how="anti").drop("nth")


def _month(month: str, found: dict[tuple[str, str], tuple[int, int]]) -> ComparedMonth:
    values: dict[str, object] = {}
    for kind in KINDS:
        rows, pence = found.get((month, kind), (0, 0))
        values |= {f"{kind}_rows": rows, kind: pounds(pence)}
    return ComparedMonth(month=month, **values)  # type: ignore[arg-type]  # the kinds are the names of its fields
