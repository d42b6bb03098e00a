"""Counted payments and what registers say of the suppliers in, the pounds of each year by size and sector out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Literal, get_args

import polars as pl

from lccspend.evidence import ClosedSupplier, EvidenceLine, SupplierEvidence
from lccspend.figures import Population
from lccspend.metrics.suppliers import Paid, PaidByYear
from lccspend.money import percent, pounds
from lccspend.registers.enrich import standing
from lccspend.registers.records import Company, Evidence, Finding

_FOUND = {"number": "by_number", "name and postcode": "by_name", "name": "by_name"}
"""Under which of the three heads of matching a method falls; the rest are not matched."""

YearAndSupplier = tuple[str, int]


def paid_when_closed(counted: pl.LazyFrame, evidence: Mapping[int, Evidence]) -> dict[YearAndSupplier, int]:
    """Pence paid to closed companies after the day of dissolution, or at any time where the day is not known."""
    closed = {key: e.company.dissolved_on for key, e in evidence.items() if e.company and is_closed(e.company)}
    if not closed:
        return {}
    days = pl.LazyFrame(
        {"supplier_key": list(closed), "dissolved_on": list(closed.values())},
        schema={"supplier_key": pl.Int64, "dissolved_on": pl.Date},
    )
    late = counted.join(days, on="supplier_key", maintain_order="left").filter(
        pl.col("dissolved_on").is_null() | (pl.col("paid_on") > pl.col("dissolved_on"))
    )
    sums = late.group_by("financial_year", "supplier_key").agg(pl.col("pence").sum()).collect()
    return {(year, key): pence for year, key, pence in sums.iter_rows()}


def is_closed(company: Company) -> bool:
    return standing(company) == "closed"


def evidence_years(
    paid: PaidByYear,
    population: Population,
    evidence: Mapping[int, Evidence],
    late: Mapping[YearAndSupplier, int],
) -> tuple[SupplierEvidence, ...]:
    """Each year's spend by what is known of size, of sector and of the match: each three add up to the total."""
    return tuple(_year(year, population, members, evidence, late) for year, members in paid.items())


def _year(
    label: str,
    population: Population,
    paid: Sequence[Paid],
    evidence: Mapping[int, Evidence],
    late: Mapping[YearAndSupplier, int],
) -> SupplierEvidence:
    by_supplier = [(evidence[one.supplier_key], one.spend) for one in paid]
    size, sector = _sums(by_supplier, "sme"), _sums(by_supplier, "vcse")
    match: dict[str, int] = defaultdict(int)
    for known, spend in by_supplier:
        match[_FOUND.get(known.method, "not_matched")] += spend
    total = sum(match.values())
    sme, vcse = _by_finding(size), _by_finding(sector)
    return SupplierEvidence(
        financial_year=label,
        population=population,
        total=pounds(total),
        sme=pounds(sme["yes"]),
        not_sme=pounds(sme["no"]),
        sme_not_determined=pounds(sme["not determined"]),
        sme_determined_percent=percent(sme["yes"] + sme["no"], total),
        vcse=pounds(vcse["yes"]),
        not_vcse=pounds(vcse["no"]),
        vcse_not_determined=pounds(vcse["not determined"]),
        vcse_determined_percent=percent(vcse["yes"] + vcse["no"], total),
        by_number=pounds(match["by_number"]),
        by_name=pounds(match["by_name"]),
        not_matched=pounds(match["not_matched"]),
        matched_percent=percent(match["by_number"] + match["by_name"], total),
        size=_lines(size, total),
        sector=_lines(sector, total),
        closed=tuple(_closed(one, evidence, late) for one in paid if (label, one.supplier_key) in late),
    )


_Said = tuple[Finding, str, date | None]
"""A finding, the kind of evidence for it, and the day of which it was true."""


def _sums(known: Iterable[tuple[Evidence, int]], what: Literal["sme", "vcse"]) -> dict[_Said, int]:
    """Pence by what is known of size or of sector."""
    said = attrgetter(what, f"{what}_basis", f"{what}_on")
    spend: dict[_Said, int] = defaultdict(int)
    for evidence, pence in known:
        spend[said(evidence)] += pence
    return spend


def _by_finding(sums: Mapping[_Said, int]) -> dict[Finding, int]:
    found = dict.fromkeys(get_args(Finding), 0)
    for (finding, _, _), pence in sums.items():
        found[finding] += pence
    return found


def _lines(sums: Mapping[_Said, int], total: int) -> tuple[EvidenceLine, ...]:
    """Spend by finding and kind of evidence: the findings in their order, in each the largest first."""
    spend: dict[tuple[Finding, str], int] = defaultdict(int)
    days: dict[tuple[Finding, str], set[date]] = defaultdict(set)
    for (finding, basis, on), pence in sums.items():
        spend[finding, basis] += pence
        if on:
            days[finding, basis].add(on)
    order = get_args(Finding)
    return tuple(
        EvidenceLine(
            finding=finding,
            basis=basis,
            spend=pounds(pence),
            percent=percent(pence, total),
            oldest=min(days[finding, basis], default=None),
            newest=max(days[finding, basis], default=None),
        )
        for (finding, basis), pence in sorted(spend.items(), key=lambda s: (order.index(s[0][0]), -s[1], s[0][1]))
    )


def _closed(one: Paid, evidence: Mapping[int, Evidence], late: Mapping[YearAndSupplier, int]) -> ClosedSupplier:
    company = evidence[one.supplier_key].company
    number, status, day = (company.number, company.status, company.dissolved_on) if company else ("", "", None)
    return ClosedSupplier(
        supplier=one.supplier,
        company_number=number,
        status=status,
        dissolved_on=day,
        paid_since=pounds(late[one.financial_year, one.supplier_key]),
    )


def register_is_stale(as_of: date | None, today: date, days: int) -> bool:
    """A register whose day is not known is as doubtful as an old one."""
    return as_of is None or (today - as_of).days > days
