"""A full directory of postcodes as a value: a postcode in, its authority, and whether it has ended, out."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from lccspend.geography.postcode import sector_of

DirectoryKind = Literal["onspd", "nspl", "code_point_open"]

NAMES: Mapping[DirectoryKind, str] = {
    "onspd": "ONS Postcode Directory",
    "nspl": "National Statistics Postcode Lookup",
    "code_point_open": "Code-Point Open",
}
"""The better first: the ONSPD places a postcode by its point, the NSPL by the area of the census around it."""

_UNIT = 2
"""Letters of a postcode after its sector."""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """One directory, packed by sector: a dictionary of single postcodes would need a third of a gigabyte.

    `edition` is the month that it is of (2026-08), or "" where neither its file nor its metadata say it; `newest` is
    the latest month in which one of its postcodes began or ended, or "". `sectors` has for each sector ("PR1 8") the
    last two letters of its postcodes by authority code, joined: {"E07000123": "XAXJ"}; `ended` has those that are no
    longer in use. `unlisted` counts postcodes of authority codes that this program does not know.
    """

    kind: DirectoryKind
    edition: str
    newest: str
    rows: int
    rejected: int
    sectors: dict[str, dict[str, str]]
    ended: dict[str, str]
    unlisted: dict[str, int]

    def label(self, postcode: str) -> str | None:
        """The authority code of a full postcode ("PR1 8XJ"); None where the directory gives none."""
        unit = postcode[-_UNIT:]
        held = self.sectors.get(sector_of(postcode), {})
        return next((label for label, units in held.items() if _holds(units, unit)), None)

    def has_ended(self, postcode: str) -> bool:
        return _holds(self.ended.get(sector_of(postcode), ""), postcode[-_UNIT:])

    @property
    def name(self) -> str:
        """Its name, with its edition where that is known: ONS Postcode Directory of 2026-08."""
        return NAMES[self.kind] + (f" of {self.edition}" if self.edition else "")


def newest_first(directories: Iterable[Directory]) -> tuple[Directory, ...]:
    """By the month that they are of, or at least reach; among equals the better kind first."""
    order = list(NAMES)
    by_kind = sorted(directories, key=lambda d: (order.index(d.kind), msgspec.json.encode(d.unlisted), d.rows))
    return tuple(sorted(by_kind, key=lambda d: d.edition or d.newest, reverse=True))


def packed(units: Iterable[str]) -> str:
    """Pairs of letters, each once and in order, as one text."""
    return "".join(sorted(set(units)))


def unpacked(units: str) -> list[str]:
    return [units[at : at + _UNIT] for at in range(0, len(units), _UNIT)]


def _holds(units: str, unit: str) -> bool:
    at = units.find(unit)
    while at > 0 and at % _UNIT:
        at = units.find(unit, at + 1)
    return at >= 0
