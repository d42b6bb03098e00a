"""Reference files in, warnings out: of tables that nothing reads, classes misspelt, and entries of no supplier."""

import logging
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from lccspend.etl.classes import FILE, class_rules
from lccspend.etl.codes import codes
from lccspend.etl.governance import ACTIONS, KPIS, WAIVERS
from lccspend.etl.reference import COLUMNS, Reference
from lccspend.etl.rules import named_by
from lccspend.names import normalised
from lccspend.nearest import MISSPELT, did_you_mean
from lccspend.privacy import PERSON
from lccspend.settings import Exclusions

log = logging.getLogger(__name__)

KNOWN = (*COLUMNS, WAIVERS, KPIS, ACTIONS)

TABLES = {".csv", ".xlsx", ".xls", ".ods"}


def warn_of_unread(folder: Path) -> None:
    """A decision in a file that is misspelt, or saved as a workbook, would be thought to hold."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.casefold() in TABLES and path.name not in KNOWN and not path.name.startswith("."):
            near = did_you_mean(f"{path.stem}.csv", KNOWN)
            log.warning("data/reference/%s is not read: no reference file has this name.%s", path.name, near)


def warn_of_unexplained(reference: Reference) -> None:
    """Who reads the figures later wants to know why, by whom and when (contract section 8)."""
    for sentence in reference.unexplained:
        log.warning("%s.", sentence)


def warn_of_misspelt_classes(reference: Reference, left_out: Iterable[str]) -> None:
    """A class that is nearly a person's or one that is left out of procurement has the effect of neither."""
    known = {PERSON, *(kind.casefold() for kind in left_out), *(rule.supplier_class for rule in class_rules())}
    for kind in sorted({*reference.number_classes.values(), *reference.name_classes.values()} - known):
        meant = did_you_mean(kind, known, MISSPELT)
        if meant:
            log.warning("data/reference/%s: nothing knows the class %s.%s", FILE, kind, meant)


def warn_of_strangers(reference: Reference, exclusions: Exclusions, payees: pl.DataFrame, typed: pl.LazyFrame) -> None:
    """Entries that no payment bears out: what a person decided with them does not hold."""
    _warn_of_unknown_suppliers(reference, payees)
    _warn_of_lost_zeros(reference, payees)
    _warn_of_idle_overrides(reference, payees)
    _warn_of_placeless_overrides(reference, payees)
    _warn_of_idle_exclusions(reference, payees, typed)
    _warn_of_strange_units(exclusions, typed)


def _warn_of_unknown_suppliers(reference: Reference, payees: pl.DataFrame) -> None:
    """A name may be misspelt, or stand beside another supplier's number."""
    told = {file: entries for file, entries in _suppliers_of(reference).items() if entries}
    if not told:
        return
    columns = ("supplier_number", "supplier_name")
    numbers, names = (payees[name].drop_nulls().unique() for name in columns)
    held = {f"#{number.casefold()}" for number in numbers} | {normalised(name) for name in names}
    for file, entries in told.items():
        strange = len(entries - held)
        if strange:
            log.warning(
                "data/reference/%s: %s of %s entries are of a supplier in no payment, so they tell nothing."
                " Where a number is given, it alone decides.",
                *(file, strange, len(entries)),
            )


def _warn_of_lost_zeros(reference: Reference, payees: pl.DataFrame) -> None:
    """A crosswalk may list suppliers that were never paid; but a spreadsheet takes 00400 for 400."""
    if not reference.crosswalk:
        return
    held = {number.casefold() for number in payees["supplier_number"].drop_nulls().unique()}
    bare = {number.lstrip("0"): number for number in held}
    told = [number for pair in reference.crosswalk for number in pair if number.casefold() not in held]
    lost = [number for number in told if number.casefold().lstrip("0") in bare]
    if lost:
        log.warning(
            "data/reference/supplier_crosswalk.csv: %s numbers are those of payments but for zeros before them"
            " (the first: %s, in payments %s).",
            *(len(lost), lost[0], bare[lost[0].casefold().lstrip("0")]),
        )


def _warn_of_idle_overrides(reference: Reference, payees: pl.DataFrame) -> None:
    """An override of a supplier that was paid, but at no such site, or in no such system."""
    if not reference.overrides:
        return
    paid = payees.select(pl.col("system").cast(pl.String), "supplier_number", "site").drop_nulls("supplier_number")
    held = {(system, number.casefold(), (site or "").casefold()) for system, number, site in paid.unique().iter_rows()}
    anywhere = {(s, number, at) for system, number, site in held for s in ("", system) for at in ("", site)}
    numbers = {number for _, number, _ in held}
    idle = [number for system, number, site in reference.overrides.keys() - anywhere if number in numbers]
    if idle:
        log.warning(
            "data/reference/postcode_overrides.csv: %s entries are of a site or system at which their supplier was"
            " never paid, so they place nothing (the first: supplier %s).",
            *(len(idle), min(idle)),
        )


def _warn_of_placeless_overrides(reference: Reference, payees: pl.DataFrame) -> None:
    """A postcode that no directory knows takes away the place that the payment's own may have."""
    if not reference.overrides:
        return
    unplaced = payees.filter(pl.col("place").fill_null("") == "")
    sites = unplaced.select(pl.col("system").cast(pl.String), "supplier_number", "site").unique().iter_rows()
    numbers = {number for system, number, site in sites if reference.override(system, number, site)}
    if numbers:
        log.warning(
            "data/reference/postcode_overrides.csv: the postcodes given to %s supplier numbers have no place, so their"
            " payments there are unknown (the first: supplier %s).",
            *(len(numbers), min(numbers)),
        )


def _warn_of_strange_units(exclusions: Exclusions, rows: pl.LazyFrame) -> None:
    """A business unit that no row names: a misspelt one leaves nothing out, or lets nothing in."""
    named = {*exclusions.business_units, *exclusions.include_business_units}
    if not named:
        return
    units = sorted(rows.select(pl.col("business_unit").unique()).collect()["business_unit"].drop_nulls())
    known = set(codes(units))
    for name in sorted(name for name in named if codes([name])[0] not in known):
        log.warning("[exclusions] names the business unit '%s', which no row has.%s", name, did_you_mean(name, units))


def _suppliers_of(reference: Reference) -> dict[str, set[str]]:
    """By file, the suppliers that it speaks of: a normalised name, or a number behind a #.

    Names of aliases and classes are left out: they may be those of a register of contracts.
    """
    return {
        "postcode_overrides.csv": {f"#{number}" for _, number, _ in reference.overrides},
        "supplier_classes.csv": {f"#{number}" for _, number in reference.number_classes},
        "supplier_places.csv": set(reference.places),
    }


def _warn_of_idle_exclusions(reference: Reference, payees: pl.DataFrame, typed: pl.LazyFrame) -> None:
    """Lines of exclusions.csv that match no row as exported: what they were to exclude may still count."""
    if not reference.exclusions:
        return
    tests = [named_by(line, payees) for line in reference.exclusions]
    matched = typed.select(test.any().alias(str(at)) for at, test in enumerate(tests)).collect().row(0)
    idle = [line["line"] for line, is_matched in zip(reference.exclusions, matched, strict=True) if not is_matched]
    if idle:
        log.warning(
            "%s: no row matches, so nothing is excluded. A row must hold every cell that the line fills.",
            "; ".join(idle),
        )
