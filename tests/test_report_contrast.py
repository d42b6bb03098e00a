"""Every colour that stands on another can be told from it, whatever colour a council chooses (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from lccspend.report.palette import palette
from lccspend.settings import Settings

ROOT = Path(__file__).parents[1]
WHITE, INK, QUIET, LABEL, AXIS = "#ffffff", "#1a1a1a", "#4d4d4d", "#595959", "#333333"
DOMAIN = "#6b6b6b"
RULES = {"#bfbfbf", "#d9d9d9"}
"""Lines between rows and behind a chart: they carry nothing that the reader must see."""

TEXT, GRAPHIC = 4.5, 3.0
COLOURS = ["#12436D", "#00594C", "#000000", "#767676", "#0000ff", "#c00000", "#7a4a00", "#6a0dad"]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, pale = sorted((luminance(one), luminance(other)))
    return (pale + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("chosen", COLOURS)
def test_every_pair_of_colours_is_told_apart(chosen: str) -> None:
    colours = palette(Settings(report={"colour": chosen}).report.colour)  # type: ignore[arg-type]
    text = [
        *((colour, WHITE) for colour in (INK, QUIET, LABEL, AXIS, colours.strong)),
        (WHITE, INK),  # the stamp on the web page
        (WHITE, colours.strong),  # the darkest tile of the map
        *((INK, pale) for pale in (colours.middle, colours.light, colours.tint)),  # the other tiles
    ]
    graphic = [
        (colours.strong, WHITE),
        (colours.strong, colours.light),
        (DOMAIN, WHITE),
    ]
    assert [pair for pair in text if contrast(*pair) < TEXT] == []
    assert [pair for pair in graphic if contrast(*pair) < GRAPHIC] == []


def test_no_template_or_chart_uses_a_colour_that_is_not_in_a_pair() -> None:
    sources = [*(ROOT / "reports" / "templates").rglob("*.*"), *(ROOT / "lccspend" / "report" / "charts").glob("*")]
    used = {found.lower() for path in sources for found in re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))}
    assert used <= {WHITE, INK, QUIET, LABEL, AXIS, DOMAIN, *RULES}
