"""A council's SVG drawing in, the same drawing without anything that runs, links or loads out."""

import re
from math import inf
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from lccspend.errors import SettingsError

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    {
        *("svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "clipPath"),
    }
)
"""Elements that only draw. Text is left out too: its typeface may not be there."""

ATTRIBUTES = frozenset(
    {
        *("id", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
        *("width", "height", "viewBox", "transform", "gradientTransform", "gradientUnits", "offset", "spreadMethod"),
        *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
        *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "opacity", "clip-path", "clip-rule"),
        *("clipPathUnits", "stop-color", "stop-opacity"),
    }
)
LARGEST = 200_000
"""Bytes: a drawing this large is a picture in disguise, and would slow every page of the web version."""


def read_logo(path: Path, authority: str) -> str:
    """Inline SVG with the authority's name as its text alternative; SettingsError when the file is no SVG drawing."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if path.exists() and not path.is_file():
        raise SettingsError(f"The logo {path} is no file.", fix=_FIX)
    try:
        data = path.read_bytes()
        root = fromstring(data)
    except OSError as fault:
        raise SettingsError(f"The logo {path} cannot be read: {fault.strerror}.", fix=_FIX) from fault
    except (ParseError, DefusedXmlException, LookupError, ValueError) as fault:
        raise SettingsError(f"The logo {path} is not plain SVG: {fault}.", fix=_FIX) from fault
    if root.tag != f"{{{SVG}}}svg" or "viewBox" not in root.attrib or len(data) > LARGEST:
        raise SettingsError(
            f"The logo {path} is no SVG drawing with a viewBox of at most {LARGEST // 1000} kB.", fix=_FIX
        )
    return _inline(root, authority)


_FIX = "Set [report] logo in lccspend.toml to an SVG file, or leave it out."


def _inline(root: Element, authority: str) -> str:
    register_namespace("", SVG)
    width, height = _size(root)
    drawing = Element(
        f"{{{SVG}}}svg", {**_safe(root), "width": width, "height": height, "class": "logo", "role": "img"}
    )
    drawing.set("aria-labelledby", "logo-title")
    title = SubElement(drawing, f"{{{SVG}}}title", {"id": "logo-title"})
    title.text = authority
    drawing.extend(_drawn(root))
    return tostring(drawing, encoding="unicode")


DEEPEST = 100
"""Elements within each other, such as groups: no drawing program nests half as many."""

HEIGHT = 64
"""Points that a logo is high on the page, whatever the size of its file."""


def _size(root: Element) -> tuple[str, str]:
    try:
        _, _, width, height = (float(part) for part in root.attrib["viewBox"].replace(",", " ").split())
    except ValueError:
        width = height = 0
    if not (0 < width < inf and 0 < height < inf):
        raise SettingsError(
            f"The logo's viewBox is not four numbers, the last two above nothing: {root.attrib['viewBox']}.", fix=_FIX
        )
    return f"{HEIGHT * width / height:.1f}", str(HEIGHT)


def _drawn(parent: Element, depth: int = 1) -> list[Element]:
    if depth > DEEPEST:
        raise SettingsError(f"The logo has more than {DEEPEST} elements within each other.", fix=_FIX)
    drawn = []
    for child in parent:
        namespace, _, name = str(child.tag).rpartition("}")
        if namespace == f"{{{SVG}" and name in SHAPES:
            copy = Element(child.tag, _safe(child))
            copy.extend(_drawn(child, depth + 1))
            drawn.append(copy)
    return drawn


_PLAIN = re.compile(r"[#\w\s.,%+-]*|(?:rgb|hsl)a?\([\d\s.,%]+\)", re.ASCII)
_TRANSFORM = re.compile(r"(?:\w+\([\d\s.,eE+-]*\)[\s,]*)*", re.ASCII)
_OWN = re.compile(r"url\(#([\w-]+)\)", re.ASCII)


def _safe(element: Element) -> dict[str, str]:
    """Attributes that only draw; names are made the logo's own, and a reference may be to the drawing alone."""
    kept = {}
    for name, value in element.attrib.items():
        own = _OWN.fullmatch(value)
        if name not in ATTRIBUTES:
            continue
        if name == "id" and _PLAIN.fullmatch(value):
            kept[name] = f"logo-{value}"
        elif own:
            kept[name] = f"url(#logo-{own[1]})"
        elif (_TRANSFORM if name.lower().endswith("transform") else _PLAIN).fullmatch(value):
            kept[name] = value
    return kept
