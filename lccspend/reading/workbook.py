"""The bytes of a workbook (XLSX, XLSB, XLS, ODS) in, one grid for each filled sheet out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import fastexcel

from lccspend.errors import SourceError
from lccspend.reading.grid import Grid
from lccspend.safetext import label as safe_label

_BOOLEANS = {"true": "TRUE", "false": "FALSE"}


def read_workbook(
    data: bytes, label: str, errors: Sequence[Mapping[tuple[int, int], str]] = (), *, from_1904: bool = False
) -> list[Grid]:
    """Every sheet that is not empty, hidden ones with a warning; a cell's row is the sheet's row.

    Dates come as `2018-01-09 00:00:00`, numbers with nine decimals at most, so that the noise of
    binary fractions may show. Merged cells stand in their first cell, hidden rows are read. Error
    cells are blank where `errors` does not give, for each sheet, their text by row and column. A day that
    stands as a bare number may be counted from 1904.
    """
    grids = []
    with _faults(label):
        reader = fastexcel.read_excel(data)
        for index, name in enumerate(reader.sheet_names):
            sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
            if sheet.width:
                rows = _rows(sheet, errors[index] if index < len(errors) else {})
                grids.append(replace(_grid(label, name, rows, sheet.visible), from_1904=from_1904))
    if not grids:
        raise SourceError(f"{label}: is a workbook without any filled cell.", fix="Export it again.")
    return grids


def _grid(book: str, sheet: str, rows: list[list[str]], visible: str) -> Grid:
    warnings = [] if visible == "visible" else ["hidden sheet"]
    label, numbers = f"{book}#{safe_label(sheet)}", list(range(1, len(rows) + 1))
    return Grid(label, rows, numbers, is_text=False, warnings=warnings, book=book)


def _rows(sheet: fastexcel.ExcelSheet, errors: Mapping[tuple[int, int], str]) -> list[list[str]]:
    """Cells as text from column A on: the library leaves blank columns on the left out."""
    blanks = [""] * min(column.absolute_index for column in sheet.selected_columns)
    frame = sheet.to_polars()
    rows = [blanks + [_BOOLEANS.get(cell, cell) if cell else "" for cell in row] for row in frame.iter_rows()]
    for (row, column), text in errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return rows


@contextmanager
def _faults(label: str) -> Iterator[None]:
    try:
        yield
    except fastexcel.FastExcelError as fault:
        raise _broken(label, fault) from fault
    except BaseException as fault:
        # The Rust library panics on some damaged files; its PanicException cannot be imported and
        # derives from BaseException, so that it is known by name only.
        if type(fault).__name__ != "PanicException":
            raise
        raise _broken(label, fault) from fault


def _broken(label: str, fault: BaseException) -> SourceError:
    reason = (str(fault).splitlines() or [""])[0]
    return SourceError(
        f"{label}: is a broken workbook, or none ({reason}).",
        fix="Open it in Excel and save it again as .xlsx, or export it again.",
    )


def protected(label: str) -> SourceError:
    return SourceError(
        f"{label}: is protected with a password.",
        fix="Open it, save a copy without the password, and put that into data/raw.",
    )
