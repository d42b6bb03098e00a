"""Award tables of text in, appointments out; a row whose date or value cannot be read is rejected with its reason."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from lccspend.dates import read_day
from lccspend.etl.books import Outside
from lccspend.geography.places import place
from lccspend.geography.table import PostcodeTable
from lccspend.metrics.awards import Appointment, tenders
from lccspend.money import read_pence, tidy

COLUMNS = (
    *("award_date", "contract_title", "tender_reference", "supplier_name", "postcode", "contract_value"),
    *("sme", "vcfs", "note"),
)
"""In the order of the layout."""

YES = frozenset({"y", "yes", "true", "1"})
NO = frozenset({"", "n", "no", "false", "0"})


@dataclass
class Awards:
    """What the award files say: appointments, rows that cannot be read, and what to warn about, by file."""

    postcodes: PostcodeTable | None = None
    appointments: list[Appointment] = field(default_factory=list)
    rejected: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    outside: dict[str, Outside] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)


def read_awards(tables: Iterable[tuple[str, pl.DataFrame]], postcodes: PostcodeTable | None = None) -> Awards:
    """Appointments of the tables (label, text columns of the awards layout); postcodes as `places_of` takes them."""
    awards = Awards(postcodes)
    for label, table in tables:
        before = len(awards.rejected)
        for row in _parsed(table).iter_rows(named=True):
            _take(awards, label, row)
        awards.outside[label] = Outside(table.height, len(awards.rejected) - before)
    _warn_of_values(awards)
    return awards


def _parsed(table: pl.DataFrame) -> pl.DataFrame:
    words = ("contract_title", "tender_reference", "supplier_name", "postcode", "sme", "vcfs", "note")
    return table.with_columns(
        *(tidy(pl.col(name)).fill_null("") for name in words),
        awarded_on=read_day(pl.col("award_date")),
        value=read_pence(pl.col("contract_value")),
        value_given=tidy(pl.col("contract_value")).is_not_null(),
    )


def _take(awards: Awards, label: str, row: dict[str, object]) -> None:
    column, reason = _fault(row)
    if reason:
        raw = json.dumps([row[name] for name in COLUMNS], ensure_ascii=False)
        awards.rejected.append((label, int(str(row["row"])), column, reason, raw))
        return
    flags = {name: str(row[name]).casefold() for name in ("sme", "vcfs")}
    for name, value in flags.items():
        if value not in YES | NO:
            awards.warnings.setdefault(label, []).append(f"row {row['row']}: {name} is '{value}', taken as not stated")
    awards.appointments.append(
        Appointment(
            file=label,
            row=int(str(row["row"])),
            awarded_on=row["awarded_on"],  # type: ignore[arg-type]  # _fault has seen that it is a date
            title=str(row["contract_title"]),
            reference=str(row["tender_reference"]),
            supplier=str(row["supplier_name"]),
            place=place(str(row["postcode"]), awards.postcodes).code if row["postcode"] else "",
            value=row["value"],  # type: ignore[arg-type]
            sme=flags["sme"] in YES,
            vcfs=flags["vcfs"] in YES,
            note=str(row["note"]),
        )
    )


def _fault(row: dict[str, object]) -> tuple[str, str]:
    if row["shape_fault"]:
        return "", str(row["shape_fault"])
    if row["awarded_on"] is None:
        return "award date", f"the date '{row['award_date']}' is no date that is read (day first)"
    if row["value_given"] and row["value"] is None:
        return "contract value", f"the value '{row['contract_value']}' is not money"
    return "", ""


def _warn_of_values(awards: Awards) -> None:
    """A tender whose rows differ in value, or give none, is counted as it stands and told."""
    found = tenders(awards.appointments)
    for one in {a.tender: a for a in reversed(awards.appointments)}.values():
        name = one.reference or one.title
        tender = found[one.tender]
        if tender.differing:
            awards.warnings.setdefault(one.file, []).append(
                f"tender {name}: its rows give different values; the first counts"
            )
        elif all(a.value is None for a in awards.appointments if a.tender == one.tender):
            awards.warnings.setdefault(one.file, []).append(
                f"tender {name}: no row gives a value; it counts as nothing"
            )
