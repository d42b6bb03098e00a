"""Codes, names and numbers as exported in, the forms in which the rules compare them out."""

from collections.abc import Sequence

import polars as pl


def code(name: str) -> pl.Expr:
    """A code or name as it is compared: without regard to case and outer space."""
    return pl.col(name).fill_null("").str.strip_chars().str.to_lowercase()


def codes(values: Sequence[str]) -> list[str]:
    return [v.strip().lower() for v in values]


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
