"""A place's code and a home area in, its locality out: lancashire, north_west, elsewhere, overseas or unknown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lccspend.errors import SettingsError
from lccspend.geography.authorities import authorities, authority_name
from lccspend.geography.places import NORTHERN_IRELAND, OVERSEAS
from lccspend.nearest import did_you_mean

if TYPE_CHECKING:
    from lccspend.figures import Summary
    from lccspend.settings import Settings

__all__ = [
    "Definition",
    "Locality",
    "as_built",
    "authority_name",
    "definition",
    "home_area",
    "home_names",
    "is_uk_country",
    "locality_of",
]

Locality = Literal["lancashire", "north_west", "elsewhere", "overseas", "unknown"]

TWELVE = tuple(f"E07000{number}" for number in range(117, 129))
"""The districts of the administrative county, E10000017: Burnley to Wyre in the order of their names."""

NAMED: Mapping[str, Sequence[str]] = {
    "lancashire-12": TWELVE,
    "lancashire-14": (*TWELVE, "E06000008", "E06000009"),
}
"""The second adds Blackburn with Darwen and Blackpool, unitary since 1998."""

UK_COUNTRIES = frozenset(
    {"", "gb", "gbr", "uk", "unitedkingdom", "england", "scotland", "wales", "northernireland"},
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A home area as authority codes, and the other authorities of its region."""

    name: str
    authorities: frozenset[str]
    region_authorities: frozenset[str]


def is_uk_country(text: str) -> bool:
    """Whether a country cell leaves a payment in the United Kingdom: blank counts, case and spaces do not."""
    return "".join(text.split()).casefold() in UK_COUNTRIES


def definition(name: str, own: Mapping[str, Sequence[str]], region: str) -> Definition:
    """The home area of that name, shipped or from the settings, within a region (a nation for Scotland and Wales).

    Raises SettingsError for a name, a code or a region that is not known, and for an own list that is empty or bears
    a shipped name.
    """
    home = _home(name, own)
    wanted = " ".join(region.split()).casefold()
    regions = {entry.region.casefold() for entry in authorities().values()}
    if wanted not in regions:
        known = _regions()
        raise SettingsError(f"There is no region {region!r}.", fix=f"{_one_of(known)}{did_you_mean(region, known)}")
    inside = {code for code, entry in authorities().items() if entry.region.casefold() == wanted}
    return Definition(name, home, frozenset(inside) - home)


def home_area(settings: "Settings", name: str | None = None) -> Definition:
    """The home area of that name, else the authority's own, as the settings have it now; raises as definition does."""
    own = settings.locality.definitions
    return definition(settings.authority.home if name is None else name, own, settings.authority.region)


def as_built(figures: "Summary") -> Definition:
    """The home area that published figures are of, whatever the settings say since."""
    home = figures.home
    return Definition(figures.definition, frozenset(home.authorities), frozenset(home.region_authorities))


def locality_of(code: str, area: Definition) -> Locality:
    """The locality of a place's code as `Place.code` gives it.

    Candidates joined by "+" have a locality only if all of them share it; a code of no listed authority has none.
    """
    if code == OVERSEAS:
        return "overseas"
    found = {_locality_of_authority(candidate, area) for candidate in code.split("+")}
    return found.pop() if len(found) == 1 else "unknown"


def home_names(area: Definition) -> tuple[str, ...]:
    """The names of the home area's authorities in alphabetical order."""
    return tuple(sorted(authority_name(code) for code in area.authorities))


def _locality_of_authority(code: str, area: Definition) -> Locality:
    if code in area.authorities:
        return "lancashire"
    if code in area.region_authorities:
        return "north_west"
    return "elsewhere" if code == NORTHERN_IRELAND or code in authorities() else "unknown"


def _home(name: str, own: Mapping[str, Sequence[str]]) -> frozenset[str]:
    if redefined := sorted(NAMED.keys() & own.keys()):
        raise SettingsError(
            f"[locality.definitions] names {redefined[0]}, which is a definition of the program.",
            fix="Give the list another name.",
        )
    known = {**NAMED, **own}
    if name not in known:
        raise SettingsError(f"There is no home area {name!r}.", fix=f"{_one_of(known)}{did_you_mean(name, known)}")
    codes = known[name]
    unknown = [code for code in codes if code not in authorities()]
    if unknown or not codes:
        fault = f"holds {', '.join(unknown)}: no such authority" if unknown else "is empty"
        raise SettingsError(
            f"[locality.definitions] {name} {fault}.",
            fix="List codes of local authorities of Great Britain, such as E07000123 for Preston.",
        )
    return frozenset(codes)


def _regions() -> list[str]:
    return sorted({entry.region for entry in authorities().values()})


def _one_of(known: Iterable[str]) -> str:
    return f"Use one of: {', '.join(known)}."
