"""Payments and reference data in, the supplier of each payment out (contract 3.6)."""

from collections import defaultdict

from oracle.cells import code, normalised, trimmed

NOBODY = "(no name)"
WITHHELD = "Redacted"


class Links:
    """Sets that grow together: whatever is linked has one root."""

    def __init__(self):
        self.parent = {}

    def root(self, key):
        while self.parent.setdefault(key, key) != key:
            key = self.parent[key]
        return key

    def link(self, one, other):
        self.parent[self.root(one)] = self.root(other)


def identify(rows, ledger):
    """Sets each row's group: equal for rows of one supplier."""
    individuals = Classes(ledger).individuals
    links = _noted_links(ledger)
    for at, row in enumerate(rows):
        row.group = _key(row, at)
        if isinstance(row.group, str):
            continue
        if row["legacy"]:
            links.link(row.group, ("r12", row["legacy"]))
        if not individuals(row):
            links.link(row.group, ("name", row.name))
    for row in rows:
        if not isinstance(row.group, str):
            row.group = links.root(row.group)


def _noted_links(ledger):
    """What people say belongs together."""
    links = Links()
    for row in ledger.noted("supplier_crosswalk.csv"):
        links.link(("r12", row["r12_supplier_number"]), ("fusion", row["fusion_supplier_number"]))
    for row in ledger.noted("supplier_aliases.csv"):
        links.link(("name", normalised(row["name"])), ("name", normalised(row["supplier"])))
    return links


def _key(row, at):
    if row.redacted:
        return WITHHELD
    if not row["supplier"]:
        return NOBODY
    if row["number"]:
        return (row.system, row["number"])
    return ("row", at)


class Classes:
    """supplier_classes.csv, asked by row or by supplier."""

    def __init__(self, ledger):
        self.numbers, self.names = {}, {}
        for row in ledger.noted("supplier_classes.csv"):
            kind = code(row["class"])
            if row["supplier_number"]:
                for system in [trimmed(row.get("system", ""))] if row.get("system") else ["r12", "fusion", "published"]:
                    self.numbers[system, row["supplier_number"]] = kind
            else:
                self.names[normalised(row["supplier"])] = kind

    def of(self, row):
        return self.numbers.get((row.system, row["number"])) or self.names.get(row.name)

    def individuals(self, row):
        return self.of(row) == "individual"

    def by_group(self, rows):
        """Supplier -> its class; the withheld are a class of their own."""
        found = defaultdict(lambda: None)
        for row in rows:
            if kind := self.of(row):
                found[row.group] = kind
        found[WITHHELD] = found[WITHHELD] or "redacted"
        return found
