"""The published awards table and the suppliers in, rows of the awards export out: one for each supplier appointed."""

import random
from collections.abc import Iterator
from itertools import cycle

from lccspend.sample.chance import share_out, stream, uneven
from lccspend.sample.payments import working_days
from lccspend.sample.places import HOME
from lccspend.sample.suppliers import Supplier
from lccspend.sample.targets import AWARDS, FRAMEWORK_MONTH, FRAMEWORK_NOTE, AwardMonth

COLUMNS = "Award Date,Contract Title,Tender Reference,Supplier,Postcode,Contract Value,SME,VCFS,Note"
FRAMEWORK_SUPPLIERS = 112
TENDER_SUPPLIERS = 3
"""The framework of August appoints most of its month's suppliers; other tenders up to three each."""

TITLES = (
    "Supported accommodation",
    "Highway surface dressing",
    "School transport routes",
    "Library management system",
    "Tree works",
    "Temporary staff",
    "Roof replacement",
    "Recovery services",
    "Frozen food",
)

Tender = list[Supplier]


def award_rows(suppliers: list[Supplier]) -> Iterator[list[str]]:
    """Rows whose months come to the published values and counts; no supplier twice in a month."""
    rng = stream("awards")
    fit = [one for one in suppliers if one.group in {"middle", "small"} and not one.kind and len(one.sites) == 1]
    pools = {reach: cycle([one for one in fit if one.reach == reach]) for reach in (HOME, "north_west", "elsewhere")}
    for month in AWARDS:
        appointed = [
            next(pools[reach])
            for reach, number in ((HOME, month.home), ("north_west", month.north_west), ("elsewhere", month.elsewhere))
            for _ in range(number)
        ]
        rng.shuffle(appointed)
        yield from _month_rows(month, appointed, rng)


def _month_rows(month: AwardMonth, appointed: Tender, rng: random.Random) -> Iterator[list[str]]:
    framework = month.month == FRAMEWORK_MONTH
    tenders = [appointed[:FRAMEWORK_SUPPLIERS]] if framework else []
    rest = appointed[FRAMEWORK_SUPPLIERS:] if framework else appointed
    tenders += [rest[at : at + TENDER_SUPPLIERS] for at in range(0, len(rest), TENDER_SUPPLIERS)]
    values = _values(month, tenders, rng, framework=framework)
    days = sorted(rng.sample(working_days(month.month), len(tenders)))
    marks = _marks(month)
    for at, (tender, value, day) in enumerate(zip(tenders, values, days, strict=True)):
        title = (
            "Living Well at Home PDPS" if framework and at == 0 else f"{rng.choice(TITLES)} {month.month} lot {at + 1}"
        )
        # Without a reference, equal date and title make one tender.
        reference = f"T-{month.month}-{at + 1:02d}" if at % 3 < 2 else ""
        for place, supplier in enumerate(tender):
            shown = f"{value}.00" if place == 0 or at % 2 else ""
            note = FRAMEWORK_NOTE if framework and at == place == 0 else ""
            sme, vcfs = next(marks)
            postcode = supplier.sites[0].place.postcode
            yield [f"{day:%d/%m/%Y}", title, reference, supplier.name, postcode, shown, sme, vcfs, note]


def _values(month: AwardMonth, tenders: list[Tender], rng: random.Random, *, framework: bool) -> list[int]:
    """Whole pounds for each tender; nearly all of August is the framework."""
    weights = [uneven(rng, 0.5, most=4) for _ in tenders]
    if not framework:
        return share_out(month.value, weights, 10_000, month.value)
    others = month.value // 400
    return [month.value - others, *share_out(others, weights[1:], 10_000, others)]


def _marks(month: AwardMonth) -> Iterator[tuple[str, str]]:
    """SME and VCFS of each row: the first so many are small, the last so many are voluntary."""
    for at in range(month.suppliers):
        yield "Y" if at < month.sme else "N", "Y" if at >= month.suppliers - month.vcfs else "N"
