"""rules.toml in, what an accounts category, a company category, a status or a class says of size and sector out."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from lccspend.names import words_of
from lccspend.registers.records import Finding

Standing = Literal["open", "insolvent", "closed"]


class Accounts(msgspec.Struct, frozen=True):
    """What a category of accounts says of size; why it says nothing, where it does."""

    sme: Finding = "not determined"
    size: str = ""
    confidence: str = ""
    why: str = ""


class _Classes(msgspec.Struct, frozen=True):
    no_enterprise: frozenset[str]
    not_looked_for: frozenset[str]


class Rules(msgspec.Struct, frozen=True):
    """The tables of rules.toml; keys are compared by their words alone."""

    version: str
    accounts: dict[str, Accounts]
    categories: dict[str, Literal["yes", "no", ""]]
    statuses: dict[str, Standing]
    classes: _Classes
    disputed: dict[str, str]

    def disputed_kind(self, names: frozenset[str], left_out: frozenset[str]) -> str:
        """Which of the kinds that are left out a supplier's normalised names belong to; "" for none."""
        odd = [name for name in names if _any_of(left_out).search(name)]
        kinds = sorted(left_out) if odd else ()
        return next((kind for kind in kinds if any(re.search(self.disputed[kind], name) for name in odd)), "")


@cache
def load_rules() -> Rules:
    raw = tomllib.loads(files("lccspend.registers").joinpath("rules.toml").read_text("utf-8"))
    for table in ("accounts", "categories", "statuses"):
        raw[table] = {words_of(name): meaning for name, meaning in raw[table].items()}
    return msgspec.convert(raw, Rules)


@cache
def _any_of(kinds: frozenset[str]) -> re.Pattern[str]:
    """What the name of any of the disputed kinds holds; nearly every name holds none of it."""
    return re.compile("|".join(f"(?:{load_rules().disputed[kind]})" for kind in sorted(kinds)))
