"""The small files that people keep in data/reference in, checked decisions out; a bad row is an error with its line."""

import csv
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lccspend.errors import SourceError
from lccspend.etl.contradictions import contradictions
from lccspend.geography.authorities import authorities
from lccspend.geography.places import is_postcode
from lccspend.names import normalised
from lccspend.reading.encoding import decode
from lccspend.safetext import unguarded

log = logging.getLogger(__name__)

REASONED = ("reason", "author", "date")

COLUMNS: dict[str, tuple[str, ...]] = {
    "postcode_overrides.csv": ("supplier_number", "supplier_site", "postcode", *REASONED),
    "supplier_crosswalk.csv": ("r12_supplier_number", "fusion_supplier_number"),
    "supplier_aliases.csv": ("name", "supplier", *REASONED),
    "supplier_classes.csv": ("supplier_number", "supplier", "class", *REASONED),
    "supplier_places.csv": ("supplier", "supplier_number", "authority_code", "evidence", "date"),
    "category_map.csv": ("source_category", "category", "portfolio"),
    "exclusions.csv": (
        "supplier_number",
        "supplier",
        "invoice_number",
        "invoice_type",
        "category",
        "business_unit",
        *REASONED,
    ),
}
"""The files of contract section 8 and their headings; `system` is optional where a supplier number stands."""

EXCLUSION_CELLS = COLUMNS["exclusions.csv"][:-3]

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "postcode_overrides.csv": (("supplier_number",), ("postcode",)),
    "supplier_crosswalk.csv": (("r12_supplier_number",), ("fusion_supplier_number",)),
    "supplier_aliases.csv": (("name",), ("supplier",)),
    "supplier_classes.csv": (("supplier_number", "supplier"), ("class",)),
    "supplier_places.csv": (("supplier_number", "supplier"), ("authority_code",)),
    "category_map.csv": (("source_category",), ("category",)),
    "exclusions.csv": (EXCLUSION_CELLS,),
}
"""The cells that a row must fill; of several in one bracket, at least one."""

LONGEST_CELL = 2**31 - 1
"""The csv module's own limit of 128 KiB would end in a fault; nothing is amiss with a long reason."""

_SYSTEMS = ("", "r12", "fusion", "published")

Row = dict[str, str]


@dataclass(frozen=True)
class Reference:
    """What people decided, keyed for use. Numbers and names are compared without regard to case and outer space."""

    overrides: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """(system or "", number, site or "") -> postcode"""
    crosswalk: tuple[tuple[str, str], ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    number_classes: dict[tuple[str, str], str] = field(default_factory=dict)
    name_classes: dict[str, str] = field(default_factory=dict)
    places: dict[str, frozenset[str]] = field(default_factory=dict)
    """#number or normalised name -> codes of the authorities where the supplier has substantive operations"""
    categories: dict[str, str] = field(default_factory=dict)
    """category as exported, in lower case as polars makes it -> the council's category"""
    portfolios: dict[str, str] = field(default_factory=dict)
    """category -> the council's portfolio that it belongs to"""
    exclusions: tuple[Row, ...] = ()
    unexplained: tuple[str, ...] = ()
    """Sentences about lines that do not say why, by whom or when something was decided."""

    def class_of(self, system: str, number: str | None, name: str | None) -> str | None:
        """The class given to a number (of this system, or of either), else to the name."""
        if not self.number_classes and not self.name_classes:
            return None
        key = (number or "").casefold()
        found = self.number_classes.get((system, key)) or self.number_classes.get(("", key)) if key else None
        return found or (self.name_classes.get(normalised(name)) if name else None)

    def operations(self, number: str | None, name: str | None) -> frozenset[str]:
        """Codes of the authorities where people recorded operations of the number, else of the name."""
        found = self.places.get(f"#{number.casefold()}") if number else None
        return found or (self.places.get(normalised(name)) if name else None) or frozenset()

    def override(self, system: str, number: str | None, site: str | None) -> str | None:
        """The postcode that people gave a site, the more particular entry first."""
        if not self.overrides or not number:
            return None
        key, at = number.casefold(), (site or "").casefold()
        tries = [(system, key, at), ("", key, at), (system, key, ""), ("", key, "")]
        return next((self.overrides[t] for t in tries if t in self.overrides), None)


def read_reference(folder: Path) -> Reference:
    """All reference files of a project; every fault of every file is listed in one SourceError."""
    faults: list[str] = []
    if (folder.is_symlink() or folder.exists()) and not folder.is_dir():
        raise SourceError(f"{folder} is no folder, or a link that leads to none.", fix="Put the folder there again.")
    rows = {name: rows_of(folder / name, columns, faults, REASONED) for name, columns in COLUMNS.items()}
    _check(rows, faults)
    faults += [fault for name, found in rows.items() for fault in contradictions(name, found)]
    if faults:
        raise SourceError("\n".join(faults), fix="Mend these lines in data/reference and run again.")
    number_classes, name_classes = _classes(rows["supplier_classes.csv"])
    return Reference(
        overrides={
            (r["system"], r["supplier_number"].casefold(), r["supplier_site"].casefold()): r["postcode"]
            for r in rows["postcode_overrides.csv"]
        },
        crosswalk=tuple(
            (r["r12_supplier_number"], r["fusion_supplier_number"]) for r in rows["supplier_crosswalk.csv"]
        ),
        aliases={normalised(r["name"]): r["supplier"] for r in rows["supplier_aliases.csv"]},
        number_classes=number_classes,
        name_classes=name_classes,
        places=_places(rows["supplier_places.csv"]),
        categories={r["source_category"].lower(): r["category"] for r in rows["category_map.csv"]},
        portfolios={r["category"]: r["portfolio"] for r in rows["category_map.csv"] if r["portfolio"]},
        exclusions=tuple(rows["exclusions.csv"]),
        unexplained=tuple(_unexplained(rows)),
    )


def _unexplained(rows: dict[str, list[Row]]) -> Iterator[str]:
    for name, found in rows.items():
        bare = [row for row in found if any(cell in COLUMNS[name] and not row[cell] for cell in REASONED)]
        if bare:
            lacking = f"{len(bare)} of {len(found)} lines lack a reason, an author or a date"
            yield f"{lacking} (the first: {bare[0]['line']})"


def rows_of(path: Path, columns: tuple[str, ...], faults: list[str], optional: tuple[str, ...] = ()) -> list[Row]:
    """The rows of a file with each column, and where each stands as `line`; none where there is no such file."""
    name = f"data/reference/{path.name}"
    if not path.is_file():
        if path.is_symlink() or path.exists():
            faults.append(f"{name} is no file, or a link that leads to none")
        return []
    known, lines = len(faults), _lines(path, name, faults)
    headings = [h.strip().casefold() for h in next(lines, (0, []))[1]]
    missing = [c for c in columns if c not in headings and c not in optional]
    if missing:
        if len(faults) == known:
            faults.append(f"{name}, line 1: missing headings: {', '.join(missing)}")
        return []
    unknown = [h for h in headings if h and h not in (*columns, "system")]
    if unknown:
        log.warning("%s: nothing reads these columns: %s.", name, ", ".join(unknown))
    rows: list[Row] = []
    for number, cells in lines:
        row = dict.fromkeys((*columns, "system"), "")
        row |= {h: unguarded(c.strip()) for h, c in zip(headings, cells, strict=False)}
        row |= {"line": f"{name}, line {number}", "system": row["system"].casefold()}
        if len(cells) > len(headings):
            faults.append(f"{row['line']}: {len(cells)} cells where the headings have {len(headings)}")
        rows.append(row)
    return rows


def _lines(path: Path, name: str, faults: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not blank, with its number.

    A quote that is left open, which would swallow all lines after it, is a fault.
    """
    begun = 1
    try:
        text, mended = decode(path.read_bytes())
        for sentence in mended:
            log.warning("%s: %s.", name, sentence)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for cells in reader:
            if any(c.strip() for c in cells):
                yield reader.line_num, cells
            begun = reader.line_num + 1
    except OSError as fault:
        faults.append(f"{name} cannot be read: {fault.strerror}")
    except csv.Error as fault:
        faults.append(f"{name}, line {begun}: its quotes do not match ({fault})")


def _check(rows: dict[str, list[Row]], faults: list[str]) -> None:
    """Each row must say what it is about; a row that names nothing would match everything or nothing."""
    for name, found in rows.items():
        for row in found:
            fault = _fault(name, row)
            if fault:
                faults.append(f"{row['line']}: {fault}")


def _fault(name: str, row: Row) -> str:
    missing = [" or ".join(option) for option in NEEDED[name] if not any(row[cell] for cell in option)]
    if missing:
        return f"needs {' and '.join(missing)}"
    if name == "supplier_places.csv" and row["authority_code"] not in authorities():
        return f"there is no authority {row['authority_code']}"
    if name == "postcode_overrides.csv" and not is_postcode(row["postcode"]):
        return f"'{row['postcode']}' is not a postcode"
    if row["system"] not in _SYSTEMS:
        return f"system is '{row['system']}'; it is r12, fusion, published or blank"
    return ""


def _classes(rows: list[Row]) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    numbers: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    for row in rows:
        kind = row["class"].casefold()
        if row["supplier_number"]:
            numbers[row["system"], row["supplier_number"].casefold()] = kind
        else:
            names[normalised(row["supplier"])] = kind
    return numbers, names


def _places(rows: list[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        key = f"#{row['supplier_number'].casefold()}" if row["supplier_number"] else normalised(row["supplier"])
        found[key] = found.get(key, frozenset()) | {row["authority_code"]}
    return found
