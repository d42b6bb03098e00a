"""The last published build in, a file of payments for each month out: it adds up to the books or is not written."""

import csv
import io
import logging
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lccspend.agreements.transparency import ComparisonAnswer, TransparencyAnswer, TransparencyMonth
from lccspend.commands.queries import chosen_years, spend_years, summary
from lccspend.dates import months_of, today
from lccspend.errors import CheckFailedError, SpendError, UsageError
from lccspend.figures import Summary
from lccspend.money import pounds
from lccspend.project import Project
from lccspend.safetext import guarded
from lccspend.store import of_one_build

if TYPE_CHECKING:
    import polars as pl

FOLDER = "transparency"

log = logging.getLogger(__name__)


@of_one_build
def publish_transparency(
    project: Project, years: Sequence[str] | None, months: Sequence[str] | None
) -> TransparencyAnswer:
    """Writes reports/output/transparency/payments-2023-04.csv and so on; the reconciliation with the books.

    Raises CheckFailedError, and writes nothing, when a month's rows and pounds do not add up to those counted.
    """
    from lccspend.store import lock

    with lock(project):
        figures = summary(project)
        chosen = _months(figures, years, months)
        rows, basis = _rows(project), project.settings.sources.vat_basis
        texts = _texts(rows, chosen, basis)
        answer = TransparencyAnswer(
            threshold=project.settings.transparency.threshold.quantize(Decimal("0.01")),
            vat_basis=basis,
            months=_reconciled(figures, rows, texts),
        )
        refuse_if_uneven(answer)
        _write(project.output / FOLDER, {file_name(month): text for month, text in texts.items()})
    return answer


@of_one_build
def compare(
    project: Project, file: Path, years: Sequence[str] | None, months: Sequence[str] | None
) -> ComparisonAnswer:
    """Our payments against a published file's, of the months in it, or of those asked for; writes nothing."""
    import polars as pl

    from lccspend.etl.published_file import read_published_file
    from lccspend.metrics.cells import GROUPS
    from lccspend.metrics.matching import compared_months

    figures = summary(project)
    theirs = read_published_file(file, project.settings, today())
    held = set(theirs.payments.select(GROUPS["month"].alias("month"))["month"])
    wanted = _months(figures, years, months) if years or months else sorted(held)
    exported = _rows(project).filter((pl.col("became") == "exported") & pl.col("month").is_in(wanted))
    ours = exported.select("paid_on", "pence", "reference", supplier="beneficiary").collect()
    own = theirs.payments.filter(GROUPS["month"].is_in(wanted))
    found = compared_months(ours, own)
    if not any(month.matched_rows or month.other_reference_rows for month in found):
        log.warning("No payment matches: %s may hold amounts without VAT, or a line for each account.", file.name)
    return ComparisonAnswer(file=file.name, not_read=theirs.not_read, months=found)


def file_name(month: str) -> str:
    return f"payments-{month}.csv"


def _rows(project: Project) -> "pl.LazyFrame":
    import polars as pl

    from lccspend.etl.published_rows import whole_payments
    from lccspend.metrics.transparency import payments_to_publish

    counted = whole_payments(project).filter(pl.col("fate") == "counted")
    return payments_to_publish(counted, project.settings.transparency.threshold)


def _months(figures: Summary, years: Sequence[str] | None, months: Sequence[str] | None) -> list[str]:
    """The months asked for, in time; SpendError naming those held when one is not."""
    held = sorted({cell.month for cell in figures.months if cell.rows})
    if months and years:
        raise UsageError("--year and --month ask for the same thing.", fix="Give one of them.")
    unknown = [month for month in months or () if month not in held]
    if unknown:
        near = ", ".join(held[-12:]) or "none"
        raise SpendError(f"No payments are held for {', '.join(unknown)}.", fix=f"The latest months held: {near}.")
    if months:
        return sorted(set(months))
    chosen = {month for year in chosen_years(years, spend_years(figures)) for month in months_of(year)}
    return [month for month in held if month in chosen]


def _texts(rows: "pl.LazyFrame", months: Sequence[str], vat_basis: str) -> dict[str, str]:
    """Each month's payments as CSV, by date, payee and number."""
    import polars as pl

    exported = rows.filter((pl.col("became") == "exported") & pl.col("month").is_in(months))
    found = exported.sort("paid_on", "beneficiary", "reference", "pence", "n").collect()
    parts = {str(month): part for (month,), part in found.partition_by("month", as_dict=True).items()}
    return {month: _csv(parts.get(month, found.clear()), vat_basis) for month in months}


def _csv(own: "pl.DataFrame", vat_basis: str) -> str:
    """The fields of the code; no text can be taken for a formula."""
    from lccspend.metrics.transparency import FIELDS, NOT_HELD

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    for row in own.iter_rows(named=True):
        words = {name: guarded(cell) for name, cell in row.items() if isinstance(cell, str)}
        writer.writerow(
            [
                row["paid_on"].isoformat(),
                *(words[name] for name in ("reference", "department", "beneficiary", "purpose")),
                pounds(row["pence"]),
                *(vat_basis, NOT_HELD, words["merchant_category"]),
            ]
        )
    return text.getvalue()


def _reconciled(figures: Summary, rows: "pl.LazyFrame", texts: dict[str, str]) -> tuple[TransparencyMonth, ...]:
    from lccspend.metrics.transparency import sums_by_month

    sums = {(row["month"], row["became"]): row for row in sums_by_month(rows).iter_rows(named=True)}
    return tuple(_month(figures, sums, month, text) for month, text in texts.items())


def _month(figures: Summary, sums: dict[tuple[str, str], dict[str, Any]], month: str, text: str) -> TransparencyMonth:
    """What was counted is the books' own figure, what is exported is read off the file as it will be written."""
    from lccspend.metrics.transparency import FATES

    cells = [cell for cell in figures.months if cell.month == month]
    written = [Decimal(line["Amount"]) for line in csv.DictReader(io.StringIO(text))]
    before, exported, below = (sums.get((month, fate), {}) for fate in FATES)
    return TransparencyMonth(
        month=month,
        file=file_name(month),
        counted_rows=sum(cell.rows for cell in cells),
        counted=sum((cell.pounds for cell in cells), Decimal("0.00")),
        exported_rows=len(written),
        exported=sum(written, Decimal("0.00")),
        below_threshold_rows=below.get("rows", 0),
        below_threshold=pounds(below.get("pence", 0)),
        published_before_rows=before.get("rows", 0),
        published_before=pounds(before.get("pence", 0)),
        credits_rows=exported.get("credits_rows", 0),
        credits=pounds(exported.get("credits", 0)),
        withheld_rows=exported.get("withheld_rows", 0),
    )


def refuse_if_uneven(answer: TransparencyAnswer) -> None:
    """Raises CheckFailedError naming the months whose parts do not make up what was counted."""
    uneven = [
        m.month
        for m in answer.months
        if m.counted_rows != m.exported_rows + m.below_threshold_rows + m.published_before_rows
        or m.counted != m.exported + m.below_threshold + m.published_before
    ]
    if uneven:
        raise CheckFailedError(
            f"Nothing was written: the payments of {', '.join(uneven)} do not add up to what was counted.",
            fix="Run `lccspend ingest` to build the store anew.",
        )


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Each file is written beside its place and renamed, so that none is ever half of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        aside = folder / f".{name}"
        aside.write_text(text, encoding="utf-8", newline="")
        aside.replace(folder / name)
