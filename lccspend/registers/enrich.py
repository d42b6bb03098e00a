"""What ledgers and registers know of the suppliers in, evidence of the size and sector of each out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lccspend.names import words_of
from lccspend.registers.keys import names_of, padded, written_numbers
from lccspend.registers.match import Found, find, index_of
from lccspend.registers.records import Charity, Company, Evidence, Extract, Finding, Method, Register, SupplierFacts
from lccspend.registers.rules import Rules, Standing, load_rules

_CIC = (" CIC", " C I C", " COMMUNITY INTEREST COMPANY")
_SOCIETY_NUMBERS = ("IP", "RS", "SP", "NP")
"""Registered societies of Great Britain and of Northern Ireland are numbered apart."""


class Says(NamedTuple):
    """A finding, what speaks for it, the kind of that evidence, and the day of which it was true."""

    finding: Finding
    evidence: str
    basis: str
    on: date | None = None


class _Case(NamedTuple):
    """One supplier with all that its finding rests on."""

    facts: SupplierFacts
    found: Found
    rules: Rules
    left_out: frozenset[str]
    as_of: dict[Register, date | None]

    @property
    def company(self) -> Company | None:
        return self.found.company


def wanted_numbers(suppliers: Iterable[SupplierFacts]) -> frozenset[str]:
    """Every number that a supplier may have in a register: as written, and with the zeros that it may have lost."""
    written = {number for facts in suppliers for number in written_numbers(facts.numbers)}
    return frozenset(written | {padded(number) for number in written})


def enrich(
    suppliers: Iterable[SupplierFacts], extracts: Sequence[Extract], left_out: Iterable[str]
) -> dict[int, Evidence]:
    """Evidence for each supplier by its key; left_out names the disputed kinds that do not count as VCSE.

    Persons and withheld names are not looked for in any register.
    """
    rules = load_rules()
    newest_first = sorted(extracts, key=lambda e: e.as_of or date.min, reverse=True)
    index = index_of(*_newest_entries(newest_first))
    as_of = {e.register: e.as_of for e in reversed(newest_first)}
    not_vcse = frozenset(left_out)
    evidence = {}
    for facts in suppliers:
        private = not facts.ranked or facts.supplier_class in rules.classes.not_looked_for
        found = Found("not looked for") if private else find(facts, index)
        evidence[facts.key] = _evidence(_Case(facts, found, rules, not_vcse, as_of))
    return evidence


def _newest_entries(newest_first: Iterable[Extract]) -> tuple[Iterable[Company], Iterable[Charity]]:
    """Each company and charity as the newest of several editions of its register has it."""
    companies: dict[str, Company] = {}
    charities: dict[tuple[str, str], Charity] = {}
    for extract in newest_first:
        companies |= {c.number: c for c in extract.companies if c.number not in companies}
        charities |= {(c.number, c.linked): c for c in extract.charities if (c.number, c.linked) not in charities}
    return companies.values(), charities.values()


def unlisted(extracts: Iterable[Extract], evidence: Iterable[Evidence]) -> list[str]:
    """Words of the register, for companies that are suppliers, that rules.toml does not list, as sentences."""
    rules = load_rules()
    companies = [e.company for e in evidence if e.company]
    tables: dict[str, tuple[set[str], Mapping[str, object]]] = {
        "accounts category": ({c.accounts_category for c in companies}, rules.accounts),
        "company category": ({c.category for c in companies}, rules.categories),
        "company status": ({c.status for c in companies}, rules.statuses),
    }
    read = any(e.register == "companies_house" for e in extracts)
    return [
        f"the {table} '{word}' is not listed, so nothing follows from it"
        for table, (words, known) in tables.items()
        for word in sorted(words)
        if read and word and words_of(word) not in known
    ]


def standing(company: Company) -> Standing:
    """Whether a company is open, insolvent or closed; an unlisted status with a day of dissolution is closed."""
    return "closed" if company.dissolved_on else load_rules().statuses.get(words_of(company.status), "open")


def _evidence(case: _Case) -> Evidence:
    size, sector = _size(case), _sector(case)
    return Evidence(
        method=case.found.method,
        sme=size.finding,
        sme_evidence=size.evidence,
        sme_basis=size.basis,
        sme_on=size.on,
        vcse=sector.finding,
        vcse_evidence=sector.evidence,
        vcse_basis=sector.basis,
        vcse_on=sector.on,
        company=case.found.company,
        charity=case.found.charity,
    )


def _size(case: _Case) -> Says:
    if case.facts.supplier_class in case.rules.classes.no_enterprise:
        basis = f"class {case.facts.supplier_class}"
        return Says("no", f"{basis}: no enterprise", basis)
    company = case.company
    if company is None:
        return Says("not determined", _why_not_found(case.found), _kind_not_found(case.found))
    on = company.accounts_made_up_to or case.as_of.get("companies_house")
    basis = f"accounts category {company.accounts_category or '(none)'}"
    filed = f"Companies House {company.number}: {basis}"
    rule = case.rules.accounts.get(words_of(company.accounts_category))
    if rule is None:
        return Says("not determined", f"{filed}, which is not listed", basis, on)
    if rule.why:
        return Says("not determined", f"{filed}: {rule.why}", basis, on)
    said = f"{filed}, a {rule.size} company's filing under the Companies Act, unless in a group"
    return Says(rule.sme, f"{said} (confidence {rule.confidence}; rules {case.rules.version})", basis, on)


def _why_not_found(found: Found) -> str:
    if found.method == "ambiguous":
        return f"{found.bearers} entries of the registers bear this name, and no postcode decides"
    return _kind_not_found(found)


def _kind_not_found(found: Found) -> str:
    return _NOT_FOUND.get(found.method, "a charity without a company: its accounts are not in Companies House")


_NOT_FOUND: dict[Method, str] = {
    "ambiguous": "several entries of the registers bear the name",
    "not looked for": "a person or a withheld name is not looked for in registers",
    "none": "not found in the registers by number or exact name",
}


def _sector(case: _Case) -> Says:
    if case.facts.supplier_class in case.rules.classes.no_enterprise:
        basis = f"class {case.facts.supplier_class}"
        return Says("no", basis, basis)
    if case.found.method == "not looked for":
        return Says("not determined", _why_not_found(case.found), _kind_not_found(case.found))
    kind = case.rules.disputed_kind(names_of(case.facts.names), case.left_out)
    if kind:
        left_out = f"{kind} are left out by the settings"
        return Says("no", left_out, left_out)
    return _by_charity(case) or _by_company(case) or _by_name(case) or _no_sign(case)


def _by_charity(case: _Case) -> Says | None:
    charity = case.found.charity
    if charity is None or not charity.is_registered:
        return None
    form = "charitable incorporated organisation" if charity.is_cio else "registered charity"
    return Says("yes", f"{form} {charity.number}{_income(charity)}", form, case.as_of.get("charity_commission"))


def _income(charity: Charity) -> str:
    if charity.income is None:
        return ""
    return f", income £{charity.income:,.0f}" + (f" to {charity.period_end}" if charity.period_end else "")


def _by_company(case: _Case) -> Says | None:
    if case.company is None:
        return None
    on = case.as_of.get("companies_house")
    if case.company.number.startswith(_SOCIETY_NUMBERS):
        return Says("yes", f"registered society {case.company.number}", "registered society", on)
    says = case.rules.categories.get(words_of(case.company.category))
    if not says:
        return None
    basis = f"company category {case.company.category}"
    return Says(says, f"Companies House {case.company.number}: {case.company.category}", basis, on)


def _by_name(case: _Case) -> Says | None:
    """The words are protected by law: only a community interest company may end its name with them."""
    said = "its name is that of a community interest company"
    spelt = [name for name in case.facts.names if words_of(name).endswith(_CIC)]
    return Says("yes", said, said) if spelt else None


def _no_sign(case: _Case) -> Says:
    charity, company = case.found.charity, case.company
    if charity is not None:
        said = f"charity {charity.number} is no longer registered ({charity.status or 'no status'})"
        return Says("not determined", said, "a charity that is no longer registered")
    if company is not None:
        category = company.category or "(no category)"
        said = f"Companies House {company.number}: {category} alone is no evidence"
        return Says("not determined", said, f"company category {category}, which alone is no evidence")
    return Says("not determined", _why_not_found(case.found), _kind_not_found(case.found))
