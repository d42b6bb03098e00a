"""The dated table of law in, regimes and thresholds by the day on which a procurement began out."""

from dataclasses import replace

from lccspend.dates import days_of
from lccspend.law.dated import Dated, Threshold, regimes, thresholds
from lccspend.report.filters import day
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.scope import Scope

SAID = (
    "A contract falls under the regime that was in force on the day when its procurement began; where the register "
    "does not give that day, the start of the contract stands for it."
)


def build(scope: Scope) -> Section:
    section = Section(id="law", heading="Procurement law by date")
    if not scope.is_in_england:
        return section
    return replace(section, statements=(SAID,), tables=(_regimes(), _thresholds(scope)))


def _until(line: Dated) -> str:
    return day(line.valid_to) if line.valid_to else "still in force"


def _regimes() -> Table:
    lines = sorted(regimes(), key=lambda line: (line.valid_from, line.name))
    return Table(
        name="regimes",
        title="Regimes of procurement law",
        columns=(
            Column("regime", "Regime"),
            Column("valid_from", "From"),
            Column("valid_to", "Until"),
            Column("source", "Source", "name"),
        ),
        rows=tuple((line.name, day(line.valid_from), _until(line), line.source) for line in lines),
        population="Procurements begun from the first day up to and including the last.",
    )


def _thresholds(scope: Scope) -> Table:
    """Those in force on some day of the years shown, or since."""
    first, _ = days_of(scope.labels[0])
    lines = [line for line in thresholds() if line.valid_to is None or line.valid_to >= first]
    lines.sort(key=lambda line: (line.valid_from, line.kind))
    return Table(
        name="thresholds",
        title="Thresholds of local authorities",
        columns=(
            Column("valid_from", "From"),
            Column("valid_to", "Until"),
            Column("kind", "Contracts for"),
            Column("threshold", "Threshold", "pounds"),
            Column("vat", "VAT"),
            Column("source", "Source", "name"),
        ),
        rows=tuple(_threshold(line) for line in lines),
        population="Estimated value of a contract over its whole life.",
    )


def _threshold(line: Threshold) -> Row:
    vat = "included" if line.includes_vat else "not included"
    return (day(line.valid_from), _until(line), line.kind, line.pounds, vat, line.source)
