"""The printed tables in, their data dictionary out: one row for each column of each CSV file."""

from lccspend.report.model import Column, Kind, Table

UNITS: dict[Kind, str] = {
    "text": "text",
    "name": "text",
    "month": "month as YYYY-MM",
    "pounds": "pounds and pence",
    "about": "pounds and pence",
    "count": "count",
    "share": "percent, two decimals",
    "quantity": "number, in the unit of its row",
    "days": "days, two decimals",
}


def dictionary(tables: tuple[Table, ...]) -> Table:
    """Table, column, what it means and its unit; an empty cell of a table is a figure that is not available."""
    return Table(
        name="data-dictionary",
        title="What the columns of the tables mean",
        columns=(
            Column("table", "Table"),
            Column("column", "Column"),
            Column("meaning", "Meaning"),
            Column("unit", "Unit"),
            Column("population", "Population"),
        ),
        rows=tuple(
            (table.name, column.key, f"{table.title}: {column.meaning or column.heading}", UNITS[column.kind],
             table.population)
            for table in tables
            for column in table.columns
        ),
    )  # fmt: skip
