"""Award tables of text in, appointments out; a row whose date or value cannot be read is rejected with its reason."""

from collections.abc import Iterable

import polars as pl

from lccspend.dates import EARLIEST, NO_DATE, read_day
from lccspend.etl.readrows import Fault, Row, Said, TextTable, read_rows, words
from lccspend.geography.places import place
from lccspend.geography.table import PostcodeTable
from lccspend.metrics.awards import Appointment, tenders
from lccspend.money import read_pence, tidy

WORDS = ("contract_title", "tender_reference", "supplier_name", "postcode", "sme", "vcfs", "note")
YES = frozenset({"y", "yes", "true", "1"})
NO = frozenset({"", "n", "no", "false", "0"})


def read_awards(tables: Iterable[TextTable], postcodes: PostcodeTable | None = None) -> Said[Appointment]:
    """Appointments of the tables of the awards layout; postcodes as `places_of` takes them."""
    unstated: list[tuple[str, str]] = []

    def appointment(label: str, row: Row) -> Appointment:
        unstated.extend(
            (label, f"row {row['row']}: {name} is '{row[name]}', taken as not stated")
            for name in ("sme", "vcfs")
            if row[name] not in YES | NO
        )
        return _appointment(label, row, postcodes)

    said = read_rows(tables, _parsed, _fault, appointment)
    for label, sentence in unstated:
        said.warn(label, sentence)
    _warn_of_values(said)
    return said


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        *words(WORDS),
        awarded_on=read_day(pl.col("award_date")),
        value=read_pence(pl.col("contract_value")),
        value_given=tidy(pl.col("contract_value")).is_not_null(),
    ).with_columns(pl.col("sme", "vcfs").str.to_lowercase())


def _fault(row: Row) -> Fault:
    if row["awarded_on"] is None:
        return "award_date", f"the date '{row['award_date']}' is {NO_DATE}"
    if row["awarded_on"] < EARLIEST:
        return "award_date", f"the date '{row['award_date']}' is before {EARLIEST}"
    if row["value_given"] and row["value"] is None:
        return "contract_value", f"the value '{row['contract_value']}' is not money"
    return "", ""


def _appointment(label: str, row: Row, postcodes: PostcodeTable | None) -> Appointment:
    return Appointment(
        file=label,
        row=row["row"],
        awarded_on=row["awarded_on"],
        title=row["contract_title"],
        reference=row["tender_reference"],
        supplier=row["supplier_name"],
        place=place(row["postcode"], postcodes).code if row["postcode"] else "",
        value=row["value"],
        sme=row["sme"] in YES,
        vcfs=row["vcfs"] in YES,
        note=row["note"],
    )


def _warn_of_values(awards: Said[Appointment]) -> None:
    """A tender whose rows differ in value, or give none, is counted as it stands and told."""
    found = tenders(awards.rows)
    first: dict[tuple[str, ...], Appointment] = {}
    for one in awards.rows:
        first.setdefault(one.tender, one)
    for one in first.values():
        name, tender = one.reference or one.title, found[one.tender]
        if tender.differing:
            awards.warn(one.file, f"tender {name}: its rows give different values; the first counts")
        elif not tender.is_valued:
            awards.warn(one.file, f"tender {name}: no row gives a value; it counts as nothing")
