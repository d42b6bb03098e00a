"""The checks of the build in, each with its verdict out."""

from lccspend.report.model import Column, Section, Table
from lccspend.report.scope import Scope

VERDICTS = {"pass": "Passed", "warn": "Warning", "fail": "Failed"}


def build(scope: Scope) -> Section:
    checks = scope.figures.checks
    table = Table(
        name="checks",
        title="Checks made before the figures were published",
        columns=(Column("check", "Check"), Column("verdict", "Verdict"), Column("message", "Finding", "name")),
        rows=tuple((c.check.replace("_", " "), VERDICTS[c.verdict], c.message) for c in checks.checks),
        population="All figures, all years.",
    )
    return Section(
        id="checks",
        heading="Checks",
        statements=(f"The verdict on the figures as a whole: {VERDICTS[checks.verdict].lower()}.",),
        tables=(table,) if table.rows else (),
    )
