"""A table of text in, typed rows out: days, pence and tidy words. Nothing is dropped; what cannot be read says why."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from lccspend.dates import DAYS_AHEAD, EARLIEST, NO_DATE, from_1900, read_all_days
from lccspend.etl.longcells import LONGEST, cut_long_cells
from lccspend.etl.tabulate import Table
from lccspend.money import hints_at_void, read_all_pence, read_like_pence, tidy
from lccspend.schema import CELLS, REDACTED, SAME_WORDS, TYPED

_STERLING = ("", "gbp", "£", "sterling")

_ADDRESS = ("address_line_1", "address_line_2", "town", "county")

_TEXT = (
    *SAME_WORDS,
    *_ADDRESS,
    "payment_date",
    "payment_amount",
    "currency",
    "base_amount",
    "invoice_amount",
    "invoice_date",
    "received_date",
    "withheld_name",
)
"""The text that the columns of a payment are made of."""


def typed_rows(table: Table, today: date, most: int = LONGEST) -> pl.DataFrame:
    """Every row of a payment table with the columns of `schema.TYPED`; longer texts than `most` are cut."""
    if not table.numbers:
        return pl.DataFrame(schema=TYPED)
    held = [name for name in _TEXT if name in table.fields]
    text = text_frame(table, _TEXT, most).with_columns(tidy(pl.col(held)))
    typed = with_faults(parse(text), table.headings, today)
    named = {"file": pl.lit(table.label), "system": pl.lit(table.profile.layout)}
    as_it_was = typed["fault"].is_not_null() | typed["is_total"]
    return typed.with_columns(_raw(table, as_it_was, most), **named).select(*TYPED)


TEXT_ROWS = ("row", "shape_fault", "is_total", "raw")
"""What a row of text has beside its fields."""


def text_rows(table: Table, most: int = LONGEST) -> pl.DataFrame:
    """Every row of a table that holds no payments, as `text_frame` gives it, with raw: the row as it was, as JSON."""
    return text_frame(table, most=most).with_columns(_raw(table, [True] * len(table.cells), most))


def _raw(table: Table, wanted: Iterable[bool], most: int) -> pl.Series:
    """The wanted rows as they were, as JSON; texts of more than `most` characters are cut."""
    rows = (
        json.dumps([cell[:most] for cell in cells], ensure_ascii=False) if is_wanted else None
        for cells, is_wanted in zip(table.cells, wanted, strict=True)
    )
    return pl.Series("raw", rows, pl.String)


def in_fields(cells: pl.DataFrame, columns: Mapping[str, int]) -> pl.DataFrame:
    """Columns "0", "1", … of text and row in; row and a column for each field that `plain_rows` asks for out."""
    blank = pl.repeat(None, cells.height, dtype=pl.String(), eager=True)
    fields = {name: cells[str(columns[name])] if name in columns else blank for name in _TEXT}
    return pl.DataFrame({"row": cells["row"], **fields})


def plain_rows(text: pl.DataFrame, label: str, system: str, today: date) -> tuple[pl.DataFrame, pl.Series]:
    """Rows of tidy text `in_fields` in; the plain ones with the columns of `PLAIN`, and the row of each other out.

    A plain row is a payment whose date and amount can be read and are in order. The other rows are for `typed_rows`.
    """
    typed = parse(text)
    is_plain = _is_sound(typed, today)
    same = {"file": pl.lit(label), "system": pl.lit(system), "is_total": pl.lit(value=False)}
    own = typed[[name for name in PLAIN if name not in same]]
    plain = own if is_plain.all() else own.filter(is_plain)
    return plain.with_columns(**same), typed["row"].filter(~is_plain)


_OF_FAULTS = {"fault", "fault_column", "raw"}
"""Null in every plain row."""

PLAIN = tuple(name for name in TYPED if name not in _OF_FAULTS)
"""The columns of `schema.TYPED` that a plain row may fill."""

_FIELDS = {"received_on": "received_date", "invoice_pence": "invoice_amount", "base_pence": "base_amount"}
"""What a column is read from, where that has another name."""


def plain_cells(fields: Container[str]) -> dict[str, pl.DataType]:
    """The columns of `schema.CELLS` that the plain rows of an export with these fields may fill."""
    read = (*SAME_WORDS, "invoice_date", "currency", *_FIELDS)
    null = {*_OF_FAULTS, *(name for name in read if _FIELDS.get(name, name) not in fields)}
    return {name: dtype for name, dtype in CELLS.items() if name not in null}


def text_frame(table: Table, names: tuple[str, ...] | None = None, most: int = LONGEST) -> pl.DataFrame:
    """The cells of a table as String columns, with row, shape_fault and is_total; one without a column is null.

    Texts of more than `most` characters are cut, with a warning in the table.
    """
    wanted = names or tuple(table.fields)
    absent = pl.repeat(None, len(table.numbers), dtype=pl.String(), eager=True)
    columns = {name: pl.Series(table.fields.get(name, absent), dtype=pl.String) for name in wanted}
    frame = pl.DataFrame(
        {
            **columns,
            "row": pl.Series(table.numbers, dtype=pl.Int64),
            "shape_fault": pl.Series(table.faults, dtype=pl.String),
            "is_total": pl.Series(table.totals, dtype=pl.Boolean),
        }
    )
    days = [name for name in wanted if name.endswith("_date")]
    counted = frame.with_columns(from_1900(pl.col(name)) for name in days) if table.from_1904 else frame
    return cut_long_cells(counted, table, most)


def parse(text: pl.DataFrame) -> pl.DataFrame:
    """Add paid_on, pence and more to tidy text; an amount in another currency counts by its base amount."""
    amount = text["payment_amount"]
    payment = read_all_pence(amount)
    invoice, base = (read_like_pence(text[name], amount, payment) for name in ("invoice_amount", "base_amount"))
    days = read_all_days([text[name] for name in ("payment_date", "invoice_date", "received_date")])
    withheld = pl.when(pl.col("withheld_name").is_not_null()).then(pl.lit(REDACTED))
    worded = text.select(
        supplier_name=pl.col("supplier_name").fill_null(withheld),
        address=pl.concat_str(pl.col(_ADDRESS).fill_null(""), separator="\n"),
        void_hint=hints_at_void(pl.col("payment_amount")).fill_null(value=False),
        **_currency(text["currency"]),
    )
    return pl.DataFrame(
        {
            **text.to_dict(),
            **worded.to_dict(),
            **dict(zip(("paid_on", "invoice_date", "received_on"), days, strict=True)),
            "payment_pence": payment,
            "invoice_pence": invoice,
            "base_pence": base,
            "pence": payment.zip_with(worded["own_currency"], base),
        }
    )


def _currency(text: pl.Series) -> dict[str, pl.Expr]:
    """Own_currency and currency; a column of nothing else than GBP and blanks is as it should be."""
    if (text == "GBP").all():
        return {"own_currency": pl.lit(value=True)}
    low = pl.col("currency").fill_null("").str.to_lowercase()
    return {"own_currency": low.is_in(_STERLING), "currency": pl.col("currency").str.to_uppercase()}


def with_faults(rows: pl.DataFrame, headings: dict[str, str], today: date) -> pl.DataFrame:
    """Add fault (why a row cannot be read, in words) and fault_column.

    A totals row without a date has one too: it counts if `check_totals` finds that the row is no total.
    """
    if rows["shape_fault"].is_null().all() and _is_sound(rows, today).all():
        return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in ("fault", "fault_column"))
    amount, day, base = (pl.col(n) for n in ("payment_amount", "payment_date", "base_amount"))
    latest = today + timedelta(days=DAYS_AHEAD)
    foreign = pl.col("pence").is_null() & ~pl.col("own_currency")
    faults = {
        "": [(pl.col("shape_fault").is_not_null(), pl.col("shape_fault"))],
        "payment_amount": [
            (foreign, _about("a payment in ", pl.col("currency"), " needs a base amount in pounds; it is ", base)),
            (pl.col("pence").is_null(), _about("the amount ", amount, " is not money")),
        ],
        "payment_date": [
            (pl.col("paid_on").is_null(), _about("the date ", day, f" is {NO_DATE}")),
            (pl.col("paid_on") < EARLIEST, _about("the date ", day, f" is before {EARLIEST}")),
            (pl.col("paid_on") > latest, _about("the date ", day, f" is more than {DAYS_AHEAD} days after {today}")),
        ],
    }
    first = [pl.coalesce(pl.when(test).then(words) for test, words in tests) for tests in faults.values()]
    columns = [
        pl.when(f.is_not_null()).then(pl.lit(headings.get(n, n) or None)) for n, f in zip(faults, first, strict=True)
    ]
    return rows.with_columns(fault=_joined(first), fault_column=_joined(columns))


def _is_sound(typed: pl.DataFrame, today: date) -> pl.Series:
    """Whether the date and the amount of each row can be read and are in order."""
    in_order = typed["paid_on"].is_between(EARLIEST, today + timedelta(days=DAYS_AHEAD)).fill_null(value=False)
    return in_order & typed["payment_pence"].is_not_null() & typed["pence"].is_not_null()


def _about(*parts: str | pl.Expr) -> pl.Expr:
    """A sentence around cells as they were; a blank cell is called blank."""
    shown = [
        pl.lit(p)
        if isinstance(p, str)
        else pl.when(p.is_null()).then(pl.lit("(blank)")).otherwise("'" + p.str.slice(0, 60) + "'")
        for p in parts
    ]
    return pl.concat_str(shown)


def _joined(parts: Sequence[pl.Expr]) -> pl.Expr:
    together = pl.concat_str(parts, separator="; ", ignore_nulls=True)
    return pl.when(together != "").then(together)
