"""What the run found missing, unknown or doubtful in, the limits of the figures out, written for this run alone."""

from collections.abc import Iterator

from lccspend.figures import LocalityYear
from lccspend.plurals import how_many
from lccspend.report.comparison import coverage
from lccspend.report.filters import count, listed, month_ranges, percent, pounds
from lccspend.report.model import Column, Entry, Section, Table
from lccspend.report.scope import Scope
from lccspend.report.words import systems

SAID = frozenset({"rejected_share", "months_covered", "coverage", "file_warnings", "overlap", "months_by_system"})
"""Checks whose finding the limits state in words of their own."""


def build(scope: Scope) -> Section:
    return Section(
        id="limits",
        heading="What these figures cannot say",
        statements=("These limits were written from what was found when the figures were made.",),
        entries=tuple(Entry(*limit) for limit in _limits(scope)),
        tables=_warnings(scope),
    )


def _limits(scope: Scope) -> Iterator[tuple[str, str]]:
    yield from _years(scope)
    yield from _unknown(scope)
    yield from _books(scope)
    yield from _checks(scope)
    yield (
        "Head offices are not known",
        "Locality is that of the site that was paid. It is not always where the supplier has its head office, or where "
        "the money is finally spent.",
    )
    if not scope.figures.registers:
        yield (
            "The size of suppliers is not known",
            "The payment systems do not hold it, so spend is not divided by size; contract awards carry what each "
            "supplier said in its tender.",
        )
    if not scope.is_in_england:
        yield (
            "Procurement law is not stated",
            "The law of Scotland and of Wales is not held, so no regime, threshold or duty to publish is given.",
        )


def _years(scope: Scope) -> Iterator[tuple[str, str]]:
    held = {year.financial_year for year in scope.held}
    unheld = [label for label in scope.labels if label not in held]
    if unheld:
        yield "Years without payments", f"No payments are held for {listed(unheld)}."
    part = [covers(year) for year in scope.held if year.months_missing]
    if part:
        yield "Years that are not complete [p]", f"{' '.join(part)} Their totals are those of the months held."
    unplaced = [year for year in scope.held if "x" in year.marks]
    if unplaced:
        yield "Years with too few known places [x]", " ".join(_coverage(year) for year in unplaced)
    broken = [f"{year.financial_year} ({systems(year.sources)})" for year in scope.held if "b" in year.marks]
    if broken:
        yield (
            "Breaks in the series [b]",
            f"{listed(broken)}: the figures come from other systems than those of the latest earlier full year. "
            f"What is recorded differs, so the years must not be read as a trend.",
        )


def covers(year: LocalityYear) -> str:
    gap = month_ranges(year.months_missing)
    return f"{year.financial_year} covers {year.months} of 12 months; nothing is held for {gap}."


def _coverage(year: LocalityYear) -> str:
    known = percent(coverage(year)) if year.coverage_percent else "none"
    return f"Of the payments of {year.financial_year}, {known} by value has a known place, so no share is given."


def _unknown(scope: Scope) -> Iterator[tuple[str, str]]:
    year = scope.locality
    if year.unknown:
        yield (
            "Some places are not known",
            f"In {year.financial_year} the place of {pounds(year.unknown)} is not known; it counts in the total, but "
            f"not in {scope.places.area}.",
        )


def _books(scope: Scope) -> Iterator[tuple[str, str]]:
    books = scope.figures.books
    if books.rejected.rows:
        were = "was" if books.rejected.rows == 1 else "were"
        yield (
            "Some rows could not be read",
            f"{count(books.rejected.rows)} of {how_many(books.read.rows, 'row')} {were} rejected; the amounts among "
            f"them that can be read come to {pounds(books.rejected.pounds)}, and are in no total.",
        )

    twice = (("repeated_extract", "in two files of one system"), ("r12_fusion_overlap", "in both systems"))
    found = [(books.excluded_by_rule[rule].rows, where) for rule, where in twice if rule in books.excluded_by_rule]
    words = [f"{count(rows)} {where}" for rows, where in found if rows]
    if words:
        yield "Some payments were found twice", f"Each counts once; rows left out as found twice: {listed(words)}."


def _checks(scope: Scope) -> Iterator[tuple[str, str]]:
    if any(check.check == "months_by_system" and check.verdict != "pass" for check in scope.figures.checks.checks):
        yield (
            "Gaps within a system",
            "A payment system has months without payments between its first and its last; the appendix of checks names "
            "them.",
        )
    for check in scope.figures.checks.checks:
        if check.verdict != "pass" and check.check not in SAID:
            yield check.check.replace("_", " ").capitalize(), check.message


def _warnings(scope: Scope) -> tuple[Table, ...]:
    rows = tuple((file.file, warning) for file in scope.figures.books.files for warning in file.warnings)
    if not rows:
        return ()
    return (
        Table(
            name="warnings",
            title="Warnings about single files",
            columns=(Column("file", "File", "name"), Column("warning", "Warning", "name")),
            rows=rows,
            population="All files that were read.",
        ),
    )
