"""Sums paid to suppliers, with their classes, in; the bridge from all spend to what procurement addresses out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from lccspend.money import percent, pounds
from lccspend.payees import BridgeLine, BridgeYear
from lccspend.privacy import PERSON, printed_counts

_Kind = tuple[str, str | None, int, int]
"""A class, the class that the rules would give, and of its suppliers the number and the pence."""


@dataclass
class _Group:
    """Suppliers of one class in a year, and their pence."""

    suppliers: int = 0
    pence: int = 0

    def add(self, suppliers: int, pence: int) -> None:
        self.suppliers += suppliers
        self.pence += pence


def bridge_years(sums: pl.LazyFrame, not_procurement: Sequence[str]) -> tuple[BridgeYear, ...]:
    """Each year, the earliest first; the classes in the order of the settings (contract section 3.8).

    Takes financial_year, supplier_key, supplier_class, rule_class and pence. A class that nobody of the year has is
    left out.
    """
    kind = ["financial_year", "supplier_class", "rule_class"]
    spent = sums.group_by(*kind, "supplier_key").agg(pl.col("pence").sum())
    kinds = spent.group_by(kind).agg(pl.len(), pl.col("pence").sum()).sort("financial_year").collect()
    years: dict[str, list[_Kind]] = defaultdict(list)
    for year, name, by_rule, suppliers, pence in kinds.iter_rows():
        years[year].append((name.casefold(), by_rule, suppliers, pence))
    return tuple(_year(year, own, not_procurement) for year, own in years.items())


def _year(label: str, own: Iterable[_Kind], not_procurement: Sequence[str]) -> BridgeYear:
    order = {name.casefold(): name for name in not_procurement}
    left: dict[str, _Group] = defaultdict(_Group)
    rules: dict[str, _Group] = defaultdict(_Group)
    total, kept = _Group(), _Group()
    for kind, by_rule, suppliers, pence in own:
        total.add(suppliers, pence)
        (left[kind] if kind in order else kept).add(suppliers, pence)
        if kind not in order and by_rule and by_rule.casefold() in order:
            rules[by_rule.casefold()].add(suppliers, pence)
    return BridgeYear(
        financial_year=label,
        total=pounds(total.pence),
        left_out=_lines(left, order),
        addressable=pounds(kept.pence),
        addressable_suppliers=kept.suppliers,
        addressable_percent=percent(kept.pence, total.pence),
        by_rule=_lines(rules, order),
    )


def _lines(groups: dict[str, _Group], order: dict[str, str]) -> tuple[BridgeLine, ...]:
    held = [(kind, name, groups[kind]) for kind, name in order.items() if kind in groups]
    counts = printed_counts([group.suppliers for *_, group in held], [kind == PERSON for kind, *_ in held])
    return tuple(
        BridgeLine(supplier_class=name, suppliers=count, spend=pounds(group.pence))
        for (_, name, group), count in zip(held, counts, strict=True)
    )
