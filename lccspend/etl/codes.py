"""Codes, names and numbers as exported in, the forms in which the rules compare them out."""

from collections.abc import Mapping, Sequence

import polars as pl


def code(name: str) -> pl.Expr:
    """A code or name as it is compared: without regard to case and outer space."""
    return pl.col(name).fill_null("").str.strip_chars().str.to_lowercase()


def codes(values: Sequence[str]) -> list[str]:
    return [v.strip().lower() for v in values]


_SPELLED = ("business_unit", "invoice_type", "invoice_source", "payment_method", "payment_status", "reversal_flag")
"""The columns of few different texts that rules look at."""


def spellings(rows: pl.LazyFrame) -> pl.DataFrame:
    """The different texts of system and of the columns of few texts, as they stand together in rows."""
    return rows.select("system", *_SPELLED).unique().collect()


def each_spelling(seen: pl.DataFrame, name: str, test: pl.Expr) -> pl.Expr:
    """A test of a column, made once for each of the spellings that were seen in it: a row then only finds its own."""
    passing = seen.filter(test).get_column(name).unique()
    return pl.col(name).is_in(passing.implode(), nulls_equal=True) if len(passing) else pl.lit(value=False)


def told_by(texts: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """What a table says of each text, null where it says nothing.

    polars makes a join of its own `replace_strict`, for which a stream is held in memory as a whole.
    """

    def look_up(part: pl.Series) -> pl.Series:
        return part.replace_strict(table, default=None, return_dtype=pl.String())

    return texts.map_batches(look_up, return_dtype=pl.String(), is_elementwise=True)


_NOTHING = r"#?n/?a|nil|none|\(?null\)?|unknown|tbc|-+|not applicable|not (yet )?(available|known)"
"""What exports write where there is no number."""

_UNSAFE_ID = rf"^(\d(\.\d+)?e\+?\d+|0+|{_NOTHING})$"


def number_or_null(name: str) -> pl.Expr:
    """The numbers of a column; null in place of a word for nothing, which is no number that two suppliers share."""
    number = pl.col(name)
    return pl.when(~number.str.to_lowercase().str.contains(f"^({_NOTHING})$")).then(number).alias(name)


def payment_id() -> pl.Expr:
    """An invoice payment id as it is compared; a spreadsheet may have made 123.0 of 123."""
    return pl.col("invoice_payment_id").str.to_lowercase().str.strip_suffix(".0")


def is_unsafe_id() -> pl.Expr:
    """Whether a payment id tells no payment: a spreadsheet's 3E+14 for many long numbers, or a word for nothing."""
    return payment_id().str.contains(_UNSAFE_ID)


def invoice_key() -> pl.Expr:
    """Letters and digits of an invoice number, without leading zeros; null where nothing is left."""
    letters = (
        pl.col("invoice_number").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "").str.strip_chars_start("0")
    )
    return pl.when(letters != "").then(letters)


def is_void() -> pl.Expr:
    return code("payment_status").str.starts_with("void")


def is_flagged() -> pl.Expr:
    """Whether a row says that it reverses another."""
    return code("reversal_flag").is_in(["y", "yes", "true", "1"])
