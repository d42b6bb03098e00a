"""A verdict on one thing in, a check out; checks in, the worst of their verdicts out."""

from collections.abc import Iterable

from lccspend.figures import Check, ChecksAnswer, Verdict

_ORDER: tuple[Verdict, ...] = ("pass", "warn", "fail")


def check(name: str, verdict: Verdict, message: str) -> Check:
    return Check(check=name, verdict=verdict, message=message)


def worst(checks: Iterable[Check]) -> Verdict | None:
    """None where nothing was checked."""
    return max((check.verdict for check in checks), key=_ORDER.index, default=None)


def summed_up(checks: Iterable[Check]) -> ChecksAnswer:
    """All checks under the worst of their verdicts."""
    found = tuple(checks)
    return ChecksAnswer(verdict=worst(found) or "pass", checks=found)
