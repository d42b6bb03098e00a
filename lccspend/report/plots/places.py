"""A year by district in, two charts out: where each pound goes, and a tile map where a layout is known."""

import json
from decimal import Decimal
from importlib.resources import files

from lccspend.figures import LOCALITIES, Group
from lccspend.report.filters import listed, millions, percent
from lccspend.report.model import Chart, Point
from lccspend.report.numbers import share
from lccspend.report.scope import Scope


def home_groups(scope: Scope) -> tuple[Group, ...]:
    """The districts of the home area, in the order they are stored."""
    year = scope.districts
    return tuple(group for group in year.groups if _is_home(group, scope)) if year else ()


def _is_home(group: Group, scope: Scope) -> bool:
    wider = {scope.places[key] for key in LOCALITIES[1:]} | set(LOCALITIES[1:])
    return group.group not in wider and group.total == group.lancashire


def pounds_by_place(scope: Scope) -> tuple[Chart, ...]:
    year = scope.districts
    if year is None or year.total <= 0 or year.lancashire <= 0:
        return ()
    home = [(group.group, group.total, "home") for group in home_groups(scope)]
    rest = [(scope.places[key], getattr(year, key), key) for key in LOCALITIES[1:] if getattr(year, key)]
    if not home:
        home = [(scope.places["lancashire"], year.lancashire, "home")]
    bars = sorted(home, key=lambda bar: (-bar[1], bar[0])) + rest
    top = bars[0]
    return (
        Chart(
            name="pounds-by-place",
            title=f"{top[0]} received {percent(share(top[1], year.total))} of all spend, more than any other district",
            subtitle=f"Spend in {scope.year} by the place of the supplier",
            alternative="Bar chart: " + listed([f"{name} {millions(amount)}" for name, amount, _ in bars]) + ".",
            fields=("place", "pounds", "label", "kind", "order"),
            rows=tuple(
                (name, amount, f"{millions(amount)}  {percent(share(amount, year.total))}", kind, order)
                for order, (name, amount, kind) in enumerate(bars)
            ),
        ),
    )


def tile_map(scope: Scope) -> tuple[Chart, ...]:
    """A tile for each district, when a layout holds every one of them; no map is better than one with holes."""
    groups = home_groups(scope)
    layout = _layout({group.group for group in groups})
    if not layout or scope.locality.lancashire <= 0:
        return ()
    most = max(groups, key=lambda group: (group.total, group.group))
    return (
        Chart(
            name="tile-map",
            title=f"Suppliers in {most.group} were paid most",
            subtitle=f"Spend in {scope.year} by district; a darker tile is more, and tiles lie roughly as on a map",
            alternative="Tile map: " + listed([f"{g.group} {millions(g.total)}" for g in groups]) + ".",
            fields=("district", "column", "row", "pounds", "label", "depth"),
            rows=tuple(_tile(group, layout[group.group], most.total) for group in groups),
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
