"""A value of lccspend.toml in, the same value checked out: exact numbers, shares, pounds, colours and paths."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

MOST_POUNDS = 10**12
"""A trillion: more than any council has ever spent."""


def _exactly(value: Any) -> Any:
    """0.80 in TOML is a binary float; its shortest text is the number that was meant."""
    return Decimal(str(value)) if isinstance(value, float) else value


def _whole_pence(amount: Decimal) -> Decimal:
    if abs(amount) > MOST_POUNDS:
        raise ValueError(f"{amount} is beyond {MOST_POUNDS:,} pounds")
    if amount % Decimal("0.01"):
        raise ValueError(f"{amount} is not in pounds and whole pence")
    return amount


def _readable(colour: str) -> str:
    """White text on the colour, and the colour on white, must reach the 4.5 to 1 of WCAG 2.2 AA."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is no colour of six digits; write it as #1a2b3c")
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < 4.5:
        raise ValueError(f"{colour} is too pale to read on white ({contrast:.1f} to 1; at least 4.5 is needed)")
    return colour


def _below_raw(name: str) -> str:
    """The name or glob of a file below data/raw, as every message gives it."""
    own = name.removeprefix("./").removeprefix("data/raw/").lstrip("/")
    if own != name or not own:
        raise ValueError(f"{name!r} is not as files are named, from data/raw on: write {own or '*'!r}")
    return name


def _filled(word: str) -> str:
    if not word.strip():
        raise ValueError("a blank stands in every row, and would take them all: leave it out")
    return word


def _in_project(path: Path, info: ValidationInfo) -> Path:
    """A relative path lies in the project folder, wherever the command is called."""
    return (info.context or Path()) / path


Number = Annotated[Decimal, BeforeValidator(_exactly)]
Share = Annotated[Number, Field(ge=0, le=1)]
BelowRaw = Annotated[str, AfterValidator(_below_raw)]
Word = Annotated[str, AfterValidator(_filled)]
Pounds = Annotated[Number, AfterValidator(_whole_pence)]
Colour = Annotated[str, AfterValidator(_readable)]
ProjectPath = Annotated[Path, AfterValidator(_in_project)]
