"""A register file and what is wanted of it in, its extract out: read again only when one of the two has changed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from lccspend import __version__
from lccspend.registers.charities import read_charities
from lccspend.registers.companies import Wanted, read_companies
from lccspend.registers.records import Extract, Register
from lccspend.store import sealed, write_sealed

_READERS: dict[Register, Callable[[Path, Wanted], Extract]] = {
    "companies_house": read_companies,
    "charity_commission": read_charities,
}


@dataclass
class Kept:
    """The extracts in a folder; those that a build has not used belong to no input any more."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def extract(self, register: Register, path: Path, sha256: str, wanted: Wanted, *, fresh: bool) -> Extract:
        """What the register file (its content's SHA-256 is given) says of what is wanted; fresh reads it anyhow."""
        name = f"{sha256[:24]}-{_digest(register, wanted)}.json"
        self.used.add(name)
        kept = None if fresh else sealed(self.folder / name, Extract)
        if kept is not None:
            return kept
        extract = _READERS[register](path, wanted)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_sealed(self.folder / name, extract)
        return extract


def _digest(register: Register, wanted: Wanted) -> str:
    told = msgspec.json.encode([__version__, register, sorted(wanted.names), sorted(wanted.numbers)])
    return hashlib.sha256(told).hexdigest()[:16]
