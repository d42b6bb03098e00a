"""What the program answers and what the oracle expects in, the differences as sentences out."""

from decimal import Decimal

from lccspend.commands import queries
from lccspend.commands.trace import trace
from lccspend.etl.build import prepare
from lccspend.etl.bulk import BULK_FROM
from lccspend.etl.engine import STREAM_FROM, Scale
from lccspend.project import Project
from lccspend.store import publish, read_figures
from oracle.answers import FATES, UNRANKED, spend_of
from oracle.cells import normalised, pounds
from oracle.places import LOCALITIES

MONEY = ("total", *LOCALITIES)
YEAR = (*MONEY, "percent", "percent_low", "percent_high", "percent_estimated", "coverage_percent", "months")


def built(folder, bulk_from=BULK_FROM, stream_from=STREAM_FROM):
    """The project built in-process, as `lccspend ingest` builds it.

    bulk_from=0 reads every text many rows at once; stream_from=0 computes the ledger without holding it in memory.
    """
    project = Project(folder)
    prepare(project, lambda *_: None, scale=Scale(bulk_from, stream_from))
    publish(project, None)
    return project


class Differences(list):
    def same(self, what, found, expected):
        if isinstance(expected, str) and isinstance(found, Decimal):
            found = str(found)
        if found != expected:
            self.append(f"{what}: program {found!r}, oracle {expected!r}")


def differences(project, oracle):
    """Every key on which the program and the oracle differ."""
    found, figures = Differences(), read_figures(project)
    _books(found, figures.books, oracle.books)
    for name in (None, "lancashire-12", "lancashire-14", "manchester"):
        _locality(found, queries.locality(project, None, name, None).years, oracle.locality(name), name)
    for by in ("month", "district", "category", "business-unit"):
        for name in (None, "lancashire-14"):
            _groups(found, queries.locality(project, None, name, by).years, oracle.groups(by, name), f"{by} {name}")
    for population in ("all", "procurement"):
        _tail(found, queries.tail(project, None, population).years, oracle.tail(population), population)
        wanted = queries.Wanted(population=population, top=10_000)
        _suppliers(found, queries.suppliers(project, None, wanted).years, oracle, population)
    _awards(found, queries.awards(project, None).years, oracle)
    _traces(found, project, oracle)
    return found


def _books(found, books, expected):
    found.same("balanced", books.balanced, True)
    for name in ("read", *FATES):
        _tally(found, name, getattr(books, name), expected[name])
    for rule in books.excluded_by_rule.keys() | expected["excluded_by_rule"].keys():
        nothing = {"rows": 0, "pounds": "0.00"}
        wanted = expected["excluded_by_rule"].get(rule, nothing)
        if rule in books.excluded_by_rule:
            _tally(found, rule, books.excluded_by_rule[rule], wanted)
        else:
            found.same(rule, nothing, wanted)
    files = {entry.file: entry for entry in books.files if entry.layout in {"r12", "fusion", "published"}}
    found.same("files", sorted(files), sorted(expected["files"]))
    for file in files.keys() & expected["files"].keys():
        for key, value in expected["files"][file].items():
            held = getattr(files[file], key)
            held = held.isoformat() if key.endswith("_date") and held else held
            found.same(f"{file} {key}", held, value)


def _tally(found, what, tally, expected):
    found.same(f"{what} rows", tally.rows, expected["rows"])
    found.same(f"{what} pounds", tally.pounds, expected["pounds"])


def _locality(found, years, expected, name):
    found.same(f"years {name}", [year.financial_year for year in years], [y["financial_year"] for y in expected])
    for year, wanted in zip(years, expected, strict=False):
        what = f"locality {name} {year.financial_year}"
        for key in YEAR:
            found.same(f"{what} {key}", getattr(year, key), wanted[key])
        found.same(f"{what} months_missing", list(year.months_missing), wanted["months_missing"])
        found.same(f"{what} sources", set(year.sources), wanted["sources"])
        found.same(f"{what} marks", list(year.marks), wanted["marks"])


def _groups(found, years, expected, what):
    for year in years:
        wanted = expected[year.financial_year]
        if what.startswith("district"):
            _districts(found, year, wanted, what)
            continue
        held = {group.group: {key: str(getattr(group, key)) for key in MONEY} for group in year.groups}
        held = {group: money for group, money in held.items() if set(money.values()) != {"0.00"} or group in wanted}
        found.same(f"{what} {year.financial_year}", held, wanted)


def _districts(found, year, wanted, what):
    held = {group.group: str(group.total) for group in year.groups}
    for group, money in wanted.items():
        if group in LOCALITIES:
            rest = [entry for entry in year.groups if str(getattr(entry, group)) == money[group]]
            found.same(f"{what} {year.financial_year} {group}", bool(rest), True)
        else:
            found.same(f"{what} {year.financial_year} {group}", held.get(group), money["total"])
    found.same(f"{what} sum", str(sum(group.total for group in year.groups)), str(year.total))


def _tail(found, years, expected, population):
    wanted = {year["financial_year"]: year for year in expected}
    for year in years:
        what, own = f"tail {population} {year.financial_year}", wanted.pop(year.financial_year)
        for key in ("suppliers", "spend", "suppliers_under", "spend_under"):
            found.same(f"{what} {key}", getattr(year, key), own[key])
        for top in year.top:
            found.same(f"{what} top {top.suppliers}", top.spend, own["top"].get(top.suppliers))
        for key, value in own["nil_or_credit"].items():
            found.same(f"{what} nil {key}", getattr(year.nil_or_credit, key), value)
        held = [
            {
                "from": str(band.lower),
                "to": None if band.upper is None else str(band.upper),
                "suppliers": band.suppliers,
                "spend": str(band.spend),
                "payments": band.payments,
            }
            for band in year.bands
        ]
        found.same(f"{what} bands", held, own["bands"])
    found.same(f"tail {population} years", wanted, {})


def _suppliers(found, years, oracle, population):
    expected = oracle.suppliers(population)
    for year in years:
        groups = {group: rows for group, rows in expected[year.financial_year].items() if group not in UNRANKED}
        what = f"suppliers {population} {year.financial_year}"
        held = sorted((-int(s.spend * 100), s.payments) for s in year.suppliers)
        found.same(f"{what} spend", held, sorted((-spend_of(rows), len(rows)) for rows in groups.values()))
        for supplier in year.suppliers:
            _supplier(found, f"{what} {supplier.supplier}", supplier, groups.values(), oracle)
        spends = [supplier.spend for supplier in year.suppliers]
        found.same(f"{what} order", spends, sorted(spends, reverse=True))
        found.same(f"{what} ranks", [s.rank for s in year.suppliers][:1], [1][: len(spends)])


def _supplier(found, what, supplier, groups, oracle):
    """The supplier is one of the oracle's, by any of its names, with the same spend, payments and locality."""
    size = int(supplier.spend * 100), supplier.payments
    name = normalised(supplier.supplier)
    own = [rows for rows in groups if (spend_of(rows), len(rows)) == size and name in oracle.names[rows[0].group]]
    places = {oracle.main_locality(rows) for rows in own}
    if not own or (supplier.locality not in places and None not in places):
        found.append(f"{what}: {size[0]} pence in {size[1]} payments, {supplier.locality}; oracle {places}")


def _traces(found, project, oracle):
    """The rows behind the totals of the last year, and behind each rule that excluded any of it."""
    if not oracle.years:
        return
    year = oracle.locality()[-1]
    label = year["financial_year"]
    figures = {f"{label} {name}": year[name] for name in MONEY}
    rules = {row.rule for row in oracle.rows if row.rule and row.day and row.year == label}
    for rule in rules - {"total_row"}:
        rows = [row for row in oracle.rows if row.rule == rule and row.day and row.year == label]
        figures[f"{label} excluded {rule}"] = pounds(spend_of(rows))
    for figure, value in figures.items():
        traced = trace(project, figure)
        found.same(f"trace {figure}", traced.value, value)
        found.same(f"trace {figure} sum", traced.sum, value)
        found.same(f"trace {figure} rows", sum((row.amount or 0 for row in traced.rows), Decimal("0.00")), value)


def _awards(found, years, oracle):
    found.same("award years", [year.financial_year for year in years], oracle.award_years)
    for year in years:
        found.same(f"awards {year.financial_year} months", len(year.months), 12)
        for month in year.months:
            wanted = oracle.awards.get(month.month, {})
            for key in ("value", "suppliers", *LOCALITIES, "sme", "vcfs"):
                expected = wanted.get(key) or ("0.00" if key == "value" else 0)
                found.same(f"awards {month.month} {key}", getattr(month, key), expected)
