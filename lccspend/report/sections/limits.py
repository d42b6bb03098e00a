"""What the run found missing, unknown or doubtful in, the limits of the figures out, written for this run alone."""

from collections.abc import Iterator

from lccspend.figures import LocalityYear
from lccspend.report.filters import count, listed, month_ranges, percent, pounds
from lccspend.report.model import Column, Entry, Section, Table
from lccspend.report.numbers import of_percent
from lccspend.report.scope import Scope
from lccspend.report.words import systems


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
    yield (
        "The size of suppliers is not known",
        "The payment systems do not hold it, so spend is not divided by size; contract awards carry what each "
        "supplier said in its tender.",
    )


def _years(scope: Scope) -> Iterator[tuple[str, str]]:
    held = {year.financial_year for year in scope.held}
    unheld = [label for label in scope.labels if label not in held]
    if unheld:
        yield "Years without payments", f"No payments are held for {listed(unheld)}."
    for year in scope.held:
        yield from _year(year)


def _year(year: LocalityYear) -> Iterator[tuple[str, str]]:
    label = year.financial_year
    if year.months_missing:
        gap = month_ranges(year.months_missing)
        yield (
            f"{label} is not complete [p]",
            f"{year.months} of 12 months are held; nothing for {gap}. Its totals are those of the months held.",
        )
    if "x" in year.marks:
        known = of_percent(year.coverage_percent)
        yield (
            f"{label} has too few known places [x]",
            f"Only {percent(known)} of its payments by value have a known place, so no share is given.",
        )
    if "b" in year.marks:
        yield (
            f"{label} breaks the series [b]",
            f"Its figures come from {systems(year.sources)}, unlike those of the latest earlier full year; what is "
            f"recorded differs, so the years must not be read as a trend.",
        )


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
        yield (
            "Some rows could not be read",
            f"{count(books.rejected.rows)} of {count(books.read.rows)} rows were rejected; the amounts among them that "
            f"can be read come to {pounds(books.rejected.pounds)}, and are in no total.",
        )


def _checks(scope: Scope) -> Iterator[tuple[str, str]]:
    for check in scope.figures.checks.checks:
        if check.verdict != "pass":
            yield f"Check with a {'warning' if check.verdict == 'warn' else 'failure'}", check.message


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
