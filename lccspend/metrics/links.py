"""Counted payments and the contract register in, each payment's contract out, with the method that found it.

The best method first: the contract reference on the payment, its purchase order, the supplier's number, its name. The
first two are what the payment itself says and hold on any day. The last two hold only while a contract of that supplier
runs, and tell the contract only where it is the supplier's one contract of that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lccspend.agreements import OFF, SEVERAL, LinkMethod
from lccspend.metrics.register import Entry, Register, reference_key
from lccspend.names import normalised
from lccspend.privacy import WITHHELD_AS

NOT_RUNNING, NOT_ON_REGISTER = OFF


@dataclass(frozen=True)
class Link:
    """A contract by its place in the register, None where it is not told, and how it was found."""

    contract: int | None
    method: LinkMethod


@dataclass
class Ledger:
    """The suppliers that were paid: supplier keys by number and by comparable name, and the name each is printed under.

    Payees without a name of their own are found by neither.
    """

    by_number: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    printed: dict[int, str] = field(default_factory=dict)

    def find(self, entry: Entry) -> tuple[int, LinkMethod] | None:
        """The supplier of a register row: by number where that leaves no doubt, else by name where that leaves none.

        A number belongs to its system, so a number of two suppliers counts only together with the name.
        """
        numbered = self.by_number.get(entry.number.casefold(), set()) if entry.number else set()
        named = self.by_name.get(entry.known_as, set()) if entry.known_as else set()
        for keys in (numbered, numbered & named):
            if len(keys) == 1:
                return next(iter(keys)), "supplier number"
        return (next(iter(named)), "supplier name") if len(named) == 1 else None

    def disagrees(self, entry: Entry) -> bool:
        """Whether a row's number and name are those of different suppliers."""
        numbered = self.by_number.get(entry.number.casefold(), set()) if entry.number else set()
        named = self.by_name.get(entry.known_as, set())
        return bool(numbered and named and not numbered & named)


def read_ledger(payees: pl.LazyFrame) -> Ledger:
    """The suppliers of payees with supplier_name, supplier_number, supplier, supplier_key and ranked."""
    columns = ["supplier_key", "supplier", "supplier_name", "supplier_number"]
    ledger = Ledger()
    found = payees.filter(pl.col("ranked")).select(columns).unique().sort(columns, nulls_last=True).collect()
    for key, printed, name, number in found.iter_rows():
        ledger.printed[key] = printed
        for text in {printed, name} - {WITHHELD_AS}:
            ledger.by_name[normalised(text)].add(key)
        if number:
            ledger.by_number[number.casefold()].add(key)
    return ledger


@dataclass
class Linker:
    """The register arranged for looking up, over the suppliers of a ledger."""

    by_reference: dict[str, int] = field(default_factory=dict)
    by_order: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_supplier: dict[int, list[tuple[int, Entry, LinkMethod]]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Contract -> the suppliers of it that were paid."""

    def link(self, supplier: int, reference: str | None, order: str | None, day: date) -> Link:
        """The contract of one payment."""
        told = self.by_reference.get(reference_key(reference)) if reference else None
        if told is not None:
            return Link(told, "contract reference")
        ordered = [c for c in self.by_order.get(reference_key(order), ()) if self._may_be(c, supplier)] if order else []
        if len(ordered) == 1:
            return Link(ordered[0], "purchase order")
        return self._by_supplier(supplier, day)

    def _may_be(self, contract: int, supplier: int) -> bool:
        """Order numbers recur between systems, so one counts only for a contract's own supplier, if that is known."""
        return supplier in self.parties[contract] if self.parties.get(contract) else True

    def _by_supplier(self, supplier: int, day: date) -> Link:
        entries = self.by_supplier.get(supplier)
        if not entries:
            return Link(None, NOT_ON_REGISTER)
        running = {contract: method for contract, entry, method in reversed(entries) if entry.runs_on(day)}
        if not running:
            return Link(None, NOT_RUNNING)
        if len(running) > 1:
            return Link(None, SEVERAL)
        return Link(*next(iter(running.items())))

    def contracts_between(self, supplier: int, first: date, last: date) -> list[int]:
        """The supplier's contracts known to run on any day from first to last, in the register's order."""
        found = (c for c, entry, _ in self.by_supplier.get(supplier, ()) if entry.runs_between(first, last))
        return sorted(set(found))


def linker(register: Register, ledger: Ledger) -> Linker:
    """The better method of two rows of one contract and supplier stands first."""
    made = Linker()
    for number, contract in enumerate(register.contracts):
        if contract.reference:
            made.by_reference[reference_key(contract.reference)] = number
        for entry in contract.entries:
            for order in entry.orders:
                made.by_order[reference_key(order)].add(number)
            found = ledger.find(entry)
            if found:
                made.by_supplier[found[0]].append((number, entry, found[1]))
                made.parties[number].add(found[0])
    for entries in made.by_supplier.values():
        entries.sort(key=lambda e: (e[0], e[2] != "supplier number"))
    return made


def link_payments(counted: pl.LazyFrame, known: Linker) -> pl.LazyFrame:
    """The counted rows with contract (its place in the register, or null) and link_method."""
    key = ["supplier_key", "contract_reference", "purchase_order", "paid_on"]
    told = _known_texts(counted, "contract_reference", known.by_reference)
    ordered = _known_texts(counted, "purchase_order", known.by_order)
    of_register = (
        pl.col("supplier_key").is_in(list(known.by_supplier))
        | pl.col("contract_reference").is_in(told)
        | pl.col("purchase_order").is_in(ordered)
    )
    distinct = counted.filter(of_register).select(key).unique().sort(key, nulls_last=True).collect()
    links = [known.link(*row) for row in distinct.iter_rows()]
    found = distinct.with_columns(
        contract=pl.Series([link.contract for link in links], dtype=pl.Int64),
        link_method=pl.Series([link.method for link in links], dtype=pl.String),
    )
    joined = counted.join(found.lazy(), on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col("link_method").fill_null(NOT_ON_REGISTER))


def _known_texts(rows: pl.LazyFrame, column: str, wanted: Iterable[str]) -> list[str]:
    """The texts of a column that the register knows, as the column spells them."""
    known = set(wanted)
    if not known:
        return []
    texts = rows.select(pl.col(column).drop_nulls().unique()).collect()[column]
    return [text for text in texts.to_list() if reference_key(text) in known]
