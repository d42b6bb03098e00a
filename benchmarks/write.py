"""Names of benchmarks in, docs/performance.md with their tables renewed out; without names, all of them.

.venv/bin/python benchmarks/write.py queries report
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import ingest
import queries
import report
import warm
import workbooks

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
MEASURED: dict[str, Callable[[], str]] = {
    "ingest": ingest.measured,
    "queries": queries.measured,
    "report": report.measured,
    "workbooks": workbooks.measured,
    "warm": warm.measured,
}


def renewed(page: str, name: str, text: str) -> str:
    """The page with the text between the two marks of that name; ValueError when it has no such marks."""
    begin, end = f"<!-- measured: {name} -->\n", f"<!-- end: {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{PAGE.name} has no place for {name}")
    return pattern.sub(lambda _: f"{begin}\n{text}\n{end}", page, count=1)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or MEASURED:
        measured = MEASURED[chosen]()
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), chosen, measured), encoding="utf-8")
