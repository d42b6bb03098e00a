"""The contract register and its links in, what is wrong with them out: what an analyst would mend first."""

from collections.abc import Iterable, Sequence

from lccspend.agreements import RegisterFault
from lccspend.metrics.linked import Linked, Oddity
from lccspend.metrics.links import Ledger
from lccspend.metrics.register import Contract, Entry, Register
from lccspend.money import pounds

EXAMPLES = 5


def faults_of(register: Register, ledger: Ledger, linked: Linked, years: Sequence[str]) -> tuple[RegisterFault, ...]:
    """Every kind of fault that was looked for, also those with a count of nought; years are those with payments."""
    entries = [(c, e) for c in register.contracts for e in c.entries]
    paid_since = f"{years[0][:4]}-04-01" if years else ""
    current = [(c, e) for c, e in entries if e.last_day is None or e.last_day.isoformat() >= paid_since]
    return (
        _contracts("no contract reference", (c for c, e in entries if not e.reference)),
        _contracts("no supplier", (c for c, e in entries if not e.supplier)),
        _contracts("no start date", (c for c, e in entries if e.start is None)),
        _contracts("no end date", (c for c, e in entries if e.end is None)),
        _contracts("dates out of order", (c for c, e in entries if _out_of_order(e))),
        _contracts("neither annual nor total value", (c for c in register.contracts if c.total is c.annual is None)),
        _contracts("no total value", (c for c in register.contracts if c.total is None)),
        _contracts("supplier not in the ledger", (c for c, e in current if e.supplier and not ledger.find(e))),
        _contracts("supplier number and name of different suppliers", (c for c, e in entries if ledger.disagrees(e))),
        _rows("row repeats another of its file", register.repeated),
        _payments("payment names a contract that the register does not hold", linked.unknown_references),
        _payments("payment names a contract of another supplier", linked.other_suppliers),
    )


def _out_of_order(entry: Entry) -> bool:
    days = [day for day in (entry.start, entry.end, entry.extension_end) if day]
    return days != sorted(days)


def _contracts(fault: str, found: Iterable[Contract]) -> RegisterFault:
    names = list({id(c): c.name for c in found}.values())
    return RegisterFault(fault=fault, count=len(names), pounds=None, examples=tuple(names[:EXAMPLES]))


def _rows(fault: str, found: Sequence[Entry]) -> RegisterFault:
    names = tuple(f"{e.file}, row {e.row}" for e in found[:EXAMPLES])
    return RegisterFault(fault=fault, count=len(found), pounds=None, examples=names)


def _payments(fault: str, found: Oddity) -> RegisterFault:
    return RegisterFault(fault=fault, count=found.payments, pounds=pounds(found.pence), examples=found.examples)
