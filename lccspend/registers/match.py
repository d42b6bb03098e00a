"""Suppliers and register extracts in, the company and the charity of a supplier out. Nothing matches by likeness.

A number comes first. A number that lost its leading zeros could be another's, so it takes a second sign: the name. Then
an exact normalised name, current or previous; where several bear it, the one whose postcode agrees, else none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from lccspend.names import normalised
from lccspend.registers.keys import names_of, padded, postcode_key, written_numbers
from lccspend.registers.records import Charity, Company, Method, SupplierFacts

Entry = TypeVar("Entry", Company, Charity)


@dataclass(frozen=True)
class Found:
    """The company and charity of a supplier, how it was found, and how many bear its name where it was not."""

    method: Method
    company: Company | None = None
    charity: Charity | None = None
    bearers: int = 0


@dataclass
class Index:
    """The companies and charities that may be suppliers, by what they are looked up by."""

    companies: dict[str, Company] = field(default_factory=dict)
    companies_by_name: dict[str, dict[str, Company]] = field(default_factory=lambda: defaultdict(dict))
    charities: dict[str, Charity] = field(default_factory=dict)
    charities_by_name: dict[str, dict[str, Charity]] = field(default_factory=lambda: defaultdict(dict))
    charities_of_company: dict[str, dict[str, Charity]] = field(default_factory=lambda: defaultdict(dict))

    def add_company(self, company: Company) -> None:
        """The first of equal numbers stands."""
        company = self.companies.setdefault(company.number, company)
        for name in (company.name, *company.previous_names):
            self.companies_by_name[normalised(name)][company.number] = company

    def add_charity(self, charity: Charity) -> None:
        """A main charity and its linked ones are one; each is found under its own name."""
        if charity.linked == "0":
            self.charities[charity.number] = charity
        self.charities_by_name[normalised(charity.name)].setdefault(charity.number, charity)
        if charity.company_number:
            self.charities_of_company[charity.company_number].setdefault(charity.number, charity)

    @property
    def is_empty(self) -> bool:
        return not self.companies and not self.charities_by_name


def index_of(companies: Iterable[Company], charities: Iterable[Charity]) -> Index:
    """Made in a fixed order, so that the order of the register's rows does not matter."""
    index = Index()
    for company in sorted(companies, key=msgspec.json.encode):
        index.add_company(company)
    for charity in sorted(charities, key=lambda c: (c.linked != "0", msgspec.json.encode(c))):
        index.add_charity(charity)
    return index


def find(facts: SupplierFacts, index: Index) -> Found:
    """The company and the charity that a supplier is, where there is no doubt."""
    if index.is_empty:
        return Found("none")
    names = names_of(facts.names)
    numbers = written_numbers(facts.numbers)
    company = _company_by_number(numbers, names, index)
    charity = _charity_by_number(numbers, names, index)
    if company or charity:
        return _linked("number", company, charity, facts, index)
    bearers = _bearing(names, index.companies_by_name)
    chosen, agrees = _chosen(bearers, facts, lambda c: c.postcode)
    if chosen:
        return _linked("name and postcode" if agrees else "name", chosen, None, facts, index)
    named = _bearing(names, index.charities_by_name)
    charity, agrees = _chosen(named, facts, lambda c: c.postcode)
    if charity and (agrees or not bearers):
        return _linked("name and postcode" if agrees else "name", None, charity, facts, index)
    several = len(bearers) or len(named)
    return Found("ambiguous" if several else "none", bearers=several)


def _linked(
    method: Method, company: Company | None, charity: Charity | None, facts: SupplierFacts, index: Index
) -> Found:
    """Add the charity of a company, or the company of a charity, by the number that the charity register gives."""
    if company is None and charity is not None:
        return Found(method, index.companies.get(charity.company_number), charity)
    if company is not None and charity is None:
        own = list(index.charities_of_company.get(company.number, {}).values())
        if not own:
            named = _bearing(names_of(facts.names), index.charities_by_name)
            own = [c for c in named if not c.company_number and _agrees(c.postcode, facts)]
        charity = next((c for c in own if c.is_registered), own[0] if own else None)
    return Found(method, company, charity)


def _company_by_number(numbers: frozenset[str], names: frozenset[str], index: Index) -> Company | None:
    """The one company of the numbers; a padded number, or one of several, counts only where the name agrees."""
    exact = {n: index.companies[n] for n in numbers if n in index.companies}
    agreeing = {
        company.number: company
        for number in numbers
        if (company := index.companies.get(padded(number)))
        and names & names_of((company.name, *company.previous_names))
    }
    found = agreeing or exact
    return next(iter(found.values())) if len(found) == 1 else None


def _charity_by_number(numbers: frozenset[str], names: frozenset[str], index: Index) -> Charity | None:
    """A number of six or seven digits is a charity's or a company's: the name decides."""
    found = {n: index.charities[n] for n in numbers if n in index.charities}
    agreeing = [c for c in found.values() if normalised(c.name) in names]
    return agreeing[0] if len(agreeing) == 1 else None


def _bearing(names: frozenset[str], by_name: dict[str, dict[str, Entry]]) -> list[Entry]:
    found = {number: entry for name in sorted(names) for number, entry in by_name.get(name, {}).items()}
    return [found[number] for number in sorted(found)]


def _chosen(bearers: list[Entry], facts: SupplierFacts, postcode: Callable[[Entry], str]) -> tuple[Entry | None, bool]:
    """The only bearer of a name, or the only one whose postcode agrees; and whether it does."""
    agreeing = [entry for entry in bearers if _agrees(postcode(entry), facts)]
    if len(agreeing) == 1:
        return agreeing[0], True
    return (bearers[0], False) if len(bearers) == 1 else (None, False)


def _agrees(postcode: str, facts: SupplierFacts) -> bool:
    key = postcode_key(postcode)
    return bool(key) and key in {postcode_key(p) for p in facts.postcodes}
