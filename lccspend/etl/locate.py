"""Payments and supplier sites in, a place for each payment out: contract section 4.1. The estimate stands apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

import polars as pl

from lccspend.etl.readrows import TextTable
from lccspend.etl.reference import Reference
from lccspend.geography.locality import is_uk_country
from lccspend.geography.places import place
from lccspend.geography.table import PostcodeTable
from lccspend.money import tidy
from lccspend.names import normalised

AT = ("system", "supplier_number", "site", "supplier_name", "postcode", "country")
"""What a payment's place depends on."""

OVERSEAS = "overseas"


class Located(NamedTuple):
    """Where one combination of supplier, site and address is: a place code ("" for unknown) and how it was found."""

    code: str
    method: str
    note: str = ""


@dataclass
class Sites:
    """The supplier-sites lists: place codes by number and site, by number, and by name."""

    by_site: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    by_number: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    bearers: dict[str, set[str]] = field(default_factory=dict)
    """The suppliers that bear a name: by number where the list has numbers."""

    def find(self, system: str, number: str | None, site: str | None, name: str | None) -> str:
        """The place code of a payment without a postcode; "" unless the list leaves no doubt."""
        if number:
            key, owners = number.casefold(), (system, "")
            at_site = [self.by_site.get((owner, key, site.casefold())) for owner in owners] if site else []
            anywhere = [self.by_number.get((owner, key)) for owner in owners]
            return next((_only(found) for found in (*at_site, *anywhere) if found), "")
        known = normalised(name) if name else ""
        return _only(self.by_name.get(known, set())) if len(self.bearers.get(known, ())) == 1 else ""


def _only(codes: set[str]) -> str:
    """The one place of all sites; none where they differ or one of them is not known."""
    return next(iter(codes)) if len(codes) == 1 else ""


def read_sites(lists: Iterable[TextTable], postcodes: PostcodeTable | None = None) -> Sites:
    """What the lists of supplier sites tell: a number belongs to the system whose headings its list bears."""
    sites = Sites()
    for table in lists:
        owner = "r12" if table.headings.get("supplier_number", "").upper().startswith("VENDOR") else ""
        names = ("supplier_number", "supplier_name", "site", "postcode", "country")
        tidied = table.fit.select(tidy(pl.col(n)).fill_null("").alias(n) for n in names).unique(maintain_order=True)
        for number, name, site, postcode, country in tidied.iter_rows():
            code = locate(postcode, country, postcodes).code
            if number:
                sites.by_site.setdefault((owner, number.casefold(), site.casefold()), set()).add(code)
                sites.by_number.setdefault((owner, number.casefold()), set()).add(code)
            if name:
                sites.by_name.setdefault(normalised(name), set()).add(code)
                sites.bearers.setdefault(normalised(name), set()).add(number.casefold())
    return sites


def locate(postcode: str | None, country: str | None, postcodes: PostcodeTable | None = None) -> Located:
    """One address: a known UK postcode beats the country; a foreign country is overseas with any postcode or none."""
    found = place(postcode, postcodes) if postcode else None
    if country and not is_uk_country(country):
        if found and found.code and found.kind != OVERSEAS:
            return Located(found.code, found.method, f"the country is {country}, but {found.postcode} is in the UK")
        return Located(OVERSEAS, "country")
    if found is None:
        return Located("", "none", "no postcode")
    return Located(found.code, found.method, found.note)


def places_of(
    rows: pl.LazyFrame, sites: Sites, reference: Reference, postcodes: PostcodeTable | None = None
) -> pl.DataFrame:
    """The place of each distinct combination of `AT`: with place (code, "" unknown), place_method and place_note.

    postcodes: the shipped tables with the council's own directories; without it the shipped tables alone.
    """
    distinct = rows.select(AT).unique().sort(AT, nulls_last=True).collect()
    located = cache(partial(locate, postcodes=postcodes))  # many payees share an address
    found = [_place_payment(row, sites, reference, located) for row in distinct.iter_rows()]
    names = ("place", "place_method", "place_note")
    return distinct.with_columns(pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row"))


def _place_payment(
    row: tuple[str | None, ...],
    sites: Sites,
    reference: Reference,
    located: Callable[[str | None, str | None], Located],
) -> Located:
    system, number, site, name, postcode, country = row
    postcode = reference.override(system or "", number, site) or postcode
    if postcode:
        return located(postcode, country)
    code = sites.find(system or "", number, site, name)
    if not code:
        return located(None, country)
    at_odds = code != OVERSEAS and country and not is_uk_country(country)
    return Located(code, "sites", f"the country is {country}, but its listed site is in the UK" if at_odds else "")


def estimate(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add estimated: the place as recorded, else the supplier's at the same site, else its only place (section 4.2).

    Takes counted rows with supplier_key, site, place and ranked; a payee without a name of its own lends no place.
    """
    placed = rows.filter((pl.col("place") != "") & pl.col("ranked"))
    at_site = _single(placed.filter(pl.col("site").is_not_null()), ["supplier_key", "site"], "at_site")
    anywhere = _single(placed, ["supplier_key"], "anywhere")
    known = pl.when(pl.col("place") != "").then(pl.col("place"))
    return (
        rows.join(at_site, on=["supplier_key", "site"], how="left")
        .join(anywhere, on="supplier_key", how="left")
        .with_columns(estimated=pl.coalesce(known, "at_site", "anywhere").fill_null(""))
        .drop("at_site", "anywhere")
    )


def _single(placed: pl.LazyFrame, key: list[str], name: str) -> pl.LazyFrame:
    """The place of each key that has exactly one."""
    places = placed.group_by(key).agg(pl.col("place").unique().alias(name))
    return places.filter(pl.col(name).list.len() == 1).with_columns(pl.col(name).list.first())
