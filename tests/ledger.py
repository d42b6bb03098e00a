"""Rows of a tiny ledger in, a project folder, its figures and the fate of each row out, for the pipeline's tests."""

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import polars as pl
import pytest

from lccspend.errors import SourceError
from lccspend.etl.build import prepare
from lccspend.etl.cells import payees_beside, read_payees, scan_cells
from lccspend.etl.engine import Scale
from lccspend.etl.published_rows import whole_payments
from lccspend.figures import Check, Figures, GroupedYear, LocalityYear, SupplierYear, TailYear
from lccspend.project import Project
from lccspend.schema import TYPED
from lccspend.store import publish

TODAY = "2024-06-30"
LENIENT = "[checks]\nmaximum_rejected_share = 1\n"
"""Settings under which a ledger of a few rows may hold a rejected one."""

Row = dict[str, str]

R12 = {
    "unit": "OPERATING_UNIT",
    "supplier": "VENDOR_NAME",
    "number": "VENDOR_NUM",
    "site": "VENDOR_SITE_CODE",
    "postcode": "ZIP",
    "country": "COUNTRY",
    "invoice": "INVOICE_NUM",
    "kind": "INVOICE_TYPE_LOOKUP_CODE",
    "id": "INVOICE_PAYMENT_ID",
    "payment": "CHECK_NUMBER",
    "day": "CHECK_DATE",
    "amount": "PAYMENT_AMOUNT",
    "currency": "CURRENCY",
    "base": "BASE_AMOUNT",
    "status": "STATUS_LOOKUP_CODE",
    "reversal": "REVERSAL_FLAG",
    "source": "SOURCE",
    "method": "PAYMENT_METHOD_CODE",
    "category": "CATEGORY",
    "description": "DESCRIPTION",
}
FUSION = {
    "unit": "Business Unit",
    "supplier": "Supplier",
    "number": "Supplier Number",
    "site": "Supplier Site",
    "postcode": "Postal Code",
    "country": "Country",
    "invoice": "Invoice Number",
    "kind": "Invoice Type",
    "id": "Invoice Payment ID",
    "payment": "Payment Number",
    "day": "Payment Date",
    "amount": "Payment Amount",
    "currency": "Payment Currency",
    "base": "Base Amount",
    "status": "Payment Status",
    "source": "Invoice Source",
    "method": "Payment Method",
    "category": "Category",
    "description": "Description",
    "legacy": "Legacy Supplier Number",
    "received": "Invoice Received Date",
    "invoiced": "Invoice Amount",
    "disputed": "Disputed",
    "contract": "Contract Reference",
}
PUBLISHED = {
    "unit": "Organisational unit",
    "category": "Expenditure category",
    "day": "Date",
    "payment": "Transaction number",
    "amount": "Amount",
    "supplier": "Supplier name",
}
PLAIN = {"supplier": "ACME LTD", "number": "1", "invoice": "INV-1", "day": "2023-05-02", "amount": "100.00"}


def r12(*rows: Row) -> str:
    """An R12 export of rows; what a row leaves out is `PLAIN`, other columns stand only where a row fills them."""
    return _export(R12, rows)


def fusion(*rows: Row) -> str:
    return _export(FUSION, rows)


def published(*rows: Row) -> str:
    return _export(PUBLISHED, rows)


def _export(headings: Mapping[str, str], rows: tuple[Row, ...]) -> str:
    filled = [{name: value for name, value in (PLAIN | row).items() if name in headings} for row in rows]
    used = [name for name in headings if name in PLAIN or any(name in row for row in filled)]
    return table(",".join(headings[n] for n in used), *([row.get(n, "") for n in used] for row in filled))


def table(headings: str, *rows: list[str] | str) -> str:
    """CSV text; a row given as text is split at its commas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings.split(","))
    writer.writerows(row.split(",") if isinstance(row, str) else row for row in rows)
    return text.getvalue()


def project(
    folder: Path,
    files: Mapping[str, str | bytes],
    settings: str = "",
    reference: Mapping[str, str] | None = None,
) -> Project:
    """A project folder with these files below data/raw and data/reference; called again it adds or replaces."""
    made = Project(folder)
    raw = {made.raw / name: content for name, content in files.items()}
    kept = {made.reference / name: text for name, text in (reference or {}).items()}
    for path, content in {**raw, **kept, made.settings_file: settings}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return made


class Rejected(NamedTuple):
    """A line of rejected.csv, with the cells of the row as it was."""

    file: str
    row: str
    column: str
    reason: str
    raw: list[str]


def rejected(made: Project) -> list[Rejected]:
    """What the last build could not read."""
    with (made.processed / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return [Rejected(*line[:4], json.loads(line[4])) for line in list(csv.reader(file))[1:]]


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def build(made: Project, today: str = TODAY, scale: Scale | None = None) -> Figures:
    """Build and publish as `lccspend ingest` does, on a day that does not pass."""
    noon = datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC)
    with patch.dict(os.environ, SOURCE_DATE_EPOCH=str(int(noon.timestamp()))):
        figures = prepare(made, silent, scale=scale)
    publish(made, None)
    return figures


def layouts(folder: Path, files: Mapping[str, str | bytes], settings: str = "") -> dict[str, tuple[str, int]]:
    """By file of a ledger: its layout and how many of its rows count."""
    figures = build(project(folder, files, settings))
    return {f.file: (f.layout, f.counted) for f in figures.books.files}


def refusal(folder: Path, files: Mapping[str, str | bytes], settings: str = "") -> str:
    """What is said of a ledger that cannot be built."""
    with pytest.raises(SourceError) as refused:
        build(project(folder, files, settings))
    assert refused.value.exit_code == 1
    return str(refused.value)


def payments(made: Project) -> pl.DataFrame:
    """Every row of the published build, in the order of files and rows."""
    return (
        whole_payments(made).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).sort("file", "row").collect()
    )


def kept_rows(paths: Sequence[Path]) -> pl.DataFrame:
    """The rows of files of cells, with their payees, in the order of their numbers."""
    payees = read_payees([payees_beside(path) for path in paths])
    rows = scan_cells(paths).collect().join(payees.drop("system"), on="payee_key", how="left")
    return rows.select(*TYPED).sort("row")


def fates(made: Project) -> list[tuple[str, int, str, str | None]]:
    """(file, row, fate, rule) of every row."""
    return list(payments(made).select("file", "row", "fate", "rule").iter_rows())


def rules(folder: Path, files: Mapping[str, str | bytes], settings: str = "", **reference: str) -> list[str]:
    """The rule, or else the fate, of each row of a ledger; reference files are named without their ending."""
    made = project(folder, files, settings, {f"{name}.csv": text for name, text in reference.items()})
    build(made)
    return [rule or fate for _, _, fate, rule in fates(made)]


def locality(figures: Figures, year: str = "2023/24") -> LocalityYear:
    return next(y for y in figures.locality if y.financial_year == year)


def districts(figures: Figures, year: str = "2023/24") -> GroupedYear:
    return next(y for y in figures.district if y.financial_year == year)


def tail(figures: Figures, population: str = "all", year: str = "2023/24") -> TailYear:
    return next(t for t in figures.tail if (t.financial_year, t.population) == (year, population))


def ranked(figures: Figures, population: str = "all", year: str = "2023/24") -> SupplierYear:
    return next(s for s in figures.suppliers if (s.financial_year, s.population) == (year, population))


def names(figures: Figures) -> list[str]:
    """The ranked suppliers of 2023/24."""
    return [s.supplier for s in ranked(figures).suppliers]


def check(figures: Figures, name: str) -> Check:
    return next(c for c in figures.checks.checks if c.check == name)


def warnings(figures: Figures, file: str) -> str:
    """The warnings of one file, a line for each."""
    return "\n".join(next(f for f in figures.books.files if f.file == file).warnings)
