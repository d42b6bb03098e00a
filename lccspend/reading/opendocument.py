"""The container of an ODS in, nothing out: an error if the spreadsheet library could not read it safely.

The library waits for ever for the end of a table that is cut off, and takes memory for every cell
that a repetition stands for. So the XML is run through once before.
"""

from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

from lccspend.errors import SourceError
from lccspend.reading.archive import Container
from lccspend.reading.extent import MOST_CELLS, too_far

CONTENT = "content.xml"

_MANIFEST = "META-INF/manifest.xml"


def is_encrypted(container: Container) -> bool:
    return _MANIFEST in container.names and b"encryption-data" in container.read(_MANIFEST)


def refuse_unsound(container: Container, label: str) -> None:
    """Raise SourceError if the content is not well formed, or a table too large to hold."""
    parser = ParserCreate()
    parser.StartElementHandler = _Extent(label).see
    parser.EntityDeclHandler = _refuse_entities(label)
    try:
        parser.Parse(container.read(CONTENT), True)
    except (ExpatError, LookupError) as fault:
        raise SourceError(f"{label}: is a broken workbook ({fault}).", fix="Save or export it again.") from fault


class _Extent:
    """How far the filled cells of the table being read reach, repetitions counted."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._row = self._column = self._width = 0

    def see(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._row = self._width = 0
        elif tag == "table:table-row":
            self._row += self._count(attributes, "table:number-rows-repeated")
            self._column = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._count(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes:
                self._refuse_far_cell()

    def _refuse_far_cell(self) -> None:
        self._width = max(self._width, self._column)
        if self._row * self._width > MOST_CELLS:
            raise too_far(self._label, self._row, self._width)

    def _count(self, attributes: dict[str, str], name: str) -> int:
        value = attributes.get(name, "1")
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise SourceError(f"{self._label}: is a broken workbook ({name} {value[:20]!r}).", fix="Save it again.")
        return int(value)


def _refuse_entities(label: str) -> Callable[..., None]:
    def refuse(*_declaration: object) -> None:
        raise SourceError(f"{label}: is a broken workbook (it declares entities).", fix="Save or export it again.")

    return refuse
