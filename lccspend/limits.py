"""How much a file may ask of the machine: the settings [limits] in, one checked value out."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Whole = Annotated[int, Field(gt=0)]


class Limits(BaseModel):
    """What no export reaches and a file that means harm does; the defaults leave room for ten years of a county."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_mb: Whole = 4096
    unpacked_mb: Whole = 4096
    """Of an archive or a workbook, with the archives within it."""
    ratio: Whole = 200
    """Unpacked size over packed size, of what unpacks to more than 100 MB."""
    members: Whole = 1000
    """Files in an archive."""
    cells: Whole = 200_000_000
    """Of one file of text, HTML or XML; the workbooks of Excel and LibreOffice have their own."""
    cell_characters: Annotated[int, Field(gt=0, le=32_767)] = 32_767
    """What a cell of Excel can hold; a longer text is cut there, and the row is warned of."""
