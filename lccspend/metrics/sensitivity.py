"""Cells of spend by place in, what the headline would be under other choices out; and spend by area and ring."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from lccspend.errors import SettingsError
from lccspend.figures import Cell
from lccspend.geography.authorities import authorities, authority_name
from lccspend.geography.locality import NAMED, Definition, definition, locality_of
from lccspend.metrics.locality import UNKNOWN, Sums
from lccspend.money import percent, pounds
from lccspend.payees import AreaSpend, AreaYear, SensitivityYear, Unknown, Variant
from lccspend.settings import Authority, LocalitySettings

OUTSIDE = "outside these areas"


def home_areas(home: Definition, settings: LocalitySettings, region: str) -> list[Definition]:
    """The home area first, then those to set beside it: the shipped ones if it is one of them, and the council's."""
    shipped = NAMED if home.name in NAMED else ()
    names = dict.fromkeys([home.name, *shipped, *settings.definitions])
    return [definition(name, settings.definitions, region) for name in names]


def sensitivity_years(
    sites: Sequence[Cell], offices: Sequence[Cell], areas: Sequence[Definition], minimum: Decimal
) -> tuple[SensitivityYear, ...]:
    """The share that stays, by home area, by address, and with unknown spend outside, inside or left out.

    A percentage is None where too little of the gross value has a place (contract section 4.5).
    """
    years: dict[str, list[Variant]] = defaultdict(list)
    for basis, cells in (("site", sites), ("registered-office", offices)):
        for area in areas:
            for year, sums in _sums(cells, area).items():
                years[year] += [_variant(area.name, basis, unknown, sums, minimum) for unknown in _UNKNOWNS]
    return tuple(SensitivityYear(financial_year=year, variants=tuple(years[year])) for year in sorted(years))


_UNKNOWNS: tuple[Unknown, ...] = ("outside", "inside", "left out")


def _sums(cells: Iterable[Cell], area: Definition) -> dict[str, Sums]:
    found: dict[str, Sums] = defaultdict(Sums)
    for cell in cells:
        found[cell.financial_year].add(locality_of(cell.place, area), cell.pence, cell.gross)
    return found


def _variant(name: str, basis: str, unknown: Unknown, sums: Sums, minimum: Decimal) -> Variant:
    lost = sums.net[UNKNOWN]
    local = sums.net["lancashire"] + (lost if unknown == "inside" else 0)
    total = sums.total - (lost if unknown == "left out" else 0)
    return Variant(
        definition=name,
        basis="site" if basis == "site" else "registered-office",
        unknown=unknown,
        local=pounds(local),
        total=pounds(total),
        percent=percent(local, total) if sums.is_covered(minimum) else None,
    )


def area_years(
    cells: Iterable[Cell], home: Definition, settings: LocalitySettings, authority: Authority
) -> tuple[AreaYear, ...]:
    """Spend by the areas of `[locality.areas]`, which share no authority, and by rings around `ring_centre`.

    A place that could lie in two areas is in neither. Raises SettingsError where an area is empty, names an authority
    that there is not, or shares one with another area, or where there is no such centre.
    """
    area_of = _area_of(settings.areas)
    pence: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rings: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        where = {area_of.get(code, OUTSIDE) for code in cell.place.split("+")} if cell.place else {UNKNOWN}
        pence[cell.financial_year][where.pop() if len(where) == 1 else UNKNOWN] += cell.pence
        for ring in _rings_around(cell.place, home, settings.ring_centre):
            rings[cell.financial_year][ring] += cell.pence
    names = [*settings.areas, OUTSIDE, UNKNOWN] if settings.areas else []
    titles = _ring_titles(home, settings.ring_centre, authority)
    return tuple(
        AreaYear(
            financial_year=year,
            areas=_spends({name: pence[year][name] for name in names}, total),
            rings=_spends({title: rings[year][ring] for ring, title in titles.items()}, total),
        )
        for year, total in ((year, sum(pence[year].values())) for year in sorted(pence))
    )


def _spends(pence: Mapping[str, int], total: int) -> tuple[AreaSpend, ...]:
    return tuple(AreaSpend(area=n, spend=pounds(p), percent=percent(p, total)) for n, p in pence.items())


def _area_of(areas: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for area, codes in areas.items():
        unknown = [code for code in codes if code not in authorities()]
        if unknown or not codes:
            fault = f"holds {', '.join(unknown)}: no such authority" if unknown else "is empty"
            raise SettingsError(f"[locality.areas] {area} {fault}.", fix="List codes such as E07000123 for Preston.")
        twice = [code for code in codes if code in found]
        if twice:
            raise SettingsError(
                f"[locality.areas] {area} and {found[twice[0]]} both hold {twice[0]}: its spend would count twice.",
                fix="Leave it in one of them.",
            )
        found |= dict.fromkeys(codes, area)
    return found


def _rings_around(place: str, home: Definition, centre: str) -> list[str]:
    """The rings that hold a place, the smallest first; a larger one holds all that a smaller holds."""
    where = locality_of(place, home)
    rings = {"lancashire": ["home", "region", "uk"], "north_west": ["region", "uk"], "elsewhere": ["uk"]}
    inner = ["centre"] if place == centre and where == "lancashire" else []
    return inner + rings.get(where, [])


def _ring_titles(home: Definition, centre: str, authority: Authority) -> dict[str, str]:
    if centre not in authorities():
        raise SettingsError(
            f"[locality] ring_centre is {centre}: no such authority.", fix="Give a code such as E07000123 for Preston."
        )
    inner = {"centre": authority_name(centre)} if centre in home.authorities else {}
    return inner | {"home": authority.area, "region": authority.region, "uk": "United Kingdom"}
