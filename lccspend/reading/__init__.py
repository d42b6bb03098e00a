"""Any file that an analyst has in, grids of text cells out; nothing here knows a layout."""

from lccspend.reading.files import grids_of, read_grids, refuse_huge
from lccspend.reading.grid import Grid

__all__ = ["Grid", "grids_of", "read_grids", "refuse_huge"]
