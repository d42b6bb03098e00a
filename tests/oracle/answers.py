"""Decided and placed payments in, the answers of the commands out, keyed as contract section 6 keys them."""

from collections import Counter, defaultdict
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from lccspend.geography.locality import authority_name
from lccspend.geography.places import place
from oracle.cells import code, day, financial_year, normalised, pence, percent, pounds, trimmed
from oracle.fates import decide
from oracle.places import LOCALITIES, Home, locate
from oracle.suppliers import NOBODY, WITHHELD, Classes


class Oracle:
    """All answers for one ledger."""

    def __init__(self, ledger):
        self.ledger, self.settings = ledger, ledger.settings
        self.rows = decide(ledger)
        self.counted = [row for row in self.rows if row.counted]
        locate(self.counted, ledger)
        self.years = sorted({row.year for row in self.counted})
        self.classes = Classes(ledger).by_group([row for row in self.rows if row.group])

    @cached_property
    def books(self):
        whole = {name: _tally(self.rows, lambda row, name=name: row.fate == name) for name in FATES}
        rules = {row.rule for row in self.rows if row.rule}
        return {
            "read": _tally(self.rows, lambda _: True),
            **whole,
            "excluded_by_rule": {rule: _tally(self.rows, lambda row, rule=rule: row.rule == rule) for rule in rules},
            "files": {file: self._file(file) for file in {row.export.file for row in self.rows}},
        }

    def _file(self, file):
        rows = [row for row in self.rows if row.export.file == file]
        fates = Counter(row.fate for row in rows)
        days = [row.day for row in rows if row.day and row.pence is not None]
        return {
            "layout": rows[0].system,
            "rows": len(rows),
            **{fate: fates[fate] for fate in FATES},
            "pounds": pounds(sum(row.pence or 0 for row in rows)),
            "first_date": min(days).isoformat() if days else None,
            "last_date": max(days).isoformat() if days else None,
        }

    def locality(self, name=None):
        """The years of `locality`, for any home area."""
        home, found = Home(self.settings, name), []
        for year in self.years:
            rows = [row for row in self.counted if row.year == year]
            found.append({"financial_year": year, **self._shares(rows, home), **_months(rows, year)})
        for at, year in enumerate(found):
            year["marks"] = _marks(year, found[:at])
        return found

    def _shares(self, rows, home):
        money = _money(rows, home)
        estimate = sum(row.pence for row in rows if home(row.estimated) == "lancashire")
        total, inside, unknown = money["total"], money["lancashire"], money["unknown"]
        gross = sum(abs(row.pence) for row in rows)
        known, supposed = (
            sum(abs(row.pence) for row in rows if home(getattr(row, which)) != "unknown")
            for which in ("place", "estimated")
        )
        enough, fits = (self._suffices(part, gross) for part in (known, supposed))
        bounds = sorted((inside, inside + unknown), key=lambda part: Decimal(part) / total if total else 0)
        return {
            **{name: pounds(value) for name, value in money.items()},
            "percent": percent(inside, total) if enough else None,
            "percent_low": percent(bounds[0], total) if enough else None,
            "percent_high": percent(bounds[1], total) if enough else None,
            "percent_estimated": percent(estimate, total) if fits else None,
            "coverage_percent": percent(known, gross),
            "enough": enough,
        }

    def _suffices(self, known, gross):
        return bool(gross) and Decimal(known) >= Decimal(str(self.settings["minimum_coverage"])) * gross

    def groups(self, by, name=None):
        """year -> group -> money; district by authority for the home area, the rest by locality."""
        home, found = Home(self.settings, name), defaultdict(lambda: defaultdict(list))
        for row in self.counted:
            found[row.year][self._group(row, by, home)].append(row)
        return {
            year: {group: {key: pounds(v) for key, v in _money(rows, home).items()} for group, rows in groups.items()}
            for year, groups in found.items()
        }

    def _group(self, row, by, home):
        if by == "month":
            return row.day.isoformat()[:7]
        if by == "district":
            where = home(row.place)
            return authority_name(row.place) if where == "lancashire" else where
        if by == "business-unit":
            return row["unit"] or "(none)"
        return self._category(row["category"]) or "(none)"

    def _category(self, text):
        for entry in self.ledger.noted("category_map.csv"):
            if code(entry["source_category"]) == code(text):
                return entry["category"]
        return text

    def suppliers(self, population):
        """year -> supplier -> its counted rows; the withheld are one, and so are the nameless."""
        found = {year: defaultdict(list) for year in self.years}
        shut = {code(kind) for kind in self.settings["not_procurement"]}
        for row in self.counted:
            if population == "all" or self.classes[row.group] not in shut:
                found[row.year][row.group].append(row)
        return found

    @cached_property
    def names(self):
        """Supplier -> every name that its rows bear and that people gave it, normalised; persons have none."""
        found = defaultdict(set)
        for row in self.rows:
            found[row.group].add(row.name)
        for held in found.values():
            held |= {
                normalised(entry["supplier"])
                for entry in self.ledger.noted("supplier_aliases.csv")
                if normalised(entry["name"]) in held
            }
        for group in [group for group in found if self.classes[group] == "individual"]:
            found[group].add("REDACTED")
        return found | {group: {"REDACTED"} for group in found if self.classes[group] == "individual"}

    def main_locality(self, rows):
        """Where at least half of the spend went, else mixed; None where credits make a half no half."""
        sums, home = Counter(), Home(self.settings)
        for row in rows:
            sums[home(row.place)] += row.pence
        total, (where, most) = sum(sums.values()), sums.most_common(1)[0]
        if any(row.pence < 0 for row in rows) or 2 * most == total:
            return None
        return where if 2 * most > total else "mixed"

    def tail(self, population):
        return [self._tail(year, groups) for year, groups in self.suppliers(population).items()]

    def _tail(self, year, groups):
        spend = [spend_of(rows) for rows in groups.values()]
        ranked = sorted((spend_of(rows) for group, rows in groups.items() if group not in UNRANKED), reverse=True)
        limits = [0, *(limit * 100 for limit in self.settings["bands"]), None]
        under = [value for value in spend if 0 < value < self.settings["threshold"] * 100]
        nil = [value for value in spend if value <= 0]
        edges = list(pairwise(limits))[::-1]
        return {
            "financial_year": year,
            "suppliers": len(spend),
            "spend": pounds(sum(spend)),
            "suppliers_under": len(under),
            "spend_under": pounds(sum(under)),
            "top": {count: pounds(sum(ranked[:count])) for count in (20, 40)},
            "bands": [_band(low, high, groups) for low, high in edges],
            "nil_or_credit": {"suppliers": len(nil), "spend": pounds(sum(nil))},
        }

    @cached_property
    def awards(self):
        """month -> its figures."""
        home, tenders = Home(self.settings), {}
        found = defaultdict(lambda: Counter(dict.fromkeys(("value", "suppliers", *LOCALITIES, "sme", "vcfs"), 0)))
        for row in self.ledger.of("awards"):
            when = day(row["Award Date"], self.ledger.today)
            reference = trimmed(row.get("Tender Reference", "")) or (when, trimmed(row["Contract Title"]))
            month = found[when.isoformat()[:7]]
            month["suppliers"] += 1
            month[home(place(trimmed(row["Postcode"])).code)] += 1
            for heading in ("SME", "VCFS"):
                month[heading.lower()] += code(row[heading]) in {"y", "yes", "true", "1"}
            value = pence(row["Contract Value"])
            if value is not None and reference not in tenders:
                month["value"] += value
                tenders[reference] = when
        return {month: {**figures, "value": pounds(figures["value"])} for month, figures in found.items()}

    @property
    def award_years(self):
        return sorted({financial_year(day(row["Award Date"], self.ledger.today)) for row in self.ledger.of("awards")})


UNRANKED = {WITHHELD, NOBODY}
FATES = ("counted", "excluded", "rejected")


def spend_of(rows):
    return sum(row.pence for row in rows)


def _tally(rows, wanted):
    found = [row for row in rows if wanted(row)]
    return {"rows": len(found), "pounds": pounds(sum(row.pence or 0 for row in found))}


def _money(rows, home):
    found = Counter(dict.fromkeys(("total", *LOCALITIES), 0))
    for row in rows:
        found["total"] += row.pence
        found[home(row.place)] += row.pence
    return dict(found)


def _months(rows, year):
    start = int(year[:4])
    every = [f"{start + (month < 4)}-{month:02d}" for month in (*range(4, 13), 1, 2, 3)]
    held = {row.day.isoformat()[:7] for row in rows}
    return {
        "months": len(held),
        "months_missing": [month for month in every if month not in held],
        "sources": {row.system for row in rows},
    }


def _marks(year, earlier):
    marks = [] if year.pop("enough") else ["x"]
    if year["months"] < 12:
        marks.append("p")
    whole = [other for other in earlier if other["months"] == 12]
    if whole and whole[-1]["sources"] != year["sources"]:
        marks.append("b")
    if "x" in marks and year["percent_estimated"] is not None:
        marks.append("e")
    return marks


def _band(low, high, groups):
    held = [
        rows
        for rows in groups.values()
        if (spend := spend_of(rows)) > 0 and spend >= low and (high is None or spend < high)
    ]
    return {
        "from": pounds(low),
        "to": None if high is None else pounds(high),
        "suppliers": len(held),
        "spend": pounds(sum(row.pence for rows in held for row in rows)),
        "payments": sum(len(rows) for rows in held),
    }
