"""The text of a delimited file in, its delimiter and usual number of cells out."""

import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import islice

from lccspend.reading.records import each_record

CANDIDATES = ",\t|;:"

_FIRST_RECORDS = 100
"""The heading row stands among these, or last."""

_SAMPLE_LINES = 1000
"""Enough for the first records even where many cells hold several lines."""

_LAST_LINES = 5
_LINE_END = re.compile(r"\r\n|\r|\n")
_FURNITURE = ' \t\r\n,|;:"'


def choose_delimiter(text: str, headings: Callable[[list[str]], int]) -> tuple[str, int]:
    """The candidate whose best row knows most headings, then the one with the steadiest width.

    `headings` counts the known headings in a row. The width is that of most records, 0 if none.
    """
    first, last = _first_lines(text), _last_lines(text)
    absent = [candidate for candidate in CANDIDATES if candidate not in text]
    rivals = [candidate for candidate in CANDIDATES if candidate not in absent[1:]]  # those absent are all alike
    best = max(rivals, key=lambda candidate: _score(first, last, candidate, headings))
    return best, _usual_width(_first_rows(first, best))[0]


def _score(first: str, last: str, delimiter: str, headings: Callable[[list[str]], int]) -> tuple[int, float, int]:
    rows = _first_rows(first, delimiter)
    width, share = _usual_width(rows)
    known = max(map(headings, [*rows, *deque(_filled_rows(last, delimiter), maxlen=1)]), default=0)
    return known, round(share, 1) if width > 1 else 0.0, width


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    return list(islice(_filled_rows(text, delimiter), _FIRST_RECORDS))


def _filled_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return (cells for cells, _, _ in each_record(text, delimiter) if any(map(str.strip, cells)))


def _usual_width(rows: list[list[str]]) -> tuple[int, float]:
    """The width most rows have, and the share of rows that have it."""
    if not rows:
        return 0, 0.0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return width, count / len(rows)


def _first_lines(text: str) -> str:
    return "".join(islice(io.StringIO(text, newline=""), _SAMPLE_LINES))


def _last_lines(text: str) -> str:
    """The lines up to the last that holds more than delimiters, as sorted sheets end in blanks."""
    end = len(text.rstrip(_FURNITURE))
    closing = _LINE_END.search(text, end)
    start = end
    for _ in range(_LAST_LINES):
        start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
        if start < 0:
            break
    return text[start + 1 : closing.start() if closing else len(text)]
