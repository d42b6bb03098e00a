"""Payments in, the fate of each out: counted, excluded by the first rule that takes it, or rejected (contract 3.5)."""

import re
from collections import Counter, defaultdict

from oracle.cells import code, invoice_key
from oracle.ledger import payments
from oracle.suppliers import identify

TOTAL = re.compile(r"((grand|sub|report|page|overall)[ -]?)?totals?( for .*)?:?", re.IGNORECASE)
LEDGERS = ("r12", "fusion")


def decide(ledger):
    """Every payment row with its fate, rule and supplier."""
    rows = payments(ledger)
    for row in rows:
        _decide_alone(row, ledger.settings)
    identify([row for row in rows if row.rule != "total_row"], ledger)
    _repeated_amounts(_left(rows))
    _repeated_extracts(_left(rows), _last_dates(rows))
    _overlap(_left(rows), ledger.settings["fusion_go_live"])
    _voids([row for row in _left(rows) if row.system in LEDGERS])
    _named([row for row in _left(rows) if row.system in LEDGERS], ledger)
    _published(_left(rows))
    _named(_left(rows), ledger)
    return rows


def _left(rows):
    return [row for row in rows if row.counted]


def is_total(row):
    """A label of a total and an amount, and nothing else."""
    filled = [value for name, value in row.cells.items() if str(value).strip()]
    labels = [value for value in filled if isinstance(value, str) and TOTAL.fullmatch(value.strip())]
    return len(filled) == 2 and len(labels) == 1


def _decide_alone(row, settings):
    unit, kind = code(row["unit"]), code(row["type"])
    lists = {name: {code(entry) for entry in entries} for name, entries in settings["exclusions"].items()}
    included = lists["include_business_units"]
    if is_total(row):
        row.leave("excluded", "total_row")
    elif row.day is None or row.pence is None:
        row.leave("rejected")
    elif unit in lists["business_units"] or (included and unit not in included):
        row.leave("excluded", "business_unit")
    elif kind in lists["invoice_types"]:
        row.leave("excluded", "not_supplier_spend")
    elif code(row["method"]) in lists["conversion_methods"] or any(
        mark in code(row["source"]) for mark in lists["conversion_sources"]
    ):
        row.leave("excluded", "converted_history")


def _repeated_amounts(rows):
    seen = set()
    for row in rows:
        key = row.export.file, row["id"], row.pence
        if row["id"] and key in seen:
            row.leave("excluded", "repeated_amount")
        seen.add(key)


def _last_dates(rows):
    """File -> (its last payment date, its name): the greater is the later extract."""
    found = {}
    for row in rows:
        if row.day and row.pence is not None:
            file = row.export.file
            found[file] = max(found.get(file, (row.day, file)), (row.day, file))
    return found


def _repeated_extracts(rows, order):
    same = defaultdict(list)
    for row in rows:
        same[row.system, row["id"] or row.parsed].append(row)
    for (_, key), found in same.items():
        files = Counter(row.export.file for row in found)
        if len(files) == 1:
            continue
        has_id = isinstance(key, str)
        _keep(found, {max(files, key=order.__getitem__): len(found)} if has_id else _most(files, order))


def _most(files, order):
    """How many equal rows stay in each file: the latest keeps all of its own, and as many stay as the fullest holds."""
    wanted, kept = max(files.values()), {}
    for file in sorted(files, key=order.__getitem__, reverse=True):
        kept[file] = min(files[file], wanted - sum(kept.values()))
    return kept


def _keep(rows, kept):
    left = dict(kept)
    for row in rows:
        if left.get(row.export.file, 0) > 0:
            left[row.export.file] -= 1
        else:
            row.leave("excluded", "repeated_extract")


def _overlap(rows, go_live):
    twins = defaultdict(lambda: {"r12": [], "fusion": []})
    for row in rows:
        if row.system in LEDGERS:
            twins[row.group, invoice_key(row["invoice"]), row.pence, row.day][row.system].append(row)
    for (_, _, _, when), sides in twins.items():
        losing = "r12" if when >= go_live else "fusion"
        for row in sides[losing][: min(map(len, sides.values()))]:
            row.leave("excluded", "r12_fusion_overlap")


def _voids(rows):
    def key(row, sign):
        return row.system, row.group, code(row["invoice"]), code(row["payment"]), sign * row.pence

    reversals = Counter(key(row, -1) for row in rows if row.pence < 0)
    for row in sorted(rows, key=lambda row: row.day):
        if row.pence >= 0 and code(row["status"]).startswith("void"):
            if reversals[key(row, 1)] > 0:
                reversals[key(row, 1)] -= 1
            else:
                row.leave("excluded", "void_unpaired")


EXCLUSION = {
    "supplier_number": "number",
    "supplier": "supplier",
    "invoice_number": "invoice",
    "invoice_type": "type",
    "category": "category",
    "business_unit": "unit",
}


def _named(rows, ledger):
    for row in rows:
        for entry in ledger.noted("exclusions.csv"):
            filled = [(row[name], entry[column]) for column, name in EXCLUSION.items() if entry[column]]
            if all(code(cell) == code(wanted) for cell, wanted in filled):
                row.leave("excluded", "named_exclusion")


def _published(rows):
    covered = {(row.day.year, row.day.month) for row in rows if row.system in LEDGERS}
    for row in rows:
        if row.system == "published" and (row.day.year, row.day.month) in covered:
            row.leave("excluded", "published_copy")
