"""A seed in, a whole council's ledger out: settings, reference data and exports in which every rule has its case."""

import calendar
import random
from datetime import date
from decimal import Decimal

from oracle.cases import Cases
from oracle.exports import as_exports
from oracle.firms import POSTCODES, invent_firms, spelt
from oracle.ledger import Export, Ledger

TODAY = date(2026, 6, 1)
UNITS = ("Core Council", "Schools", "Pension Fund", "Highways", "")
CATEGORIES = ("Roads", "Care", "IT", "Energy", "Grounds", "")
DEFINITIONS = {"pendle-and-burnley": ["E07000122", "E07000117"], "manchester": ["E08000003"]}


class Inventor:
    """What has been invented so far; payments are dicts in the oracle's own words."""

    def __init__(self, seed):
        self.rng = random.Random(seed)  # noqa: S311
        self.firms = invent_firms(self.rng)
        self.settings = invent_settings(self.rng)
        self.ids = {system: self.rng.choice((1.0, 1.0, 0.8, 0.0)) for system in ("r12", "fusion")}
        self.payments = {"r12": [], "fusion": [], "published": []}
        self.count = 0

    def chance(self, share):
        return self.rng.random() < share

    def number(self):
        self.count += 1
        return self.count

    def pay(self, system, firm, when, **known):
        """A payment of a firm on a day, added to its system."""
        rng, number = self.rng, self.number()
        site = rng.choice(list(firm.sites))
        payment = {
            "unit": rng.choice(UNITS),
            "supplier": spelt(rng, firm.names[system]),
            "number": firm.numbers[system],
            "site": site if self.chance(0.9) else "",
            "postcode": firm.sites[site] if self.chance(firm.own_postcode) else "",
            "country": firm.country,
            "invoice": f"INV-{number:05d}" if self.chance(0.7) else f"{number:06d}",
            "type": rng.choice(("STANDARD", "Standard", "CREDIT", "")),
            "id": str(5000 + number) if self.chance(self.ids[system]) else "",
            "payment": str(900000 + number),
            "date": when,
            "amount": self.amount(firm),
            "currency": rng.choice(("GBP", "GBP", "gbp", "")),
            "status": rng.choice(("NEGOTIABLE", "RECONCILED", "")),
            "source": rng.choice(("Manual", "EDI", "")),
            "method": rng.choice(("BACS", "CHECK", "")),
            "category": rng.choice(CATEGORIES),
            "description": rng.choice(("", "goods", "two, three; four|five", 'so "called"', "a\nb")),
            "invoice_date": when,
            "invoice_amount": rng.choice((Decimal("9.99"), "")),
            "invoice_id": str(1_000_000 + number),
            "order": rng.choice(("", f"PO{number}")),
            "address": rng.choice(("", "1 High Street", "c/o Smith, Mill Lane")),
            "town": rng.choice(("Preston", "")),
        }
        if system == "fusion" and firm.link == "legacy":
            payment["legacy"] = firm.numbers["r12"]
        payment |= known
        self.payments[system].append(payment)
        return payment

    def amount(self, firm):
        size = self.rng.choice((10_00, 1_000_00, 50_000_00, 400_000_00))
        pence = self.rng.randint(1, size) if self.chance(0.95) else self.rng.choice((0, 5_000_000_00, 100_000_00))
        negative = firm.credit or self.chance(0.06)
        return Decimal(-pence if negative else pence).scaleb(-2)

    def firm_of(self, system):
        return self.rng.choice([firm for firm in self.firms if system in firm.numbers])

    def run(self, years, rows):
        live = self.settings["fusion_go_live"]
        for when in self._days(years, rows):
            system = "fusion" if when >= live else "r12"
            self.pay(system, self.firm_of(system), when)
        Cases(self).plant()
        self._publish(years)

    def _days(self, years, rows):
        """Days of payment, in order: a few months are missing from some years."""
        for year in years:
            months = list(range(1, 13))
            if self.chance(0.4):
                months = self.rng.sample(months, self.rng.randint(6, 11))
            for month in sorted(months):
                for _ in range(max(1, rows // 12)):
                    yield date(year, month, self.rng.randint(1, calendar.monthrange(year, month)[1]))

    def _publish(self, years):
        """Published months: before the ledgers begin, and among them."""
        first = years[0]
        for year, month in [(first - 1, m) for m in range(1, 13)] + [(first, m) for m in range(1, 13)]:
            if self.chance(0.75):
                self._publish_month(year, month)

    def _publish_month(self, year, month):
        for _ in range(self.rng.randint(1, 6)):
            firm = self.rng.choice(self.firms)
            system = self.rng.choice(firm.systems)
            row = {
                "unit": self.rng.choice(UNITS),
                "supplier": spelt(self.rng, firm.names[system]),
                "date": date(year, month, self.rng.randint(1, 28)),
                "amount": self.amount(firm),
                "payment": str(40000 + self.number()),
                "category": self.rng.choice(CATEGORIES),
            }
            self.payments["published"] += [row] * (2 if self.chance(0.05) else 1)


def invent(seed, rows=160):
    """A ledger; rows is about how many payments a year holds."""
    made = Inventor(seed)
    start = made.rng.randint(2018, 2022)
    made.run(range(start, start + made.rng.randint(2, 4)), rows)
    exports = [*as_exports(made), *_sites(made), _awards(made, start)]
    exports = [export for export in exports if export.rows]
    return Ledger(exports, made.settings, reference(made), TODAY)


def invent_settings(rng):
    units = rng.choice(
        ({}, {}, {"business_units": ["pension fund "]}, {"include_business_units": ["CORE COUNCIL", ""]})
    )
    if "" in units.get("include_business_units", []):
        units = {"include_business_units": ["CORE COUNCIL", "schools", "Highways"]}
    return {
        "home": rng.choice(("lancashire-12", "lancashire-14", "pendle-and-burnley")),
        "definitions": DEFINITIONS,
        "region": "North West",
        "minimum_coverage": rng.choice(("0.80", "0.50", "0.95")),
        "fusion_go_live": rng.choice((date(2021, 4, 1), date(2020, 1, 15), date(2023, 1, 1))),
        "exclusions": {
            "business_units": [],
            "include_business_units": [],
            "invoice_types": ["EXPENSE REPORT", "INTEREST", "AWT"],
            "conversion_sources": ["CONVERSION", "MIGRATION"],
            "conversion_methods": ["CLEARING", "CONVERSION"],
        }
        | units,
        "not_procurement": ["public body", "school", "individual", "redacted"],
        "threshold": rng.choice((100_000, 25_000)),
        "bands": rng.choice(([50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000], [10_000, 100_000])),
    }


def reference(made):
    by = {"reason": "seen", "author": "A. Person", "date": "2024-01-01"}
    both = [firm for firm in made.firms if len(firm.numbers) == 2]
    return {
        "supplier_crosswalk.csv": [
            {"r12_supplier_number": firm.numbers["r12"], "fusion_supplier_number": firm.numbers["fusion"]}
            for firm in both
            if firm.link == "crosswalk"
        ],
        "supplier_aliases.csv": [
            {"name": firm.names["fusion"], "supplier": firm.names["r12"], **by} for firm in both if firm.link == "alias"
        ],
        "supplier_classes.csv": _classes(made, by),
        "postcode_overrides.csv": _overrides(made, by),
        "exclusions.csv": made.exclusions,
        "category_map.csv": [{"source_category": "roads", "category": "Highways works", "portfolio": "Place"}],
    }


def _classes(made, by):
    found = []
    for firm in made.firms:
        if firm.kind:
            system = firm.systems[-1]
            number = firm.numbers[system] if firm.kind == "individual" or made.chance(0.5) else ""
            name = "" if number else firm.names[system].upper()
            row = {"supplier_number": number, "supplier": name, "class": firm.kind, **by}
            found.append(row | {"system": system if number and made.chance(0.5) else ""})
    return found


def _overrides(made, by):
    found = []
    for firm in made.rng.sample(made.firms, 4):
        system = firm.systems[0]
        if not firm.numbers[system]:
            continue
        places = {made.rng.choice(list(firm.sites)): made.rng.choice(POSTCODES)}
        places |= {"": made.rng.choice(POSTCODES)} if made.chance(0.5) else {}
        for site, postcode in places.items():
            row = {"supplier_number": firm.numbers[system], "supplier_site": site, "postcode": postcode, **by}
            found.append(row | {"system": system})
    return found


def _sites(made):
    rows = []
    for firm in made.firms:
        system = firm.systems[-1]
        if not firm.listed or firm.numbers[system] == "77777":
            continue
        for site, postcode in firm.sites.items():
            place = next(iter(firm.sites.values())) if firm.listed == "one place" else postcode
            values = (
                *(firm.numbers[system], firm.names[system]),
                *(site if firm.listed != "number" else f"{site} OLD", place or "PR1 8XJ"),
            )
            rows.append((system, values))
    headings = {
        "fusion": ("Supplier Number", "Supplier", "Supplier Site", "Postal Code"),
        "r12": ("VENDOR_NUM", "VENDOR_NAME", "VENDOR_SITE_CODE", "ZIP"),
    }
    if made.chance(0.5):
        return [Export("sites", "sites", [dict(zip(headings["fusion"], values, strict=True)) for _, values in rows])]
    return [
        Export(
            f"sites {owner}",
            "sites",
            [dict(zip(names, values, strict=True)) for system, values in rows if system == owner],
        )
        for owner, names in headings.items()
    ]


def _awards(made, start):
    rng, rows = made.rng, []
    for at in range(rng.randint(0, 25)):
        when = date(start + rng.randint(0, 1), rng.randint(1, 12), rng.randint(1, 28))
        reference, value = (f"T{at}" if made.chance(0.6) else ""), made.amount(made.firms[0])
        for turn in range(rng.choice((1, 1, 2, 3))):
            row = {
                "Award Date": when,
                "Contract Title": f"Works {at}",
                "Tender Reference": reference,
                "Supplier": f"Bidder {rng.randint(1, 40)}-{turn}",
                "Postcode": rng.choice((*POSTCODES, "", "75008 Paris")),
                "Contract Value": abs(value) if not turn or made.chance(0.5) else "",
                "SME": rng.choice(("Y", "n", "Yes", "No", "TRUE", "false", "1", "0", "")),
                "VCFS": rng.choice(("Y", "N")),
                "Note": "",
            }
            rows.append(row)
    return Export("awards", "awards", rows)
