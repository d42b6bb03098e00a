"""One colour in, the few colours of print and charts out: one hue at several depths, so that grey print keeps them."""

from lccspend.report.model import Palette


def palette(colour: str) -> Palette:
    return Palette(strong=colour, middle=_mixed(colour, 55), light=_mixed(colour, 80), tint=_mixed(colour, 93))


def _mixed(colour: str, white: int) -> str:
    """The colour with so many hundredths of white."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(channel * (100 - white) + 255 * white) // 100:02x}" for channel in channels)
