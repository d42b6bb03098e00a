"""An answer in, flat tables out, under the keys of its JSON; nothing is worked out here."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lccspend import agreements, evidence, figures, payees, traces
from lccspend.money import sterling
from lccspend.output.payment_sheets import PAYMENT_TABLES
from lccspend.output.run_sheets import RUN_TABLES
from lccspend.output.sheet import Row, Sheet, plain
from lccspend.output.sheet import keys_of as _keys


def sheets(answer: Any) -> list[Sheet]:
    """The tables of an answer; the first is the whole of it as CSV."""
    return _TABLES[type(answer)](plain(answer))


def _locality(answer: Any) -> list[Sheet]:
    rows = [{"definition": answer["definition"], **year} for year in answer["years"]]
    keys = ("definition", *_keys(figures.LocalityYear))
    marks = {mark for year in answer["years"] for mark in year["marks"]}
    notes = tuple(text for mark, text in MARKS.items() if mark in marks)
    return [Sheet("Spend by locality", keys, rows, apart=1, notes=notes, in_print=LOCALITY_IN_PRINT)]


LOCALITY_IN_PRINT = (
    *("financial_year", "total", "lancashire", "percent", "percent_low", "percent_high", "marks"),
    *("north_west", "elsewhere", "overseas", "unknown"),
    *("coverage_percent", "percent_estimated", "months", "months_missing", "sources"),
)
"""A narrow terminal shows each of these lines as a table of its own."""

MARKS = {
    "x": "x: too little of the spend has a place for a percentage to be given.",
    "p": "p: a month of the year has no counted payment.",
    "b": "b: other systems than in the latest complete year before; compare with care.",
    "e": "e: the estimate carries places over from the same suppliers' other payments.",
}
"""What each mark of contract section 4.5 means, in the order of the marks."""


def _grouped(answer: Any) -> list[Sheet]:
    rows = [
        {"definition": answer["definition"], "financial_year": year["financial_year"], **group}
        for year in answer["years"]
        for group in year["groups"]
    ]
    return [Sheet("Spend by locality", ("definition", "financial_year", *_keys(figures.Group)), rows, apart=2)]


def _districts(answer: Any) -> list[Sheet]:
    return [replace(sheet, places="group") for sheet in _grouped(answer)]


def _tail(answer: Any) -> list[Sheet]:
    keys = ("financial_year", "population", "part", *_keys(figures.Band))
    rows = [row for year in answer["years"] for row in _tail_rows(year)]
    return [
        Sheet("Suppliers and spend by band", keys, rows, apart=2, in_print=("band", "suppliers", "spend", "payments"))
    ]


def _tail_rows(year: Any) -> list[Row]:
    """The parts band and nil_or_credit add up to the part total; the others are read out of it.

    Where there are fewer suppliers than the largest asked for, it is not known how many of them are ranked.
    """
    nil, total = year["nil_or_credit"], {key: year[key] for key in ("suppliers", "spend")}
    under = {"suppliers": year["suppliers_under"], "spend": year["spend_under"]}
    rows = [{"part": "band", **band} for band in year["bands"]]
    rows.append({"part": "nil_or_credit", "band": "nil or credit", **nil})
    rows.append({"part": "total", "band": "all suppliers", **total})
    threshold = sterling(year["threshold"]).removesuffix(".00")
    rows.append({"part": "under_threshold", "band": f"all under {threshold}", **under})
    for top in year["top"]:
        row = {"part": "top", "band": f"largest {top['suppliers']}", **top}
        rows.append(row if top["suppliers"] <= year["suppliers"] else {**row, "suppliers": None})
    return [{"financial_year": year["financial_year"], "population": year["population"], **row} for row in rows]


def _suppliers(answer: Any) -> list[Sheet]:
    keys = ("financial_year", "population", *_keys(figures.Supplier))
    rows = [
        {"financial_year": year["financial_year"], "population": year["population"], **supplier}
        for year in answer["years"]
        for supplier in year["suppliers"]
    ]
    untold = {key for key in ("sme", "vcse") if all(row[key] == "not determined" for row in rows)}
    told = tuple(key for key in SUPPLIERS_IN_PRINT if key not in untold)
    return [Sheet("Suppliers by spend", keys, rows, apart=2, labels=2, in_print=told)]


SUPPLIERS_IN_PRINT = (
    *("rank", "supplier", "spend", "payments", "locality"),
    *("category", "supplier_numbers", "contracts", "sme", "vcse"),
)


def _awards(answer: Any) -> list[Sheet]:
    keys = ("financial_year", *_keys(figures.AwardMonth))
    rows = [{"financial_year": year["financial_year"], **month} for year in answer["years"] for month in year["months"]]
    return [Sheet("Contract awards", keys, rows, apart=1)]


def _contracts(answer: Any) -> list[Sheet]:
    keys = tuple(key for key in _keys(agreements.ContractTotals) if key != "links")
    links = [
        {"financial_year": year["financial_year"], "population": year["population"], **link}
        for year in answer["years"]
        for link in year["links"]
    ]
    how = Sheet(
        "How payments were linked", ("financial_year", "population", *_keys(agreements.LinkTally)), links, apart=2
    )
    return [Sheet("Spend on and off contract", keys, answer["years"], labels=2), how]


def _contract_groups(answer: Any) -> list[Sheet]:
    rows = [
        {"financial_year": year["financial_year"], "population": year["population"], **group}
        for year in answer["years"]
        for group in year["groups"]
    ]
    keys = ("financial_year", "population", *_keys(agreements.ContractGroup))
    return [Sheet("Spend on and off contract", keys, rows, apart=2)]


def _expiring(answer: Any) -> list[Sheet]:
    title = f"Contracts that end or may be extended, {answer['as_at']} to {answer['until']}"
    return [Sheet(title, _keys(agreements.Expiring), answer["contracts"], labels=2, in_print=EXPIRING_IN_PRINT)]


EXPIRING_IN_PRINT = (
    "on",
    "reference",
    "title",
    "event",
    "last_day",
    "suppliers",
    "total_value",
    "annual_value",
    "category",
)


def _social_value(answer: Any) -> list[Sheet]:
    parts = (
        (
            "Social value by measure",
            agreements.MeasureTotal,
            answer["measures"],
            ("measure_reference", "measure", "unit"),
        ),
        ("Social value by theme", agreements.ThemeTotal, answer["themes"], ("theme",)),
        ("Social value by outcome", agreements.OutcomeTotal, answer["outcomes"], ("theme", "outcome")),
        ("Social value by contract", agreements.ContractSocialValue, answer["contracts"], ("contract_reference",)),
        ("Social value by supplier", agreements.SupplierSocialValue, answer["suppliers"], ("supplier",)),
    )
    made = [_named_first(title, _keys(struct), rows, names) for title, struct, rows, names in parts]
    running, covered = answer["contracts_running"], answer["running_with_measures"]
    note = f"Of {running:,} contracts running on {answer['as_at']}, {covered:,} have measures."
    return [*made[:-1], replace(made[-1], notes=("Social value is no spend, and is never added to it.", note))]


def _named_first(title: str, keys: tuple[str, ...], rows: list[Row], names: tuple[str, ...]) -> Sheet:
    ordered = (*names, *(key for key in keys if key not in names))
    return Sheet(title, ordered, rows, labels=len(names))


def _books(answer: Any) -> list[Sheet]:
    keys = _keys(figures.FileBooks)
    apart = ("sha256", "warnings")
    files = Sheet("Files", keys, answer["files"], in_print=tuple(key for key in keys if key not in apart))
    told = [{"file": file["file"], "warning": warning} for file in answer["files"] for warning in file["warnings"]]
    warnings = [Sheet("What to look at in the files", ("file", "warning"), told)] if told else []
    by_rule = [{"became": f"excluded: {rule}", **tally} for rule, tally in answer["excluded_by_rule"].items()]
    ends = [{"became": end, **answer[end]} for end in ("read", "counted", "excluded", "rejected")]
    balance = "The books balance: counted, excluded and rejected add up to what was read."
    note = balance if answer["balanced"] else "THE BOOKS DO NOT BALANCE."
    books = Sheet("The books", ("became", "rows", "pounds"), [*ends[:3], *by_rule, ends[3]], notes=(note,))
    return [files, *warnings, books]


def _checks(answer: Any) -> list[Sheet]:
    return [Sheet(f"Verdict: {answer['verdict']}", _keys(figures.Check), answer["checks"], labels=2)]


def _trace(answer: Any) -> list[Sheet]:
    sums, value = sterling(answer["sum"]), sterling(answer["value"])
    note = f"Rows: {len(answer['rows']):,}; their sum is {sums}, the figure is {value}."
    return [Sheet(answer["figure"], _keys(traces.Traced), answer["rows"], labels=2, notes=(note,))]


def _postcodes(answer: Any) -> list[Sheet]:
    return [Sheet("Postcodes", tuple(answer[0]), answer)]


def _duplicates(answer: Any) -> list[Sheet]:
    rows = answer["proposals"]
    note = f"Pairs: {len(rows):,}. Nothing is merged: --accept N --author NAME writes a pair to the aliases."
    keys = _keys(payees.Proposal)
    return [Sheet("Suppliers that may be one", keys, rows, labels=4, notes=(note,), in_print=DUPLICATES_IN_PRINT)]


DUPLICATES_IN_PRINT = (
    *("number", "score", "supplier", "duplicate"),
    *("evidence", "spend", "duplicate_spend", "accepted"),
)


def _one_supplier(answer: Any) -> list[Sheet]:
    """A row for each year; in print what does not change with the year stands in a table of its own."""
    about = tuple(key for key in _keys(payees.SupplierDetail) if key != "years")
    yearly = _keys(payees.SupplierYearSpend)
    found = answer["suppliers"]
    rows = [{**{key: one[key] for key in about}, **year} for one in found for year in one["years"]]
    return [
        Sheet("Supplier", (*about, *yearly), rows, apart=1, in_print=yearly),
        Sheet("What is known of it", about, [{key: one[key] for key in about} for one in found]),
    ]


def _size(answer: Any) -> list[Sheet]:
    """A row for each kind of evidence; behind it how much of the spend is determined, year by year."""
    about = ("financial_year", "population", "what")
    rows = [
        {"financial_year": year["financial_year"], "population": year["population"], "what": what, **line}
        for year in answer["years"]
        for what, part in (("SME", "size"), ("VCSE", "sector"))
        for line in year[part]
    ]
    shares = (
        *("sme", "not_sme", "sme_not_determined", "sme_determined_percent"),
        *("vcse", "not_vcse", "vcse_not_determined", "vcse_determined_percent"),
    )
    registers = [f"{r['register']}: {r['file']}, as of {r['as_of'] or 'no known day'}." for r in answer["registers"]]
    notes = registers or ["No register was given: size and sector rest on classes and names alone."]
    return [
        Sheet("Size and sector by evidence", (*about, *_keys(evidence.EvidenceLine)), rows, apart=3, labels=2),
        Sheet("How much is determined", (*about[:2], "total", *shares), answer["years"], labels=2, notes=(*notes,)),
    ]


_TABLES: dict[type, Callable[[Any], list[Sheet]]] = {
    figures.LocalityAnswer: _locality,
    figures.GroupedAnswer: _grouped,
    figures.DistrictAnswer: _districts,
    figures.TailAnswer: _tail,
    figures.SuppliersAnswer: _suppliers,
    figures.AwardsAnswer: _awards,
    payees.DuplicatesAnswer: _duplicates,
    payees.SupplierAnswer: _one_supplier,
    evidence.SizeAnswer: _size,
    agreements.ContractsAnswer: _contracts,
    agreements.GroupedContractsAnswer: _contract_groups,
    agreements.ExpiringAnswer: _expiring,
    agreements.SocialValue: _social_value,
    **PAYMENT_TABLES,
    **RUN_TABLES,
    figures.Books: _books,
    figures.ChecksAnswer: _checks,
    traces.Trace: _trace,
    list: _postcodes,
}
