"""Charts in, inline SVG or PNG out, drawn from the specifications in charts/ in one start of the engine, in order."""

import html
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any, TypeVar

import vl_convert

from lccspend.errors import SpendError
from lccspend.report.fonts import fonts_folder
from lccspend.report.model import Chart, Palette

LANGUAGE_VERSION = "6.4"
"""Pinned, because a newer grammar may draw the same specification differently."""

_SPECIFICATIONS = files("lccspend.report") / "charts"
_CLIP = re.compile(r"\b(clip|gradient_)(\d+)\b")
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_OPENING = re.compile(r"<svg[^>]*viewBox=\"0 0 (\S+) ([^\"]+)\"[^>]*>")


def draw(charts: tuple[Chart, ...], palette: Palette) -> dict[str, str]:
    """The SVG of each chart by its name, with its text alternative as <title>; SpendError names a chart that fails."""
    described = {chart.name: chart for chart in charts}
    return {name: _described(svg, described[name]) for name, svg in _drawn(charts, palette, _to_svg)}


def picture(charts: tuple[Chart, ...], palette: Palette) -> dict[str, bytes]:
    """The PNG of each chart by its name, at three times its size; SpendError names a chart that fails."""
    return dict(_drawn(charts, palette, _to_png))


def _to_svg(specification: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(specification, vl_version=LANGUAGE_VERSION, allowed_base_urls=[]))


def _to_png(specification: dict[str, Any]) -> bytes:
    png = vl_convert.vegalite_to_png(specification, vl_version=LANGUAGE_VERSION, scale=3, allowed_base_urls=[])
    return bytes(png)


Drawing = TypeVar("Drawing")


def _drawn(
    charts: tuple[Chart, ...], palette: Palette, engine: Callable[[dict[str, Any]], Drawing]
) -> Iterator[tuple[str, Drawing]]:
    vl_convert.register_font_directory(str(fonts_folder()))
    config = _read("config.json")
    for chart in charts:
        try:
            yield chart.name, engine(_specification(chart, palette, config))
        except ValueError as fault:
            reason = str(fault).strip().splitlines()[0]
            raise SpendError(
                f"The chart {chart.name} cannot be drawn: {reason}", fix="Run `lccspend doctor`, and report this."
            ) from fault


def _specification(chart: Chart, palette: Palette, config: dict[str, Any]) -> dict[str, Any]:
    specification = _read(f"{chart.name}.vl.json")
    specification["config"] = config
    specification["data"] = {"values": [_values(chart, row) for row in chart.rows]}
    specification["params"] = [
        {"name": name, "value": getattr(palette, name)} for name in ("strong", "middle", "light", "tint")
    ]
    return specification


def _read(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((_SPECIFICATIONS / name).read_text("utf-8"))
    return value


def _values(chart: Chart, row: tuple[str | int | Decimal | None, ...]) -> dict[str, str | int | float | None]:
    """A position on a chart may be a float; what is printed beside it is text made from the exact figure."""
    pairs = zip(chart.fields, row, strict=True)
    return {field: float(value) if isinstance(value, Decimal) else value for field, value in pairs}


def _described(svg: str, chart: Chart) -> str:
    """The drawing with its title first, which a PDF takes as its text alternative, and ids that are its own.

    It is one image with one alternative: the roles that the engine gives its parts would each want one of their own.
    """
    label = f"chart-{chart.name}-title"
    title = f'<title id="{label}">{html.escape(chart.alternative)}</title>'
    opening = (
        r'<svg xmlns="http://www.w3.org/2000/svg" width="\1" height="\2" viewBox="0 0 \1 \2" role="img" '
        rf'aria-labelledby="{label}">'
    )
    numbers: dict[str, int] = {}
    own = _CLIP.sub(lambda m: f"{chart.name}-{m[1]}{numbers.setdefault(m[0], len(numbers))}", _ROLES.sub("", svg))
    return _OPENING.sub(lambda m: m.expand(opening) + title, own, count=1)
