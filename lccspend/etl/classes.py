"""Names as exported and what people decided in, the class of each supplier and where it comes from out.

`supplier_classes.csv` beats every rule (contract section 3.8). The rules of class_words.toml decide a supplier's class
only where the settings say so (`[populations] class_rules`); that a name is a person's they tell always, for printing.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from lccspend.etl.reference import Reference
from lccspend.names import LEGAL_FORMS, words_of
from lccspend.privacy import PERSON

FILE = "supplier_classes.csv"
WITHHELD = "withheld name"
SUPPLIER, REDACTED_CLASS = "supplier", "redacted"

_COMPANY = frozenset({*LEGAL_FORMS, "INC", "LP", "CIO", "GMBH", "BV"})


@dataclass(frozen=True)
class ClassRule:
    """A pattern that the whole of a name must match, the class that it tells, and why."""

    supplier_class: str
    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Standing:
    """What one supplier is: its class, where that comes from, and what the rules would say where no file does."""

    supplier_class: str
    source: str
    by_rule: str | None = None
    private: bool = False
    """A person, whose name is printed nowhere."""


ORDINARY = Standing(SUPPLIER, "")


@cache
def class_rules() -> tuple[ClassRule, ...]:
    """The rules in the order in which they are tried."""
    text = (files("lccspend.etl") / "class_words.toml").read_text(encoding="utf-8")
    return tuple(ClassRule(r["class"], re.compile(r["pattern"]), r["reason"]) for r in tomllib.loads(text)["rules"])


@lru_cache(200_000)
def rule_for(name: str) -> ClassRule | None:
    """The rule that tells the class of a name; None for nearly every name."""
    words = words_of(name).removeprefix("THE ")
    if words.rpartition(" ")[2] in _COMPANY:
        return None
    return next((rule for rule in class_rules() if rule.pattern.fullmatch(words)), None)


def is_person(name: str) -> bool:
    """Whether a name alone tells that it is a person's."""
    rule = rule_for(name)
    return rule is not None and rule.supplier_class == PERSON


@dataclass(frozen=True)
class Classifier:
    """What people decided, and whether the rules decide where people did not."""

    reference: Reference
    by_rules: bool

    def by_rule(self, name: str | None) -> str | None:
        """The class that the rules give a name, where they decide; None where it is an ordinary supplier's."""
        rule = rule_for(name) if self.by_rules and name else None
        return rule.supplier_class if rule else None

    def standing(self, given: Iterable[str | None], names: Iterable[str], withheld: bool) -> Standing:
        """One supplier, from the classes that the file gives its names and numbers, and from its names.

        Where the file gives several, the first in the alphabet counts; withheld says that its names are redacted.
        """
        known = {kind for kind in given if kind}
        if known:
            return Standing(min(known), FILE, private=PERSON in known)
        if withheld:
            return Standing(REDACTED_CLASS, WITHHELD)
        rules = [rule for name in names if (rule := rule_for(name))]
        if not rules:
            return ORDINARY
        found = sorted({(rule.supplier_class, rule.reason) for rule in rules})
        kind, reason = found[0]
        private = any(kind == PERSON for kind, _ in found)
        if self.by_rules:
            return Standing(kind, f"rule: {reason}", private=private)
        return Standing(SUPPLIER, "", by_rule=kind, private=private)
