"""The books in, what became of every row out: by file, by rule, and in all."""

from lccspend.figures import Tally
from lccspend.plurals import how_many
from lccspend.report.filters import pounds
from lccspend.report.model import Column, Row, Section, Table
from lccspend.report.scope import Scope
from lccspend.report.words import LAYOUTS, RULES

READ = "Every row that was read from a payment file, of all years."


def build(scope: Scope) -> Section:
    return Section(
        id="books",
        heading="The books: what became of every row",
        statements=(_statement(scope),),
        tables=(_outcomes(scope), *_rules(scope), *_files(scope)),
    )


def _statement(scope: Scope) -> str:
    books = scope.figures.books
    verdict = "add up" if books.balanced else "do not add up"
    were = "was" if books.read.rows == 1 else "were"
    return (
        f"{how_many(books.read.rows, 'row')} with {pounds(books.read.pounds)} {were} read. Each is counted, excluded "
        f"by a named rule, or rejected because it could not be read; the three {verdict} to what was read, in rows and "
        f"to the penny."
    )


def _outcomes(scope: Scope) -> Table:
    books = scope.figures.books
    named = (("Counted", books.counted), ("Excluded by rule", books.excluded), ("Rejected", books.rejected))
    return Table(
        name="books",
        title="What became of the rows read",
        columns=(
            Column("fate", "Rows"),
            Column("rows", "Number of rows", "count"),
            Column("pounds", "Amount", "pounds"),
        ),
        rows=tuple(_tally(label, tally) for label, tally in named),
        totals=(_tally("Read", books.read),),
        population=READ,
        notes=("A rejected row adds its amount only when the amount can be read.",) if books.rejected.rows else (),
    )


def _tally(label: str, tally: Tally) -> Row:
    return (label, tally.rows, tally.pounds)


def _rules(scope: Scope) -> tuple[Table, ...]:
    rules = scope.figures.books.excluded_by_rule
    rows: tuple[Row, ...] = tuple((name, RULES[name], tally.rows, tally.pounds) for name, tally in rules.items())
    if not rows:
        return ()
    excluded = scope.figures.books.excluded
    return (
        Table(
            name="excluded",
            title="Rows excluded, by rule",
            columns=(
                Column("rule", "Rule"),
                Column("meaning", "What it takes out"),
                Column("rows", "Rows", "count"),
                Column("pounds", "Amount", "pounds"),
            ),
            rows=rows,
            totals=(("Total", "All rules", excluded.rows, excluded.pounds),),
            population=READ,
            trace=("all excluded RULE", *scope.trace("excluded RULE")),
        ),
    )


def _files(scope: Scope) -> tuple[Table, ...]:
    files = scope.figures.books.files
    if not files:
        return ()
    return (
        Table(
            name="files",
            title="Rows by file",
            columns=(
                Column("file", "File", "name"),
                Column("layout", "Layout"),
                Column("rows", "Rows", "count"),
                Column("counted", "Counted", "count"),
                Column("excluded", "Excluded", "count"),
                Column("rejected", "Rejected", "count"),
                Column("pounds", "Amount", "pounds"),
            ),
            rows=tuple(
                (f.file, LAYOUTS.get(f.layout, f.layout), f.rows, f.counted, f.excluded, f.rejected, f.pounds)
                for f in files
            ),
            population="Every file that was read; files without payments carry no amount.",
        ),
    )
