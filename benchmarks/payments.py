"""A number of rows in, a folder of synthetic Fusion exports out: ten financial years, a file each, the same each time.

Every file has its own style of dates and amounts. One row in fifty repeats the row before it, as an export at
distribution grain does; each file but the first begins with the last hundredth of the file before it, as extracts
overlap; two rows in ten thousand cannot be read. `localities.csv` in the folder gives each postcode its locality, for
the programs that have no postcode tables of their own.

    .venv/bin/python benchmarks/payments.py 3000000 FOLDER
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from lccspend.geography.locality import definition, locality_of
from lccspend.geography.places import place
from lccspend.geography.table import shipped_table

YEARS = range(2015, 2025)
SUPPLIERS, SITES = 15_000, 3
BATCH = 250_000
REPEATED, OVERLAP = 50, 100
"""One row in so many repeats the row before it; one part in so many of a file stands again in the next."""

UNREADABLE = 10_000
"""One row in so many has no amount, and one in so many no date."""

PLACES = ("Aldgate", "Bowland", "Calder", "Douglas", "Esk", "Fylde", "Glasson, Hart", "Irwell", "Keer", "Lune & Wyre")
TRADES = ("Builders", "Care", "Catering", "Cleaning", "Coaches", "Energy", "Fostering", "Joinery", "Roads", "Supplies")
SERVICES = ("Adults", "Children", "Education", "Highways", "Libraries", "Property", "Public Health", "Waste")
KINDS = ("Services", "Equipment", "Agency, Temporary", "Fees", "Contracts")
UNITS = ("Adult Services", "Children's Services", "Growth, Environment and Transport", "Resources", "Schools")
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y")


def chance(row: pl.Expr, salt: int) -> pl.Expr:
    """Whole numbers that look random and depend on the row and the salt alone (the mixing of splitmix64)."""
    mixed = (row + pl.lit(salt * 0x9E3779B97F4A7C15 % 2**64, pl.UInt64)) * pl.lit(0xBF58476D1CE4E5B9, pl.UInt64)
    mixed = (mixed ^ (mixed // 2**31)) * pl.lit(0x94D049BB133111EB, pl.UInt64)
    return mixed ^ (mixed // 2**29)


def pick(words: tuple[str, ...] | list[str], number: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(words))).gather(number % len(words))


def postcodes() -> list[str]:
    """Three thousand of them, the home area's most often."""
    home = definition("lancashire-12", {}, "North West")
    sectors = sorted(shipped_table().sectors)
    local = [s for s in sectors if locality_of(place(f"{s}XJ").code, home) == "lancashire"]
    return [f"{s}XJ" for s in (local * 20)[:2000] + sectors[:: len(sectors) // 1000][:1000]]


def rows(first: int, count: int, start: date, end: date, style: int, codes: list[str]) -> pl.DataFrame:
    """The rows of a batch by their running number, under the headings of Fusion, paid from start to before end."""
    row = pl.int_range(first, first + count, dtype=pl.UInt64)
    source = row - (chance(row, 1) % REPEATED == 0).cast(pl.UInt64)
    frame = pl.select(row=row, source=source).with_columns(
        skew=(chance(pl.col("source"), 2) % 1_000_000).cast(pl.Float64) / 1_000_000,
        day=pl.lit(start) + pl.duration(days=chance(pl.col("source"), 3) % (end - start).days),
        size=pl.lit(pl.Series([10**n for n in (4, 4, 5, 5, 5, 6, 7)], dtype=pl.UInt64)).gather(
            chance(pl.col("source"), 4) % 7
        ),
    )
    supplier = (pl.col("skew") ** 3 * SUPPLIERS).floor().cast(pl.UInt64)
    return frame.with_columns(
        supplier=supplier,
        site=chance(pl.col("source"), 5) % SITES,
        pence=100 + chance(pl.col("source"), 6) % pl.col("size"),
        minus=chance(pl.col("source"), 7) % 25 == 0,
    ).select(pl.when(cell != "").then(cell).alias(name) for name, cell in columns(style, codes).items())


def columns(style: int, codes: list[str]) -> dict[str, pl.Expr]:
    source, supplier, site, day = (pl.col(n) for n in ("source", "supplier", "site", "day"))
    money, form = amount(style), DATES[style]
    at = chance(supplier * SITES + site, 8)
    blank = pl.lit("")
    paid = pl.when(chance(source, 9) % UNREADABLE == 0).then(pl.lit("31/02/2020")).otherwise(day.dt.strftime(form))
    return {
        "Business Unit": pick(UNITS, chance(source, 10)),
        "Supplier": pl.format(
            "{} {} {} Ltd", pick(PLACES, supplier), pick(TRADES, supplier // 10), supplier.cast(pl.String)
        ),
        "Supplier Number": (supplier + 100_000).cast(pl.String),
        "Supplier Site": pl.format("SITE{}", site),
        "Address Line 1": pl.format("{} Mill Street", at % 300),
        "City": pick(PLACES[:5], at // 7),
        "Postal Code": pl.when(at % 40 == 0).then(blank).otherwise(pick(codes, at)),
        "Country": pl.lit("GB"),
        "Invoice ID": (source // 2 + 300_000_000).cast(pl.String),
        "Invoice Number": pl.format("INV-{}", chance(source, 11) % 100_000_000),
        "Invoice Type": pl.when("minus").then(pl.lit("Credit Memo")).otherwise(pl.lit("Standard")),
        "Invoice Date": day.dt.offset_by("-21d").dt.strftime(form),
        "Invoice Received Date": day.dt.offset_by("-14d").dt.strftime(form),
        "Invoice Amount": money,
        "Invoice Payment ID": (source + 500_000_000).cast(pl.String),
        "Payment Number": (source // 3 + 700_000).cast(pl.String),
        "Payment Date": paid,
        "Payment Amount": pl.when(chance(source, 12) % UNREADABLE == 0).then(pl.lit("N/A")).otherwise(money),
        "Payment Currency": pl.lit("GBP"),
        "Base Amount": blank,
        "Payment Status": pick(["Cleared", "Negotiable"], chance(source, 13)),
        "Payment Method": pl.lit("BACS"),
        "Invoice Source": pick(["Manual Invoice Entry", "Purchase Order", "Spreadsheet"], chance(source, 14)),
        "Purchase Order": pl.when(source % 3 == 0).then(blank).otherwise(pl.format("PO{}", source // 5)),
        "Category": pick(
            [f"{s} {k}" for s in SERVICES for k in KINDS],
            supplier + (chance(source, 15) % 20 == 0).cast(pl.UInt64),
        ),
        "Description": pl.format(
            "{} for {}{}", pick(TRADES, chance(source, 16)), pick(SERVICES, source), pick(["", "", ", June"], source)
        ),
        "Contract Reference": pl.when(source % 4 == 0).then(pl.format("C{}", supplier % 800)).otherwise(blank),
        "Legacy Supplier Number": blank,
    }


def amount(style: int) -> pl.Expr:
    """Plain pounds; in the second style with separators for thousands and brackets for credits."""
    whole, rest = (pl.col("pence") // 100).cast(pl.String), (pl.col("pence") % 100).cast(pl.String).str.zfill(2)
    if style != 1:
        return pl.format("{}{}.{}", pl.when("minus").then(pl.lit("-")).otherwise(pl.lit("")), whole, rest)
    parted = pl.format("{}.{}", whole.str.replace(r"^(\d{1,3})(\d{3})$", "$1,$2"), rest)
    return pl.when("minus").then(pl.format("({})", parted)).otherwise(parted)


def exports(count: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Batches of each file, the file's name with each."""
    codes, each = postcodes(), count // len(YEARS)
    for number, year in enumerate(YEARS):
        style, first, before = number % len(DATES), number * each, each // OVERLAP if number else 0
        name = f"payments_{year}-{year + 1 - 2000}.csv"
        april, next_april = date(year, 4, 1), date(year + 1, 4, 1)
        yield name, rows(first - before, before, date(year - 1, 4, 1), april, style, codes)
        for start in range(first, first + each, BATCH):
            yield name, rows(start, min(BATCH, first + each - start), april, next_april, style, codes)


def write(folder: Path, count: int) -> None:
    """The exports below folder, and beside them the locality of each postcode."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, batch in exports(count):
        path = folder / name
        fresh = not path.exists()
        with path.open("ab") as file:
            batch.write_csv(file, include_header=fresh)
    home = definition("lancashire-12", {}, "North West")
    with (folder.parent / "localities.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["postcode", "locality"])
        lines.writerows((code, locality_of(place(code).code, home)) for code in sorted(set(postcodes())))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
