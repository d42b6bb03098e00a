"""Books and figures in, a verdict on each promise out: pass, warn, or fail, and then nothing is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from lccspend.dates import months_of, runs_of, years_between
from lccspend.evidence import RegisterUsed, SupplierEvidence
from lccspend.figures import (
    Books,
    Check,
    LocalityYear,
    MonthOfSource,
    SupplierYear,
    TailYear,
    Tally,
    Verdict,
)
from lccspend.money import percent, sterling
from lccspend.payees import CategoryYear
from lccspend.plurals import how_many
from lccspend.settings import Settings
from lccspend.verdicts import check

SMALL_MONTH = Decimal("0.25")
"""A month below a quarter of both its neighbours' rows is likely to be cut short."""


@dataclass(frozen=True)
class Control:
    """What the person who ran the exports counted of one file: rows, and pounds."""

    file: str
    rows: int
    pounds: Decimal

    def names(self, label: str) -> bool:
        """A file is named as the books name it, or without its sheet or folder."""
        whole = label.split("#")[0]
        return self.file in {label, whole, whole.rsplit("/", 1)[-1]}


def _first(told: Sequence[str], rest: str, separator: str = "; ") -> str:
    """The first five of what there is to tell, and how many more; rest says what these are or where they are listed."""
    more = (f"and {len(told) - 5:,} more{rest}",) if len(told) > 5 else ()
    return separator.join((*told[:5], *more))


def books_balance(books: Books) -> Check:
    parts = f"{books.counted.rows:,} counted, {books.excluded.rows:,} excluded, {books.rejected.rows:,} rejected"
    if not books.balanced:
        return check("books_balance", "fail", f"{books.read.rows:,} rows read are not {parts}.")
    return check("books_balance", "pass", f"{books.read.rows:,} rows ({sterling(books.read.pounds)}) = {parts}.")


def rejected_share(books: Books, settings: Settings) -> Check:
    """The share of rows that could not be read, against `[checks] maximum_rejected_share`."""
    limit = settings.checks.maximum_rejected_share
    share = percent(books.rejected.rows, max(books.read.rows, 1))
    told = share if share or not books.rejected.rows else "under 0.01"
    words = f"{books.rejected.rows:,} of {books.read.rows:,} rows were rejected ({told}%)"
    if books.rejected.pounds:
        words += f", with {sterling(books.rejected.pounds)} that is in no figure"
    if books.rejected.rows > limit * books.read.rows:
        return check(
            "rejected_share", "fail", f"{words}; at most {limit * 100:f}% may be. See rejected.csv for what to mend."
        )
    if books.rejected.rows:
        return check("rejected_share", "warn", f"{words}. See data/processed/rejected.csv for what to mend.")
    return check("rejected_share", "pass", f"{words}.")


def months_covered(years: Sequence[LocalityYear]) -> Check:
    gaps = [f"{y.financial_year} lacks {_months(y.months_missing)}" for y in reversed(years) if y.months_missing]
    if gaps:
        return check("months_covered", "warn", _first(gaps, " years, listed by `lccspend locality`") + ".")
    return check("months_covered", "pass", "Every year has twelve months.")


def months_by_system(months: Sequence[MonthOfSource]) -> Check:
    """Months of other systems without a payment of one, between its first and its last: an export may be missing."""
    gaps = []
    any_held = {m.month for m in months}
    for source in sorted({m.source for m in months}):
        held = {m.month for m in months if m.source == source}
        ends = (date.fromisoformat(f"{month}-01") for month in (min(held), max(held)))
        span = [month for year in years_between(*ends) for month in months_of(year)]
        missing = [m for m in span if min(held) < m < max(held) and m in any_held - held]
        if missing:
            gaps.append(f"{source} lacks {_months(missing)}, which another system has")
    message = "; ".join(gaps) or "No system has a gap of its own between its first and last month"
    return check("months_by_system", "warn" if gaps else "pass", f"{message}.")


def _months(missing: Sequence[str]) -> str:
    """Three months and more that follow each other are told by the first and the last."""
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs_of(missing))


def small_months(months: Sequence[MonthOfSource]) -> Check:
    """A month with far fewer rows than both its neighbours of the same system."""
    odd = []
    for source in sorted({m.source for m in months}):
        own = [m for m in months if m.source == source]
        for before, month, after in zip(own, own[1:], own[2:], strict=False):
            if month.rows < SMALL_MONTH * min(before.rows, after.rows):
                rows = how_many(month.rows, "row")
                odd.append(f"{source} {month.month} has {rows}; its neighbours {before.rows:,}, {after.rows:,}")
    if odd:
        return check("small_months", "warn", _first(odd, " such months") + ".")
    return check("small_months", "pass", "No month is far below its neighbours.")


def overlap(books: Books) -> Check:
    """What was found twice and counted once; a person should look at the pairs."""
    found = {r: books.excluded_by_rule[r].rows for r in ("repeated_extract", "r12_fusion_overlap")}
    words = ", ".join(f"{count:,} by {rule}" for rule, count in found.items() if count)
    if words:
        return check("overlap", "warn", f"Rows found twice and counted once: {words}.")
    return check("overlap", "pass", "No payment was found twice.")


def coverage(years: Sequence[LocalityYear], settings: Settings) -> Check:
    least = settings.locality.minimum_coverage * 100
    low = [f"{y.financial_year} ({_covered(y, least)})" for y in years if "x" in y.marks]
    if low:
        words = f"Below {least:f}% of value has a place in {', '.join(low)}: no percentage."
        return check("coverage", "warn", f"{words} A list of supplier sites in data/raw gives more of it a place.")
    return check("coverage", "pass", f"At least {least:f}% of each year's value has a place.")


def _covered(year: LocalityYear, least: Decimal) -> str:
    """The coverage of a year below the least: never as much as that, though two decimals may round to it."""
    if year.coverage_percent is None:
        return "nothing to place"
    return f"just under {least:f}%" if year.coverage_percent >= least else f"{year.coverage_percent}%"


def export_limits(books: Books) -> Check:
    cut = [f.file for f in books.files if any("known export limit" in w for w in f.warnings)]
    if cut:
        files = _first(cut, ", listed with the books", ", ")
        return check("export_limits", "warn", f"Row counts that equal an export limit: {files}. Export in parts.")
    return check("export_limits", "pass", "No file has as many rows as a known export limit.")


def stale_registers(registers: Sequence[RegisterUsed], settings: Settings) -> Check:
    """Registers of companies and charities that describe a day too long ago (`[registers] stale_after_days`)."""
    if not registers:
        return check("stale_registers", "pass", "No register was given; size and sector rest on classes and names.")
    old = [f"{r.file} ({f'of {r.as_of}' if r.as_of else 'of no known day'})" for r in registers if r.stale]
    if old:
        days = settings.registers.stale_after_days
        return check("stale_registers", "warn", f"More than {days} days old: {', '.join(old)}. Download it anew.")
    return check("stale_registers", "pass", "Every register is recent.")


def closed_suppliers(years: Sequence[SupplierEvidence]) -> Check:
    """Companies that were paid after they were dissolved: a person should look at who was paid."""
    found = [
        f"{c.supplier} ({c.company_number}, {c.status}) {sterling(c.paid_since)} in {y.financial_year}"
        for y in years
        if y.population == "all"
        for c in y.closed
    ]
    if found:
        message = f"Paid since they were closed: {_first(found, ', listed with the figures')}."
        return check("closed_suppliers", "warn", message)
    return check("closed_suppliers", "pass", "No supplier is known to be closed.")


def categories(years: Sequence[CategoryYear], settings: Settings) -> Check:
    """Whether categories tell what was bought: headings the map does not name, and those that say nothing."""
    cap = settings.categories.maximum_other_share * 100
    odd = [
        f"{y.unmapped_percent}% of {y.financial_year} has a heading that category_map.csv does not name"
        for y in years
        if y.unmapped
    ] + [
        f"{y.other_percent}% of {y.financial_year} is {' or '.join(settings.categories.other)}, above {cap:f}%"
        for y in years
        if y.other_percent is not None and y.other_percent > cap
    ]
    if odd:
        return check("categories", "warn", "; ".join(odd) + ".")
    return check("categories", "pass", f"At most {cap:f}% of each year's spend is in a category that says nothing.")


def file_warnings(books: Books) -> Check:
    told = [f"{f.file}: {w}" for f in books.files for w in f.warnings]
    if told:
        return check("file_warnings", "warn", _first(told, ", listed with the books"))
    return check("file_warnings", "pass", "No file has a warning.")


def bands_add_up(tails: Sequence[TailYear]) -> Check:
    """Bands and nil or credit suppliers are all suppliers and all spend of their year and population."""
    off = [
        f"{t.financial_year} {t.population}"
        for t in tails
        if sum(b.suppliers for b in t.bands) + t.nil_or_credit.suppliers != t.suppliers
        or sum((b.spend for b in t.bands), t.nil_or_credit.spend) != t.spend
    ]
    if off:
        return check("bands", "fail", f"Bands do not add up to the whole in {', '.join(off)}.")
    return check("bands", "pass", "Bands add up to suppliers and spend in every year.")


def order(tails: Sequence[TailYear], suppliers: Sequence[SupplierYear]) -> Check:
    """Within one population, sums over ranks are possible beside the ranks themselves; see `impossible`."""
    ranks = {(s.financial_year, s.population): [x.spend for x in s.suppliers] for s in suppliers}
    faults = [
        f"{t.financial_year} {t.population}: {fault}"
        for t in tails
        for fault in impossible(
            {top.suppliers: top.spend for top in t.top}, ranks.get((t.financial_year, t.population), [])
        )
    ]
    return check("order", "fail" if faults else "pass", "; ".join(faults) or "Sums over ranks agree with the ranks.")


def impossible(tops: dict[int, Decimal], ranks: Sequence[Decimal]) -> list[str]:
    """What cannot be true of sums of the n largest suppliers beside the spend of each rank, in pounds.

    The suppliers ranked n + 1 to m sum to at most (m - n) times the spend of rank n, and to no less than nothing
    where all of them have spend above zero.
    """
    faults = []
    for smaller, larger in pairwise(sorted(tops)):
        if smaller > len(ranks):
            break
        most = (larger - smaller) * max(ranks[smaller - 1], Decimal(0))
        more = tops[larger] - tops[smaller]
        if more > most:
            faults.append(
                f"the suppliers ranked {smaller + 1} to {larger} would come to {sterling(more)},"
                f" but rank {smaller} is {sterling(ranks[smaller - 1])}, so at most {sterling(most)} is possible"
            )
        if more < 0 and all(spend >= 0 for spend in ranks[smaller:larger]):
            faults.append(f"the top {larger} come to less than the top {smaller}")
    return faults


def one_population(tails: Sequence[TailYear], years: Sequence[LocalityYear]) -> Check:
    """The tail of population all and the locality table are of the same payments."""
    totals = {y.financial_year: y.total for y in years}
    off = [t.financial_year for t in tails if t.population == "all" and t.spend != totals.get(t.financial_year)]
    if off:
        return check("one_population", "fail", f"Tail and locality differ in {', '.join(off)}.")
    return check("one_population", "pass", "Tail and locality tables are of the same payments.")


def control_totals(books: Books, controls: Sequence[Control], totals: Mapping[str, Tally]) -> Check:
    """What was counted when the exports were run against what was read, totals rows (by file) left out."""
    if not controls:
        return check("control_totals", "pass", "No control totals were given.")
    faults = []
    for control in controls:
        own = [f for f in books.files if control.names(f.file)]
        rows = sum(f.rows - totals.get(f.file, _NOTHING).rows for f in own)
        amount = sum((f.pounds - totals.get(f.file, _NOTHING).pounds for f in own), Decimal(0))
        if not own:
            faults.append(f"{control.file} is named in the control totals but is not in data/raw")
        elif (rows, amount) != (control.rows, control.pounds):
            read = f"{rows:,} rows and {sterling(amount)} were read"
            faults.append(
                f"{control.file}: {read}; the control total is {control.rows:,} and {sterling(control.pounds)}"
            )
    verdict: Verdict = "fail" if faults else "pass"
    return check("control_totals", verdict, "; ".join(faults) or f"{len(controls)} files agree.")


_NOTHING = Tally(rows=0, pounds=Decimal(0))
