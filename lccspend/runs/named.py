"""The figures of a build in, its key figures by name out: by the names of `lccspend trace` where it knows them."""

from collections.abc import Iterator

from lccspend.figures import Books, Figures, LocalityYear
from lccspend.privacy import WITHHELD_AS
from lccspend.report.published import named_figures
from lccspend.runs.record import Figure

TOP = 20
"""So many suppliers of each year are remembered: as many as the report ranks."""

SHARES = ("percent", "percent_low", "percent_high", "percent_estimated", "coverage_percent")
OUTCOMES = ("read", "counted", "excluded", "rejected")


def key_figures(figures: Figures) -> dict[str, Figure]:
    """Name -> pounds, percentage or count; withheld payees are not among the suppliers."""
    named: dict[str, Figure] = dict(named_figures(figures))
    for year in figures.locality:
        named.update(_shares(year))
    named.update(_tail(figures))
    named.update(_suppliers(figures))
    named.update(_awards(figures))
    named.update(_books(figures.books))
    return named


def _shares(year: LocalityYear) -> Iterator[tuple[str, Figure]]:
    values = ((name, getattr(year, name)) for name in SHARES)
    return ((f"{year.financial_year} {name}", value) for name, value in values if value is not None)


def _tail(figures: Figures) -> Iterator[tuple[str, Figure]]:
    for tail in figures.tail:
        lead = tail.financial_year if tail.population == "all" else f"{tail.financial_year} {tail.population}"
        yield f"{lead} spend", tail.spend
        yield f"{lead} suppliers", tail.suppliers
        yield f"{lead} suppliers_under", tail.suppliers_under
        yield f"{lead} spend_under", tail.spend_under


def _suppliers(figures: Figures) -> Iterator[tuple[str, Figure]]:
    for year in (year for year in figures.suppliers if year.population == "all"):
        for supplier in year.suppliers[:TOP]:
            if supplier.supplier != WITHHELD_AS:
                yield f"{year.financial_year} supplier {supplier.supplier}", supplier.spend


def _awards(figures: Figures) -> Iterator[tuple[str, Figure]]:
    for year in figures.awards:
        for month in (month for month in year.months if month.suppliers):
            yield f"{year.financial_year} awards {month.month}", month.value
            yield f"{year.financial_year} awards {month.month} suppliers", month.suppliers


def _books(books: Books) -> Iterator[tuple[str, Figure]]:
    tallies = {outcome: getattr(books, outcome) for outcome in OUTCOMES}
    tallies |= {f"excluded {rule}": tally for rule, tally in books.excluded_by_rule.items()}
    for name, tally in tallies.items():
        yield f"books {name} rows", tally.rows
        yield f"books {name} pounds", tally.pounds
