"""Counted payments and the contract register in, each payment's contract out, with the method that found it.

The best method first: the contract reference on the payment, its purchase order, the supplier's number, its name. The
first two are what the payment itself says and hold on any day. The last two hold only while a contract of that supplier
runs, and tell the contract only where it is the supplier's one contract of that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from lccspend.agreements import OFF, SEVERAL, LinkMethod
from lccspend.metrics.register import Entry, Register, reference_key
from lccspend.names import normalised
from lccspend.privacy import WITHHELD_AS

NOT_RUNNING, NOT_ON_REGISTER = OFF
REFERENCE: LinkMethod = "contract reference"
ORDER: LinkMethod = "purchase order"


class Link(NamedTuple):
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
            return Link(told, REFERENCE)
        ordered = self.ordered(supplier, order) if order else None
        return self.on_day(supplier, day) if ordered is None else Link(ordered, ORDER)

    def ordered(self, supplier: int, order: str) -> int | None:
        """The one contract that an order of a supplier's can belong to."""
        found = [c for c in self.by_order.get(reference_key(order), ()) if self._may_be(c, supplier)]
        return found[0] if len(found) == 1 else None

    def _may_be(self, contract: int, supplier: int) -> bool:
        """Order numbers recur between systems, so one counts only for a contract's own supplier, if that is known."""
        return supplier in self.parties[contract] if self.parties.get(contract) else True

    def turns(self, supplier: int) -> list[date]:
        """The days on which what `on_day` says of a supplier may change, with the first day that there is."""
        entries = [entry for _, entry, _ in self.by_supplier[supplier]]
        ends = {day + timedelta(1) for entry in entries if (day := entry.last_day) and day < date.max}
        return sorted({date.min, *(entry.start for entry in entries if entry.start), *ends})

    def on_day(self, supplier: int, day: date) -> Link:
        """What a supplier's contracts of a day say where the payment itself says nothing."""
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
    """The counted rows with contract (its place in the register, or null) and link_method, as `Linker.link` has them.

    What can be said of a payment is worked out once for each reference, for each order with a supplier, and for each
    supplier's day.
    """
    told, ordered, running = told_by_reference(counted, known), _by_order(counted, known), _by_day(counted, known)
    joined = (
        counted.join(told, on="contract_reference", how="left", maintain_order="left")
        .join(ordered, on=["purchase_order", "supplier_key"], how="left", maintain_order="left")
        .join(running, on=["supplier_key", "paid_on"], how="left", maintain_order="left")
    )
    method = (
        pl.when(pl.col("told").is_not_null())
        .then(pl.lit(REFERENCE, pl.Categorical))
        .when(pl.col("ordered").is_not_null())
        .then(pl.lit(ORDER, pl.Categorical))
        .otherwise("running_method")
    )
    return joined.with_columns(
        contract=pl.coalesce("told", "ordered", "running"), link_method=method.fill_null(NOT_ON_REGISTER)
    ).drop("told", "ordered", "running", "running_method")


def told_by_reference(counted: pl.LazyFrame, known: Linker) -> pl.LazyFrame:
    """The contract, as told, of each contract_reference that the register knows."""
    texts = _known_texts(counted, "contract_reference", known.by_reference)
    told = [known.by_reference[reference_key(text)] for text in texts]
    schema = {"contract_reference": pl.String, "told": pl.Int64}
    return pl.LazyFrame({"contract_reference": texts, "told": told}, schema=schema)


def _by_order(counted: pl.LazyFrame, known: Linker) -> pl.LazyFrame:
    """The contract, as ordered, of each purchase_order and supplier_key where there is one and no other."""
    texts = _known_texts(counted, "purchase_order", known.by_order)
    schema = {"purchase_order": pl.String, "supplier_key": pl.Int64, "ordered": pl.Int64}
    if not texts:
        return pl.LazyFrame(schema=schema)
    own = counted.filter(pl.col("purchase_order").is_in(texts)).select("purchase_order", "supplier_key").unique()
    pairs = own.collect().rows()
    found = [(order, supplier, known.ordered(supplier, order)) for order, supplier in pairs]
    return pl.LazyFrame(found, schema=schema, orient="row").filter(pl.col("ordered").is_not_null())


def _by_day(counted: pl.LazyFrame, known: Linker) -> pl.LazyFrame:
    """What the register says of each supplier_key on each paid_on: running (a contract or null) and running_method."""
    turns = [
        (supplier, day, *known.on_day(supplier, day)) for supplier in known.by_supplier for day in known.turns(supplier)
    ]
    schema = {"supplier_key": pl.Int64, "paid_on": pl.Date, "running": pl.Int64, "running_method": pl.Categorical}
    table = pl.DataFrame(turns, schema=schema, orient="row").sort("paid_on")
    of_register = pl.col("supplier_key").is_in(list(known.by_supplier))
    days = counted.filter(of_register).select("supplier_key", "paid_on").unique().sort("paid_on").collect()
    return days.lazy().join_asof(table.lazy(), on="paid_on", by="supplier_key", check_sortedness=False)


def _known_texts(rows: pl.LazyFrame, column: str, wanted: Iterable[str]) -> list[str]:
    """The texts of a column that the register knows, as the column spells them; of the others few are held at once."""
    known = set(wanted)
    if not known:
        return []

    def are_known(texts: pl.Series) -> pl.Series:
        spellings = texts.drop_nulls().unique().to_list()
        return texts.is_in([text for text in spellings if reference_key(text) in known])

    is_known = pl.col(column).map_batches(are_known, return_dtype=pl.Boolean(), is_elementwise=True)
    return rows.filter(is_known).select(pl.col(column).unique()).collect()[column].to_list()
