"""Parts of a report in, parts of a Word document out: tables whose headings repeat, pictures with their text."""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from lccspend.report.filters import clean, day, printed
from lccspend.report.model import Cell, Chart, Passage, Report, Table
from lccspend.report.word.style import NOTE, SMALLER, TABLE_TEXT, TABLE_TEXT_ID

WIDTH = Cm(16.6)
CHARACTER, CELL_MARGINS = Cm(0.2), Cm(0.4)
"""A figure of the type of tables, and what a cell keeps free beside its text."""
NARROW, WIDE, BOLD = Decimal("0.5"), Decimal("1.35"), Decimal("1.1")
"""Of a figure's width: a comma or an l, a capital or an m, and what letters gain in bold."""
LONGEST_TEXT = 34 * CHARACTER
"""Of a column, above which its text may take more lines."""
NUMBERS = {"pounds", "about", "count", "share", "quantity", "days"}


def add_entries(document: Any, entries: Iterable[tuple[str, str]]) -> None:
    """A term in bold with what it means, a paragraph each."""
    for term, text in entries:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{clean(term)}. ").bold = True
        paragraph.add_run(clean(text))


def add_passage(document: Any, passage: Passage) -> None:
    """A paragraph, or one for each item of a list."""
    for item in passage.items:
        paragraph = document.add_paragraph(style="List Bullet" if passage.bulleted else None)
        for span in item:
            paragraph.add_run(clean(span.text)).bold = span.strong or None


def add_chart(document: Any, chart: Chart, picture: bytes) -> None:
    """The caption, then the picture with its text alternative, kept on one page."""
    _caption(document, f"Figure {chart.number}: {clean(chart.title)}")
    _note(document, chart.subtitle).paragraph_format.keep_with_next = True
    shape = document.add_picture(io.BytesIO(picture), width=WIDTH)
    shape._inline.docPr.set("descr", clean(chart.alternative))
    shape._inline.docPr.set("name", f"Figure {chart.number}")


def add_table(document: Any, table: Table) -> None:
    """The caption, the table, then its notes; the row of headings repeats on every page and no row is split."""
    _caption(document, f"Table {table.number}: {clean(table.title)}")
    if table.population:
        _note(document, table.population).paragraph_format.keep_with_next = True
    grid = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    widths, size = _measures(table)
    _rule(grid, widths)
    headings = _row(grid, [(clean(c.heading), c.kind in NUMBERS) for c in table.columns], size, bold=True)
    headings.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        _row(grid, list(_texts(table, row)), size)
    for row in table.totals:
        _row(grid, list(_texts(table, row)), size, bold=True)
    for text in table.notes:
        _note(document, text)
    if table.trace:
        _note(document, "Names for lccspend trace: " + ", ".join(f'"{name}"' for name in table.trace))


def add_header_and_footer(document: Any, report: Report) -> None:
    """Council, stamps and title above; the day and the number of the page below."""
    section = document.sections[0]
    above = (report.authority, *report.stamps, f"{report.title} {report.financial_year}")
    section.header.paragraphs[0].text = " · ".join(clean(text) for text in above)
    below = section.footer.paragraphs[0]
    below.text = f"Written on {day(report.written_on)}. Page "
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    below._p.append(field)


def _texts(table: Table, row: tuple[Cell, ...]) -> Iterable[tuple[str, bool]]:
    return ((printed(cell, column.kind), column.kind in NUMBERS) for column, cell in table.cells(row))


def _row(grid: Any, cells: list[tuple[str, bool]], size: int | None, *, bold: bool = False) -> Any:
    row = grid.add_row()._tr
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, (text, is_number) in zip(row.tc_lst, cells, strict=True):
        paragraph = cell.p_lst[0]
        paragraph.style = TABLE_TEXT_ID
        run = paragraph.add_r()
        run.text = text
        if bold:
            run.get_or_add_rPr().append(OxmlElement("w:b"))
        if size:
            run.get_or_add_rPr().sz_val = size
        if is_number:
            paragraph.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT
    return row


def _rule(grid: Any, widths: list[int]) -> None:
    """Lines between the rows alone, and columns as wide as what stands in them."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    grid._tbl.tblPr.append(borders)
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width


def _measures(table: Table) -> tuple[list[int], int | None]:
    """The width of each column, and a smaller type where the page is too narrow for the usual one.

    A column has room for its longest word or number, so that none is broken; what is left of the page goes to texts of
    many words.
    """
    least, wished = [], []
    for at, column in enumerate(table.columns):
        texts = [printed(row[at], column.kind) for row in table.rows]
        bold = [printed(row[at], column.kind) for row in table.totals]
        words = (texts, bold) if column.kind == "month" else (_words(texts), _words(bold))
        longest = (*map(_breadth, words[0]), *(_breadth(word, BOLD) for word in (*words[1], *_words([column.heading]))))
        least.append(max(longest) + CELL_MARGINS)
        wished.append(min(max(map(_breadth, texts), default=0), LONGEST_TEXT) + CELL_MARGINS)
    more = [max(wish - need, 0) for wish, need in zip(wished, least, strict=True)]
    left = max(WIDTH - sum(least), 0)
    widths = [need + left * extra // max(sum(more), 1) for need, extra in zip(least, more, strict=True)]
    size = None if sum(least) <= WIDTH else Pt(SMALLER[TABLE_TEXT][0]) * WIDTH // sum(least)
    return [WIDTH * width // sum(widths) for width in widths], size


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in text.split()]


def _breadth(text: str, weight: Decimal = Decimal(1)) -> int:
    """About as wide as the text is printed."""
    narrow, wide = sum(c in ",.:;'|!()[]/ -fijlrtI" for c in text), sum(c.isupper() or c in "mw%&@" for c in text)
    return int(CHARACTER * weight * (len(text) - (1 - NARROW) * narrow + (WIDE - 1) * wide))


def _caption(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(text, style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(12)


def _note(document: Any, text: str) -> Any:
    return document.add_paragraph(clean(text), style=NOTE)
