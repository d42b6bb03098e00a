"""A project folder in, pounds by year and locality out: of an ingest, only the stages whose work the scripts do too.

Exports are read and typed, repeats found, rejects kept, the ledger written, places found and pounds added up.
Registers, contracts, tail, payment performance, checks and files of figures are left out; suppliers, voids and warnings
are not, because the ledger is made of them.

    .venv/bin/python benchmarks/same_work.py PROJECT
"""

import csv
import sys
from pathlib import Path

from lccspend.memory import collect_seldom, hold_little


def sums(folder: Path) -> list[tuple[str, str, str]]:
    """Financial year, locality, pounds; localities without pounds are left out, as the scripts leave them out.

    polars is imported here, since it looks once at how much it may hold.
    """
    import polars as pl

    from lccspend.dates import today
    from lccspend.etl.engine import STREAM_FROM, engine_for
    from lccspend.etl.inputs import inputs_of
    from lccspend.etl.ledger import Decisions, counted_rows, exported
    from lccspend.etl.locate import Sites
    from lccspend.etl.payees import with_own_columns
    from lccspend.etl.reference import read_reference
    from lccspend.etl.sources import read_sources
    from lccspend.figures import LOCALITIES
    from lccspend.geography.locality import home_area
    from lccspend.metrics.cells import cells_of, months_of_sources, sums_of_places
    from lccspend.metrics.locality import locality_years
    from lccspend.metrics.spent import by_year
    from lccspend.project import Project
    from lccspend.store import READ, staging

    project = Project(folder.resolve())
    settings, home = project.settings, home_area(project.settings)
    sources = read_sources(project, lambda *_: None, today(), inputs_of(project))
    typed = exported(sources, project.processed / READ)
    engine = engine_for(typed.rows, staging(project), STREAM_FROM)
    with engine.running():
        payments = counted_rows(typed, Sites(), Decisions(settings, read_reference(project.reference), home), engine)
        counted = by_year(payments.rows.filter(pl.col("fate") == "counted"))
        placed = sums_of_places({year: with_own_columns(own, payments.payees) for year, own in counted.items()})
    months = months_of_sources(placed)
    years = locality_years(cells_of(placed, pl.lit("")), months, home, settings.locality.minimum_coverage)
    found = ((year.financial_year, place, getattr(year, place)) for year in years for place in LOCALITIES)
    return [(year, place, f"{pounds:.2f}") for year, place, pounds in found if pounds]


if __name__ == "__main__":
    hold_little()
    collect_seldom()
    csv.writer(sys.stdout).writerows(sums(Path(sys.argv[1])))
