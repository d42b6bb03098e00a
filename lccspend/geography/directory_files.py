"""A file or a ZIP in, which directory of postcodes it is, its parts and its edition out: their content decides.

An edition is read from the names that the publisher gave to the members (`ONSPD_AUG_2026_UK.csv`), or from the
metadata of Code-Point Open.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from lccspend.errors import SourceError
from lccspend.geography.directory import DirectoryKind
from lccspend.geography.postcode import FULL
from lccspend.reading.parts import Part, parts_of

_HEAD = 64 * 1024
_MARK = "\ufeff"
_PROBED = 20
"""Rows of a file without headings that must all look like Code-Point Open."""

_POSTCODE = (re.compile("pcds"), re.compile("pcd8|pcd2"), re.compile("pcd7|pcd"))
_AUTHORITY = re.compile(r"(?:os)?laua|lad(\d\d)?cd")
_PARISH = re.compile(r"parish|parncp\d\dcd")
"""Only the ONS Postcode Directory gives the parish; the NSPL does not."""

CODE_POINT_COLUMNS = ("PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC")
_CODE = re.compile(r"[ENSWLM]\d{8}|")
_CODES = (4, 7, 8, 9)
_DIGITS = (1, 2, 3)

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EDITION = re.compile(rf"(?<![A-Z])({'|'.join(_MONTHS)})[A-Z]*[_ -](20\d\d)(?!\d)")
_COPYRIGHT = re.compile(r"(?i)copyright date\W*(20\d\d)(\d\d)\d\d")


@dataclass(frozen=True)
class Columns:
    """The headings of a directory's part, and which of them hold what; `ended` and `begun` may be missing ("")."""

    headings: tuple[str, ...]
    postcode: str
    authority: str
    begun: str = ""
    ended: str = ""
    is_headed: bool = True


@dataclass(frozen=True)
class DirectoryPart:
    part: Part
    kind: DirectoryKind
    columns: Columns
    size: int


def recognise_directory(path: Path) -> DirectoryKind | None:
    """Which directory a file or a ZIP is; None for any other file.

    Raises SourceError for one that has the headings of a directory, but no authority.
    """
    parts = directory_parts(path)
    return parts[0].kind if parts else None


def directory_parts(path: Path) -> list[DirectoryPart]:
    """The parts that hold the directory once; a ZIP may hold it again as text, or in pieces by area."""
    try:
        found = [known for part in parts_of(path) if (known := _known(part))]
    except OSError:
        return []  # the reader of exports names the fault
    groups: dict[tuple[str, str, str], list[DirectoryPart]] = defaultdict(list)
    for one in found:
        place = PurePosixPath(one.part.member or path.name)
        groups[one.kind, str(place.parent), place.suffix.lower()].append(one)
    order = sorted(groups)
    return max((groups[key] for key in order), key=lambda parts: sum(p.size for p in parts), default=[])


def other_members(path: Path) -> list[Part]:
    """The members of a ZIP that are no part of a directory; none of a file that is no ZIP."""
    return [part for part in parts_of(path) if part.member and not _known(part)]


def edition_of(path: Path, parts: Iterable[DirectoryPart]) -> str:
    """The month of the edition as 2026-08; "" where neither names nor metadata say it."""
    for text in (*(p.part.member or "" for p in parts), path.name):
        if found := _EDITION.search(text.upper()):
            return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}"
    for part in parts_of(path):
        if part.member and part.member.lower().endswith("metadata.txt"):
            with part.opened() as file:
                found = _COPYRIGHT.search(file.read(_HEAD).decode("latin-1"))
            return f"{found[1]}-{found[2]}" if found else ""
    return ""


def _known(part: Part) -> DirectoryPart | None:
    try:
        with part.opened() as file:
            head = file.read(_HEAD)
    except SourceError:
        return None
    lines = head.decode("utf-8", "replace").lstrip(_MARK).splitlines()[: _PROBED + 1]
    if not lines:
        return None
    headings = tuple(h.strip().lower() for h in next(csv.reader(lines[:1]), []))
    if columns := _headed(headings, part.label):
        kind = "onspd" if any(_PARISH.fullmatch(h) for h in headings) else "nspl"
        return DirectoryPart(part, cast(DirectoryKind, kind), columns, _size(part))
    whole = lines[: -1 if len(head) == _HEAD else None][:_PROBED]
    if whole and all(_is_code_point(row) for row in csv.reader(whole)):
        unheaded = Columns(CODE_POINT_COLUMNS, "PC", "DC", is_headed=False)
        return DirectoryPart(part, "code_point_open", unheaded, _size(part))
    return None


def _size(part: Part) -> int:
    return part.size if part.member else part.path.stat().st_size


def _headed(headings: tuple[str, ...], label: str) -> Columns | None:
    """By headings alone, never by their place: order and names have changed between editions."""
    postcode = next((h for pattern in _POSTCODE for h in headings if pattern.fullmatch(h)), None)
    if postcode is None or not {"dointr", "doterm"} & {*headings}:
        return None
    held = [(match[1] or "", h) for h in headings if (match := _AUTHORITY.fullmatch(h))]
    if not held:
        raise SourceError(
            f"{label}: has postcodes, but no local authority; its headings are {', '.join(headings)}.",
            fix="Take the directory as it is published: the authority stands under lad25cd, oslaua or laua.",
        )
    begun, ended = ("dointr" if "dointr" in headings else ""), ("doterm" if "doterm" in headings else "")
    return Columns(headings, postcode, max(held)[1], begun, ended)


def _is_code_point(row: Sequence[str]) -> bool:
    return (
        len(row) == len(CODE_POINT_COLUMNS)
        and FULL.fullmatch(row[0].replace(" ", "")) is not None
        and all(row[at].strip().isdigit() for at in _DIGITS)
        and all(_CODE.fullmatch(row[at].strip()) for at in _CODES)
    )
