"""The shipped postcode tables and fuller directories in, one look-up by level out: unit, sector, district, area.

The exception table holds a label only where it differs from the one inherited from the level above, so it answers for
postcodes that do not exist too; the counts of postcodes by sector and authority say which districts and sectors do.
"""

import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lccspend.geography.directory import Directory, newest_first
from lccspend.geography.postcode import area_of, district_of, sector_of

NO_AUTHORITY = "none"
"""The label of postcodes that the directory lists without an authority: large-user blocks and PO boxes."""

CROWN_DEPENDENCIES = frozenset({"L99999999", "M99999999"})
"""The directory's pseudo codes: Channel Islands and Isle of Man."""

SHIPPED_EDITION = "2025-11"
"""The month that the shipped tables are of, as vintage.json says it in words."""

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
    """Labels by postcode, sector ("BB1 2", with its space), district or area; counts by sector and by district.

    Directories that the council gives stand beside them, the newest first: `newer` go before the shipped table,
    `older` only fill what it does not know.
    """

    labels: Mapping[str, str]
    sectors: Mapping[str, Counts]
    districts: Mapping[str, Counts]
    newer: tuple[Directory, ...] = ()
    older: tuple[Directory, ...] = ()

    def label(self, postcode: str) -> str | None:
        """The label of a full postcode, from the finest level that has an entry; None outside the known areas."""
        return self.found(postcode)[0]

    def found(self, postcode: str) -> tuple[str | None, Directory | None]:
        """The label of a full postcode, and the given directory that it comes from, if it comes from one."""
        shipped = self._shipped(postcode)
        unknown = shipped is None or shipped == NO_AUTHORITY
        for directory in (*self.newer, *(self.older if unknown else ())):
            if label := directory.label(postcode):
                return label, directory
        return shipped, None

    def is_single(self, postcode: str) -> bool:
        """Whether the postcode itself is listed: it is an exception of the table, or a given directory holds it."""
        return postcode in self.labels or any(d.label(postcode) for d in (*self.newer, *self.older))

    def _shipped(self, postcode: str) -> str | None:
        for level in (postcode, sector_of(postcode), district_of(postcode), area_of(postcode)):
            if (label := self.labels.get(level)) is not None:
                return label
        return None


def with_directories(table: PostcodeTable, given: Iterable[Directory]) -> PostcodeTable:
    """The table with the council's own directories, and with the sectors that only they know.

    A directory is older than the table only where its edition says so; one whose edition is not known was given for a
    reason, and goes before it.
    """
    ordered = newest_first(given)
    sectors, districts = dict(table.sectors), {name: Counter(counts) for name, counts in table.districts.items()}
    labels = dict(table.labels)
    for directory in ordered:
        for sector, held in directory.sectors.items():
            if sector not in sectors:
                counts = {label: len(units) // 2 for label, units in held.items()}
                sectors[sector] = counts
                districts.setdefault(district_of(sector), Counter()).update(counts)
                labels[sector] = min(counts, key=lambda label: (-counts[label], label))
    is_older = [bool(d.edition) and d.edition < SHIPPED_EDITION for d in ordered]
    return PostcodeTable(
        labels,
        sectors,
        districts,
        newer=tuple(d for d, older in zip(ordered, is_older, strict=True) if not older),
        older=tuple(d for d, older in zip(ordered, is_older, strict=True) if older),
    )


@cache
def shipped_table() -> PostcodeTable:
    """The tables of the package, unpacked once: some 110,000 entries."""
    cells = ",".join(_lines("postcodes.csv.xz")).split(",")  # at once: line by line it takes twice the time
    labels = dict(zip(cells[::2], cells[1::2], strict=True))
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
