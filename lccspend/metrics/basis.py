"""Counted payments and what registers know of offices in, localities side by side out: site, office, operations."""

from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from lccspend.figures import LOCALITIES, Cell
from lccspend.geography.locality import Definition, locality_of
from lccspend.geography.places import place
from lccspend.geography.table import PostcodeTable
from lccspend.metrics.cells import GROUPS, cells_of, sums_of_places
from lccspend.metrics.spent import Years
from lccspend.money import pounds
from lccspend.payees import Against, CrossRow, CrossYear
from lccspend.registers.records import Evidence

Pence = dict[str, dict[str, int]]
"""Locality of the site -> the other locality -> pence."""


def with_offices(
    payees: pl.DataFrame, evidence: Mapping[int, Evidence], postcodes: PostcodeTable | None = None
) -> pl.DataFrame:
    """Add office: the place code of the company's registered office, "" where no company is known."""
    offices = {key: office_of(e, postcodes) for key, e in evidence.items() if e.company}
    known = pl.DataFrame(
        {"supplier_key": list(offices), "office": list(offices.values())},
        schema={"supplier_key": pl.Int64, "office": pl.Categorical},
    )
    return payees.join(known, on="supplier_key", how="left", maintain_order="left").with_columns(
        pl.col("office").fill_null("")
    )


def office_of(evidence: Evidence, postcodes: PostcodeTable | None = None) -> str:
    """The place code of a supplier's registered office, "" where it is not known."""
    company = evidence.company
    return place(company.postcode, postcodes).code if company and company.postcode else ""


def office_cells(years: Years, payees: pl.DataFrame, sums: pl.DataFrame) -> list[Cell]:
    """Cells by month as those of the sites paid, with the office as the place; nothing is estimated.

    Where no office is known they are added up from sums, those by the place of the site.
    """
    if (payees["office"] == "").all():
        return cells_of(sums.with_columns(place=pl.lit(""), estimated=pl.lit("")), GROUPS["month"])
    placed = {year: own.with_columns(place="office", estimated="office") for year, own in years.items()}
    return cells_of(sums_of_places(placed), GROUPS["month"])


def cross_years(sums: pl.LazyFrame, home: Definition) -> tuple[CrossYear, ...]:
    """The site paid against the registered office and against recorded operations, year by year.

    Takes sums of financial_year, place, office, operations and pence. Operations in the home area make a supplier local
    whatever else it has; else those in the region, else elsewhere; without a record they are unknown.
    """
    places = sums.group_by("financial_year", "place", "office", "operations").agg(pl.col("pence").sum())
    found: dict[tuple[str, Against], Pence] = {}
    for year, site, office, operations, pence in places.sort("financial_year").collect().iter_rows():
        others: dict[Against, str] = {
            "registered-office": locality_of(office, home),
            "operations": locality_of_operations(operations, home),
        }
        for against, where in others.items():
            table = found.setdefault((year, against), defaultdict(lambda: dict.fromkeys(LOCALITIES, 0)))
            table[locality_of(site, home)][where] += pence
    return tuple(_cross(year, against, table) for (year, against), table in found.items())


def locality_of_operations(codes: str | None, home: Definition) -> str:
    """The nearest locality among authorities joined by a space."""
    held = {locality_of(code, home) for code in (codes or "").split()}
    return next((where for where in LOCALITIES if where in held), "unknown")


def _cross(year: str, against: Against, table: Pence) -> CrossYear:
    return CrossYear(
        financial_year=year,
        against=against,
        rows=tuple(
            CrossRow(
                site=site,
                total=pounds(sum(table[site].values())),
                **{where: pounds(pence) for where, pence in table[site].items()},
            )
            for site in LOCALITIES
            if site in table
        ),
    )
