"""The tables that stand beside the payments in, what they say out: awards, the contract register and social value."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from lccspend.etl.awards import read_awards
from lccspend.etl.books import Outside
from lccspend.etl.classes import is_person
from lccspend.etl.contract_register import read_contracts
from lccspend.etl.readrows import Rejected, Said, TextTable
from lccspend.etl.social_value import read_social_value
from lccspend.geography.table import PostcodeTable
from lccspend.metrics.awards import Appointment
from lccspend.metrics.register import Entry
from lccspend.metrics.social_value import Promise
from lccspend.names import normalised
from lccspend.privacy import PERSON, printed_name

Row = TypeVar("Row", Entry, Promise)


@dataclass(frozen=True)
class Dealings:
    """What was let, contracted and promised, and what became of the rows that say so."""

    awards: Said[Appointment]
    contracts: Said[Entry]
    social: Said[Promise]

    def without_persons(self, persons: Collection[str]) -> "Dealings":
        """The same with the names of persons withheld (normalised names); what they are looked up by stays."""

        def shown(row: Row) -> Row:
            private = row.known_as in persons or is_person(row.supplier)
            return replace(row, supplier=printed_name(row.supplier, private)) if row.supplier else row

        contracts = replace(self.contracts, rows=[shown(entry) for entry in self.contracts.rows])
        social = replace(self.social, rows=[shown(promise) for promise in self.social.rows])
        return replace(self, contracts=contracts, social=social)

    @property
    def rejected(self) -> list[Rejected]:
        return [*self.awards.rejected, *self.contracts.rejected, *self.social.rejected]

    @property
    def outside(self) -> dict[str, Outside]:
        return self.awards.outside | self.contracts.outside | self.social.outside

    @property
    def warnings(self) -> dict[str, list[str]]:
        return self.awards.warnings | self.contracts.warnings | self.social.warnings


def persons_of(payees: pl.DataFrame, listed: Mapping[str, str]) -> frozenset[str]:
    """Normalised names of persons: those paid, and those listed by name (normalised name -> class).

    A name that a supplier bears who is no person stays open.
    """
    named = payees.select("supplier_name", "private").drop_nulls().unique()
    names = {private: {normalised(n) for n, p in named.iter_rows() if p == private} for private in (True, False)}
    return frozenset((names[True] | {name for name, kind in listed.items() if kind == PERSON}) - names[False])


def read_dealings(
    texts: Mapping[str, Sequence[TextTable]], aliases: Mapping[str, str], postcodes: PostcodeTable | None = None
) -> Dealings:
    """All that the tables say, by layout; aliases: normalised name -> the supplier that people say it is.

    Postcodes as for `places_of`.
    """
    return Dealings(
        awards=read_awards(texts["awards"], postcodes),
        contracts=read_contracts(texts["contracts"], aliases),
        social=read_social_value(texts["social_value"], aliases),
    )
