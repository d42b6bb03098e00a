"""A day in, the threshold, regime and duties to publish that applied then out; the table is `dated.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

ThresholdKind = Literal["goods and services", "works", "light touch", "concessions"]
Basis = Literal["start of procurement", "contract start"]
DutyName = Literal["prompt payment statistics", "payments compliance notice", "payments of more than £30,000"]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A line of law, in force from valid_from to valid_to (None: still), both days included."""

    valid_from: date
    valid_to: date | None = None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Threshold(Dated):
    """What a contract must reach to be regulated in full: pounds with or without VAT, for a sub-central authority."""

    kind: ThresholdKind
    pounds: Decimal
    includes_vat: bool = True


@dataclass(frozen=True, kw_only=True)
class Regime(Dated):
    """A procurement regime; one with words applies where the procurement route holds one of them."""

    name: str
    words: tuple[str, ...] = ()

    def is_named_in(self, route: str) -> bool:
        plain = " ".join(re.findall(r"\w+", route.casefold()))
        return any(re.search(rf"\b{re.escape(word)}\b", plain) for word in self.words)


@dataclass(frozen=True, kw_only=True)
class Duty(Dated):
    """What an authority must publish of its payments: days are counted, pounds include VAT; 0 where nothing is said."""

    name: DutyName
    days_to_pay: int = 0
    days_to_publish: int = 0
    pounds: Decimal = Decimal(0)


@dataclass(frozen=True)
class Applied:
    """The regime of a contract, and which of its dates decided: the contract's start is a second-best sign."""

    regime: Regime
    basis: Basis


L = TypeVar("L", bound=Dated)


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files(__package__) / "dated.toml").read_text(encoding="utf-8"))


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every threshold held, as the table lists them."""
    return tuple(Threshold(**(line | {"pounds": Decimal(line["pounds"])})) for line in _table()["threshold"])


@cache
def regimes() -> tuple[Regime, ...]:
    """Every regime held; those that a route must name come before those that need no naming."""
    return tuple(Regime(**(line | {"words": tuple(line.get("words", ()))})) for line in _table()["regime"])


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty held, as the table lists them."""
    return tuple(Duty(**(line | {"pounds": Decimal(line.get("pounds", 0))})) for line in _table()["duty"])


def duty(name: DutyName) -> Duty:
    """The duty of a name, with the first day on which it holds."""
    return next(line for line in duties() if line.name == name)


def regime_of(route: str, procurement_start: date | None, contract_start: date | None) -> Applied | None:
    """The regime of a contract by the day its procurement began, else by its own start; None where neither tells."""
    day = procurement_start or contract_start
    if day is None:
        return None
    held = [line for line in regimes() if line.holds_on(day)]
    found = _first(line for line in held if line.is_named_in(route)) or _first(line for line in held if not line.words)
    return Applied(found, "start of procurement" if procurement_start else "contract start") if found else None


def _first(lines: Iterable[L]) -> L | None:
    return next(iter(lines), None)
