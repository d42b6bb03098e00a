"""The ranked spend in, the suppliers of all five years out: name, numbers, class, category and sites."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lccspend.sample.chance import stream
from lccspend.sample.names import bare, company_names, public_names
from lccspend.sample.places import NOWHERE, Place, draw_place
from lccspend.sample.ranks import WITHHELD_SPEND, Ranks
from lccspend.sample.targets import POUND, TOP_TWENTY
from lccspend.sample.words import LARGE_BODIES, STREETS, TOP_TWENTY_REACH, WITHHELD

R12_NUMBERS, FUSION_NUMBERS = 100_000, 7_000_000
"""Numbers begin here; the two ranges never meet."""

REACHES = ("lancashire",) * 18 + ("split",) * 12 + ("north_west",) * 8 + ("elsewhere",) * 11
"""Fifty suppliers of like size, with one more drawn from the rare: these shares let every year meet its target."""
RARE = ("overseas", "unknown", "overseas", "unknown", "elsewhere")
CHANCE_OF_R12 = {"middle": 0.7, "small": 0.45, "nil": 0}
OLD_SUPPLIERS, ONCE_SUPPLIERS = 200, 150


@dataclass(frozen=True, slots=True)
class Site:
    """A supplier's site and the percent of its spend there (of a split supplier the year decides instead)."""

    code: str
    address: str
    place: Place
    percent: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier; base is its spend in the tail year in pence (or what it would be).

    group: published, bodies, middle, small, nil, withheld; or old (R12 only) and once (2021/22 only).
    link: how R12 and Fusion are known to be one: name, crosswalk or legacy. shown: whether the payments carry
    their own postcode, leave it to the sites list, or carry a wrong one that an override mends.
    """

    key: int
    name: str
    group: str
    kind: str
    category: str
    base: int
    reach: str
    sites: tuple[Site, ...]
    r12_number: str = ""
    r12_name: str = ""
    fusion_number: str = ""
    second_number: str = ""
    link: str = "name"
    shown: str = "own"


Draft = tuple[str, str, str, str, int, str]
"""Name, group, class, category, base and reach ("" when it is still to be drawn)."""


def all_suppliers(ranks: Ranks) -> list[Supplier]:
    """Every supplier, in descending order of base, so that like sizes share out the reaches evenly."""
    rng = stream("suppliers")
    drafts = sorted(_drafts(ranks), key=lambda draft: -draft[4])
    reaches = _reaches(rng)
    suppliers = []
    for key, (name, group, kind, category, base, given) in enumerate(drafts):
        reach = given or next(reaches)
        if reach == "split" and base < 2_000 * POUND:
            reach = "lancashire" if key % 5 < 3 else "north_west"
        supplier = Supplier(key, name, group, kind, category, base, reach, _sites(reach, key, rng))
        suppliers.append(_numbered(supplier, rng))
    return suppliers


def _drafts(ranks: Ranks) -> Iterator[Draft]:
    taken = {bare(name) for name, _, _ in TOP_TWENTY} | {bare(name) for name, _, _ in LARGE_BODIES}
    companies, public = company_names(taken), public_names(taken)
    for (name, _, category), base, reach in zip(TOP_TWENTY, ranks.published, TOP_TWENTY_REACH.split(), strict=True):
        yield name, "published", "", category, base, reach
    for (name, kind, reach), base in zip(LARGE_BODIES, ranks.large_bodies, strict=True):
        yield name, "bodies", kind, "Public Bodies", base, reach
    for name, base in zip(WITHHELD, WITHHELD_SPEND, strict=True):
        yield name, "withheld", "redacted", "Children & Young People", base, "unknown"
    for group, amounts in (("middle", ranks.middle_bodies), ("small", ranks.small_bodies)):
        for base, (name, kind) in zip(amounts, public, strict=False):
            yield name, group, kind, "Public Bodies", base, ""
    for group, amounts in (
        ("middle", ranks.middle),
        ("small", ranks.small),
        ("nil", ranks.nil),
        ("old", ranks.middle[:: len(ranks.middle) // OLD_SUPPLIERS]),
        ("once", ranks.middle[:: len(ranks.middle) // ONCE_SUPPLIERS]),
    ):
        for base, (name, category) in zip(amounts, companies, strict=False):
            yield name, group, "", category, base, ""


def _reaches(rng: random.Random) -> Iterator[str]:
    block = 0
    while True:
        fifty = [*REACHES, RARE[block % len(RARE)]]
        rng.shuffle(fifty)
        yield from fifty
        block += 1


def _sites(reach: str, key: int, rng: random.Random) -> tuple[Site, ...]:
    if reach == "split":
        outside = "north_west" if rng.random() < 0.4 else "elsewhere"
        places, percents = [draw_place("lancashire", rng), draw_place(outside, rng)], (100, 0)
    elif reach == "lancashire" and rng.random() < 0.12:
        places, percents = [draw_place(reach, rng), draw_place(reach, rng)], (70, 30)
    else:
        places, percents = [draw_place(reach, rng)], (100, 0)
    return tuple(Site(_code(place, at), _address(key + at), place, percents[at]) for at, place in enumerate(places))


def _code(place: Place, at: int) -> str:
    return (place.town or "MAIN")[:13] + ("" if at == 0 else f" {at + 1}")


def _address(key: int) -> str:
    return f"{key % 180 + 1} {STREETS[key % len(STREETS)]}"


def _numbered(supplier: Supplier, rng: random.Random) -> Supplier:
    """The supplier with its numbers: an old one has none in Fusion, a new one none in R12."""
    in_r12 = rng.random() < CHANCE_OF_R12.get(supplier.group, 1)
    in_fusion = supplier.group not in {"old", "once"}
    if supplier.group == "withheld":
        return replace(supplier, r12_number="199999", r12_name=supplier.name, fusion_number="7999999", sites=_NO_SITE)
    return replace(
        supplier,
        r12_number=str(R12_NUMBERS + supplier.key * 7) if in_r12 else "",
        r12_name=supplier.name if in_r12 else "",
        fusion_number=str(FUSION_NUMBERS + supplier.key * 13) if in_fusion else "",
    )


_NO_SITE = (Site("MAIN", "", NOWHERE[0], 100),)
