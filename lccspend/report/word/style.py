"""A new Word document in, the same with the report's type, colour, language and properties out."""

from datetime import UTC, datetime, time
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from lccspend.report.filters import clean
from lccspend.report.model import Report

FACE = "Arial"
"""On every machine that opens the document; the type of the PDF is not."""

SIZES = {"Normal": 12, "Title": 26, "Subtitle": 14, "Heading 1": 18, "Heading 2": 15, "Heading 3": 13, "Caption": 12}
"""Points: twelve or more, as public documents should have (GOV.UK guidance on accessible documents)."""

MARGIN = Cm(2.2)

TABLE_TEXT, TABLE_TEXT_ID, NOTE = "Table text", "Tabletext", "Note"
SMALLER = {TABLE_TEXT: (10, 1), NOTE: (10.5, 4)}
"""Styles of our own for tables and the notes to them: points, and points of space below."""


def dress(document: Any, report: Report) -> None:
    """Styles, page and properties; the dates are the report's own, so that the same report gives the same bytes."""
    for name, size in SIZES.items():
        _set_style(document.styles[name], size, report.palette.strong if name not in {"Normal", "Caption"} else None)
    for name, (points, below) in SMALLER.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = document.styles["Normal"], Pt(points)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(below)
    normal = document.styles["Normal"].paragraph_format
    normal.space_after = Pt(6)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    _describe(document.core_properties, report)


def _set_style(style: Any, size: int, colour: str | None) -> None:
    style.font.name, style.font.size, style.font.italic = FACE, Pt(size), False
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if style.name == "Normal":
        _language(properties).set(qn("w:val"), "en-GB")
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#")) if colour else RGBColor(0, 0, 0)


def _language(properties: Any) -> Any:
    found = properties.find(qn("w:lang"))
    if found is None:
        found = properties.makeelement(qn("w:lang"))
        properties.append(found)
    return found


def _describe(properties: Any, report: Report) -> None:
    moment = datetime.combine(report.written_on, time(), UTC).replace(tzinfo=None)
    properties.title, properties.author = report.full_title, clean(report.authority)
    properties.last_modified_by, properties.language = clean(report.authority), "en-GB"
    properties.comments = f"{report.vintage}; build {report.build_id}"
    properties.created = properties.modified = moment
    properties.revision = 1
