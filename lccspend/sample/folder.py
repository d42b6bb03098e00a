"""An empty place in, a synthetic project folder out, whose report reproduces the council's published tables."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from lccspend.errors import SpendError
from lccspend.sample import governance, reference
from lccspend.sample.awards import COLUMNS as AWARD_COLUMNS
from lccspend.sample.awards import award_rows
from lccspend.sample.contracts import COLUMNS as CONTRACT_COLUMNS
from lccspend.sample.contracts import contract_rows, register
from lccspend.sample.fusion import iso_day, utc_midnight, write_fusion, write_workbook
from lccspend.sample.identities import with_identities
from lccspend.sample.ledgers import build_ledgers
from lccspend.sample.oddities import with_oddities
from lccspend.sample.payments import Payment
from lccspend.sample.r12 import Style, bracketed, long_day, minus_last, short_day, with_commas, write_r12
from lccspend.sample.ranks import rank_spend
from lccspend.sample.social_value import COLUMNS as SOCIAL_VALUE_COLUMNS
from lccspend.sample.social_value import social_value_rows
from lccspend.sample.suppliers import Supplier, all_suppliers
from lccspend.sample.traps import between

LONG_AGO = date(2000, 1, 1)
R12_FILES = (
    ("ap_paid_2019_20.txt", date(2019, 4, 1), date(2020, 3, 31), Style(long_day, bracketed)),
    ("ap_paid_2020_21.txt", date(2020, 4, 1), date(2021, 3, 31), Style(long_day, with_commas)),
    ("ap_paid_2021_22_h1.txt", date(2021, 4, 1), date(2021, 9, 30), Style(short_day, minus_last)),
    ("ap_paid_2021_22_h2.txt", date(2021, 10, 1), date(2022, 3, 31), Style(short_day, minus_last)),
)
FUSION_FILES = (
    ("fusion_2022_23_q4.csv", LONG_AGO, date(2023, 3, 31), iso_day),
    ("fusion_2023_24_q1.csv", date(2023, 3, 27), date(2023, 6, 30), iso_day),
    ("fusion_2023_24_q2.csv", date(2023, 7, 1), date(2023, 9, 30), iso_day),
    ("fusion_2023_24_q3.csv", date(2023, 10, 1), date(2023, 12, 31), utc_midnight),
)
"""File, first and last day, form of the dates. The first two overlap by the last week of March 2023."""
WITH_BOM, WITH_TOTAL = "fusion_2023_24_q1.csv", "fusion_2023_24_q2.csv"
WORKBOOK = ("fusion_2023_24_q4.xlsx", date(2024, 1, 1), date(2024, 3, 31))


def write_sample(folder: Path) -> None:
    """Writes lccspend.toml, data/raw and data/reference into a folder that is new or empty; the same bytes each time.

    Raises SpendError when something is there already or the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SpendError(f"{folder} is not an empty folder.", fix="Name a folder that does not exist yet.")
    suppliers = with_identities(with_oddities(all_suppliers(rank_spend())))
    try:
        _write(folder, suppliers)
    except OSError as fault:
        raise SpendError(
            f"The sample cannot be written to {folder}: {fault.strerror}.", fix="Name a folder that you may write to."
        ) from fault


def _write(folder: Path, suppliers: list[Supplier]) -> None:
    raw, kept = folder / "data" / "raw", folder / "data" / "reference"
    for name in ("r12", "fusion", "suppliers", "awards", "contracts", "social_value"):
        (raw / name).mkdir(parents=True)
    kept.mkdir(parents=True)
    ledgers = build_ledgers(suppliers)
    _write_r12(raw / "r12", ledgers.r12)
    _write_fusion(raw / "fusion", ledgers.fusion)
    _table(raw / "suppliers" / "supplier_sites.csv", reference.SITE_COLUMNS, reference.site_rows(suppliers))
    _table(raw / "awards" / "contract_awards_2023_24.csv", AWARD_COLUMNS, award_rows(suppliers))
    _table(raw / "contracts" / "contract_register_2024_q1.csv", CONTRACT_COLUMNS, contract_rows(suppliers))
    social = social_value_rows(register(suppliers))
    _table(raw / "social_value" / "social_value_2023_24.csv", SOCIAL_VALUE_COLUMNS, social)
    _table(kept / "supplier_classes.csv", reference.CLASS_COLUMNS, reference.class_rows(suppliers))
    _table(kept / "postcode_overrides.csv", reference.OVERRIDE_COLUMNS, reference.override_rows(suppliers))
    _table(kept / "supplier_crosswalk.csv", reference.CROSSWALK_COLUMNS, reference.crosswalk_rows(suppliers))
    _table(kept / "waivers.csv", governance.WAIVER_COLUMNS, governance.waiver_rows(suppliers))
    _table(kept / "procurement_kpis.csv", governance.KPI_COLUMNS, governance.kpi_rows())
    _table(kept / "actions.csv", governance.ACTION_COLUMNS, governance.action_rows())
    (folder / "lccspend.toml").write_bytes(reference.SETTINGS.encode())


def _write_r12(folder: Path, payments: list[Payment]) -> None:
    for name, first, last, style in R12_FILES:
        title = f"SAMPLE DATA - Lancashire County Council - paid invoices {first:%d/%m/%Y} to {last:%d/%m/%Y}"
        write_r12(folder / name, title, between(payments, first, last), style)


def _write_fusion(folder: Path, payments: list[Payment]) -> None:
    for name, first, last, day in FUSION_FILES:
        rows = _as_seen_on(last, between(payments, first, last))
        write_fusion(folder / name, rows, day, bom=name == WITH_BOM, total=name == WITH_TOTAL)
    name, first, last = WORKBOOK
    write_workbook(folder / name, "SAMPLE DATA - paid invoices", between(payments, first, last))


def _as_seen_on(last: date, payments: list[Payment]) -> list[Payment]:
    """An export shows its last days' payments as not yet cleared; a later one knows better."""
    fresh = last - timedelta(days=4)
    return [
        replace(one, status="NEGOTIABLE") if one.day >= fresh and one.status == "RECONCILED" else one
        for one in payments
    ]


def _table(path: Path, columns: str, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)
