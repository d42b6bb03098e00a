"""Figures and the file of those last published in, what was revised out; a final report writes the file anew."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from lccspend.dates import financial_year
from lccspend.errors import SourceError
from lccspend.figures import LOCALITIES, Figures, Value
from lccspend.store import NO_JSON

FILE = "published_figures.json"


class Published(Value, frozen=True):
    """Pounds by the name to trace a figure by, as they stood in the last final report and in the one before it.

    The one before is kept because a final report that is built a second time must say the same: it is compared with
    what it was compared with the first time.
    """

    build: str = ""
    published_on: date | None = None
    figures: dict[str, Decimal] = msgspec.field(default_factory=dict)
    before: "Published | None" = None

    def baseline(self, build: str) -> "Published":
        """What a report from this build is compared with."""
        return (self.before or Published()) if self.build == build else self

    def followed_by(self, figures: Figures, day: date) -> "Published":
        """What is published once this final report is out; years that it does not hold stay as they were."""
        base = self.baseline(figures.build.id)
        now = dict(named_figures(figures))
        held = {name.split(" ")[0] for name in now}
        kept = {name: value for name, value in base.figures.items() if name.split(" ")[0] not in held}
        last = Published(build=base.build, published_on=base.published_on, figures=base.figures)
        return Published(build=figures.build.id, published_on=day, figures=kept | now, before=last)


def read_published(reference: Path) -> Published:
    """What data/reference says was published; SourceError when the file cannot be read."""
    path = reference / FILE
    if not path.is_file():
        return Published()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Published)
    except (*NO_JSON, OSError) as fault:
        raise SourceError(
            f"data/reference/{FILE} cannot be read: {fault}.",
            fix="It is written by `build-report --final`: put back the copy of the last final report.",
        ) from fault


def write_published(reference: Path, published: Published) -> None:
    reference.mkdir(parents=True, exist_ok=True)
    staged = reference / f".{FILE}"
    staged.write_bytes(msgspec.json.format(msgspec.json.encode(published), indent=1) + b"\n")
    staged.replace(reference / FILE)


def named_figures(figures: Figures) -> Iterator[tuple[str, Decimal]]:
    """Every figure of the printed tables in pounds, by the name that lists its payments."""
    for year in figures.locality:
        for key in ("total", *LOCALITIES):
            yield f"{year.financial_year} {key}", getattr(year, key)
    for grouped in figures.district:
        districts = (group for group in grouped.groups if group.group not in LOCALITIES)
        yield from ((f"{grouped.financial_year} district {group.group}", group.total) for group in districts)
    yield from _months(figures)
    for tail in (tail for tail in figures.tail if tail.population == "all"):
        yield from ((f"{tail.financial_year} band {band.band}", band.spend) for band in tail.bands)


def _months(figures: Figures) -> Iterator[tuple[str, Decimal]]:
    for label in dict.fromkeys(cell.month for cell in figures.months if cell.rows):
        held = (cell.pounds for cell in figures.months if cell.month == label)
        year = financial_year(date(int(label[:4]), int(label[5:]), 1))
        yield f"{year} month {label}", sum(held, Decimal("0.00"))
