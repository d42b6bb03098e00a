"""Rows of the social value export in, what was committed and delivered out: by theme, outcome, measure and contract.

A proxy value puts a price on a benefit; it is no money paid and is never added to spend. A measure of local spend
counts pounds that were paid, so it stands apart from the proxy values in every sum.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lccspend.agreements import (
    ContractSocialValue,
    MeasureTotal,
    OutcomeTotal,
    SocialSums,
    SocialValue,
    SupplierSocialValue,
    ThemeTotal,
)
from lccspend.metrics.register import Contract, Register, reference_key
from lccspend.money import percent, pounds
from lccspend.schema import NO_GROUP, NO_NAME

_POUNDS = re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE)
_SPEND = re.compile(r"\b(spend|spent|supply chains?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Promise:
    """One measure of one contract: quantities in its unit, values in pence; known_as is a comparable supplier name."""

    file: str
    row: int
    contract: str
    supplier: str
    known_as: str
    theme: str
    outcome: str
    reference: str
    measure: str
    unit: str
    committed_quantity: Decimal | None
    delivered_quantity: Decimal | None
    committed: int
    delivered: int

    @property
    def is_local_spend(self) -> bool:
        """A measure counted in pounds whose words speak of spend or of a supply chain."""
        return bool(_POUNDS.search(self.unit) and _SPEND.search(self.measure))

    @property
    def measure_key(self) -> tuple[str, ...]:
        """Equal references, or without one equal words, in one unit are one measure."""
        name = self.reference or self.measure
        return (reference_key(self.theme), reference_key(self.outcome), reference_key(name), reference_key(self.unit))

    @property
    def contract_key(self) -> str:
        return reference_key(self.contract)


Rows = Sequence[Promise]


def social_value(rows: Rows, register: Register, as_at: date) -> SocialValue | None:
    """All sums of the export; None where there is no row of it."""
    if not rows:
        return None
    contracts = {reference_key(c.reference): c for c in register.contracts if c.reference}
    with_measures = {row.contract_key for row in rows if row.contract}
    running = [key for key, contract in contracts.items() if contract.runs_on(as_at)]
    covered = sum(key in with_measures for key in running)
    return SocialValue(
        **_sums(rows),
        as_at=as_at,
        files=tuple(sorted({row.file for row in rows})),
        rows=len(rows),
        contracts_with_measures=len(with_measures),
        contracts_not_on_register=len(with_measures - contracts.keys()),
        contracts_running=len(running),
        running_with_measures=covered,
        coverage_percent=percent(covered, len(running)),
        themes=_themes(rows),
        outcomes=_outcomes(rows),
        measures=_measures(rows),
        contracts=_contracts(rows, contracts),
        suppliers=_suppliers(rows),
    )


def _sums(rows: Rows) -> dict[str, Any]:
    """The fields of SocialSums."""
    proxy = [row for row in rows if not row.is_local_spend]
    local = [row for row in rows if row.is_local_spend]
    committed, delivered = sum(r.committed for r in proxy), sum(r.delivered for r in proxy)
    return {
        "committed": pounds(committed),
        "delivered": pounds(delivered),
        "percent_delivered": percent(delivered, committed),
        "local_spend_committed": pounds(sum(r.committed for r in local)),
        "local_spend_delivered": pounds(sum(r.delivered for r in local)),
    }


def _grouped(rows: Rows, key: Callable[[Promise], Any]) -> list[Rows]:
    groups: dict[Any, list[Promise]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return list(groups.values())


def _count(rows: Rows, key: Callable[[Promise], Any]) -> int:
    return len({found for row in rows if (found := key(row))})


def _parts(rows: Rows) -> dict[str, Any]:
    return {
        "measures": _count(rows, lambda r: r.measure_key),
        "contracts": _count(rows, lambda r: r.contract_key),
    }


def _by_value(sums: SocialSums) -> tuple[Decimal, Decimal]:
    return (-sums.committed, -sums.local_spend_committed)


def _themes(rows: Rows) -> tuple[ThemeTotal, ...]:
    made = [
        ThemeTotal(theme=own[0].theme or NO_GROUP, **_parts(own), **_sums(own))
        for own in _grouped(rows, lambda r: reference_key(r.theme))
    ]
    return tuple(sorted(made, key=lambda t: (*_by_value(t), t.theme)))


def _outcomes(rows: Rows) -> tuple[OutcomeTotal, ...]:
    made = [
        OutcomeTotal(theme=own[0].theme or NO_GROUP, outcome=own[0].outcome or NO_GROUP, **_parts(own), **_sums(own))
        for own in _grouped(rows, lambda r: r.measure_key[:2])
    ]
    return tuple(sorted(made, key=lambda o: (o.theme, *_by_value(o), o.outcome)))


def _measures(rows: Rows) -> tuple[MeasureTotal, ...]:
    """By theme, outcome and reference."""
    made = [_measure(own) for own in _grouped(rows, lambda r: (r.measure_key, r.is_local_spend))]
    return tuple(sorted(made, key=lambda m: (m.theme, m.outcome, m.measure_reference, m.measure, m.unit)))


def _measure(own: Rows) -> MeasureTotal:
    first = own[0]
    return MeasureTotal(
        theme=first.theme or NO_GROUP,
        outcome=first.outcome or NO_GROUP,
        measure_reference=first.reference,
        measure=first.measure,
        unit=first.unit,
        contracts=_count(own, lambda r: r.contract_key),
        committed_quantity=_quantity(r.committed_quantity for r in own),
        delivered_quantity=_quantity(r.delivered_quantity for r in own),
        **_sums(own),
    )


def _quantity(given: Iterable[Decimal | None]) -> Decimal | None:
    known = [quantity for quantity in given if quantity is not None]
    return sum(known, Decimal(0)) if known else None


def _contracts(rows: Rows, register: dict[str, Contract]) -> tuple[ContractSocialValue, ...]:
    made = [_contract(own, register.get(own[0].contract_key)) for own in _grouped(rows, lambda r: r.contract_key)]
    return tuple(sorted(made, key=lambda c: (*_by_value(c), c.contract_reference)))


def _contract(own: Rows, known: Contract | None) -> ContractSocialValue:
    suppliers = {row.known_as: row.supplier for row in reversed(own) if row.supplier}
    return ContractSocialValue(
        contract_reference=own[0].contract or NO_GROUP,
        title=known.title if known else "",
        suppliers=tuple(sorted(suppliers.values())),
        on_register=known is not None,
        measures=_count(own, lambda r: r.measure_key),
        **_sums(own),
    )


def _suppliers(rows: Rows) -> tuple[SupplierSocialValue, ...]:
    made = [
        SupplierSocialValue(supplier=own[0].supplier or NO_NAME, **_parts(own), **_sums(own))
        for own in _grouped(rows, lambda r: r.known_as)
    ]
    return tuple(sorted(made, key=lambda s: (*_by_value(s), s.supplier)))
