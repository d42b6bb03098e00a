"""Any file that an analyst has in, grids of text cells out; nothing here knows a layout."""

from lccspend.reading.files import read_grids, refuse_huge
from lccspend.reading.grid import Grid

__all__ = ["Grid", "read_grids", "refuse_huge"]
