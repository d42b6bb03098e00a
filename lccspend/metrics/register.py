"""Rows of the contract register in, contracts out: each once, however many rows, lots or files it stands in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lccspend.law.dated import Applied, regime_of


@dataclass(frozen=True)
class Entry:
    """One row of a register: values in pence, a missing cell "" or None; known_as is the comparable supplier name."""

    file: str
    row: int
    reference: str
    title: str
    supplier: str
    known_as: str
    number: str = ""
    category: str = ""
    lot: str = ""
    orders: tuple[str, ...] = ()
    procurement_start: date | None = None
    start: date | None = None
    end: date | None = None
    extension_end: date | None = None
    annual: int | None = None
    total: int | None = None
    route: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Rows of one reference are one contract; without one, those of one supplier and title are."""
        if self.reference:
            return ("reference", reference_key(self.reference))
        return ("title", self.known_as, reference_key(self.title))

    @property
    def last_day(self) -> date | None:
        return max((day for day in (self.end, self.extension_end) if day), default=None)

    @property
    def part(self) -> str:
        """The lot, else the title: what tells the lots of one reference apart."""
        return reference_key(self.lot or self.title)

    def runs_on(self, day: date) -> bool:
        return self.runs_between(day, day)

    def runs_between(self, first: date, last: date) -> bool:
        """Whether a day from first to last lies within start and last day.

        A row without both, or with its dates out of order, is never known to run.
        """
        if self.start is None or self.last_day is None or self.start > self.last_day:
            return False
        return self.start <= last and self.last_day >= first


def reference_key(text: str) -> str:
    """A reference as it is compared: without regard to case and spaces around or doubled."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Contract:
    """The rows of one contract, in their order."""

    entries: tuple[Entry, ...]

    @property
    def reference(self) -> str:
        return self.entries[0].reference

    @property
    def title(self) -> str:
        return next((e.title for e in self.entries if e.title), "")

    @property
    def name(self) -> str:
        """What it is called where it must be named: its reference, else its title."""
        return self.reference or self.title or f"{self.entries[0].file}, row {self.entries[0].row}"

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Each supplier as the register first spells it."""
        found: dict[str, str] = {}
        for entry in self.entries:
            found.setdefault(entry.known_as, entry.supplier)
        return tuple(name for name in found.values() if name)

    @property
    def lots(self) -> int:
        return len({e.part for e in self.entries})

    @property
    def start(self) -> date | None:
        return min((e.start for e in self.entries if e.start), default=None)

    @property
    def end(self) -> date | None:
        return max((e.end for e in self.entries if e.end), default=None)

    @property
    def extension_end(self) -> date | None:
        return max((e.extension_end for e in self.entries if e.extension_end), default=None)

    @property
    def last_day(self) -> date | None:
        return max((e.last_day for e in self.entries if e.last_day), default=None)

    @property
    def total(self) -> int | None:
        return _value(self.entries, [e.total for e in self.entries])

    @property
    def annual(self) -> int | None:
        return _value(self.entries, [e.annual for e in self.entries])

    @property
    def procured(self) -> date | None:
        """The day on which its procurement began."""
        return min((e.procurement_start for e in self.entries if e.procurement_start), default=None)

    @property
    def regime(self) -> Applied | None:
        return regime_of(" ".join(e.route for e in self.entries), self.procured, self.start)

    def first_filled(self, field: str) -> str:
        return next((text for e in self.entries if (text := str(getattr(e, field)))), "")

    def runs_on(self, day: date) -> bool:
        return any(e.runs_on(day) for e in self.entries)

    def runs_between(self, first: date, last: date) -> bool:
        return any(e.runs_between(first, last) for e in self.entries)


def _value(entries: Sequence[Entry], values: Sequence[int | None]) -> int | None:
    """The sum over lots: within a lot, one value that every row repeats counts once, differing ones are shares."""
    lots: dict[str, list[int]] = defaultdict(list)
    for entry, value in zip(entries, values, strict=True):
        if value is not None:
            lots[entry.part].append(value)
    if not lots:
        return None
    return sum(own[0] if len(set(own)) == 1 else sum(own) for own in lots.values())


@dataclass(frozen=True)
class Register:
    """The contracts of all register files, and the rows that only repeat another of the same file."""

    contracts: tuple[Contract, ...] = ()
    repeated: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()


def register_of(entries: Iterable[Entry]) -> Register:
    """Contracts in order of reference and title.

    A contract that stands in several files (the register is published each quarter) is read from the latest: the one
    with the latest start date, and of equals the later name.
    """
    rows = list(entries)
    age: dict[str, tuple[date, str]] = {}
    for entry in rows:
        age[entry.file] = max(age.get(entry.file, (date.min, "")), (entry.start or date.min, entry.file))
    latest: dict[tuple[str, ...], str] = {}
    for entry in rows:
        latest[entry.key] = max(latest.get(entry.key, entry.file), entry.file, key=age.__getitem__)
    kept: dict[tuple[str, ...], dict[Entry, Entry]] = defaultdict(dict)
    repeated = []
    for entry in rows:
        if entry.file != latest[entry.key]:
            continue
        cells = replace(entry, row=0)
        if cells in kept[entry.key]:
            repeated.append(entry)
        kept[entry.key].setdefault(cells, entry)
    contracts = [Contract(tuple(own.values())) for own in kept.values()]
    order = sorted(contracts, key=lambda c: (not c.reference, reference_key(c.reference), c.title, c.suppliers))
    return Register(tuple(order), tuple(repeated), tuple(sorted(age)))
