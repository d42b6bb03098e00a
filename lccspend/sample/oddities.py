"""The suppliers in, the same suppliers out, some of them with what makes supplier data hard in practice.

Renamed and renumbered between the systems, paid under two numbers, paid without a number, placed by the supplier-sites
list only, or exported with a wrong postcode that an override mends. The last three were set up in Fusion, so that
neither the list nor an override can reach a payment of 2021/22.
"""

from collections.abc import Callable
from dataclasses import replace

from lccspend.sample.names import bare
from lccspend.sample.suppliers import FUSION_NUMBERS, Supplier

Test = Callable[[Supplier], bool]
Change = Callable[[Supplier], Supplier]


def with_oddities(suppliers: list[Supplier]) -> list[Supplier]:
    """Order, spend and sites stay as they were."""
    changed = suppliers
    for test, step, most, change in (
        (_in_both_systems, 90, 12, _renamed),
        (_in_both_systems, 71, 12, _paid_under_two_numbers),
        (_new_and_local, 61, 5, lambda one: replace(one, shown="overridden")),
        (_new_and_small, 97, 4, lambda one: replace(one, shown="listed", fusion_number="")),
        (_new_with_one_site, 7, 220, lambda one: replace(one, shown="listed")),
    ):
        changed = _every(changed, test, step, most, change)
    return changed


def _every(suppliers: list[Supplier], test: Test, step: int, most: int, change: Change) -> list[Supplier]:
    """The change made to every step-th supplier that passes the test, most times at the most."""
    chosen = [one.key for one in suppliers if test(one)][step - 1 :: step][:most]
    return [change(one) if one.key in chosen else one for one in suppliers]


def _plain(supplier: Supplier) -> bool:
    return not supplier.kind and supplier.link == "name" and supplier.shown == "own" and not supplier.second_number


def _in_both_systems(supplier: Supplier) -> bool:
    return supplier.group == "middle" and _plain(supplier) and bool(supplier.r12_number)


def _new_with_one_site(supplier: Supplier) -> bool:
    new = supplier.group in {"middle", "small"} and not supplier.r12_number and _plain(supplier)
    placed = supplier.reach in {"lancashire", "north_west", "elsewhere"}
    return new and placed and len(supplier.sites) == 1


def _new_and_local(supplier: Supplier) -> bool:
    return _new_with_one_site(supplier) and supplier.reach == "lancashire"


def _new_and_small(supplier: Supplier) -> bool:
    return _new_with_one_site(supplier) and supplier.group == "small"


def _renamed(supplier: Supplier) -> Supplier:
    link = "crosswalk" if supplier.key % 2 else "legacy"
    return replace(supplier, r12_name=f"{bare(supplier.name)} (1998) LTD", link=link)


def _paid_under_two_numbers(supplier: Supplier) -> Supplier:
    return replace(supplier, second_number=str(FUSION_NUMBERS + 500_000 + supplier.key))
