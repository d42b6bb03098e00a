"""The committed sectors in, places of supplier sites out: a postcode that lies purely in one authority, and its town.

sectors.csv holds sector, authority, locality and town, chosen from the ONS Postcode Directory of November 2025 among
the sectors whose every postcode lies in one authority. The last two characters of a postcode are made up.
"""

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HOME = "lancashire"
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
HOME_WEIGHTS = {
    "E07000117": 9,
    "E07000118": 11,
    "E07000119": 5,
    "E07000120": 6,
    "E07000121": 12,
    "E07000122": 5,
    "E07000123": 24,
    "E07000124": 3,
    "E07000125": 3,
    "E07000126": 12,
    "E07000127": 6,
    "E07000128": 4,
}
"""How often a Lancashire district is drawn; a guess at where a county council's suppliers sit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site is: locality is the answer that the program must find from postcode and country."""

    postcode: str
    town: str
    county: str
    country: str
    locality: str


ABROAD = (
    Place("D02 XY28", "DUBLIN", "", "IE", "overseas"),
    Place("T12 XR76", "CORK", "", "IE", "overseas"),
    Place("", "GALWAY", "", "IE", "overseas"),
    Place("10001", "NEW YORK", "NY", "US", "overseas"),
    Place("", "BOSTON", "MA", "US", "overseas"),
    Place("JE2 3QA", "ST HELIER", "", "JE", "overseas"),
)
NOWHERE = tuple(Place(text, "", "", "GB", "unknown") for text in ("", "NOT KNOWN", "TBC", "N/K", ""))


@cache
def _sectors() -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Locality to authority to its (sector, town) pairs."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    lines = (files(__package__) / "sectors.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        found[row["locality"]][row["authority"]].append((row["sector"], row["town"]))
    return found


def draw_place(locality: str, rng: random.Random) -> Place:
    """A place of that locality: Lancashire districts by weight, elsewhere every sector alike."""
    if locality == "overseas":
        return rng.choice(ABROAD)
    if locality == "unknown":
        return rng.choice(NOWHERE)
    authorities = _sectors()[locality]
    if locality == HOME:
        authority = rng.choices(list(HOME_WEIGHTS), list(HOME_WEIGHTS.values()))[0]
        sector, town = rng.choice(authorities[authority])
        county = "LANCASHIRE"
    else:
        sector, town = rng.choice([pair for pairs in authorities.values() for pair in pairs])
        county = "LANCASHIRE" if town in {"BLACKBURN", "BLACKPOOL"} else ""
    unit = rng.choice(INWARD) + rng.choice(INWARD)
    return Place(f"{sector}{unit}", town, county, "GB", locality)
