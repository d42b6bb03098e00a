"""Keys in, the words that are printed for them out: localities, systems, layouts, rules, marks."""

from collections.abc import Iterable
from decimal import Decimal

from lccspend.figures import LocalityYear
from lccspend.report.filters import percent
from lccspend.report.model import Absent, Row
from lccspend.report.numbers import share
from lccspend.settings import Settings

SYSTEMS = {"r12": "Oracle R12", "fusion": "Oracle Fusion", "published": "Published payments"}

LAYOUTS = {
    "r12": "Oracle R12",
    "fusion": "Oracle Fusion",
    "published": "Published payments",
    "sites": "Supplier sites",
    "awards": "Contract awards",
    "contracts": "Contract register",
    "social_value": "Social value",
    "control_totals": "Control totals",
    "companies_house": "Companies House",
    "charity_commission": "Charity Commission",
    "onspd": "ONS Postcode Directory",
    "nspl": "National Statistics Postcode Lookup",
    "code_point_open": "Code-Point Open",
}

RULES = {
    "total_row": "A totals line of the export; what it sums is already counted.",
    "business_unit": "The settings leave this business unit out.",
    "not_supplier_spend": "Employee expenses, interest or tax withheld, which buy nothing from a supplier.",
    "converted_history": "History carried into the new system at its start; it is counted where it was paid.",
    "repeated_amount": "The same payment again in one file, because the export listed its accounting lines.",
    "repeated_extract": "The same payment in two files of one system; it counts once.",
    "r12_fusion_overlap": "The same payment in both systems; it counts in the one that was live on the day.",
    "published_copy": "A published copy of a month for which the ledger itself is held.",
    "void_unpaired": "A cancelled payment whose reversal is in no export.",
    "named_exclusion": "Named in the council's own list of exclusions.",
}

ROUNDED = ("Percentages are rounded to whole numbers, so they do not add up to 100.",)


def trace_name(key: str, settings: Settings) -> str:
    """A locality as its figure is named: by its key where that is the area's own name, else home or region."""
    authority = settings.authority
    for name, general in ((authority.area, "home"), (authority.region, "region")):
        if key == {"home": "lancashire", "region": "north_west"}[general]:
            return key if name.casefold().replace(" ", "_") == key else general
    return key


def systems(keys: tuple[str, ...]) -> str:
    return ", ".join(SYSTEMS.get(key, key) for key in keys)


def part_of(part: Decimal, whole: Decimal, noun: str) -> str:
    """The words ", or 23% of the spend"; nothing when credits leave no whole to have a part of."""
    return f", or {percent(share(part, whole))} of {noun}" if whole > 0 else ""


def so_far(year: LocalityYear) -> str:
    """How much of a year is held that is not complete; nothing of one that is."""
    return f" (so far as held: {year.months} of 12 months)" if "p" in year.marks else ""


def mark_meaning(mark: str, settings: Settings) -> str:
    """One sentence for a mark, as contract section 4 defines it."""
    least = percent(share(settings.locality.minimum_coverage, 1))
    return {
        "x": f"[x] Not available: less than {least} of the year's payments, by value, have a known place.",
        "p": "[p] Part of the year: at least one month has no payments.",
        "b": "[b] Break in the series: the figures come from other systems than those of the latest earlier full year.",
        "e": "[e] An estimate is shown: it carries a supplier's place over from its other payments.",
        "r": "[r] Revised since the last published report; the revisions are listed.",
        "c": "[c] Confidential: a small number that could point to a private person, or one that would tell it.",
        "z": "[z] Not applicable.",
    }[mark]


def absent_marks(rows: Iterable[Row]) -> set[str]:
    return {cell.mark for row in rows for cell in row if isinstance(cell, Absent)}


def absent_notes(rows: Iterable[Row], settings: Settings) -> tuple[str, ...]:
    """What the marks mean that stand where a share of spend by place cannot."""
    used = absent_marks(rows)
    return tuple(mark_meaning(mark, settings) for mark in "xz" if mark in used)


def population(key: str, settings: Settings) -> str:
    """What a population holds, for the line that stands with each table."""
    if key == "all":
        return "All suppliers: everything counted as spend."
    classes = ", ".join(settings.populations.not_procurement)
    return f"Procurement suppliers: all suppliers less those classed as {classes}."
