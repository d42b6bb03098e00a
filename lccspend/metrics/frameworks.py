"""Award rows in, each year's awards out: in all, of frameworks and dynamic purchasing systems, and without them.

A framework's value is an estimate for its whole life, so it hides what the rest of a year was let for. A tender is a
framework when the title or a note of any of its rows says framework, dynamic purchasing, DPS or PDPS, as whole words.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from lccspend.agreements import AwardPart, AwardTotal
from lccspend.dates import financial_year
from lccspend.metrics.awards import Appointment, Tender, appointed, tenders
from lccspend.money import pounds

WORDS = re.compile(r"\b(frameworks?|p?dps|dynamic[\s-]+purchasing)\b", re.IGNORECASE)

Key = tuple[str, ...]


def is_framework(row: Appointment) -> bool:
    return bool(WORDS.search(row.title) or WORDS.search(row.note))


def award_totals(appointments: Sequence[Appointment], locality: Callable[[str], str]) -> tuple[AwardTotal, ...]:
    """The years in which anything was awarded, the earliest first; locality gives the locality of a place code."""
    found = tenders(appointments)
    frameworks = {row.tender for row in appointments if is_framework(row)}
    rows: dict[str, list[Appointment]] = defaultdict(list)
    for row in appointments:
        rows[financial_year(row.awarded_on)].append(row)
    let: dict[str, dict[Key, Tender]] = defaultdict(dict)
    for key, tender in found.items():
        let[_year_of_month(tender.month)][key] = tender
    return tuple(_total(year, rows[year], let[year], frameworks, locality) for year in sorted(rows))


def _year_of_month(month: str) -> str:
    return financial_year(date(int(month[:4]), int(month[5:]), 1))


def _total(
    year: str,
    rows: Sequence[Appointment],
    let: dict[Key, Tender],
    frameworks: set[Key],
    locality: Callable[[str], str],
) -> AwardTotal:
    def part(kept: Callable[[Key], bool]) -> AwardPart:
        own = {key: tender for key, tender in let.items() if kept(key)}
        return _part(own.values(), [row for row in rows if kept(row.tender)], locality)

    return AwardTotal(
        financial_year=year,
        total=part(lambda _: True),
        frameworks=part(lambda key: key in frameworks),
        without_frameworks=part(lambda key: key not in frameworks),
    )


def _part(let: Iterable[Tender], rows: Sequence[Appointment], locality: Callable[[str], str]) -> AwardPart:
    held = list(let)
    return AwardPart(
        value=pounds(sum(tender.value for tender in held)),
        tenders=len(held),
        **appointed(rows, locality),
    )
