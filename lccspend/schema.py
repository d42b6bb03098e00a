"""The columns of every kind of row and the rules that decide its fate: the only place that lists them."""

from typing import Literal, get_args

import polars as pl

from lccspend.privacy import WITHHELD_AS

System = Literal["r12", "fusion", "published"]
SYSTEMS: tuple[System, ...] = ("r12", "fusion", "published")
"""The payment layouts; the first two are ledgers, the third is what a council published."""

SAME_WORDS = (
    "business_unit",
    "supplier_name",
    "supplier_number",
    "site",
    "postcode",
    "country",
    "invoice_id",
    "invoice_number",
    "invoice_type",
    "invoice_payment_id",
    "payment_number",
    "payment_status",
    "reversal_flag",
    "invoice_source",
    "payment_method",
    "purchase_order",
    "category",
    "description",
    "contract_reference",
    "disputed",
    "legacy_supplier_number",
    "service_label",
    "service_code",
    "expenditure_code",
    "line",
)
"""Fields of a payment that stay text; a blank is null."""

PLACE_IN_FILE: dict[str, pl.DataType] = {"file": pl.String(), "row": pl.Int64(), "system": pl.String()}

TYPED: dict[str, pl.DataType] = {
    **PLACE_IN_FILE,
    **dict.fromkeys(SAME_WORDS, pl.String()),
    "paid_on": pl.Date(),
    "invoice_date": pl.Date(),
    "received_on": pl.Date(),
    "pence": pl.Int64(),
    "address": pl.String(),
    "currency": pl.String(),
    "invoice_pence": pl.Int64(),
    "base_pence": pl.Int64(),
    "void_hint": pl.Boolean(),
    "is_total": pl.Boolean(),
    "fault": pl.String(),
    "fault_column": pl.String(),
    "raw": pl.String(),
}
"""A row of a payment export after parsing. pence is null where the amount is no money; fault says why a row cannot be
read, in words, and fault_column where; raw is the row as it was, as a JSON list, where it may be needed again."""

PAYEE = (
    *("system", "supplier_number", "supplier_name", "site", "postcode", "country"),
    "legacy_supplier_number",
)
"""What the supplier and the place of a payment depend on, but for what people and lists say of it."""

CELLS: dict[str, pl.DataType] = {
    "payee_key": pl.UInt64(),
    **{name: dtype for name, dtype in TYPED.items() if name not in PAYEE[1:]},
}
"""A row as the store keeps it: the columns of `TYPED`, but in place of those of its payee a key to find them by."""

CELLS_THAT_MAKE_A_PAYMENT = (
    "payee_key",
    *(name for name in SAME_WORDS if name in CELLS),
    "paid_on",
    "invoice_date",
    "received_on",
    "pence",
    "address",
    "currency",
    "invoice_pence",
    "base_pence",
)
"""Without an invoice payment id, two rows are the same payment only if all of these are equal."""

Rule = Literal[
    "total_row",
    "business_unit",
    "not_supplier_spend",
    "converted_history",
    "repeated_amount",
    "repeated_extract",
    "r12_fusion_overlap",
    "published_copy",
    "void_unpaired",
    "named_exclusion",
]

RULES: tuple[Rule, ...] = get_args(Rule)
"""Why a row that can be read is not counted, in the order in which the rules are tried (contract section 3.5)."""

RULE = pl.Enum(RULES)
FATES = ("counted", "excluded", "rejected")
FATE = pl.Enum(FATES)

WORD = pl.Categorical()
"""A text that many rows share."""

LEDGER: dict[str, pl.DataType] = {
    "n": pl.Int64(),
    "file": WORD,
    "row": pl.Int64(),
    "system": WORD,
    "paid_on": pl.Date(),
    "financial_year": WORD,
    "pence": pl.Int64(),
    "payee": pl.UInt32(),
    "business_unit": WORD,
    "category": WORD,
    "source_category": WORD,
    "is_mapped": pl.Boolean(),
    "portfolio": WORD,
    "void_hint": pl.Boolean(),
    "is_total": pl.Boolean(),
    "fault": pl.String(),
    "rule": RULE,
    "fate": FATE,
}
"""A row of a payment export once its fate is decided; the cells as exported stay in the columns of `TYPED`."""

NO_NAME = "(no name)"
NO_GROUP = "(none)"
REDACTED = WITHHELD_AS
