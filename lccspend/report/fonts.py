"""Text in, the type faces to print it with out: Source Sans from font-source-sans-pro, under the Open Font License."""

import base64
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

FACES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
"""The weights that the style sheets use, and their files."""


def fonts_folder() -> Path:
    return Path(str(files("font_source_sans_pro"))) / "files"


def linked_faces() -> dict[int, str]:
    """The address of each face on this machine, for print."""
    return {weight: (fonts_folder() / name).as_uri() for weight, name in FACES.items()}


@cache
def characters_held() -> frozenset[str]:
    """The characters that every face has a glyph for, and white space, which needs none."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    held = []
    for name in FACES.values():
        with TTFont(fonts_folder() / name, lazy=True) as face:
            held.append(set(face.getBestCmap()))
    return frozenset(map(chr, set.intersection(*held))) | frozenset("\t\n\r")


def embedded_faces(text: str) -> dict[int, str]:
    """Each face as a data address that holds the characters of the text alone, so that a page needs no other file."""
    return {weight: _data_address(_subset(fonts_folder() / name, text)) for weight, name in FACES.items()}


def _subset(path: Path, text: str) -> bytes:
    from fontTools.subset import Options, Subsetter, load_font, save_font  # type: ignore[import-untyped]

    options = Options(flavor="woff2", layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False)
    subsetter = Subsetter(options)
    with load_font(str(path), options) as font:
        subsetter.populate(unicodes=sorted({ord(character) for character in text}))
        subsetter.subset(font)
        buffer = io.BytesIO()
        save_font(font, buffer, options)
    return buffer.getvalue()


def _data_address(face: bytes) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(face).decode()}"
