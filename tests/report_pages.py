"""HTML in, what a test wants of it out: tables as lists of cells, and sections as text for golden files."""

import re
from typing import Any
from xml.etree import ElementTree

import tinyhtml5
from lxml.html import document_fromstring

DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def parsed(html: str) -> ElementTree.Element:
    return tinyhtml5.parse(html, namespace_html_elements=False)


def text_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def tables(html: str) -> dict[str, list[list[str]]]:
    """The body rows of each table by the name in its caption's id, in the page as HTML5 has it."""
    return tables_below(parsed(html))


def tables_read_fast(html: str) -> dict[str, list[list[str]]]:
    """As `tables`, by a reader that is faster and forgives more: for many trials on a page that `tables` has read."""
    return tables_below(document_fromstring(html))


def tables_below(root: Any) -> dict[str, list[list[str]]]:
    found = {}
    for table in root.iter("table"):
        caption = table.find("caption")
        name = caption.get("id", "") if caption is not None else ""
        found[name.removeprefix("caption-")] = [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]
    return found


def sections(html: str) -> dict[str, str]:
    """The source of each part that has a heading of its own and no part within it, with drawings left out."""
    openings = re.finditer(r'<section(?: class="\w+")? id="([\w-]+)">\n(?=<h[234]>)', html)
    parts = {found[1]: html[found.end() : html.index("</section>", found.end())] for found in openings}
    return {name: DRAWING.sub("<!-- drawing -->", text) for name, text in parts.items() if "<section" not in text}
