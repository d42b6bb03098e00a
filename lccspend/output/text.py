"""Any text in, text that is safe to print on a terminal out."""

import re

from lccspend.safetext import HIDDEN, shortened

_CONTROL = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(sorted(HIDDEN))}]")
"""Control characters, escape sequences and writing-direction marks could rewrite what stands beside them."""


def printable(text: str) -> str:
    """The text with every control character but the newline shown as a replacement mark; tabs become spaces."""
    return _CONTROL.sub("\ufffd", text.replace("\t", " "))


def one_line(text: str) -> str:
    """As printable, on one line, and no longer than anybody reads."""
    return printable(shortened(" ".join(text.split("\n")).replace("\r", " ")))
