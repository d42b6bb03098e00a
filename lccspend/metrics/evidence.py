"""Counted payments and what registers say of the suppliers in, the pounds of each year by size and sector out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, get_args

import polars as pl

from lccspend.evidence import ClosedSupplier, EvidenceLine, SupplierEvidence
from lccspend.figures import Population
from lccspend.metrics.suppliers import PaidByYear
from lccspend.money import percent, pounds
from lccspend.registers.enrich import standing
from lccspend.registers.records import Company, Evidence, Finding

_FOUND = {"number": "by_number", "name and postcode": "by_name", "name": "by_name"}
"""Under which of the three heads of matching a method falls; the rest are not matched."""

Late = Mapping[str, Mapping[int, int]]
"""By financial year and supplier key: pence paid to closed companies."""


def paid_when_closed(counted: pl.LazyFrame, evidence: Mapping[int, Evidence]) -> Late:
    """What was paid after the day of dissolution, or at any time where the day is not known."""
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
    years: dict[str, dict[int, int]] = defaultdict(dict)
    for year, key, pence in sums.iter_rows():
        years[year][key] = pence
    return years


def is_closed(company: Company) -> bool:
    return standing(company) == "closed"


class _Said(NamedTuple):
    """A finding, the kind of evidence for it, and the day of which it was true."""

    finding: Finding
    basis: str
    on: date | None


class _Kind(NamedTuple):
    """What evidence says of size and of sector, and under which head of matching it falls."""

    size: _Said
    sector: _Said
    match: str


@dataclass(frozen=True)
class _Kinds:
    """The kinds of evidence, which are few, and by supplier the place of its kind among them."""

    all: tuple[_Kind, ...]
    of: pl.DataFrame
    """supplier_key and kind."""

    def sums(self, paid: pl.DataFrame) -> list[tuple[_Kind, int]]:
        """Pence by kind; a kind that nobody has is not there."""
        of_kind = paid.join(self.of, on="supplier_key", how="left")
        sums = of_kind.group_by("kind").agg(pl.col("spend").sum())
        return [(self.all[at], spend) for at, spend in sums.iter_rows()]


def _kinds(evidence: Mapping[int, Evidence]) -> _Kinds:
    places: dict[_Kind, int] = {}
    found = {}
    for key, e in evidence.items():
        size, sector = _Said(e.sme, e.sme_basis, e.sme_on), _Said(e.vcse, e.vcse_basis, e.vcse_on)
        found[key] = places.setdefault(_Kind(size, sector, _FOUND.get(e.method, "not_matched")), len(places))
    of = pl.DataFrame({"supplier_key": list(found), "kind": list(found.values())}, schema=_KIND_OF)
    return _Kinds(tuple(places), of)


_KIND_OF = {"supplier_key": pl.Int64, "kind": pl.Int64}


def evidence_years(
    paid: Mapping[Population, PaidByYear], evidence: Mapping[int, Evidence], late: Late
) -> tuple[SupplierEvidence, ...]:
    """Each year's spend by what is known of size, of sector and of the match: each three add up to the total.

    The populations come one after the other.
    """
    kinds = _kinds(evidence)
    return tuple(
        _year(
            year,
            population,
            kinds.sums(members),
            _closed_suppliers(members, evidence, late.get(year, {})),
        )
        for population, years in paid.items()
        for year, members in years.items()
    )


def _year(
    label: str, population: Population, sums: Sequence[tuple[_Kind, int]], closed: tuple[ClosedSupplier, ...]
) -> SupplierEvidence:
    sizes = [(kind.size, spend) for kind, spend in sums]
    sectors = [(kind.sector, spend) for kind, spend in sums]
    sme, vcse = (_added((said.finding, spend) for said, spend in part) for part in (sizes, sectors))
    match = _added((kind.match, spend) for kind, spend in sums)
    total = sum(spend for _, spend in sums)
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
        size=_lines(sizes, total),
        sector=_lines(sectors, total),
        closed=closed,
    )


def _added(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, pence in parts:
        sums[name] += pence
    return sums


def _lines(known: Iterable[tuple[_Said, int]], total: int) -> tuple[EvidenceLine, ...]:
    """Spend by finding and kind of evidence: the findings in their order, in each the largest first."""
    spend: dict[tuple[Finding, str], int] = defaultdict(int)
    days: dict[tuple[Finding, str], set[date]] = defaultdict(set)
    for said, pence in known:
        key = said.finding, said.basis
        spend[key] += pence
        if said.on:
            days[key].add(said.on)
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


def _closed_suppliers(
    paid: pl.DataFrame, evidence: Mapping[int, Evidence], late: Mapping[int, int]
) -> tuple[ClosedSupplier, ...]:
    """Those of the suppliers that were paid late, with these pence by supplier."""
    closed = paid.filter(pl.col("supplier_key").is_in(list(late))).select("supplier_key", "supplier")
    return tuple(_closed(supplier, evidence[key].company, late[key]) for key, supplier in closed.iter_rows())


def _closed(supplier: str, company: Company | None, late: int) -> ClosedSupplier:
    number, status, day = (company.number, company.status, company.dissolved_on) if company else ("", "", None)
    return ClosedSupplier(
        supplier=supplier,
        company_number=number,
        status=status,
        dissolved_on=day,
        paid_since=pounds(late),
    )


def register_is_stale(as_of: date | None, today: date, days: int) -> bool:
    """A register whose day is not known is as doubtful as an old one."""
    return as_of is None or (today - as_of).days > days
