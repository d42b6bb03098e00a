"""The tables that stand beside the payments in, what they say out: awards, the contract register and social value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lccspend.etl.awards import Awards, read_awards
from lccspend.etl.books import Outside
from lccspend.etl.contract_register import ContractRows, read_contracts
from lccspend.etl.social_value import Promises, read_social_value

TablesOf = Callable[[str], Iterable[tuple[str, pl.DataFrame]]]
"""A layout -> its tables with their labels."""


@dataclass(frozen=True)
class Dealings:
    """What was let, contracted and promised, and what became of the rows that say so."""

    awards: Awards
    contracts: ContractRows
    social: Promises

    @property
    def rejected(self) -> list[tuple[str, int, str, str, str]]:
        return [*self.awards.rejected, *self.contracts.rejected, *self.social.rejected]

    @property
    def outside(self) -> dict[str, Outside]:
        return {**self.awards.outside, **self.contracts.outside, **self.social.outside}

    @property
    def warnings(self) -> dict[str, list[str]]:
        return {**self.awards.warnings, **self.contracts.warnings, **self.social.warnings}


def read_dealings(tables_of: TablesOf, aliases: Mapping[str, str]) -> Dealings:
    """All of it; aliases: normalised name -> the supplier that people say it is."""
    return Dealings(
        awards=read_awards(tables_of("awards")),
        contracts=read_contracts(tables_of("contracts"), aliases),
        social=read_social_value(tables_of("social_value"), aliases),
    )
