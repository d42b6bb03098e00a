"""A ZIP that holds a directory of postcodes in, nothing out, unless exports lie in it too: those would not be read."""

from collections.abc import Callable
from pathlib import Path

from lccspend.errors import SourceError
from lccspend.etl.tabulate import HEADINGS_WITHIN, UnknownHeadingsError, headings_known, tabulate
from lccspend.geography.directory_files import other_members
from lccspend.limits import Limits
from lccspend.reading import Grid, grids_of
from lccspend.reading.parts import Part
from lccspend.sources.profile import Profiles

_HEAD = 256 * 1024
_LINES = HEADINGS_WITHIN + 10
"""Of a text, where its headings stand; what publishers add to a directory may have gigabytes."""

_WHOLE = (b"PK", b"\xd0\xcf")
"""How workbooks and archives begin: they are read whole, or not at all."""

MB = 1024**2


def refuse_exports_beside(
    path: Path, name: str, profiles: Profiles, ignored: Callable[[str], bool], limits: Limits
) -> None:
    """SourceError names a member with the headings of a known layout; publishers' notes and lookups have none."""
    for part in other_members(path):
        label = f"{name}/{part.member}"
        if not ignored(label) and _is_export(part, label, profiles, limits):
            raise SourceError(
                f"{name}: holds an export beside a directory of postcodes ({part.member}), which would not be read.",
                fix="Unpack it, and put the export into data/raw by itself.",
            )


def _is_export(part: Part, label: str, profiles: Profiles, limits: Limits) -> bool:
    try:
        grids = grids_of(_beginning(part, limits), label, headings_known(profiles), limits)
    except SourceError:
        return False  # a guide, a picture, an empty note
    return any(_is_known(grid, profiles) for grid in grids)


def _beginning(part: Part, limits: Limits) -> bytes:
    with part.opened() as file:
        head = file.read(_HEAD)
        if head.startswith(_WHOLE):
            return head + file.read() if part.size <= limits.file_mb * MB else b""
    return b"\n".join(head.split(b"\n")[:_LINES])


def _is_known(grid: Grid, profiles: Profiles) -> bool:
    try:
        tabulate(grid, profiles)
    except UnknownHeadingsError:
        return False
    except SourceError:
        return True  # its headings are known, and ambiguous
    return True
