"""Award rows in, contract awards by month out: each tender's value once, each appointment where its tender says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lccspend.dates import financial_year, months_of
from lccspend.figures import LOCALITIES, AwardMonth, AwardYear
from lccspend.money import pounds


@dataclass(frozen=True)
class Appointment:
    """One supplier appointed; value is the tender's, in pence, None where the row leaves it to another row."""

    file: str
    row: int
    awarded_on: date
    title: str
    reference: str
    supplier: str
    place: str
    value: int | None
    sme: bool
    vcfs: bool
    note: str

    @property
    def tender(self) -> tuple[str, ...]:
        """Rows of one reference are one tender; without one, equal date and title are (contract section 2)."""
        if self.reference:
            return ("reference", self.reference.casefold())
        return ("title", self.awarded_on.isoformat(), " ".join(self.title.casefold().split()))


@dataclass(frozen=True)
class Tender:
    """One tender: pence, and the month (2023-04) of its award."""

    month: str
    value: int
    is_valued: bool
    """Whether any of its rows gives a value; without one it counts as nothing."""
    differing: bool
    """Whether its rows give different values; the first counts."""


def tenders(appointments: Iterable[Appointment]) -> dict[tuple[str, ...], Tender]:
    """Each tender with the first value and the earliest award date that its rows give."""
    rows: dict[tuple[str, ...], list[Appointment]] = defaultdict(list)
    for one in appointments:
        rows[one.tender].append(one)
    return {key: _tender(members) for key, members in rows.items()}


def _tender(rows: Sequence[Appointment]) -> Tender:
    values = [row.value for row in rows if row.value is not None]
    month = min(row.awarded_on for row in rows).strftime("%Y-%m")
    return Tender(month, values[0] if values else 0, bool(values), len(set(values)) > 1)


def award_years(appointments: Sequence[Appointment], locality: Callable[[str], str]) -> tuple[AwardYear, ...]:
    """The years in which anything was awarded; locality gives the locality of a place code."""
    by_month: dict[str, list[Appointment]] = defaultdict(list)
    for one in appointments:
        by_month[one.awarded_on.strftime("%Y-%m")].append(one)
    values: dict[str, int] = defaultdict(int)
    for tender in tenders(appointments).values():
        values[tender.month] += tender.value
    years = sorted({financial_year(one.awarded_on) for one in appointments})
    return tuple(
        AwardYear(
            financial_year=year,
            months=tuple(_month(m, by_month[m], values[m], locality) for m in months_of(year)),
        )
        for year in years
    )


def appointed(rows: Sequence[Appointment], locality: Callable[[str], str]) -> dict[str, int]:
    """Suppliers appointed, how many of them are in each locality, and how many are SMEs and VCFS bodies."""
    where = [locality(row.place) for row in rows]
    return {
        "suppliers": len(rows),
        **{name: where.count(name) for name in LOCALITIES},
        "sme": sum(row.sme for row in rows),
        "vcfs": sum(row.vcfs for row in rows),
    }


def _month(month: str, rows: Sequence[Appointment], value: int, locality: Callable[[str], str]) -> AwardMonth:
    return AwardMonth(
        month=month,
        value=pounds(value),
        **appointed(rows, locality),
        notes=tuple(dict.fromkeys(row.note for row in rows if row.note)),
    )
