"""Payees and register files in, evidence of each supplier's size and sector out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lccspend.etl.books import Outside
from lccspend.etl.readrows import TextTable
from lccspend.etl.sources import Source
from lccspend.evidence import RegisterUsed
from lccspend.metrics.evidence import register_is_stale
from lccspend.money import tidy
from lccspend.names import normalised
from lccspend.project import Project
from lccspend.registers.companies import Wanted
from lccspend.registers.enrich import enrich, unlisted, wanted_numbers
from lccspend.registers.kept import Kept
from lccspend.registers.keys import names_of
from lccspend.registers.records import Evidence, Extract, Register, SupplierFacts
from lccspend.registers.rules import load_rules
from lccspend.store import REGISTERS, Inputs, read_value

EVIDENCE = "supplier_evidence.json"
"""The evidence of each supplier by its key, published with the build; it stays in data/processed."""

LAYOUTS: tuple[Register, ...] = ("charity_commission", "companies_house")
"""In the order of reading: charities name companies that may then be looked for."""


def read_evidence(project: Project) -> dict[int, Evidence]:
    """That of the last published build; SpendError when it is damaged."""
    return read_value(project, EVIDENCE, dict[int, Evidence])


@dataclass(frozen=True)
class Registers:
    """Evidence by supplier_key, the registers it comes from, and their place in the books."""

    evidence: dict[int, Evidence]
    used: tuple[RegisterUsed, ...]
    outside: dict[str, Outside]
    warnings: dict[str, list[str]]
    kept: frozenset[str]
    """Names in the folder of what was read."""


@dataclass(frozen=True)
class _Written:
    """Company or charity numbers and postcodes that the supplier-sites lists hold, by number and by name."""

    by_number: Mapping[str, set[tuple[str, str, str]]]
    by_name: Mapping[str, set[tuple[str, str]]]

    def of(self, numbers: Iterable[str], spellings: Iterable[str]) -> set[tuple[str, str]]:
        """A list's supplier number counts only where the list's name, if it has one, is the supplier's."""
        if not self.by_number and not self.by_name:
            return set()
        names = names_of(spellings)
        found = {pair for name in names for pair in self.by_name.get(name, ())}
        listed = (of for number in numbers for of in self.by_number.get(number.casefold(), ()))
        return found | {(company, postcode) for name, company, postcode in listed if not name or name in names}


def read_registers(
    project: Project, sources: Sequence[Source], suppliers: Sequence[SupplierFacts], today: date, inputs: Inputs
) -> Registers:
    """What the registers among the sources say of the suppliers."""
    kept = Kept(project.processed / REGISTERS)
    extracts: dict[str, Extract] = {}
    registers = [source for source in sources if source.layout in LAYOUTS]
    wanted = _wanted(suppliers if registers else ())
    for layout in LAYOUTS:
        for source in (s for s in registers if s.layout == layout):
            path, fresh = inputs.files[source.label], not inputs.takes_kept(source.label)
            extracts[source.label] = kept.extract(layout, path, source.sha256, wanted, fresh=fresh)
        wanted = _with_companies_of_charities(wanted, extracts.values())
    settings = project.settings.registers
    evidence = enrich(suppliers, list(extracts.values()), settings.vcse_leaves_out)
    return Registers(
        evidence=evidence,
        used=tuple(_used(label, e, today, settings.stale_after_days) for label, e in sorted(extracts.items())),
        outside={label: Outside(e.rows, e.rejected) for label, e in extracts.items()},
        warnings=_warnings(extracts, evidence),
        kept=frozenset(kept.used),
    )


def supplier_facts(paid: pl.DataFrame, lists: Iterable[TextTable]) -> list[SupplierFacts]:
    """The suppliers among the payees, by supplier_key, with what the lists of supplier sites tell of them."""
    written = _written(lists)

    def distinct(texts: pl.Expr) -> pl.Expr:
        return texts.drop_nulls().unique().sort()

    found = (
        paid.group_by("supplier_key")
        .agg(
            distinct(pl.col("supplier").cast(pl.String).append(pl.col("supplier_name"))),
            distinct(pl.col("supplier_number")),
            distinct(pl.col("postcode")),
            pl.col("supplier_class", "ranked").first(),
        )
        .sort("supplier_key")
    )
    return [_facts(row, written) for row in found.iter_rows()]


def _facts(row: tuple[Any, ...], written: _Written) -> SupplierFacts:
    key, names, numbers, postcodes, supplier_class, ranked = row
    pairs = written.of(numbers, names)
    return SupplierFacts(
        key=key,
        names=tuple(names),
        numbers=tuple(sorted({number for number, _ in pairs if number})),
        postcodes=tuple(sorted({*postcodes, *(postcode for _, postcode in pairs if postcode)})),
        supplier_class=supplier_class,
        ranked=ranked,
    )


def _written(lists: Iterable[TextTable]) -> _Written:
    by_number: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
    columns = ("supplier_number", "supplier_name", "company_number", "postcode")
    for table in lists:
        tidied = table.fit.select(tidy(pl.col(name)).fill_null("").alias(name) for name in columns).unique()
        for number, name, company, postcode in tidied.iter_rows():
            if number:
                by_number[number.casefold()].add((normalised(name) if name else "", company, postcode))
            elif name:
                by_name[normalised(name)].add((company, postcode))
    return _Written(by_number, by_name)


def _wanted(suppliers: Iterable[SupplierFacts]) -> Wanted:
    """Persons and withheld names are looked for in no register."""
    private = load_rules().classes.not_looked_for
    public = [s for s in suppliers if s.ranked and s.supplier_class not in private]
    return Wanted(frozenset(name for s in public for name in names_of(s.names)), wanted_numbers(public))


def _with_companies_of_charities(wanted: Wanted, extracts: Iterable[Extract]) -> Wanted:
    """A charity that is a supplier may have a company under another name."""
    charities = (c for e in extracts for c in e.charities if c.company_number)
    own = (c for c in charities if c.number in wanted.numbers or normalised(c.name) in wanted.names)
    return Wanted(wanted.names, wanted.numbers | {c.company_number for c in own})


def _used(label: str, extract: Extract, today: date, stale_after: int) -> RegisterUsed:
    return RegisterUsed(
        register=extract.register,
        file=label,
        rows=extract.rows,
        as_of=extract.as_of,
        stale=register_is_stale(extract.as_of, today, stale_after),
    )


def _warnings(extracts: Mapping[str, Extract], evidence: Mapping[int, Evidence]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for label, extract in extracts.items():
        if extract.rejected:
            found[label].append(
                f"{extract.rejected:,} of {extract.rows:,} records are broken and were left out"
                + ("; the register's JSON has them whole" if extract.register == "charity_commission" else "")
            )
    first = next((label for label, e in sorted(extracts.items()) if e.register == "companies_house"), None)
    if first:
        found[first] += unlisted(extracts.values(), evidence.values())
    return dict(found)
