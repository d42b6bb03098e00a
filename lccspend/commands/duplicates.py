"""The last published build in, likely duplicates among its suppliers out; those a person accepts become aliases.

Nothing merges by itself: an alias counts from the next build on (contract section 3.6).
"""

import csv
import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lccspend.commands.queries import summary
from lccspend.errors import SpendError, UsageError
from lccspend.money import pounds
from lccspend.names import normalised
from lccspend.payees import DuplicatesAnswer, Proposal
from lccspend.project import Project
from lccspend.reading.encoding import decode
from lccspend.safetext import guarded
from lccspend.store import of_one_build

if TYPE_CHECKING:
    from lccspend.metrics.duplicates import Pair, Payee
    from lccspend.registers.records import Evidence

log = logging.getLogger(__name__)

ALIASES = "supplier_aliases.csv"
HEADINGS = ("name", "supplier", "reason", "author", "date")
WITHHELD = ("individual", "redacted")


@dataclass(frozen=True)
class Accepting:
    """Which proposals a person accepts, by their numbers in the list, and who that is."""

    numbers: Sequence[int] = ()
    author: str = ""
    reason: str = ""


def duplicates(project: Project, accepting: Accepting) -> DuplicatesAnswer:
    """The proposals, the likeliest first; appends those accepted to data/reference/supplier_aliases.csv.

    The numbers stay the same until the next build. Raises SpendError for a number that is not listed, or one
    that was accepted before; UsageError for an author or a reason of nothing, or a decision without an author.
    """
    from lccspend.metrics.duplicates import propose

    if not accepting.numbers and (accepting.author or accepting.reason):
        raise UsageError("--author and --reason go with --accept.", fix="Name a pair: --accept N.")
    if accepting.numbers and not accepting.author.strip():
        raise UsageError("An alias needs the name of who decided it.", fix="Add --author NAME.")
    summary(project)
    pairs = propose(payees(project))
    held = _aliases(project.reference / ALIASES)
    if accepting.numbers:
        _append(project, [_checked(pairs, number, held) for number in dict.fromkeys(accepting.numbers)], accepting)
        held = _aliases(project.reference / ALIASES)
    return DuplicatesAnswer(proposals=tuple(_proposal(n, pair, held) for n, pair in enumerate(pairs, start=1)))


@of_one_build
def payees(project: Project) -> list["Payee"]:
    """The suppliers of all years held; persons and withheld names are not among them."""
    import polars as pl

    from lccspend.etl.published_rows import payments
    from lccspend.etl.registers import read_evidence

    rows = payments(project).filter(
        (pl.col("fate") == "counted")
        & pl.col("ranked")
        & ~pl.col("private")
        & ~pl.col("supplier_class").cast(pl.String).str.to_lowercase().is_in(WITHHELD)
    )
    found = rows.group_by("supplier_key").agg(
        pl.col("supplier").first(),
        names=pl.col("supplier_name").drop_nulls().unique().sort(),
        postcodes=pl.col("postcode").drop_nulls().str.to_uppercase().str.replace_all(" ", "").unique(),
        pence=pl.col("pence").sum(),
    )
    evidence = read_evidence(project)
    return [_payee(row, evidence.get(row["supplier_key"])) for row in found.collect().iter_rows(named=True)]


def _payee(row: dict[str, Any], evidence: "Evidence | None") -> "Payee":
    from lccspend.metrics.duplicates import Payee

    company = evidence.company if evidence else None
    return Payee(
        key=row["supplier_key"],
        supplier=row["supplier"],
        names=tuple(row["names"]),
        pence=row["pence"],
        postcodes=frozenset(_spaced(code) for code in row["postcodes"] if len(code) > 4),
        company=company.number if company else "",
        previous=frozenset(company.previous_names) if company else frozenset(),
    )


def _spaced(postcode: str) -> str:
    return f"{postcode[:-3]} {postcode[-3:]}"


Held = dict[str, str]
"""Normalised name -> normalised name of the supplier that it is."""


def _aliases(path: Path) -> Held:
    from lccspend.etl.reference import read_reference

    return {name: normalised(supplier) for name, supplier in read_reference(path.parent).aliases.items()}


def _is_accepted(pair: "Pair", held: Held) -> bool:
    names = [normalised(pair.supplier.supplier), normalised(pair.duplicate.supplier)]
    return names[0] in {held.get(names[1]), names[1]} or held.get(names[0]) == names[1]


def _proposal(number: int, pair: "Pair", held: Held) -> Proposal:
    return Proposal(
        number=number,
        score=pair.score,
        supplier=pair.supplier.supplier,
        spend=pounds(pair.supplier.pence),
        duplicate=pair.duplicate.supplier,
        duplicate_spend=pounds(pair.duplicate.pence),
        evidence=pair.evidence,
        accepted=_is_accepted(pair, held),
    )


def _checked(pairs: "Sequence[Pair]", number: int, held: Held) -> "Pair":
    if not 1 <= number <= len(pairs):
        raise SpendError(f"There is no proposal {number}.", fix=f"The list has {len(pairs)}.")
    pair = pairs[number - 1]
    if _is_accepted(pair, held):
        raise SpendError(f"Proposal {number} is accepted already.", fix=f"See data/reference/{ALIASES}.")
    name = normalised(pair.duplicate.supplier)
    if name in held:
        raise SpendError(
            f"Proposal {number}: {pair.duplicate.supplier} is an alias of another supplier already.",
            fix="Run `lccspend ingest`, and look at the list again.",
        )
    held[name] = normalised(pair.supplier.supplier)
    return pair


def _append(project: Project, pairs: "Iterable[Pair]", accepting: Accepting) -> None:
    """Write the aliases behind those that are there, in the columns of that file; the whole file or nothing."""
    from lccspend.dates import today

    path = project.reference / ALIASES
    before = decode(path.read_bytes())[0] if path.is_file() else f"{','.join(HEADINGS)}\n"
    columns = [h.strip().casefold() for h in next(csv.reader(before.splitlines()))]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    reason, author = guarded(accepting.reason.strip()), guarded(accepting.author.strip())
    made = [
        {
            "name": _plain(pair.duplicate.supplier),
            "supplier": _plain(pair.supplier.supplier),
            "reason": reason or f"Likely duplicate ({pair.score}): {'; '.join(pair.evidence)}",
            "author": author,
            "date": today().isoformat(),
        }
        for pair in pairs
    ]
    writer.writerows(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh, content = path.with_suffix(".new"), before + ("" if before.endswith("\n") else "\n") + text.getvalue()
    # Excel reads accents only behind a mark.
    fresh.write_text(content, encoding="utf-8" if content.isascii() else "utf-8-sig", newline="")
    fresh.replace(path)
    log.info("%s of data/reference now has %s more; run `lccspend ingest` to count by them.", ALIASES, len(made))


def _plain(name: str) -> str:
    """A name that a spreadsheet takes for text; what is left out here is left out of every comparison of names."""
    return " ".join(name.split()).lstrip("=+-@ ")
