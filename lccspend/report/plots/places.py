"""A year by district in, two charts out: where each pound goes, and a tile map where a layout is known."""

import json
from decimal import Decimal
from importlib.resources import files

from lccspend.figures import LOCALITIES, Group
from lccspend.report.comparison import place_share, told_share
from lccspend.report.filters import listed, millions, percent
from lccspend.report.model import Chart, Point, Share
from lccspend.report.scope import Scope

MOST_BARS = 30
"""Districts that a page has room for; those that were paid less are one bar."""


def home_groups(scope: Scope) -> tuple[Group, ...]:
    """The districts of the home area, in the order they are stored."""
    year = scope.districts
    return tuple(group for group in year.groups if _is_home(group, scope)) if year else ()


def _is_home(group: Group, scope: Scope) -> bool:
    wider = {scope.places[key] for key in LOCALITIES[1:]} | set(LOCALITIES[1:])
    return group.group not in wider and group.total == group.lancashire


def _ranked(scope: Scope) -> list[Group]:
    """The districts of the home area, the one paid most first."""
    return sorted(home_groups(scope), key=lambda group: (-group.total, group.group))


def _leading(ranked: list[Group]) -> Group | None:
    """The district that was paid more than every other; none where there is no other, or where two were paid alike."""
    return ranked[0] if len(ranked) > 1 and ranked[0].total > ranked[1].total else None


def _is_told(scope: Scope) -> bool:
    """Whether the year's places may be set against each other: too few are known, or the home area was paid nothing."""
    return isinstance(told_share(scope.locality), Share) and scope.locality.lancashire > 0


def pounds_by_place(scope: Scope) -> tuple[Chart, ...]:
    year = scope.locality
    if scope.districts is None or not _is_told(scope):
        return ()
    rest = [(scope.places[key], getattr(year, key), key) for key in LOCALITIES[1:] if getattr(year, key)]
    bars = [*_home_bars(scope), *rest]
    return (
        Chart(
            name="pounds-by-place",
            title=_title(scope),
            subtitle=f"Spend in {scope.year} by the place of the supplier",
            alternative="Bar chart: " + listed([f"{name} {millions(amount)}" for name, amount, _ in bars]) + ".",
            fields=("place", "pounds", "label", "kind", "order"),
            rows=tuple(
                (name, amount, f"{millions(amount)}  {percent(place_share(amount, year))}", kind, order)
                for order, (name, amount, kind) in enumerate(bars)
            ),
        ),
    )


def _home_bars(scope: Scope) -> list[tuple[str, Decimal, str]]:
    ranked = _ranked(scope)
    bars = [(group.group, group.total, "home") for group in ranked[:MOST_BARS]]
    if others := ranked[MOST_BARS:]:
        bars.append((f"{len(others)} other districts", sum((g.total for g in others), Decimal("0.00")), "home"))
    return bars or [(scope.places.area, scope.locality.lancashire, "home")]


def _title(scope: Scope) -> str:
    """The district that leads all others of the area; else what the area received."""
    year, area, leading = scope.locality, scope.places.area, _leading(_ranked(scope))
    if leading:
        part = percent(place_share(leading.total, year))
        if part != "0%":
            return f"{leading.group} received {part} of all spend, more than any other district of {area}"
    part = percent(told_share(year))
    return f"{area} received {'less than 1%' if part == '0%' else part} of all spend"


def tile_map(scope: Scope) -> tuple[Chart, ...]:
    """A tile for each district, when a layout holds every one of them; no map is better than one with holes."""
    ranked = _ranked(scope)
    layout = _layout({group.group for group in ranked})
    if not layout or len(ranked) == 1 or not _is_told(scope):
        return ()
    leading, area = _leading(ranked), scope.places.area
    return (
        Chart(
            name="tile-map",
            title=f"Of the districts of {area}, suppliers in {leading.group} were paid most"
            if leading
            else f"What suppliers in each district of {area} were paid",
            subtitle=f"Spend in {scope.year} by district; a darker tile is more, and tiles lie roughly as on a map",
            alternative="Tile map: " + listed([f"{g.group} {millions(g.total)}" for g in home_groups(scope)]) + ".",
            fields=("district", "column", "row", "pounds", "label", "depth"),
            rows=tuple(_tile(group, layout[group.group], ranked[0].total) for group in home_groups(scope)),
        ),
    )


def _tile(group: Group, at: tuple[int, int], most: Decimal) -> Point:
    depth = 0
    if group.total > 0 and most > 0:
        depth = 1 + sum(group.total * 4 >= most * quarter for quarter in (1, 2, 3))
    return (group.group, at[0], at[1], group.total, millions(group.total), depth)


def _layout(districts: set[str]) -> dict[str, tuple[int, int]]:
    known = json.loads((files("lccspend.report") / "charts" / "tiles.json").read_text("utf-8"))
    layouts = ({name: (at[0], at[1]) for name, at in tiles.items()} for tiles in known)
    return next((tiles for tiles in layouts if districts and districts <= set(tiles)), {})
