"""The books, the checks and the approval in, what stands behind the figures out."""

from collections import Counter

from lccspend.figures import Verdict
from lccspend.report.filters import count, listed
from lccspend.report.model import Section
from lccspend.report.scope import Scope


def build(scope: Scope) -> Section:
    return Section(
        id="assurance",
        heading="How the figures were checked",
        statements=(_books(scope), *_checks(scope), _approval(scope)),
    )


def _books(scope: Scope) -> str:
    books = scope.figures.books
    adds = "add up" if books.balanced else "do not add up"
    return (
        f"{count(books.read.rows)} {'row was' if books.read.rows == 1 else 'rows were'} read from the payment systems: "
        f"{count(books.counted.rows)} counted, {count(books.excluded.rows)} excluded by a named rule and "
        f"{count(books.rejected.rows)} rejected as unreadable. The three {adds} to what was read, "
        f"in rows and to the penny; the appendices give them by file and by rule."
    )


def _checks(scope: Scope) -> tuple[str, ...]:
    found = Counter(check.verdict for check in scope.figures.checks.checks)
    if not found:
        return ()
    verdicts: tuple[tuple[Verdict, str], ...] = (("pass", "passed"), ("warn", "gave a warning"), ("fail", "failed"))
    parts = [f"{count(found[key])} {verb}" for key, verb in verdicts if found[key]]
    total = found.total()
    return (
        f"Of {count(total)} {'check' if total == 1 else 'checks'} on the figures, {listed(parts)}; the appendices say "
        f"what each found.",
    )


def _approval(scope: Scope) -> str:
    if scope.edition.final:
        return f"This final report was approved by {scope.settings.report.approved_by}."
    return "This is a draft: it has not been approved, and its figures may change."
