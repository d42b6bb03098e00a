"""The text of a postcode cell in, the place it names out: candidate authorities, how finely known, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lccspend.geography.authorities import authority_name
from lccspend.geography.directory import Directory
from lccspend.geography.postcode import Reading, area_of, district_of, read_postcode, sector_of
from lccspend.geography.table import CROWN_DEPENDENCIES, NO_AUTHORITY, Counts, PostcodeTable, shipped_table

Kind = Literal["gb", "northern-ireland", "overseas", "unknown"]
Method = Literal["unit", "sector", "district", "area", "none"]

NORTHERN_IRELAND = "N"
OVERSEAS = "overseas"

NO_LOCAL_DATA = "Northern Ireland: the authority is not given"

NOT_GEOGRAPHIC = {
    "BX": "A non-geographic postcode, used by banks and tax offices.",
    "BF": "A postcode of the British forces.",
}
UNREADABLE = {
    "blank": "No postcode is given.",
    "none": "This is not a postcode.",
    "forces": NOT_GEOGRAPHIC["BF"],
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a postcode lies, as far as its text and the shipped tables tell.

    `postcode` is "PR1 8XJ", for a partial one "PR1 8" or "PR1", else None. `authorities` holds one code where the
    authority is known, several in their order where a partial postcode spans them, none otherwise. `method` is the
    finest level at which the postcode is known. `note` says in a sentence why a place is unknown or not exact.
    """

    postcode: str | None
    authorities: tuple[str, ...]
    kind: Kind
    method: Method
    repaired: bool
    note: str

    @property
    def code(self) -> str:
        """The label in the ledger: the authority's code, several joined by "+", "N", "overseas", or "" if unknown."""
        if self.kind == "northern-ireland":
            return NORTHERN_IRELAND
        return OVERSEAS if self.kind == "overseas" else "+".join(self.authorities)


def place(text: str, table: PostcodeTable | None = None) -> Place:
    """The place of one postcode cell as exported, by the shipped tables or by those given; never raises."""
    table = table or shipped_table()
    reading = read_postcode(text, table.districts)
    if reading.shape in UNREADABLE:
        return Place(None, (), "unknown", "none", False, UNREADABLE[reading.shape])
    if reading.shape == "foreign":
        return Place(None, (), "overseas", "none", False, "A postcode of another country or an overseas territory.")
    if by_area := _by_area(reading):
        return by_area
    if district_of(reading.postcode) not in table.districts:
        return _unknown(reading, f"There is no postcode district {district_of(reading.postcode)}.")
    return _full(reading, table) if reading.shape == "full" else _partial(reading, table)


def is_postcode(text: str) -> bool:
    """Whether a cell can be read as a postcode, or a part of one, whether or not it can be placed."""
    return read_postcode(text, shipped_table().districts).shape not in ("none", "blank")


def _by_area(reading: Reading) -> Place | None:
    """Areas that the table does not hold; the authority within Northern Ireland is not given."""
    area = area_of(reading.postcode)
    if area == "BT":
        return Place(
            reading.postcode, (), "northern-ireland", "area", reading.repaired, _sentence(reading, NO_LOCAL_DATA)
        )
    return _unknown(reading, NOT_GEOGRAPHIC[area]) if area in NOT_GEOGRAPHIC else None


def _full(reading: Reading, table: PostcodeTable) -> Place:
    label, directory = table.found(reading.postcode)
    if label is None or label == NO_AUTHORITY:
        return _unknown(reading, f"No authority is recorded for {reading.postcode}.")
    sector = sector_of(reading.postcode)
    if table.is_single(reading.postcode):
        return _known(reading, [label], "unit", _by(directory, reading.postcode))
    if sector in table.sectors:
        shared = _with_authority(table.sectors[sector])
        return _known(
            reading, [label], "sector", f"sector {sector} is shared: {_shares(shared)}" if len(shared) > 1 else ""
        )
    return _known(reading, [label], "district", f"sector {sector} is not in the directory; placed by its district")


def _by(directory: Directory | None, postcode: str) -> str:
    if directory is None:
        return ""
    return f"by the {directory.name}" + (", where it has ended" if directory.has_ended(postcode) else "")


def _partial(reading: Reading, table: PostcodeTable) -> Place:
    district = district_of(reading.postcode)
    is_sector = reading.postcode in table.sectors
    counts = _with_authority(table.sectors[reading.postcode] if is_sector else table.districts[district])
    level: Method = "sector" if is_sector else "district"
    if not counts:
        return _unknown(reading, f"No authority is recorded for {reading.postcode}.")
    known = f"known only to the {level} {reading.postcode if is_sector else district}"
    if len(counts) > 1:
        known += f": {_shares(counts)}"
    if reading.also in table.sectors:
        known += f"; it could also mean the sector {reading.also}"
    return _known(reading, counts, level, known)


def _known(reading: Reading, labels: Iterable[str], method: Method, remark: str) -> Place:
    found = tuple(sorted(labels))
    if CROWN_DEPENDENCIES.issuperset(found):
        return Place(
            reading.postcode, (), "overseas", method, reading.repaired, _sentence(reading, "a crown dependency")
        )
    return Place(reading.postcode, found, "gb", method, reading.repaired, _sentence(reading, remark))


def _unknown(reading: Reading, note: str) -> Place:
    return Place(reading.postcode, (), "unknown", "none", reading.repaired, note)


def _with_authority(counts: Counts) -> Counts:
    return {label: count for label, count in counts.items() if label != NO_AUTHORITY}


def _shares(counts: Counts) -> str:
    """Names with their share of the postcodes in whole percent, the largest first."""
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{authority_name(label)} {_percent(count, total)}" for label, count in ranked)


def _percent(count: int, total: int) -> str:
    rounded = (200 * count + total) // (2 * total)
    return f"{rounded}%" if 0 < rounded < 100 else "over 99%" if rounded else "under 1%"


def _sentence(reading: Reading, remark: str) -> str:
    parts = [f"read as {reading.postcode}" if reading.repaired else "", remark]
    text = "; ".join(part for part in parts if part)
    return f"{text[0].upper()}{text[1:]}." if text else ""
