"""The shipped postcode tables in, one look-up by level out: unit, sector, district, area.

The exception table holds a label only where it differs from the one inherited from the level above, so it answers for
postcodes that do not exist too; the counts of postcodes by sector and authority say which districts and sectors do.
"""

import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lccspend.geography.postcode import area_of, district_of, sector_of

NO_AUTHORITY = "none"
"""The label of postcodes that the directory lists without an authority: large-user blocks and PO boxes."""

CROWN_DEPENDENCIES = frozenset({"L99999999", "M99999999"})
"""The directory's pseudo codes: Channel Islands and Isle of Man."""

Counts = Mapping[str, int]
"""Number of postcodes by label: an authority code, a crown dependency's pseudo code, or no authority."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """What the tables were built from; `attribution` must stand wherever their answers are published."""

    edition: str
    package: str
    version: str
    source_rows: int
    rows: int
    entries: int
    sectors: int
    sha256: Mapping[str, str]
    attribution: str


@dataclass(frozen=True, slots=True)
class PostcodeTable:
    """Labels by postcode, sector ("BB1 2", with its space), district or area; counts by sector and by district."""

    labels: Mapping[str, str]
    sectors: Mapping[str, Counts]
    districts: Mapping[str, Counts]

    def label(self, postcode: str) -> str | None:
        """The label of a full postcode, from the finest level that has an entry; None outside the known areas."""
        for level in (postcode, sector_of(postcode), district_of(postcode), area_of(postcode)):
            if (label := self.labels.get(level)) is not None:
                return label
        return None


@cache
def shipped_table() -> PostcodeTable:
    """The tables of the package, unpacked once: some 110,000 entries."""
    labels = dict(line.split(",") for line in _lines("postcodes.csv.xz"))
    sectors: defaultdict[str, dict[str, int]] = defaultdict(dict)
    districts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in _lines("sectors.csv.xz"):
        sector, label, count = line.split(",")
        sectors[sector][label] = int(count)
        districts[district_of(sector)][label] += int(count)
    return PostcodeTable(labels, dict(sectors), dict(districts))


@cache
def vintage() -> Vintage:
    """The edition of the directory behind the tables, its source package, sizes, checksums and attribution."""
    return Vintage(**json.loads((files("lccspend.geography") / "data" / "vintage.json").read_text(encoding="utf-8")))


def _lines(name: str) -> list[str]:
    packed = (files("lccspend.geography") / "data" / name).read_bytes()
    return lzma.decompress(packed).decode("ascii").splitlines()[1:]
