"""Counted payments, supplier sites and overrides in, the place of each payment and its estimate out (contract 4)."""

from collections import defaultdict

from lccspend.geography.locality import definition, is_uk_country, locality_of
from lccspend.geography.places import place
from oracle.cells import normalised, trimmed
from oracle.ledger import HEADINGS
from oracle.suppliers import NOBODY, WITHHELD

LOCALITIES = ("lancashire", "north_west", "elsewhere", "overseas", "unknown")


class Sites:
    """The supplier-sites lists: number and site, number, and name."""

    def __init__(self, rows):
        self.sites, self.numbers, self.names = {}, defaultdict(set), defaultdict(set)
        for row in rows:
            cells = {key: trimmed(row.get(key, "")) for key in row}
            number, name = _cell(cells, "number"), normalised(_cell(cells, "supplier"))
            postcode = _cell(cells, "postcode")
            self.sites[number, _cell(cells, "site")] = postcode
            self.numbers[number].add(place(postcode).code)
            self.names[name].add((number, place(postcode).code))

    def code(self, row):
        """The place's code, or "" when the lists do not tell."""
        number = row["number"]
        if number:
            if (number, row["site"]) in self.sites and row["site"]:
                return place(self.sites[number, row["site"]]).code
            found = self.numbers.get(number, set())
        else:
            found = {place_code for _, place_code in self.names.get(row.name, set())}
            if len({bearer for bearer, _ in self.names.get(row.name, set())}) != 1:
                return ""
        return next(iter(found)) if len(found) == 1 else ""


def _cell(cells, name):
    return next((cells[heading] for heading in (*HEADINGS[name], name) if heading in cells), "")


class Overrides:
    def __init__(self, rows):
        self.found = {}
        for row in rows:
            for system in [row["system"]] if row.get("system") else ["r12", "fusion", "published"]:
                self.found[system, row["supplier_number"], trimmed(row["supplier_site"])] = row["postcode"]

    def postcode(self, row):
        exact = self.found.get((row.system, row["number"], row["site"])) if row["number"] else None
        return exact or (self.found.get((row.system, row["number"], "")) if row["number"] else None)


def locate(rows, ledger):
    """Sets the place of every payment, and its estimate where the place is unknown."""
    sites, overrides = Sites(ledger.of("sites")), Overrides(ledger.noted("postcode_overrides.csv"))
    for row in rows:
        row.place = _place(row, sites, overrides)
    _estimate(rows)


def _place(row, sites, overrides):
    own = overrides.postcode(row) or row["postcode"]
    found = place(own).code if own else sites.code(row)
    if not is_uk_country(row["country"]) and found in {"", "overseas"}:
        return "overseas"
    return found


def _estimate(rows):
    by_site, by_supplier = defaultdict(set), defaultdict(set)
    for row in rows:
        if row.place:
            by_site[row.group, row["site"]].add(row.place)
            by_supplier[row.group].add(row.place)
    for row in rows:
        row.estimated = row.place
        if not row.place and row.group not in {WITHHELD, NOBODY}:
            found = by_site[row.group, row["site"]] if row["site"] else set()
            found = found if len(found) == 1 else by_supplier[row.group]
            row.estimated = next(iter(found)) if len(found) == 1 else ""


class Home:
    """A home area: the locality of a place's code."""

    def __init__(self, settings, name=None):
        self.area = definition(name or settings["home"], settings["definitions"], settings["region"])

    def __call__(self, place_code):
        return locality_of(place_code, self.area) if place_code else "unknown"
