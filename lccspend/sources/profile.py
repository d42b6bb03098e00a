"""Headings in, fields out: which layout a row of headings belongs to, and which column holds which field.

The layouts are data (the TOML files beside this module); a user adds headings in lccspend.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, get_args

from lccspend.errors import SettingsError, SourceError
from lccspend.nearest import did_you_mean
from lccspend.settings import Layout, Sources

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
"""In order of preference, where two fit a row of headings equally well."""

_NOISE = re.compile(r"\((£|œ|gbp)\)|£|œ(?!\w)|[\W_]+")


@lru_cache(10_000)
def heading_key(heading: str) -> str:
    """A heading without case, space, punctuation or pound sign; `Net Amount(œ)` lost its £ to another code page."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return _NOISE.sub("", folded)


@dataclass(frozen=True)
class Profile:
    """One layout: its required fields (a tuple means any one of them) and the headings of each field, best first."""

    layout: Layout
    title: str
    required: tuple[tuple[str, ...], ...]
    fields: dict[str, tuple[str, ...]]
    own_headings: dict[str, str]
    """The layout's own heading of each field, for messages."""

    def field_named(self, name: str) -> str | None:
        """The field that a user's column name means: its own name, or one of its headings."""
        key = heading_key(name)
        own = {heading_key(field): field for field in self.fields}
        own |= {k: field for field, keys in self.fields.items() for k in keys if k not in own}
        return own.get(key)

    def missing_from(self, found: Collection[str]) -> tuple[str, ...]:
        """The layout's own headings of required fields that are not among those found."""
        return tuple(" or ".join(self.own_headings[f] for f in option) for option in self._unmet(found))

    def fields_missing_from(self, found: Collection[str]) -> tuple[str, ...]:
        """The required fields that are not among those found; of several that would do, the first."""
        return tuple(option[0] for option in self._unmet(found))

    def _unmet(self, found: Collection[str]) -> list[tuple[str, ...]]:
        return [option for option in self.required if not any(field in found for field in option)]


@dataclass(frozen=True)
class Match:
    """How a row of headings fits a layout: the column of each field found, and what is missing or doubled."""

    profile: Profile
    columns: dict[str, int]
    missing: tuple[str, ...]
    doubled: dict[str, tuple[int, ...]]

    @property
    def score(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class Profiles:
    """All layouts, with the user's headings merged in."""

    by_layout: dict[Layout, Profile]

    @property
    def known(self) -> frozenset[str]:
        """The keys of every heading of every layout."""
        return frozenset(k for p in self.by_layout.values() for keys in p.fields.values() for k in keys)

    def match(self, headings: Sequence[str]) -> list[Match]:
        """Every layout's fit to a row of headings, the best first: with most of them, then lacking fewest."""
        keys = [heading_key(heading) for heading in headings]
        matches = [match_profile(profile, keys) for profile in self.by_layout.values()]
        return sorted(matches, key=lambda m: (-m.score, len(m.missing)))


def match_profile(profile: Profile, keys: Sequence[str]) -> Match:
    """The columns of a profile's fields among heading keys."""
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(index)
    columns: dict[str, int] = {}
    doubled: dict[str, tuple[int, ...]] = {}
    for field, wanted in profile.fields.items():
        found = next((key for key in wanted if key in places), None)
        if found is None:
            continue
        columns[field] = places[found][0]
        if len(places[found]) > 1:
            doubled[field] = tuple(places[found])
    return Match(profile, columns, profile.missing_from(columns), doubled)


def load_profiles(sources: Sources) -> Profiles:
    """The shipped layouts with the headings of `[sources.<layout>.columns]` put before their own."""
    return Profiles({layout: _load(layout, sources.own_headings(layout)) for layout in LAYOUTS})


@cache
def _shipped(layout: Layout) -> dict[str, Any]:
    return tomllib.loads(files("lccspend.sources").joinpath(f"{layout}.toml").read_text("utf-8"))


def _load(layout: Layout, own: dict[str, list[str]]) -> Profile:
    raw = _shipped(layout)
    shipped: dict[str, list[str]] = raw["columns"]
    first = {field: names[0] for field, names in shipped.items()}
    plain = Profile(layout, raw["title"], (), {f: tuple(map(heading_key, h)) for f, h in shipped.items()}, first)
    headings = {field: list(keys) for field, keys in plain.fields.items()}
    for name, added in own.items():
        field = plain.field_named(name)
        if field is None:
            raise SettingsError(
                f"lccspend.toml: sources.{layout}.columns.{name} is no field of {raw['title']}.",
                fix=f"Its fields are: {', '.join(shipped)}.{did_you_mean(name, shipped)}",
            )
        headings[field] = [heading_key(h) for h in added] + headings[field]
    required = tuple((r,) if isinstance(r, str) else tuple(r) for r in raw["required"])
    return Profile(layout, raw["title"], required, {f: tuple(keys) for f, keys in headings.items()}, first)


def told_match(profile: Profile, columns: Sequence[str], label: str) -> Match:
    """The fields of a file whose columns the user named in `[[sources.files]]`."""
    found: dict[str, int] = {}
    for index, name in enumerate(columns):
        if not name.strip():
            continue
        field = profile.field_named(name)
        if field is None or field in found:
            fault = f"is not a field of {profile.title}" if field is None else "stands twice"
            raise SourceError(
                f"{label}: column {index + 1}, '{name}', {fault}.",
                fix=f"Mend `columns` under [[sources.files]]; the fields are:"
                f" {', '.join(profile.fields)}.{did_you_mean(name, profile.fields)}",
            )
        found[field] = index
    missing = profile.missing_from(found)
    if missing:
        raise SourceError(
            f"{label}: the columns that the settings name lack what {profile.title} needs: {', '.join(missing)}.",
            fix="Mend `columns` under [[sources.files]]: a name for each column, in their order.",
        )
    return Match(profile, found, missing, {})
