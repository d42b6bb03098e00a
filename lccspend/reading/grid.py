"""What every reader hands on: the cells of one sheet or one text file, as text, each row with its number."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grid:
    """One table of cells, exactly as they stand: nothing is trimmed, parsed or rounded.

    `label` names the place below data/raw: `r12/ap.txt`, `2019.zip/inner.csv`, `q1.xlsx#Results`.
    `rows` are as ragged as they were; a blank cell is "". `numbers` gives for each row the physical
    line on which it begins (text, `is_text`) or its row in the sheet or table, both from 1.
    `warnings` are for people: what had to be guessed or mended to read the file.
    """

    label: str
    rows: list[list[str]]
    numbers: list[int]
    is_text: bool
    warnings: list[str] = field(default_factory=list)
