"""The settings in, how to read the report out: populations, marks, and how to trace a figure."""

from lccspend.report.model import Entry
from lccspend.report.scope import Scope
from lccspend.report.words import mark_meaning, population


def entries(scope: Scope) -> tuple[Entry, ...]:
    marks = " ".join(mark_meaning(mark, scope.settings) for mark in "xpberz")
    return (
        Entry("Two groups of suppliers", " ".join(population(key, scope.settings) for key in ("all", "procurement"))),
        Entry("Marks beside a year or in a cell", f"{marks} A note below a table may say more."),
        Entry(
            "Tracing a figure",
            "A table of spend names below it those of its figures that can be traced. "
            f'lccspend trace "{scope.year} total" lists the payments behind one of them; they add up to it.',
        ),
    )
