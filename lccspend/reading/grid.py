"""What every reader hands on: the cells of one sheet or one text file, as text, each row with its number."""

from dataclasses import dataclass, field

from lccspend.errors import SourceError


@dataclass(frozen=True)
class Grid:
    """One table of cells, exactly as they stand: nothing is trimmed, parsed or rounded.

    `label` names the place below data/raw: `r12/ap.txt`, `2019.zip/inner.csv`, `q1.xlsx#Results`.
    `rows` are as ragged as they were; a blank cell is "". `numbers` gives for each row the physical
    line on which it begins (text, `is_text`) or its row in the sheet or table, both from 1.
    `warnings` are for people: what had to be guessed or mended to read the file. `book` is the label of
    the file of which this is a sheet; "" for a file of one table. In it days that stand as bare numbers
    may be counted from 1904.
    """

    label: str
    rows: list[list[str]]
    numbers: list[int]
    is_text: bool
    warnings: list[str] = field(default_factory=list)
    book: str = ""
    from_1904: bool = False


@dataclass
class Room:
    """How many cells a file may still fill: a few characters of markup can stand for thousands of blank ones."""

    label: str
    cells: int

    def take(self, cells: int) -> None:
        self.cells -= cells
        if self.cells < 0:
            raise SourceError(
                f"{self.label}: has more cells than [limits] cells in lccspend.toml allows.",
                fix="Export it in parts; or, if the machine has the memory, raise that limit.",
            )
