"""Suppliers in, the same suppliers out: some of them persons, some of them entered twice under names that differ.

Persons are renamed small public bodies, which procurement leaves out either way. Those entered twice were paid in R12
only and not in the tail year, so that merging them moves no published figure. All names are made up.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lccspend.privacy import PERSON
from lccspend.sample.names import bare
from lccspend.sample.suppliers import Supplier
from lccspend.sample.targets import YEARS
from lccspend.sample.years import regulars_paid_in

PERSONS, EVERY = 24, 9
TITLES = ("MR", "MRS", "MS", "")
"""A person without a title is known by the list of classes alone."""
INITIALS = "ABCDEFGHJKLMNPRSTW"

Rename = Callable[[str, str], str]


def _swapped(name: str, _other: str) -> str:
    """The third and fourth letter change places; where they are equal, the two after them."""
    at = next(n for n in range(2, len(name)) if name[n] != name[n + 1])
    return f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]} LTD"


def _parted(name: str, _other: str) -> str:
    return f"{name[:4]} {name[4:]} LTD"


BY_NAME: tuple[Rename, ...] = (
    lambda name, _: f"{name} LTD (INACTIVE)",
    lambda name, _: f"{name} LTD - SALES LEDGER",
    lambda name, _: f"(DD ONLY) {name} LTD",
    lambda name, other: f"{other} LTD (FORMERLY {name})",
    lambda name, other: f"{other} T/A {name}",
    lambda name, _: f"{name} LTD 01",
)
BY_NAME_AND_PLACE: tuple[Rename, ...] = (_swapped, _parted)
"""Names that are merely alike are one supplier only if they are paid at one place."""
NOT_DOUBLES: tuple[Rename, ...] = (_parted, lambda name, _: f"{name} UK LTD")
"""Alike, but paid at two places: nothing may propose these."""

OF_EACH = 3
WHEN_PAID = YEARS[1]
"""Who was paid in R12 at all was paid in this year."""

Pair = tuple[Supplier, Supplier]


def with_identities(suppliers: list[Supplier]) -> list[Supplier]:
    """Order, spend and reach stay as they were."""
    chosen = _chosen(suppliers)
    peopled = [_person(one) if one.key in chosen else one for one in suppliers]
    renamed = {second.key: second for _, second in (*doubles(peopled), *not_doubles(peopled))}
    return [renamed.get(one.key, one) for one in peopled]


def _chosen(suppliers: list[Supplier]) -> set[int]:
    bodies = [one.key for one in suppliers if one.group == "small" and one.kind]
    return set(bodies[::EVERY][:PERSONS])


def _person(body: Supplier) -> Supplier:
    title, initial = TITLES[body.key % len(TITLES)], INITIALS[body.key % len(INITIALS)]
    name = f"{title} {initial} {body.name.split()[0]}".strip()
    return replace(
        body,
        name=name,
        r12_name=name if body.r12_name else "",
        kind=PERSON,
        category="Children & Young People",
    )


def doubles(suppliers: list[Supplier]) -> list[Pair]:
    """The suppliers entered twice: as they are, and as they stand the second time."""
    pairs, made = _pairs(suppliers), []
    for rename in [*BY_NAME, *BY_NAME_AND_PLACE] * OF_EACH:
        first, second = next(pairs)
        sites = first.sites if rename in BY_NAME_AND_PLACE else second.sites
        made.append((first, _renamed(first, replace(second, sites=sites), rename)))
    return made


def not_doubles(suppliers: list[Supplier]) -> list[Pair]:
    """Suppliers whose names look like those of others and who are not these."""
    pairs, made = _pairs(suppliers), []
    for _ in doubles(suppliers):
        next(pairs)
    for rename in NOT_DOUBLES * OF_EACH:
        first, second = next(pairs)
        made.append((first, _renamed(first, second, rename)))
    return made


def _renamed(first: Supplier, second: Supplier, rename: Rename) -> Supplier:
    name = rename(bare(first.name), bare(second.name))
    return replace(second, name=name, r12_name=name)


def _pairs(suppliers: list[Supplier]) -> Iterator[Pair]:
    """Neighbours of one reach among those who were paid in R12 only, each with one site, at two postcodes."""
    paid = regulars_paid_in(WHEN_PAID, suppliers)
    old = [one for one in paid if one.group == "old" and len(one.sites) == 1 and "&" not in one.name]
    for reach in ("lancashire", "north_west", "elsewhere"):
        own = [one for one in old if one.reach == reach]
        for first, second in zip(own[::2], own[1::2], strict=False):
            if first.sites[0].place.postcode != second.sites[0].place.postcode:
                yield first, second
