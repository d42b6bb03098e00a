"""Suppliers and a published year in, what each supplier is paid at each of its sites in that year out, to the penny.

The Lancashire figure is met by the suppliers that have a site on either side of the border: what the others leave
open is shared out among their Lancashire sites.
"""

from dataclasses import dataclass

from lccspend.sample.chance import FINE, share_out, stream, uneven
from lccspend.sample.places import HOME
from lccspend.sample.suppliers import Site, Supplier
from lccspend.sample.targets import POUND, TAIL_YEAR, YEARS, Year

CARRIED_VOID = 1_845_012
"""Pence paid in March 2021 to a Lancashire supplier and voided in April: each year's total holds its own half."""

ONCE_SHARE = 95
"""Thousandths of 2021/22 that go to suppliers seen in no other year, so that their place cannot be carried over."""

ALWAYS = {"published", "bodies", "withheld"}


@dataclass(frozen=True, slots=True)
class Share:
    """Pence that a supplier is paid at a site in a year; placed is false where the rows carry no postcode."""

    supplier: Supplier
    site: Site
    pence: int
    placed: bool = True


def shares_of(year: Year, suppliers: list[Supplier]) -> list[Share]:
    """Every share of the year; with the voids that cross its ends they come to its published figures."""
    carried = {"2020/21": CARRIED_VOID, "2021/22": -CARRIED_VOID}.get(year.label, 0)
    shares, split = [], []
    for supplier, pence in _spend(year, suppliers, year.total - carried):
        if supplier.reach == "split":
            split.append((supplier, pence))
        else:
            shares += _at_fixed_sites(supplier, pence, hidden=year.home is None)
    home = sum(share.pence for share in shares if share.placed and share.site.place.locality == HOME)
    open_pence = year.home - carried - home if year.home is not None else sum(pence for _, pence in split) // 2
    return shares + _across_the_border(year, split, open_pence)


def _spend(year: Year, suppliers: list[Supplier], total: int) -> list[tuple[Supplier, int]]:
    if year is TAIL_YEAR:
        return [(one, one.base) for one in suppliers if one.group not in {"old", "once"}]
    regular = regulars_paid_in(year, suppliers)
    once = [one for one in suppliers if one.group == "once"] if year.label == "2021/22" else []
    once_total = total * ONCE_SHARE // 1000 if once else 0
    return _weighted(year, regular, total - once_total) + _weighted(year, once, once_total)


def _weighted(year: Year, suppliers: list[Supplier], total: int) -> list[tuple[Supplier, int]]:
    rng = stream(f"weights {year.label}")
    weights = [one.base * uneven(rng, 0.35, most=4) // FINE for one in suppliers]
    return list(zip(suppliers, share_out(total, weights, 5 * POUND, total), strict=True)) if suppliers else []


def regulars_paid_in(year: Year, suppliers: list[Supplier]) -> list[Supplier]:
    """Who is paid in the year; whoever is paid in 2021/22 was paid in 2020/21, so that a place can be carried over."""
    rng = stream("active")
    found = []
    for one in (supplier for supplier in suppliers if supplier.group != "once"):
        draw = {each.label: rng.random() for each in YEARS}
        if year.system == "fusion":
            active = bool(one.fusion_number) and draw[year.label] < (0.9 if one.group == "middle" else 0.5)
        else:
            active = bool(one.r12_number) and draw["2020/21"] < 0.85
            active = active and (year.label == "2020/21" or draw[year.label] < 0.8)
        if one.group != "nil" and (active or one.group in ALWAYS):
            found.append(one)
    return found


def _at_fixed_sites(supplier: Supplier, pence: int, *, hidden: bool) -> list[Share]:
    """By the sites' percents, the rest to the first; a quarter of some suppliers' rows have lost their postcode."""
    parts = [pence * site.percent // 100 for site in supplier.sites[1:]]
    amounts = [pence - sum(parts), *parts]
    shares = [Share(supplier, site, part) for site, part in zip(supplier.sites, amounts, strict=True)]
    if supplier.r12_number and supplier.key % 97 == 50 and pence > 20_000 * POUND and not hidden:
        first = shares[0]
        lost = first.pence // 4
        shares[0] = Share(supplier, first.site, first.pence - lost)
        shares.append(Share(supplier, first.site, lost, placed=False))
    return shares


def _across_the_border(year: Year, split: list[tuple[Supplier, int]], home: int) -> list[Share]:
    rng = stream(f"border {year.label}")
    weights = [pence * uneven(rng, 0.2, most=2) // FINE for _, pence in split]
    most = [pence * 96 // 100 for _, pence in split]
    shares = []
    for (supplier, pence), inside in zip(split, share_out(home, weights, POUND, most), strict=True):
        here, there = supplier.sites
        shares += [Share(supplier, here, inside), Share(supplier, there, pence - inside)]
    return shares
