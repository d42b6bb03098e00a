"""Settings and figures in, how the figures are made out: definitions, bases and sources."""

from lccspend.figures import LOCALITIES
from lccspend.geography.directory import NAMES
from lccspend.geography.table import vintage
from lccspend.report.filters import listed, percent, pounds
from lccspend.report.model import Entry, Section
from lccspend.report.numbers import share
from lccspend.report.plots.places import home_groups
from lccspend.report.scope import Scope
from lccspend.report.words import systems

VAT = {
    "not stated": "The exports do not say whether amounts include VAT, and this report does not assume either.",
    "gross": "Amounts include VAT.",
    "net": "Amounts are without VAT.",
}


def build(scope: Scope) -> Section:
    return Section(
        id="method",
        heading="Method and definitions",
        entries=(*_spend(scope), *_places(scope), *_groups(scope), *_sources(scope)),
    )


def _spend(scope: Scope) -> tuple[Entry, ...]:
    return (
        Entry(
            "Spend",
            "The sum of payments to suppliers, exact to the penny, by date of payment. Credits and refunds lower it.",
        ),
        Entry("Financial year", f"1 April to 31 March; {scope.year} is {period(scope.year)}."),
        Entry("VAT", VAT[scope.settings.sources.vat_basis]),
        Entry(
            "Supplier",
            "Rows are of one supplier when number and system agree, when a list kept by the council links them, or "
            "when their names are equal apart from spelling and legal form.",
        ),
    )


def period(label: str) -> str:
    """2023/24 is April 2023 to March 2024."""
    start = int(label[:4])
    return f"April {start} to March {start + 1}"


def _places(scope: Scope) -> tuple[Entry, ...]:
    names = scope.places
    districts = listed([group.group for group in home_groups(scope)])
    members = f": {districts}" if districts else ""
    least = percent(share(scope.settings.locality.minimum_coverage, 1))
    return (
        Entry(names.area, f"The home area, defined as {scope.figures.definition}{members}."),
        Entry("Place of a supplier", "The postcode of the site that was paid, placed in a local authority."),
        Entry("Places used", f"{listed([names[key] for key in LOCALITIES])}. None includes another."),
        Entry(
            "Share",
            f"What went to {names.area}, divided by all spend, that of unknown place included. It is given only when "
            f"{least} or more of the payments by value have a known place.",
        ),
        Entry(
            "Rounding",
            "Percentages are rounded half up from exact amounts, here to whole numbers; the files that come with the "
            "report hold two decimals, and pounds and pence.",
        ),
    )


def _groups(scope: Scope) -> tuple[Entry, ...]:
    limits = listed([pounds(limit) for limit in scope.settings.tail.bands])
    return (
        Entry(
            "Bands", f"By a supplier's spend in the year, with limits at {limits}; a limit belongs to the upper band."
        ),
        Entry(
            "Tail",
            f"Suppliers paid more than nothing and less than {pounds(scope.settings.tail.threshold)} in the year.",
        ),
        Entry(
            "Contract awards",
            "As monitored at award: the address, size and sector that suppliers gave in their tenders. This is not "
            "the site that is later paid.",
        ),
    )


def _sources(scope: Scope) -> tuple[Entry, ...]:
    keys = sorted({cell.source for cell in scope.figures.months})
    build = scope.figures.build
    return (
        Entry(
            "Data and version",
            f"Exports of payments from {systems(tuple(keys)) or 'no system'}; each file is listed with the books. Made "
            f"by lccspend {build.version}, build {build.id}.",
        ),
        Entry("Directory of postcodes", _directories(scope)),
        Entry(
            "Postcodes",
            "Contains OS data © Crown copyright and database right, Royal Mail data © Royal Mail copyright and "
            "database right, and National Statistics data © Crown copyright and database right.",
        ),
    )


def _directories(scope: Scope) -> str:
    """What places are looked up in; of several directories the newest that holds a postcode."""
    shipped = f"The {vintage().edition}, which comes with the program"
    given = dict.fromkeys(
        NAMES[one.directory] + (f" of {one.edition}" if one.edition else "") for one in scope.figures.directories
    )
    if not given:
        return f"{shipped}. A postcode that is newer is placed by its sector."
    return f"{shipped}, and the {listed(list(given))}. The newest that holds a postcode says where it lies."
