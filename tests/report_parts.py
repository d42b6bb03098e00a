"""A report in, one of its tables or sections out, and a table's rows as they are printed."""

from lccspend.report import filters
from lccspend.report.model import Report, Section, Table


def table(report: Report, name: str) -> Table:
    return next(t for t in report.tables if t.name == name)


def section(report: Report, name: str) -> Section:
    return next(s for s in report.sections if s.id == name)


def printed(of: Table) -> list[list[str]]:
    return [[filters.printed(cell, column.kind) for column, cell in of.cells(row)] for row in of.rows]
